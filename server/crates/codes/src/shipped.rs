//! The subset that comes with the project, for the demo and the tests.

use crate::error::CodesError;
use crate::import::{self, Given};
use crate::table::Table;
use time::macros::date;

/// A small part of ICD-10-CM: codes and titles, which are public domain, of problems that are seen often, with their own first days. It begins with
/// ICD-10-CM itself and ends with the release that it was checked against.
pub fn shipped() -> Result<Table, CodesError> {
    let given = Given {
        from: Some(date!(2015 - 10 - 01)),
        to: Some(date!(2026 - 09 - 30)),
        ..Given::default()
    };
    let mut table = import::read(
        "icd-10-cm-subset.json",
        include_bytes!("../data/icd-10-cm-subset.json"),
        &given,
    )?
    .table;
    "ICD-10-CM, the small subset that comes with Countersign".clone_into(&mut table.release);
    Ok(table)
}
