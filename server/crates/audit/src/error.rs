//! What can go wrong with the log.

use crate::SinkError;

/// Why an entry could not be written or read. Carries no PHI.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The place where entries are kept failed.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A key could not be had, or a sealed part did not open.
    #[error("audit key: {0}")]
    Keys(#[from] keys::KeyError),
    /// A stored record does not follow the format.
    #[error("audit record {index}: {what}")]
    Format {
        /// Index asked for.
        index: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A failure code that could carry more than a code.
    #[error("an outcome code must be 1 to 40 characters of a-z, 0-9 and _")]
    OutcomeCode,
    /// A sealed part could not be written as JSON, or is larger than a record can hold.
    #[error("audit entry cannot be encoded")]
    Encode,
}

/// How an audited action ended other than well.
#[derive(Debug, thiserror::Error)]
pub enum AuditedError<T, E> {
    /// The start could not be recorded, so the action was not done.
    #[error("the action was refused: its audit entry could not be written")]
    Refused(#[source] AuditError),
    /// The action failed, and that is recorded.
    #[error("{0}")]
    Failed(E),
    /// The action ran, but its end could not be recorded; its start is.
    #[error("the action ran, but its end could not be recorded")]
    EndNotRecorded {
        /// What the action answered.
        result: Result<T, E>,
        /// Why the entry is missing.
        error: AuditError,
    },
}
