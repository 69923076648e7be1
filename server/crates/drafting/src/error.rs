//! Why nothing could be drafted.

use model::DraftKind;
use thiserror::Error;

/// Errors of this crate. None carries chart content.
#[derive(Debug, Error)]
pub enum DraftingError {
    /// A template, panel or policy file is wrong; the text says where.
    #[error("{file}: {what}")]
    Data {
        /// The file's name.
        file: String,
        /// What is wrong, with line and key.
        what: String,
    },
    /// This kind of document has no use case here.
    #[error("{} cannot be drafted", .0.title())]
    UnknownKind(DraftKind),
    /// The section's number is beyond the template.
    #[error("{} has no section {index}", kind.title())]
    UnknownSection {
        /// The kind.
        kind: DraftKind,
        /// From 0.
        index: usize,
    },
    /// No model may write this kind.
    #[error("{} is written by the built-in composer alone", .0.title())]
    ComposerOnly(DraftKind),
    /// A choice that the kind needs was not made, or names nothing.
    #[error("{what}")]
    Choice {
        /// What to choose.
        what: String,
    },
    /// A code table can't be read.
    #[error(transparent)]
    Codes(#[from] codes::CodesError),
    /// A source beside the chart can't be added.
    #[error(transparent)]
    Source(#[from] sources::SourceError),
    /// The gateway has no answer; the reason is its own.
    #[error(transparent)]
    Model(#[from] gateway::GatewayError),
    /// The model's answer does not hold to the schema; the text names the place, not the content.
    #[error("the model's answer does not hold to the schema: {what}")]
    Answer {
        /// What is wrong.
        what: String,
    },
}

impl DraftingError {
    pub(crate) fn data(file: &str, error: &dyn std::fmt::Display) -> Self {
        Self::Data {
            file: file.to_owned(),
            what: error.to_string().trim().to_owned(),
        }
    }
}
