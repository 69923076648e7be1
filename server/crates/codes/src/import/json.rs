//! A small table as JSON: `{"system": "hcpcs", "codes": [{"code", "meaning" or "description", "billable", "valid_from", "valid_to", "notes"}]}`.

use super::Found;
use crate::code::{Code, System};
use crate::entry::{Entry, Note, Period, date};
use crate::error::CodesError;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct File {
    system: Option<String>,
    codes: Vec<One>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    code: String,
    #[serde(alias = "meaning")]
    description: String,
    #[serde(default = "yes")]
    billable: bool,
    valid_from: Option<String>,
    valid_to: Option<String>,
    #[serde(default)]
    notes: BTreeMap<Note, Vec<String>>,
}

const fn yes() -> bool {
    true
}

pub(super) fn read(file: &str, text: &str) -> Result<Found, CodesError> {
    let read: File = serde_json::from_str(text).map_err(|error| CodesError::format(file, error))?;
    let named = read
        .system
        .as_deref()
        .map(|name| {
            System::from_name(name).ok_or_else(|| {
                CodesError::format(file, "`system`: expected icd-10-cm, hcpcs, cpt or hcc")
            })
        })
        .transpose()?;
    let system = named.or_else(|| {
        let fits = |system: &System| {
            read.codes
                .iter()
                .all(|one| Code::read(*system, &one.code).is_some())
        };
        [System::Hcpcs, System::Cpt, System::Icd10Cm]
            .into_iter()
            .find(fits)
    });
    let known = system.ok_or(CodesError::Unsaid {
        file: file.to_owned(),
        what: "the code system",
        option: "--system",
    })?;
    let entries = read
        .codes
        .into_iter()
        .enumerate()
        .map(|(at, one)| {
            let bad = |what: &str| CodesError::format(file, format!("code {}: {what}", at + 1));
            let day = |text: Option<String>| {
                text.map(|text| date(&text).ok_or_else(|| bad("expected a date like 2025-10-01")))
                    .transpose()
            };
            Ok(Entry {
                code: Code::read(known, &one.code)
                    .ok_or_else(|| bad(&format!("no code of {}", known.title())))?,
                billable: one.billable,
                description: one.description,
                period: Period {
                    from: day(one.valid_from)?,
                    to: day(one.valid_to)?,
                },
                notes: one
                    .notes
                    .into_iter()
                    .flat_map(|(meaning, texts)| texts.into_iter().map(move |text| (meaning, text)))
                    .collect(),
            })
        })
        .collect::<Result<_, CodesError>>()?;
    Ok(Found {
        system,
        year: None,
        entries,
        passed_over: Vec::new(),
    })
}
