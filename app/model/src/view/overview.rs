//! The chart as a whole: what contradicts itself, what is missing, trends, encounters.

use crate::id::SourceId;

/// What a reader must know of a chart before any document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverviewView {
    /// Sources that cannot all be right.
    pub conflicts: Vec<ConflictView>,
    /// What nobody may miss, and how the chart stands to it.
    pub gaps: Vec<GapView>,
    /// Tests with two values or more, those with a flagged newest value first.
    pub trends: Vec<TrendView>,
    /// Encounters, newest first.
    pub visits: Vec<VisitView>,
}

/// Two or more sources that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictView {
    /// In words.
    pub what: String,
    /// Each source with its label.
    pub sources: Vec<(SourceId, String)>,
}

/// One item that nobody may miss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapView {
    /// Which item, for example `Allergies`.
    pub what: String,
    /// How the chart stands to it.
    pub state: GapState,
}

/// How the chart stands to an item. Not documented is never absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GapState {
    /// That part of the chart was not completely read: nobody can say.
    NotLoaded,
    /// The chart says nothing of it.
    NotDocumented,
    /// The chart says that there is none, in these words.
    Absent(SourceId, String),
    /// The chart has it: how many entries.
    Recorded(usize),
}

/// One test over time, in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendView {
    /// What the test is called.
    pub name: String,
    /// The unit, in print form.
    pub unit: String,
    /// The newest value's reference range: low, high.
    pub range: (Option<String>, Option<String>),
    /// Oldest first.
    pub points: Vec<TrendPoint>,
    /// Values that are not among the points: older ones, words, other units.
    pub left_out: usize,
}

/// One value of a trend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// The source.
    pub source: SourceId,
    /// The day, as shown.
    pub date: String,
    /// The value without its unit.
    pub value: String,
    /// Whether the source flags it, or it lies outside its range.
    pub flagged: bool,
}

/// One encounter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitView {
    /// The source.
    pub source: SourceId,
    /// Its first year, for headings.
    pub year: String,
    /// When, as shown: one day, or from when to when.
    pub when: String,
    /// What it was.
    pub name: String,
    /// `hospital stay` or `emergency`; none for a visit.
    pub acute: Option<String>,
    /// Why, in the chart's words.
    pub reasons: Vec<String>,
}
