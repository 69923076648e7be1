//! Procedure and supply codes: those that the chart gives for the day of service and the installed tables have.

use super::book::CodeBook;
use super::suggest::service;
use crate::read::{View, concept_of, retracted, when_any};
use crate::say::{Line, Lines, When, inside};
use codes::{Code, System};
use model::SourceId;
use sources::FactRole;

const TYPES: [&str; 4] = [
    "Procedure",
    "ServiceRequest",
    "Immunization",
    "MedicationAdministration",
];

pub(super) fn compose(view: View<'_>, book: &CodeBook, encounter: Option<&SourceId>) -> Lines {
    let mut lines = Lines::default();
    let (on, _) = service(view, encounter);
    let mut refused = 0;
    for system in [System::Hcpcs, System::Cpt] {
        let table = match book.tables.on(system, on) {
            Ok(table) => table,
            Err(none) => {
                lines.leave_out(format!("{none}. No such code is suggested."));
                continue;
            }
        };
        for snippet in TYPES.into_iter().flat_map(|kind| view.set.of_type(kind)) {
            let when = when_any(snippet, &[FactRole::Effective, FactRole::Authored]);
            if retracted(snippet) || when != Some(When::day(on)) {
                continue;
            }
            let Some((name, codings)) = concept_of(view.set, snippet) else {
                continue;
            };
            for coding in codings
                .iter()
                .filter(|coding| System::from_url(&coding.system) == Some(system))
            {
                match Code::read(system, &coding.code).and_then(|code| table.billable(&code, on)) {
                    Some(entry) => lines.push(
                        Line::new(format!(
                            "{} {}: {} {}",
                            system.title(),
                            entry.code,
                            inside(&name),
                            When::day(on).at()
                        ))
                        .cite(&snippet.id),
                    ),
                    None => refused += 1,
                }
            }
        }
    }
    if refused > 0 {
        lines.leave_out(format!(
            "{refused} codes that the chart gives are not billable codes of the installed tables on the date of service."
        ));
    }
    lines
}
