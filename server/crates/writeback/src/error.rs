//! What can go wrong around filing. What becomes of a note is a [`crate::Settlement`], not an error.

use thiserror::Error;

/// The outbox could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the outbox cannot be used: {0}")]
pub struct OutboxError(
    /// What failed, without content.
    pub String,
);

/// A stored order that cannot be read back.
#[derive(Debug, Error)]
pub enum OrderError {
    /// The stored note fails its own checks.
    #[error("the signed note cannot be read back: {0}")]
    Note(#[from] review::StoredError),
    /// The bytes are not an order.
    #[error("the stored order cannot be read: {0}")]
    Unreadable(String),
}
