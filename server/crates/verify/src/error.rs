//! What can be wrong with input beside the statements themselves.

use model::StatementId;

/// Errors of this crate. A statement that fails its check is no error but a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Neither the statement nor the caller says on which date it was written.
    #[error("{statement}: no date of writing (as_of)")]
    NoDate {
        /// The statement.
        statement: StatementId,
    },
    /// A stored document has another schema.
    #[error("not a grounded/1 document")]
    Schema,
    /// A stored document is of another patient than the sources.
    #[error("the document is of another patient than the sources")]
    OtherPatient,
}
