//! A source as the evidence panel shows it.

use crate::id::{RecordingId, SourceId};
use crate::verdict::Span;
use serde::{Deserialize, Serialize};

/// One source with the cited place marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// The source.
    pub source: SourceId,
    /// For example `Hemoglobin A1c`.
    pub title: String,
    /// The main value, for example `7.4 %`; none for prose.
    pub value: Option<String>,
    /// For example `20 Nov 2019 · final · laboratory`.
    pub details: String,
    /// The whole readable text.
    pub text: String,
    /// Bytes of `text` to mark.
    pub marks: Vec<Span>,
    /// Whether the text is prose (a note) rather than a rendering of structured data.
    pub prose: bool,
    /// The same test over time; none where there is no series.
    pub series: Option<SeriesView>,
    /// Other sources that speak of the same thing, as (source, label).
    pub also: Vec<(SourceId, String)>,
    /// The moment of the visit's recording in which it was said, while the sound is kept.
    pub sound: Option<SoundView>,
}

/// A moment of a recording, in milliseconds from its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoundView {
    /// The recording.
    pub recording: RecordingId,
    /// Where the segment begins.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
}

/// A test over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesView {
    /// The unit, in print form.
    pub unit: String,
    /// The reference range, as written in the source; none where it has none.
    pub reference_range: Option<(Option<String>, Option<String>)>,
    /// Oldest first.
    pub points: Vec<SeriesPoint>,
}

/// One value of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesPoint {
    /// The source.
    pub source: SourceId,
    /// The date as shown.
    pub date: String,
    /// The value as written in the source.
    pub value: String,
    /// Whether this is the cited one.
    pub cited: bool,
}
