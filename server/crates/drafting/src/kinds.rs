//! What can be drafted.

use model::DraftKind;
use sources::InputKind;

/// A kind of document and what it needs to know before it can be drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindInfo {
    /// The kind.
    pub kind: DraftKind,
    /// What a clinician calls it.
    pub title: &'static str,
    /// The choices that it needs: for a prior authorization, the policies. Empty where none.
    pub choices: Vec<Choice>,
    /// What it can be drafted from beside the chart.
    pub takes: &'static [Take],
}

/// A kind of given source that a kind of document has a use for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    /// What is given.
    pub kind: InputKind,
    /// Whether nothing can be drafted without it.
    pub needed: bool,
}

/// A visit told in words: what the clinician dictates or types, and what was said.
pub(crate) const SPOKEN: &[Take] = &[
    Take {
        kind: InputKind::Dictation,
        needed: false,
    },
    Take {
        kind: InputKind::Transcript,
        needed: false,
    },
];

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the program calls it, for example a policy's id.
    pub value: String,
    /// What the clinician reads.
    pub label: String,
}
