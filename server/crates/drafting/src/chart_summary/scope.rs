//! What of the chart is of a focus: the composer's statements are cut to it, and what a model is given.

use super::focus::{Focus, specialty};
use crate::error::DraftingError;
use crate::read::{
    Problem, ProblemState, View, Visit, concept_of, problems, references, visits, when_any,
};
use crate::say::{Line, Lines, When, inside};
use crate::use_case::Context;
use model::SourceId;
use sources::{FactRole, Snippet};
use std::collections::HashSet;
use time::{Date, Duration};

/// Sections that stay whole whatever the focus: who it is, and what nobody may miss. Of every reader's sections.
const ALWAYS: [&str; 12] = [
    "overview",
    "active_problems",
    "problems",
    "medications",
    "started",
    "changed",
    "stopped",
    "allergies",
    "stay",
    "severity",
    "summary",
    "synthesis",
];

/// Words of a problem's name that many names share.
const COMMON: [&str; 7] = [
    "disorder",
    "disease",
    "chronic",
    "acute",
    "finding",
    "essential",
    "stage",
];

/// A focus as this chart has it.
pub(crate) struct Scope {
    /// What it is called in a sentence: `the last 90 days`.
    pub(crate) name: String,
    what: What,
}

enum What {
    /// All of the chart, and why where something else was asked.
    All(Option<&'static str>),
    Period(Date, Date),
    Problem {
        ids: HashSet<SourceId>,
        tests: Vec<String>,
        words: Vec<String>,
    },
    Words(Vec<String>),
}

impl Scope {
    /// The chosen focus; an error where the chart has no such problem.
    pub(crate) fn of(context: Context<'_>) -> Result<Self, DraftingError> {
        let (view, options) = (context.view, context.options);
        let of = |name: &str, what| Scope {
            name: name.to_owned(),
            what,
        };
        Ok(match &options.focus {
            Focus::Whole => of("the whole chart", What::All(None)),
            Focus::Days(days) => {
                let from = view.as_of.saturating_sub(Duration::days(i64::from(*days)));
                of(
                    &format!("the last {days} days"),
                    What::Period(from, view.as_of),
                )
            }
            Focus::SinceLastVisit => since(context),
            Focus::LastStay => match last_stay(view) {
                Some((from, to)) => of("the last stay in hospital", What::Period(from, to)),
                None => of(
                    "the last stay in hospital",
                    What::All(Some(
                        "The chart has no stay in hospital: nothing was left out.",
                    )),
                ),
            },
            Focus::Problem(name) => of_problem(name, context)?,
            Focus::Specialty(id) => {
                let one = specialty(id)?;
                of(&one.id, What::Words(one.words))
            }
        })
    }

    /// A period in which it is, where it is one.
    pub(crate) fn days(&self) -> Option<(Date, Date)> {
        match self.what {
            What::Period(from, to) => Some((from, to)),
            _ => None,
        }
    }

    /// Why nothing is left out, though something was asked for.
    pub(crate) fn unnarrowed(&self) -> Option<&'static str> {
        match self.what {
            What::All(why) => why,
            _ => None,
        }
    }

    /// Whether a section is cut to it.
    pub(crate) fn cuts(&self, section: &str) -> bool {
        !matches!(self.what, What::All(_)) && !ALWAYS.contains(&section)
    }

    /// Whether a source is of it.
    pub(crate) fn holds(&self, view: View<'_>, snippet: &Snippet) -> bool {
        let has = |words: &[String]| {
            let lower = snippet.text.to_lowercase();
            words.iter().any(|word| lower.contains(word.as_str()))
        };
        match &self.what {
            What::All(_) => true,
            What::Period(from, to) => {
                let end = when_any(snippet, &[FactRole::EffectiveEnd, FactRole::Abatement]);
                let dated = snippet
                    .date
                    .as_ref()
                    .and_then(|date| When::read(date.as_written()));
                let mut within = [dated, end].into_iter().flatten();
                within.any(|when| when.last() >= *from && when.first() <= *to)
            }
            What::Problem { ids, tests, words } => {
                ids.contains(&snippet.id)
                    || references(snippet, FactRole::Reason)
                        .iter()
                        .any(|id| ids.contains(id))
                    || concept_of(view.set, snippet).is_some_and(|(_, codings)| {
                        codings.iter().any(|coding| tests.contains(&coding.code))
                    })
                    || has(words)
            }
            What::Words(words) => has(words),
        }
    }

