//! What is kept of a decision, sealed.

use crate::backend::error::StepError;
use model::{StatementId, UserId};
use serde::{Deserialize, Serialize};
use store::{DecisionRow, Secret};
use writeback::ChartEntry;

/// A decision about an item.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::backend) enum Kept {
    /// To be entered.
    Accepted(Box<Accepted>),
    /// To be left out.
    Rejected {
        /// By whom.
        by: UserId,
    },
}

/// An accepted item, whole: what is signed and written is what was seen.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::backend) struct Accepted {
    /// The statement that says it.
    pub statement: StatementId,
    /// That statement's words.
    pub words: String,
    /// The item in one line.
    pub line: String,
    /// What is written where the EHR takes it.
    pub entry: ChartEntry,
}

impl Kept {
    pub(super) fn read(row: &DecisionRow) -> Result<Self, StepError> {
        serde_json::from_slice(&row.decision).map_err(|_| StepError::Stored("decision"))
    }

    pub(super) fn bytes(&self) -> Result<Secret, StepError> {
        let bytes = serde_json::to_vec(self);
        bytes
            .map(Secret::from)
            .map_err(|_| StepError::Stored("decision"))
    }
}
