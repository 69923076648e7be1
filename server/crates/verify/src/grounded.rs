//! A checked draft.

use model::{Draft, GroundedDocument, Omission, Notice, Criterion, StatementVerdict};

/// A draft whose every statement has a verdict of this crate. The only way to get one is to verify.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundedDraft {
    pub(crate) document: GroundedDocument,
}

impl GroundedDraft {
    /// The draft.
    pub fn draft(&self) -> &Draft {
        &self.document.draft
    }

    /// One verdict for each statement, in the draft's order.
    pub fn verdicts(&self) -> &[StatementVerdict] {
        &self.document.verdicts
    }

    /// What the kind must include and the chart has.
    pub fn omissions(&self) -> &[Omission] {
        &self.document.omissions
    }

    /// What the reader must know.
    pub fn notices(&self) -> &[Notice] {
        &self.document.notices
    }

    /// The prior-authorization matrix.
    pub fn criteria(&self) -> &[Criterion] {
        &self.document.criteria
    }

    /// The interchange form.
    pub fn document(&self) -> &GroundedDocument {
        &self.document
    }
}
