//! The interchange form of a checked draft, `grounded/1`.

use crate::draft::Draft;
use crate::id::SourceId;
use crate::verdict::{SourceSpan, StatementVerdict};
use serde::{Deserialize, Serialize};

/// The only schema name that [`GroundedDocument`] has.
pub const SCHEMA: &str = "grounded/1";

/// A draft with the verdict on each statement. This is the form for files; inside the program `verify::GroundedDraft` proves that the
/// verdicts came from the verifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundedDocument {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The draft.
    pub draft: Draft,
    /// One for each statement, in the draft's order.
    pub verdicts: Vec<StatementVerdict>,
    /// What this kind of document must include and the chart has.
    pub omissions: Vec<Omission>,
    /// What the reader must know.
    pub notices: Vec<Notice>,
    /// The prior-authorization matrix; empty for other kinds.
    pub criteria: Vec<Criterion>,
}

/// Something that the document should say and does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Omission {
    /// In words, as a statement that could be inserted.
    pub what: String,
    /// Where the chart says so.
    pub sources: Vec<SourceId>,
}

/// Something that the reader must know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// In words.
    pub what: String,
    /// Where; may be empty.
    pub sources: Vec<SourceId>,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A part of the chart that could not be loaded or read.
    NotLoaded,
    /// What retrieval left out because of size.
    LeftOut,
    /// Another value elsewhere in the chart.
    OtherValue,
    /// Sources that disagree.
    Conflict,
    /// A model failed and the built-in composer took over, or the like.
    Drafting,
    /// Answers of the patient that a person must see, and what they add up to.
    Answers,
}

/// One criterion of a policy and what the chart says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The criterion's id in the policy.
    pub criterion: String,
    /// How it came out.
    pub result: CriterionResult,
    /// Where the chart says so.
    pub evidence: Vec<SourceSpan>,
    /// What would close the gap; none where it is met.
    pub gap: Option<String>,
}

/// How a criterion came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionResult {
    /// The chart shows that it is met.
    Met,
    /// The chart shows that it is not met.
    NotMet,
    /// The chart says nothing of it.
    NotDocumented,
    /// A person must decide.
    NeedsReview,
}
