//! What has been checked.

use model::{
    Criterion, Draft, GroundedDocument, Notice, Omission, Section, Statement, StatementVerdict,
};
use sha2::{Digest, Sha256};
use time::Date;

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

/// One checked section, to be put together with others.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundedSection {
    pub(crate) section: Section,
    pub(crate) verdicts: Vec<StatementVerdict>,
}

impl GroundedSection {
    /// The section.
    pub fn section(&self) -> &Section {
        &self.section
    }

    /// One verdict for each of its statements.
    pub fn verdicts(&self) -> &[StatementVerdict] {
        &self.verdicts
    }
}

/// Proof that exactly these words with exactly these citations got this verdict. Only the verifier makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedStatement {
    statement: Statement,
    verdict: StatementVerdict,
    as_of: Date,
    text_hash: String,
}

impl CheckedStatement {
    pub(crate) fn new(statement: Statement, verdict: StatementVerdict, as_of: Date) -> Self {
        let text_hash = hex::encode(Sha256::digest(statement.text.as_bytes()));
        Self {
            statement,
            verdict,
            as_of,
            text_hash,
        }
    }

    /// The statement that was checked.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The verdict.
    pub fn verdict(&self) -> &StatementVerdict {
        &self.verdict
    }

    /// The date of writing that it was judged against.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// SHA-256 (hex) of the words.
    pub fn text_hash(&self) -> &str {
        &self.text_hash
    }
}
