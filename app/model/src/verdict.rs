//! What the verifier says of a statement.

use crate::id::{SourceId, StatementId};
use serde::{Deserialize, Serialize};

/// Byte offsets `[start, end)` into a text. Written as a two-element array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "[usize; 2]", into = "[usize; 2]")]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span; `start` must not exceed `end`, else it is empty at `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: if end < start { start } else { end },
        }
    }

    /// The words that the span covers, where it fits the text.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}

impl From<[usize; 2]> for Span {
    fn from([start, end]: [usize; 2]) -> Self {
        Self::new(start, end)
    }
}

impl From<Span> for [usize; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

/// The verdict on one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every claim in it follows from what it cites.
    Supported,
    /// What it cites, or the chart, says otherwise.
    Contradicted,
    /// Nothing that it cites says so.
    Unsupported,
    /// Clinical, and no citation at all.
    Uncited,
    /// Greeting, heading, administrative words: needs no citation.
    NotClinical,
}

impl Verdict {
    /// Whether a statement with this verdict may be released without a person.
    pub const fn releasable(self) -> bool {
        matches!(self, Self::Supported | Self::NotClinical)
    }
}

/// The verifier's answer for one statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementVerdict {
    /// The statement's id.
    pub id: StatementId,
    /// The verdict.
    pub verdict: Verdict,
    /// Ties each part of a supported claim to its source.
    pub evidence: Vec<Evidence>,
    /// Why it is not supported; empty where it is.
    pub reasons: Vec<Reason>,
}

/// A part of the statement and the place that says so.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Bytes of the statement.
    pub span: Span,
    /// The source.
    pub source: SourceId,
    /// The element of a structured source, as a FHIR path without the type (`valueQuantity`).
    pub path: Option<String>,
    /// Bytes of the source's text.
    pub source_span: Option<Span>,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSpan {
    /// The source.
    pub source: SourceId,
    /// The element of a structured source.
    pub path: Option<String>,
    /// Bytes of the source's text.
    pub source_span: Option<Span>,
}

/// One thing that is wrong with a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What kind of error.
    pub code: ReasonCode,
    /// Bytes of the statement.
    pub span: Option<Span>,
    /// What the statement says.
    pub claimed: Option<String>,
    /// What the source says; none where nothing was found.
    pub found: Option<String>,
    /// Where; a conflict lists both sides.
    pub sources: Vec<SourceSpan>,
}

/// The vocabulary of errors: the perturbation names, and four that only a verifier says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the interchange format's")]
pub enum ReasonCode {
    Number,
    Scale,
    Unit,
    Conversion,
    Attachment,
    Period,
    Date,
    RelativeDate,
    Trend,
    Count,
    Comparator,
    Dose,
    FrequencyRoute,
    Drug,
    Negation,
    Absence,
    Certainty,
    Severity,
    Laterality,
    Status,
    Superseded,
    Retracted,
    Experiencer,
    WrongPatient,
    Causality,
    Fabrication,
    Citation,
    NamePlace,
    Omission,
    Code,
    Uncited,
    Dangling,
    Irrelevant,
    Unreadable,
}

impl ReasonCode {
    /// One sentence that a clinician understands.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Number => "The source has another number.",
            Self::Scale => "The number is off by a factor of ten or more.",
            Self::Unit => "The source has another unit.",
            Self::Conversion => "The converted value does not match the source.",
            Self::Attachment => "The value belongs to another test.",
            Self::Period => "The value belongs to another date.",
            Self::Date => "The source has another date.",
            Self::RelativeDate => "The time span does not match the dates in the chart.",
            Self::Trend => "The values do not move that way.",
            Self::Count => "The chart has another count.",
            Self::Comparator => "The limit is stated differently in the source.",
            Self::Dose => "The source has another dose.",
            Self::FrequencyRoute => "The source has another frequency or route.",
            Self::Drug => "The source names another drug.",
            Self::Negation => "The source says the opposite.",
            Self::Absence => "Nothing recorded is not the same as never.",
            Self::Certainty => "The source is more or less certain.",
            Self::Severity => "The source does not give this severity.",
            Self::Laterality => "The source has another side.",
            Self::Status => "The source has another status.",
            Self::Superseded => "The order was stopped or replaced.",
            Self::Retracted => "The source was entered in error or refuted.",
            Self::Experiencer => "The source speaks of another person.",
            Self::WrongPatient => "The source belongs to another patient.",
            Self::Causality => "No source says that one caused the other.",
            Self::Fabrication => "No cited source says this.",
            Self::Citation => "The cited source does not carry this.",
            Self::NamePlace => "The source names another person or place.",
            Self::Omission => "The chart lists more than the statement says.",
            Self::Code => "The source has another code.",
            Self::Uncited => "A clinical statement needs a source.",
            Self::Dangling => "The cited source does not exist.",
            Self::Irrelevant => "The cited source does not bear on this.",
            Self::Unreadable => "This could not be read with certainty.",
        }
    }
}
