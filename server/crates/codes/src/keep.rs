//! How a table is kept: gzipped lines of JSON, the first about the table, each further one a code.

use crate::code::System;
use crate::entry::{Entry, Period};
use crate::error::CodesError;
use crate::table::Table;
use flate2::{Compression, GzBuilder};
use serde::{Deserialize, Serialize};
use std::io::Write;

const FORMAT: &str = "codes/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: String,
    system: System,
    release: String,
    period: Period,
}

/// The name of the file that a table is kept in: `icd-10-cm-2026-04-01.codes.gz`.
pub fn file_name(table: &Table) -> String {
    let from = table
        .period
        .from
        .map_or_else(|| "always".to_owned(), |date| date.to_string());
    format!("{}-{from}.codes.gz", table.system.name())
}

/// The bytes of the file. The same table gives the same bytes.
pub fn write(table: &Table) -> Result<Vec<u8>, CodesError> {
    let name = file_name(table);
    let failed = |error: &dyn std::fmt::Display| CodesError::format(&name, error);
    let mut out = GzBuilder::new().write(Vec::new(), Compression::default());
    let mut line = |text: serde_json::Result<String>| {
        let text = text.map_err(|error| failed(&error))?;
        writeln!(out, "{text}").map_err(|error| failed(&error))
    };
    line(serde_json::to_string(&Head {
        format: FORMAT.to_owned(),
        system: table.system,
        release: table.release.clone(),
        period: table.period,
    }))?;
    for entry in table.entries() {
        line(serde_json::to_string(entry))?;
    }
    out.finish().map_err(|error| failed(&error))
}

/// Reads such a file, gzipped or plain; `file` is named in errors.
pub fn read(file: &str, bytes: &[u8]) -> Result<Table, CodesError> {
    let text = crate::import::text(file, bytes)?;
    let mut lines = text.lines().enumerate();
    let bad =
        |line: usize, error: serde_json::Error| CodesError::line(file, line + 1, error.to_string());
    let (at, first) = lines
        .next()
        .ok_or_else(|| CodesError::format(file, "is empty"))?;
    let head: Head = serde_json::from_str(first).map_err(|error| bad(at, error))?;
    if head.format != FORMAT {
        return Err(CodesError::line(
            file,
            1,
            format!("`format` must be `{FORMAT}`"),
        ));
    }
    let entries = lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| serde_json::from_str::<Entry>(line).map_err(|error| bad(at, error)))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Table::new(head.system, head.release, head.period, entries))
}
