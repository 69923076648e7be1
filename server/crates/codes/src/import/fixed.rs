//! The CMS files with fixed columns: the ICD-10-CM order file and the HCPCS Level II record file.

use super::Found;
use crate::code::{Code, System};
use crate::entry::{Entry, Period, date};
use crate::error::CodesError;

/// `00001 A00     0 Cholera …`: a number of five digits, the code, whether it is billable.
pub(super) fn is_order(text: &str) -> bool {
    text.lines().next().is_some_and(|line| {
        column(line, 1, 5).len() == 5
            && column(line, 1, 5).bytes().all(|byte| byte.is_ascii_digit())
            && matches!(column(line, 15, 15), "0" | "1")
            && Code::read(System::Icd10Cm, column(line, 7, 13).trim()).is_some()
    })
}

/// Reads the order file. Columns: 1 to 5 number, 7 to 13 code, 15 billable, 17 to 76 short title, from 78 title.
pub(super) fn order(file: &str, text: &str) -> Result<Found, CodesError> {
    let mut entries = Vec::new();
    for (at, line) in lines(text) {
        let code = Code::read(System::Icd10Cm, column(line, 7, 13).trim())
            .ok_or_else(|| CodesError::line(file, at, "columns 7 to 13: no ICD-10-CM code"))?;
        let billable = match column(line, 15, 15) {
            "0" => false,
            "1" => true,
            _ => return Err(CodesError::line(file, at, "column 15: expected 0 or 1")),
        };
        let long = rest(line, 78).trim();
        let description = if long.is_empty() {
            column(line, 17, 76).trim()
        } else {
            long
        };
        if description.is_empty() {
            return Err(CodesError::line(file, at, "column 78: no title"));
        }
        entries.push(Entry {
            code,
            billable,
            description: description.to_owned(),
            period: Period::default(),
            notes: Vec::new(),
        });
    }
    Ok(Found {
        system: Some(System::Icd10Cm),
        year: None,
        entries,
        passed_over: Vec::new(),
    })
}

/// A letter and four digits, a sequence number, the record's kind.
pub(super) fn is_hcpcs(text: &str) -> bool {
    text.lines().next().is_some_and(|line| {
        line.len() > 100
            && Code::read(System::Hcpcs, column(line, 1, 5)).is_some()
            && column(line, 6, 10)
                .bytes()
                .all(|byte| byte.is_ascii_digit())
            && matches!(column(line, 11, 11), "3" | "4" | "7" | "8")
    })
}

/// Reads the HCPCS record file. Columns: 1 to 5 code, 6 to 10 sequence, 11 kind of record (3 a code, 4 its continuation, 7 and 8 modifiers), 12 to 91
/// title, 92 to 119 short title, 269 to 276 added, 285 to 292 terminated.
pub(super) fn hcpcs(file: &str, text: &str) -> Result<Found, CodesError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut modifiers = 0;
    for (at, line) in lines(text) {
        let words = column(line, 12, 91).trim();
        match column(line, 11, 11) {
            "3" => {
                let code = Code::read(System::Hcpcs, column(line, 1, 5))
                    .ok_or_else(|| CodesError::line(file, at, "columns 1 to 5: no HCPCS code"))?;
                let day = |from, to| match column(line, from, to).trim() {
                    "" => Ok(None),
                    text => date(text).map(Some).ok_or_else(|| {
                        CodesError::line(file, at, format!("columns {from} to {to}: no date"))
                    }),
                };
                entries.push(Entry {
                    code,
                    billable: true,
                    description: words.to_owned(),
                    period: Period {
                        from: day(269, 276)?,
                        to: day(285, 292)?,
                    },
                    notes: Vec::new(),
                });
            }
            "4" => {
                let last = entries.last_mut().ok_or_else(|| {
                    CodesError::line(file, at, "a continuation without a code before it")
                })?;
                last.description.push(' ');
                last.description.push_str(words);
            }
            "7" | "8" => modifiers += 1,
            _ => {
                return Err(CodesError::line(
                    file,
                    at,
                    "column 11: expected 3, 4, 7 or 8",
                ));
            }
        }
    }
    let passed_over = if modifiers > 0 {
        vec![format!("{modifiers} lines of modifiers were passed over")]
    } else {
        Vec::new()
    };
    Ok(Found {
        system: Some(System::Hcpcs),
        year: None,
        entries,
        passed_over,
    })
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim_end_matches(['\r', '\u{1a}'])))
        .filter(|(_, line)| !line.trim().is_empty())
}

/// The columns from the first to the last, counted from 1; what the line has of them.
fn column(line: &str, first: usize, last: usize) -> &str {
    let from = rest(line, first);
    let end = from
        .char_indices()
        .nth(last + 1 - first)
        .map_or(from.len(), |(at, _)| at);
    from.get(..end).unwrap_or_default()
}

/// From a column on, counted from 1.
fn rest(line: &str, first: usize) -> &str {
    line.char_indices()
        .nth(first - 1)
        .and_then(|(at, _)| line.get(at..))
        .unwrap_or_default()
}
