//! The stay that the summary is of.

use crate::chart_summary::{ChartSummary, visit_line};
use crate::error::DraftingError;
use crate::read::{View, Visit, visits};
use crate::say::{Line, Lines, When};
use crate::use_case::{Context, UseCase};
use model::SourceId;

/// How long after its end a stay is still what a discharge summary is written of, in days.
const RECENT: i64 = 30;

/// A stay or emergency visit.
pub(crate) struct Stay<'a> {
    pub(super) visit: Visit<'a>,
}

impl<'a> Stay<'a> {
    /// The encounter of the launch where it is a stay, else the last stay or emergency visit.
    pub(crate) fn of(view: View<'a>, encounter: Option<&SourceId>) -> Option<Self> {
        let all = visits(view);
        let chosen = encounter.and_then(|id| all.iter().position(|visit| visit.id == id));
        let place = chosen.or_else(|| all.iter().position(Visit::acute))?;
        all.into_iter().nth(place).map(|visit| Self { visit })
    }

    /// For the patient: when it was.
    pub(crate) fn line(&self) -> Line {
        let visit = &self.visit;
        let span = match visit.end.filter(|end| *end != visit.start) {
            Some(end) => format!("from {} to {}", visit.start.shown(), end.shown()),
            None => visit.start.at(),
        };
        Line::new(format!("You were here {span}")).cite(visit.id)
    }

    /// Whether something happened in it.
    pub(super) fn holds(&self, when: When) -> bool {
        when >= self.visit.start && when <= self.visit.end.unwrap_or(self.visit.start)
    }

    /// Whether something happened before it.
    pub(super) fn after(&self, when: When) -> bool {
        when < self.visit.start
    }
}

/// Who the patient is, and the stay.
pub(super) fn compose(
    context: Context<'_>,
    stay: Option<&Stay<'_>>,
) -> Result<Lines, DraftingError> {
    let mut lines = ChartSummary.compose("overview", context)?;
    let Some(stay) = stay else {
        lines.leave_out(
            "The chart has no hospital stay and no emergency visit: the stay must be added.",
        );
        return Ok(lines);
    };
    lines.push(visit_line(&stay.visit));
    let end = stay.visit.end.unwrap_or(stay.visit.start);
    if stay.visit.end.is_none() {
        lines.leave_out("The end of the stay is not recorded.");
    } else if !end.within(RECENT, context.view.as_of) {
        lines.leave_out(format!(
            "The last stay of the chart ended {}, more than {RECENT} days ago.",
            end.at()
        ));
    }
    Ok(lines)
}