    /// Whether a statement is of it: of a period where a source of it is dated in it, else by its words and its sources' concepts.
    fn keeps(&self, view: View<'_>, line: &Line) -> bool {
        let mut cited = line
            .citations
            .iter()
            .filter_map(|citation| view.set.get(&citation.source));
        let lower = || line.text.to_lowercase();
        match &self.what {
            What::All(_) => true,
            What::Period(..) => cited.any(|snippet| self.holds(view, snippet)),
            What::Problem { words, .. } => {
                let lower = lower();
                words.iter().any(|word| lower.contains(word.as_str()))
                    || cited
                        .filter(|snippet| snippet.prose.is_empty())
                        .any(|snippet| self.holds(view, snippet))
            }
            What::Words(words) => {
                let lower = lower();
                words.iter().any(|word| lower.contains(word.as_str()))
            }
        }
    }
}

/// The section cut to the chosen focus.
pub(crate) fn narrowed(
    section: &str,
    lines: Lines,
    context: Context<'_>,
) -> Result<Lines, DraftingError> {
    if context.options.focus == Focus::Whole {
        return Ok(lines);
    }
    let scope = Scope::of(context)?;
    if !scope.cuts(section) {
        return Ok(lines);
    }
    let before = lines.lines.len();
    let mut out = Lines {
        lines: lines
            .lines
            .into_iter()
            .filter(|line| scope.keeps(context.view, line))
            .collect(),
        left_out: lines.left_out,
        told: lines.told,
    };
    let cut = before - out.lines.len();
    if cut > 0 {
        let (statements, are) = if cut == 1 {
            ("statement", "is")
        } else {
            ("statements", "are")
        };
        out.leave_out(format!(
            "{cut} {statements} of the section {} {are} not of {} and not shown.",
            section.replace('_', " "),
            scope.name
        ));
    }
    Ok(out)
}

/// The last stay in hospital, as days.
fn last_stay(view: View<'_>) -> Option<(Date, Date)> {
    let all = visits(view);
    let stay = all
        .iter()
        .find(|visit| matches!(visit.class.as_str(), "IMP" | "ACUTE" | "NONAC"))?;
    Some((stay.start.first(), stay.end.map_or(view.as_of, When::last)))
}

/// The time since the last visit with this clinician; since the visit before today's where it is not known who asks.
fn since(context: Context<'_>) -> Scope {
    let (view, options) = (context.view, context.options);
    let visits = visits(view);
    let mine = |visit: &&Visit<'_>| {
        let clinician = options.clinician.as_ref();
        clinician
            .is_none_or(|clinician| references(visit.snippet, FactRole::Actor).contains(clinician))
    };
    let known = options.clinician.is_some();
    let today = options
        .encounter
        .as_ref()
        .and_then(|id| visits.iter().find(|visit| visit.id == id));
    let before = today.map_or(When::day(view.as_of), |visit| visit.start);
    let found = visits
        .iter()
        .filter(mine)
        .find(|visit| visit.start < before);
    let whose = if known {
        "my last visit"
    } else {
        "the last visit"
    };
    match found {
        Some(visit) => Scope {
            name: format!("the time since {whose} ({})", visit.start.shown()),
            what: What::Period(visit.start.first(), view.as_of),
        },
        None => Scope {
            name: format!("the time since {whose}"),
            what: What::All(Some(if known {
                "The chart has no earlier visit with you: nothing was left out."
            } else {
                "The chart has no earlier visit: nothing was left out."
            })),
        },
    }
}

fn of_problem(name: &str, context: Context<'_>) -> Result<Scope, DraftingError> {
    let all = problems(context.view);
    let lower = name.to_lowercase();
    let chosen = all.iter().find(|problem| problem.id.as_str() == name);
    let wanted: Vec<&Problem<'_>> = all
        .iter()
        .filter(|problem| match chosen {
            Some(chosen) => problem.id == chosen.id || problem.same(chosen),
            None => problem.name.to_lowercase().contains(&lower),
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
    let tests = context.panel.relevant(&first.name);
    let tests = tests.flat_map(|test| test.codes.iter().cloned()).collect();
    let words = first.name.split(|c: char| !c.is_alphanumeric());
    let words = words
        .filter(|word| word.len() > 4)
        .map(str::to_lowercase)
        .filter(|word| !COMMON.contains(&word.as_str()));
    Ok(Scope {
        name: inside(&first.name),
        what: What::Problem {
            ids: wanted.iter().map(|problem| problem.id.clone()).collect(),
            tests,
            words: words.collect(),
        },
    })
}
