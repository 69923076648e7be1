//! The progress note.

mod assessment;
mod interval;
mod subjective;

use crate::chart_summary;
use crate::error::DraftingError;
use crate::kinds::{self, Take};
use crate::panel::{Group, Panel};
use crate::phrase::{result_lines, series, vital_lines};
use crate::read::{Reading, View, Visit, measures, visits};
use crate::say::{Lines, When};
use crate::soap_note::{self, then};
use crate::spoken::{Kept, Part, carried, conflicts, quoted, utterances};
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::{DraftKind, SourceId};

/// How old a result may be where there was no previous visit, in days.
const YEAR: i64 = 365;

/// The use case.
pub(crate) struct ProgressNote;

impl UseCase for ProgressNote {
    fn kind(&self) -> DraftKind {
        DraftKind::ProgressNote
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "progress_note/template.toml",
            include_str!("template.toml"),
            &[
                "interval",
                "subjective",
                "allergies",
                "conflicts",
                "objective",
                "assessment",
            ],
        )
    }

    fn takes(&self) -> &'static [Take] {
        kinds::SPOKEN
    }

    fn based(&self) -> bool {
        true
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let said = utterances(view);
        Ok(match section {
            "interval" => {
                let visits = visits(view);
                let span = Interval::of(view, &visits, context.options.encounter.as_ref());
                interval::compose(view, &span)
            }
            "subjective" => soap_note::subjective(context, &said)?,
            "allergies" => chart_summary::allergies(view),
            "conflicts" => conflicts(view, &said),
            "objective" => then(
                quoted(&said, &[Part::Objective], soap_note::MOST),
                objective(context),
            ),
            "assessment" => then(
                then(
                    quoted(&said, &[Part::Assessment, Part::Plan], soap_note::MOST),
                    assessment(context),
                ),
                carried(context, &[Kept::Judged, Kept::Planned])?,
            ),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the progress note has no section `{other}`"),
                });
            }
        })
    }
}

/// The visit of today and the one before it.
pub(crate) struct Interval<'v, 'a> {
    pub(crate) today: Option<&'v Visit<'a>>,
    pub(crate) previous: Option<&'v Visit<'a>>,
}

impl<'v, 'a> Interval<'v, 'a> {
    fn of(view: View<'a>, visits: &'v [Visit<'a>], encounter: Option<&SourceId>) -> Self {
        let today = encounter
            .and_then(|id| visits.iter().find(|visit| visit.id == id))
            .or_else(|| {
                visits
                    .iter()
                    .find(|visit| visit.start == When::day(view.as_of))
            });
        let before = today.map_or(When::day(view.as_of), |visit| visit.start);
        Self {
            today,
            previous: visits.iter().find(|visit| visit.start < before),
        }
    }

    /// Whether something happened after the previous visit.
    pub(crate) fn holds(&self, when: When) -> bool {
        self.previous.is_none_or(|visit| when > visit.start)
    }
}

/// What the last note of the chart says, in its own words.
pub(crate) fn last_note(view: View<'_>) -> Lines {
    subjective::compose(view)
}

/// Each active problem with what the chart says of its treatment.
pub(crate) fn assessment(context: Context<'_>) -> Lines {
    assessment::compose(context.view, context.panel)
}

/// Vital signs and results since the previous visit.
pub(crate) fn objective(context: Context<'_>) -> Lines {
    let visits = visits(context.view);
    let span = Interval::of(context.view, &visits, context.options.encounter.as_ref());
    findings(context.view, context.panel, &span)
}

/// Vital signs, then every panel result since the previous visit; of the last year where there is none since.
fn findings(view: View<'_>, panel: &Panel, span: &Interval<'_, '_>) -> Lines {
    let measures = measures(view);
    let mut lines = Lines {
        lines: vital_lines(panel, &measures),
        ..Lines::default()
    };
    let recent: Vec<_> = panel
        .tests(Group::Result)
        .map(|test| (test, series(test, &measures)))
        .filter(|(_, readings)| {
            readings
                .first()
                .is_some_and(|last| last.when.within(YEAR, view.as_of))
        })
        .collect();
    let since: Vec<_> = recent
        .iter()
        .filter(|(_, readings)| {
            span.previous.is_some() && readings.first().is_some_and(|last| span.holds(last.when))
        })
        .collect();
    let none_since = since.is_empty();
    let shown: Vec<_> = if none_since {
        recent.iter().collect()
    } else {
        since
    };
    for (test, readings) in &shown {
        let counts = |one: &Reading<'_>| {
            one.when.within(YEAR, view.as_of) && (none_since || span.holds(one.when))
        };
        let told = result_lines(test, readings, &measures, counts);
        lines.lines.extend(told);
    }
    if shown.len() < recent.len() {
        lines.leave_out(format!(
            "{} tests without a new value since the previous visit are not listed.",
            recent.len() - shown.len()
        ));
    }
    if lines.lines.is_empty() {
        lines.leave_out("No vital signs were found in the chart.");
    }
    lines
}
