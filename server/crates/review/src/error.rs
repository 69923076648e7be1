//! Why a change or a signature is refused. Nothing is lost: the state stays as it was.

use model::StatementId;

use crate::Blocker;

/// A refused change or signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// Somebody changed the draft meanwhile.
    #[error("the draft is at revision {current}, not {expected}")]
    Conflict {
        /// What the caller saw.
        expected: u64,
        /// What it is.
        current: u64,
    },
    /// No statement has this id.
    #[error("no statement {0}")]
    NoStatement(StatementId),
    /// No section or omission has this index.
    #[error("no section or omission {0}")]
    NoIndex(usize),
    /// The statement is removed; restore it first.
    #[error("statement {0} is removed")]
    Removed(StatementId),
    /// The text is longer than [`crate::MAX_STATEMENT`].
    #[error("a statement may have {max} bytes, this has {length}")]
    TooLong {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// The text is empty; remove the statement instead.
    #[error("a statement needs words")]
    Empty,
    /// The text has control or direction-changing characters.
    #[error("a statement may not contain control characters")]
    ControlCharacter,
    /// A verdict or an attestation for other words than the statement's present ones.
    #[error("these are not the words of statement {0} as it stands")]
    OtherText(StatementId),
    /// The words were not checked yet, so nobody can vouch for them.
    #[error("statement {0} is not checked yet")]
    Unchecked(StatementId),
    /// Something of the words must be filled in, so nobody can vouch for them.
    #[error("statement {0} has a gap to be filled in")]
    Gap(StatementId),
    /// The checked draft names another patient or kind.
    #[error("the checked draft belongs to another patient or kind")]
    OtherSubject,
    /// The checked draft does not hold together (ids, verdicts).
    #[error("the checked draft is malformed: {0}")]
    Malformed(&'static str),
    /// An answer to what is not asked, or one that answers nothing.
    #[error("this is not asked")]
    NotAsked,
    /// The role may not sign or attest.
    #[error("this role may not sign")]
    NotAllowed,
    /// Something blocks signing.
    #[error("{} things block signing", .0.len())]
    Blocked(Vec<Blocker>),
    /// The content is not what the signer saw.
    #[error("the content is not what was previewed")]
    OtherContent,
}

/// Why stored bytes are not what they should be.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// Not the expected JSON.
    #[error("stored review data cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// Another schema name.
    #[error("stored review data has schema {0}")]
    Schema(String),
    /// A hash does not match.
    #[error("stored review data does not match its hash")]
    Hash,
    /// A rule of this crate does not hold in it.
    #[error("stored review data breaks a rule: {0}")]
    Rule(&'static str),
}
