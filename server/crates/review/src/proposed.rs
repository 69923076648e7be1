//! What the clinician accepted for the chart as data, and how the signature covers it.

use model::StatementId;
use serde::{Deserialize, Serialize};

use crate::{Review, ReviewError, SignedSection, input};

/// One accepted item. It counts for as long as the statement that says it stands in the same words and is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// Names the item; the same for the same words.
    pub item: String,
    /// The statement that says it.
    pub statement: StatementId,
    /// That statement's words as they stood when it was accepted.
    pub words: String,
    /// The item in one line, as the note lists it.
    pub line: String,
    /// Whether the note lists it, because the EHR does not take it as data; otherwise it is written beside the note.
    pub listed: bool,
}

impl Review {
    /// Sets what the clinician accepted for the chart. Preview and signature cover it; it is not stored with the review, as its owner keeps the decisions.
    pub fn propose(&mut self, proposed: Vec<Proposed>) -> Result<(), ReviewError> {
        for one in &proposed {
            // A line break would make another line of the note.
            if input::clean(&one.line)? != one.line || one.line.contains('\n') {
                return Err(ReviewError::ControlCharacter);
            }
        }
        self.proposed = proposed;
        Ok(())
    }

    /// What of it still stands on a released statement of the same words.
    pub(crate) fn standing(&self, sections: &[SignedSection]) -> Vec<Proposed> {
        let standing = self.proposed.iter().filter(|one| stands(one, sections));
        standing.cloned().collect()
    }
}

pub(crate) fn stands(one: &Proposed, sections: &[SignedSection]) -> bool {
    let mut statements = sections.iter().flat_map(|section| &section.statements);
    statements.any(|statement| statement.id == one.statement && statement.text == one.words)
}
