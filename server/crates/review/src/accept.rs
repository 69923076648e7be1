//! The verifier's answer for new words.

use model::{Citation, GroundedDocument, StatementId};
use verify::GroundedDraft;

use crate::{Review, ReviewError, StatementState, state::Checked};

/// New words that the verifier must check: a draft of this one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the words block signing until they are checked"]
pub struct Check {
    /// The statement.
    pub statement: StatementId,
    /// Its words, exactly.
    pub text: String,
    /// Its citations.
    pub citations: Vec<Citation>,
}

impl Check {
    pub(crate) fn of(statement: &StatementState) -> Self {
        Self {
            statement: statement.id.clone(),
            text: statement.text.clone(),
            citations: statement.citations.clone(),
        }
    }
}

impl Review {
    /// Takes the verifier's answer for one statement: a checked draft with nothing but it. Refused
    /// where words or citations differ from the statement's present ones. The revision stays.
    pub fn accept(
        &mut self,
        statement: &StatementId,
        checked: &GroundedDraft,
    ) -> Result<(), ReviewError> {
        self.accept_document(statement, checked.document())
    }

    /// What still waits for the verifier, removed statements left out.
    pub fn unchecked(&self) -> Vec<Check> {
        let waiting = self
            .statements()
            .filter(|s| !s.removed && s.verdict().is_none());
        waiting.map(Check::of).collect()
    }

    pub(crate) fn accept_document(
        &mut self,
        id: &StatementId,
        document: &GroundedDocument,
    ) -> Result<(), ReviewError> {
        if document.draft.patient != self.about.patient || document.draft.kind != self.about.kind {
            return Err(ReviewError::OtherSubject);
        }
        let mut statements = document.draft.sections.iter().flat_map(|s| &s.statements);
        let (Some(seen), None, [verdict]) = (
            statements.next(),
            statements.next(),
            document.verdicts.as_slice(),
        ) else {
            return Err(ReviewError::Malformed("not one statement"));
        };
        if verdict.id != seen.id {
            return Err(ReviewError::Malformed("a statement without its verdict"));
        }
        let statement = self.statement_mut(id)?;
        if seen.text != statement.text || seen.citations != statement.citations {
            return Err(ReviewError::OtherText(id.clone()));
        }
        let mut verdict = verdict.clone();
        verdict.id = id.clone();
        statement.checked = Some(Checked {
            fingerprint: statement.fingerprint(),
            verdict,
        });
        Ok(())
    }
}
