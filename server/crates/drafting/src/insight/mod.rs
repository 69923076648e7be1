//! Data about a chart for screens: the timeline, what contradicts itself, and what is missing.

mod conflict;
mod gap;
mod timeline;

pub use conflict::Conflict;
pub use gap::Gap;
pub use timeline::{Point, Series, Timeline, TimelineVisit};

use crate::panel::Panel;
use crate::read::View;
use serde::Serialize;

/// What a reader must know of the chart as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Insight {
    /// Sources that cannot both be right, each with both.
    pub conflicts: Vec<Conflict>,
    /// What nobody may miss: recorded, recorded as absent, or not documented.
    pub gaps: Vec<Gap>,
}

pub(crate) fn insight(view: View<'_>) -> Insight {
    Insight {
        conflicts: conflict::all(view),
        gaps: gap::all(view),
    }
}

pub(crate) fn timeline(view: View<'_>, panel: &Panel) -> Timeline {
    timeline::of(view, panel)
}
