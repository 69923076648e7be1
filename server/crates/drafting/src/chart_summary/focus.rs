//! Summaries of a part: a period, one problem, one specialty. What is left out is counted and said.

use crate::error::DraftingError;
use crate::read::{Problem, ProblemState, View, Visit, concept_of, problems, references, visits};
use crate::say::{Line, Lines, When};
use crate::use_case::Context;
use model::SourceId;
use serde::Deserialize;
use sources::FactRole;
use time::{Date, Duration};

/// What of the chart a summary is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// All of it.
    #[default]
    Whole,
    /// What happened within so many days before the draft's date.
    Days(u16),
    /// What happened since the visit before today's.
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Specialty {
    id: String,
    words: Vec<String>,
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

/// Sections that stay whole whatever the focus: who it is, and what nobody may miss.
const ALWAYS: [&str; 4] = ["overview", "active_problems", "medications", "allergies"];

/// The section cut to the chosen focus.
pub(super) fn narrowed(
    section: &str,
    lines: Lines,
    context: Context<'_>,
) -> Result<Lines, DraftingError> {
    let focus = &context.options.focus;
    if *focus == Focus::Whole || ALWAYS.contains(&section) {
        return Ok(lines);
    }
    let view = context.view;
    let visits = visits(view);
    Ok(match focus {
        Focus::Whole => lines,
        Focus::Days(days) => {
            let from = view.as_of.saturating_sub(Duration::days(i64::from(*days)));
            within(
                lines,
                view,
                from,
                view.as_of,
                &format!("the last {days} days"),
            )
        }
        Focus::SinceLastVisit => {
            match previous(&visits, view, context.options.encounter.as_ref()) {
                Some(visit) => within(
                    lines,
                    view,
                    visit.start.first(),
                    view.as_of,
                    "the time since the last visit",
                ),
                None => unnarrowed(
                    lines,
                    section,
                    "The chart has no earlier visit: nothing was left out.",
                ),
            }
        }
        Focus::LastStay => match visits
            .iter()
            .find(|visit| matches!(visit.class.as_str(), "IMP" | "ACUTE" | "NONAC"))
        {
            Some(stay) => {
                let end = stay.end.map_or(view.as_of, When::last);
                within(
                    lines,
                    view,
                    stay.start.first(),
                    end,
                    "the last stay in hospital",
                )
            }
            None => unnarrowed(
                lines,
                section,
                "The chart has no stay in hospital: nothing was left out.",
            ),
        },
        Focus::Problem(name) => of_problem(lines, name, context)?,
        Focus::Specialty(id) => {
            let all = specialties()?;
            let one =
                all.iter()
                    .find(|one| one.id == *id)
                    .ok_or_else(|| DraftingError::Choice {
                        what: format!("there is no specialty `{id}`"),
                    })?;
            kept(lines, id, |line| {
                let lower = line.text.to_lowercase();
                one.words.iter().any(|word| lower.contains(word.as_str()))
            })
        }
    })
}

fn unnarrowed(mut lines: Lines, section: &str, why: &str) -> Lines {
    if section == "encounters" {
        lines.leave_out(why);
    }
    lines
}

fn previous<'v, 'a>(
    visits: &'v [Visit<'a>],
    view: View<'_>,
    encounter: Option<&SourceId>,
) -> Option<&'v Visit<'a>> {
    let today = encounter
        .and_then(|id| visits.iter().find(|visit| visit.id == id))
        .map_or(When::day(view.as_of), |visit| visit.start);
    visits.iter().find(|visit| visit.start < today)
}

/// Lines of which a source lies in the period. Statements without a date are of no period.
fn within(lines: Lines, view: View<'_>, from: Date, to: Date, name: &str) -> Lines {
    kept(lines, name, |line| {
        line.citations.iter().any(|citation| {
            let Some(snippet) = view.set.get(&citation.source) else {
                return false;
            };
            let end =
                crate::read::when_any(snippet, &[FactRole::EffectiveEnd, FactRole::Abatement]);
            let dated = snippet
                .date
                .as_ref()
                .and_then(|date| When::read(date.as_written()));
            [dated, end]
                .into_iter()
                .flatten()
                .any(|when| when.last() >= from && when.first() <= to)
        })
    })
}

fn of_problem(lines: Lines, name: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
    let view = context.view;
    let all = problems(view);
    let wanted: Vec<&Problem<'_>> = all
        .iter()
        .filter(|problem| {
            problem.id.as_str() == name
                || problem.name.to_lowercase().contains(&name.to_lowercase())
        })
        .collect();
    let Some(first) = wanted
        .iter()
        .find(|problem| problem.state == ProblemState::Active)
        .or_else(|| wanted.first())
    else {
        return Err(DraftingError::Choice {
            what: "the chart has no problem of this name: choose one of its problem list"
                .to_owned(),
        });
    };
    let ids: Vec<&SourceId> = wanted.iter().map(|problem| problem.id).collect();
    let tests: Vec<&str> = context
        .panel
        .relevant(&first.name)
        .flat_map(|test| test.codes.iter().map(String::as_str))
        .collect();
    let words: Vec<String> = first
        .name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 4)
        .map(str::to_lowercase)
        .filter(|word| {
            ![
                "disorder",
                "disease",
                "chronic",
                "acute",
                "finding",
                "essential",
                "stage",
            ]
            .contains(&word.as_str())
        })
        .collect();
    Ok(kept(lines, &first.name, |line| {
        let lower = line.text.to_lowercase();
        words.iter().any(|word| lower.contains(word.as_str()))
            || line.citations.iter().any(|citation| {
                ids.contains(&&citation.source)
                    || view.set.get(&citation.source).is_some_and(|snippet| {
                        references(snippet, FactRole::Reason)
                            .iter()
                            .any(|id| ids.contains(&id))
                            || concept_of(view.set, snippet).is_some_and(|(_, codings)| {
                                codings
                                    .iter()
                                    .any(|coding| tests.contains(&coding.code.as_str()))
                            })
                    })
            })
    }))
}

/// The lines that the rule keeps; how many it does not is said.
fn kept(lines: Lines, name: &str, keep: impl Fn(&Line) -> bool) -> Lines {
    let before = lines.lines.len();
    let mut out = Lines {
        lines: lines.lines.into_iter().filter(|line| keep(line)).collect(),
        left_out: lines.left_out,
        told: lines.told,
    };
    let cut = before - out.lines.len();
    if cut > 0 {
        out.leave_out(format!(
            "{cut} statements of this section are not of {name} and are not shown."
        ));
    }
    out
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
