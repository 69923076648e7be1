//! Summaries of a part: a period, one problem, one specialty.

use crate::error::DraftingError;
use crate::kinds::Choice;
use serde::Deserialize;
use std::fmt;

/// What of the chart a summary is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// All of it.
    #[default]
    Whole,
    /// What happened within so many days before the draft's date.
    Days(u16),
    /// What happened since the last visit before today's with the clinician who asks; with anybody where it is not known who that is.
    SinceLastVisit,
    /// The last stay in hospital.
    LastStay,
    /// One problem: a Condition of the chart, or words of its name.
    Problem(String),
    /// One specialty, by its id in the data file.
    Specialty(String),
}

impl Focus {
    /// Reads `whole`, `days:90`, `since_last_visit`, `last_stay`, `problem:WORDS`, `specialty:ID`.
    pub fn read(text: &str) -> Result<Self, DraftingError> {
        let wrong = || DraftingError::Choice {
            what: format!(
                "`{text}` is no focus of a summary; use whole, days:90, since_last_visit, last_stay, problem:NAME or specialty:NAME (one of {})",
                specialties().map_or_else(
                    |_| String::new(),
                    |all| {
                        all.iter()
                            .map(|one| one.id.as_str())
                            .collect::<Vec<_>>()
                            .join(", ")
                    }
                )
            ),
        };
        match text.split_once(':') {
            None => match text {
                "whole" => Ok(Self::Whole),
                "since_last_visit" => Ok(Self::SinceLastVisit),
                "last_stay" => Ok(Self::LastStay),
                _ => Err(wrong()),
            },
            Some(("days", days)) => days
                .parse()
                .ok()
                .filter(|days| *days > 0)
                .map(Self::Days)
                .ok_or_else(wrong),
            Some(("problem", name)) if !name.trim().is_empty() => {
                Ok(Self::Problem(name.trim().to_owned()))
            }
            Some(("specialty", id)) if specialties()?.iter().any(|one| one.id == id) => {
                Ok(Self::Specialty(id.to_owned()))
            }
            Some(_) => Err(wrong()),
        }
    }
}

/// As [`Focus::read`] reads it.
impl fmt::Display for Focus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("whole"),
            Self::Days(days) => write!(f, "days:{days}"),
            Self::SinceLastVisit => f.write_str("since_last_visit"),
            Self::LastStay => f.write_str("last_stay"),
            Self::Problem(name) => write!(f, "problem:{name}"),
            Self::Specialty(id) => write!(f, "specialty:{id}"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Specialty {
    pub(super) id: String,
    pub(super) words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialtyFile {
    specialty: Vec<Specialty>,
}

fn specialties() -> Result<Vec<Specialty>, DraftingError> {
    toml::from_str::<SpecialtyFile>(include_str!("specialties.toml"))
        .map(|file| file.specialty)
        .map_err(|error| DraftingError::data("specialties.toml", &error))
}

/// One specialty of the data file.
pub(super) fn specialty(id: &str) -> Result<Specialty, DraftingError> {
    let mut all = specialties()?.into_iter();
    all.find(|one| one.id == id)
        .ok_or_else(|| DraftingError::Choice {
            what: format!("there is no specialty `{id}`"),
        })
}

/// The specialties that a summary can be cut to, as choices.
pub(crate) fn choices() -> Result<Vec<Choice>, DraftingError> {
    let choice = |one: Specialty| Choice {
        label: crate::say::sentence(&one.id),
        value: Focus::Specialty(one.id).to_string(),
    };
    Ok(specialties()?.into_iter().map(choice).collect())
}

#[cfg(test)]
mod tests {
    use super::Focus;

    #[test]
    fn a_focus_is_read_or_refused_in_words() {
        for (text, want) in [
            ("whole", Focus::Whole),
            ("days:90", Focus::Days(90)),
            ("problem:asthma", Focus::Problem("asthma".into())),
            (
                "specialty:cardiology",
                Focus::Specialty("cardiology".into()),
            ),
        ] {
            assert_eq!(Focus::read(text).unwrap(), want);
            assert_eq!(want.to_string(), text);
        }
        for text in ["", "days:0", "days:x", "problem:", "specialty:magic", "all"] {
            let error = Focus::read(text).unwrap_err().to_string();
            assert!(
                error.contains("cardiology") && error.contains(text),
                "{error}"
            );
        }
    }
}
