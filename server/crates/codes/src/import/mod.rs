//! Reads tables as they are published: the CMS order file and tabular XML of ICD-10-CM, HCPCS Level II, a table with a header line, the user's own.

mod fixed;
mod json;
mod release;
mod separated;
mod tabular;

use crate::code::System;
use crate::entry::{Entry, Period};
use crate::error::CodesError;
use crate::table::Table;
use flate2::read::GzDecoder;
use std::io::Read;
use time::Date;

/// The largest table that is read, unpacked, in bytes.
const LARGEST: u64 = 200_000_000;

/// What the user says of a file that does not say it itself.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The system.
    pub system: Option<System>,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// A table that was read, and what was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The table.
    pub table: Table,
    /// What was not taken and why, in words.
    pub passed_over: Vec<String>,
}

/// What a reader of one format found.
pub(crate) struct Found {
    pub(crate) system: Option<System>,
    pub(crate) year: Option<i32>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) passed_over: Vec<String>,
}

/// Reads a table; the format is told by the content. `file` is the file's name: it is named in errors, and says the release where the content does not.
pub fn read(file: &str, bytes: &[u8], given: &Given) -> Result<Imported, CodesError> {
    let text = text(file, bytes)?;
    let found = if text.trim_start().starts_with('<') {
        tabular::read(file, &text)?
    } else if text.trim_start().starts_with('{') {
        json::read(file, &text)?
    } else if fixed::is_order(&text) {
        fixed::order(file, &text)?
    } else if fixed::is_hcpcs(&text) {
        fixed::hcpcs(file, &text)?
    } else {
        separated::read(file, &text, given.system)?
    };
    if found.entries.is_empty() {
        return Err(CodesError::format(file, "no code was found in it"));
    }
    let system = given.system.or(found.system).ok_or(CodesError::Unsaid {
        file: file.to_owned(),
        what: "the code system",
        option: "--system",
    })?;
    let (name, said) = release::of(system, file, found.year);
    let from = given.from.or(said.from).ok_or(CodesError::Unsaid {
        file: file.to_owned(),
        what: "the first day on which the table holds",
        option: "--from",
    })?;
    let to = given.to.or(said.to.filter(|_| given.from.is_none()));
    if to.is_some_and(|to| to < from) {
        return Err(CodesError::format(
            file,
            "the last day lies before the first",
        ));
    }
    let period = Period {
        from: Some(from),
        to,
    };
    Ok(Imported {
        table: Table::new(system, name, period, found.entries),
        passed_over: found.passed_over,
    })
}

/// The text of a file, unpacked where it is gzipped. What is not UTF-8 is read as Windows-1252 would read Latin letters: the published files are that.
pub(crate) fn text(file: &str, bytes: &[u8]) -> Result<String, CodesError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(CodesError::format(
            file,
            "is a zip archive: unpack it and give the table in it",
        ));
    }
    let mut plain = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        GzDecoder::new(bytes)
            .take(LARGEST)
            .read_to_end(&mut plain)
            .map_err(|error| CodesError::format(file, format!("cannot be unpacked: {error}")))?;
    } else {
        plain.extend_from_slice(bytes);
    }
    if plain.len() as u64 >= LARGEST {
        return Err(CodesError::format(file, "is larger than any code table"));
    }
    let text = String::from_utf8(plain).unwrap_or_else(|error| {
        error
            .into_bytes()
            .iter()
            .map(|byte| char::from(*byte))
            .collect()
    });
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
