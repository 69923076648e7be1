//! What can be drafted.

use model::DraftKind;

/// A kind of document and what it needs to know before it can be drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindInfo {
    /// The kind.
    pub kind: DraftKind,
    /// What a clinician calls it.
    pub title: &'static str,
    /// The choices that it needs: for a prior authorization, the policies. Empty where none.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the program calls it, for example a policy's id.
    pub value: String,
    /// What the clinician reads.
    pub label: String,
}
