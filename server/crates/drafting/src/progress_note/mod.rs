//! The progress note.

mod assessment;
mod interval;
mod subjective;

use crate::chart_summary;
use crate::error::DraftingError;
use crate::panel::{Group, Panel};
use crate::phrase::{result_lines, series, vital_lines};
use crate::read::{Reading, View, Visit, measures, visits};
use crate::say::{Lines, When};
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
                "objective",
                "assessment",
            ],
        )
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let visits = visits(view);
        let span = Interval::of(view, &visits, context.options.encounter.as_ref());
        Ok(match section {
            "interval" => interval::compose(view, &span),
            "subjective" => subjective::compose(view),
            "allergies" => chart_summary::allergies(view),
            "objective" => objective(view, context.panel, &span),
            "assessment" => assessment::compose(view, context.panel),
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

/// Vital signs, then every panel result since the previous visit; of the last year where there is none since.
fn objective(view: View<'_>, panel: &Panel, span: &Interval<'_, '_>) -> Lines {
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
