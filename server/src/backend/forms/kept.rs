//! What is kept of a form.

use crate::backend::error::StepError;
use forms::{Form, FromChart, Typed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Secret;

/// What is kept of a form; sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Kept {
    /// Where the questionnaire comes from, in words.
    pub origin: String,
    /// What was typed.
    pub typed: Typed,
    /// The fields that the chart filled in.
    pub from_chart: BTreeMap<String, FromChart>,
    /// The answers, once they are given.
    pub(super) done: Option<Done>,
}

/// Given answers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    /// How many questions are answered.
    pub answered: usize,
    /// The QuestionnaireResponse.
    pub response: String,
}

/// A form, opened.
pub struct OpenForm {
    /// Its id.
    pub id: String,
    /// As it was read.
    pub revision: u64,
    /// When it was begun, in words.
    pub begun: String,
    /// The questionnaire.
    pub form: Form,
    /// What is kept of it.
    pub kept: Kept,
}

impl OpenForm {
    /// How many questions are answered, once the answers are given.
    pub fn answered(&self) -> Option<usize> {
        self.kept.done.as_ref().map(|done| done.answered)
    }
}

impl Kept {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, StepError> {
        serde_json::from_slice(bytes).map_err(|_| StepError::Stored("answers"))
    }

    pub(super) fn bytes(&self) -> Result<Secret, StepError> {
        serde_json::to_vec(self)
            .map(Secret::from)
            .map_err(|_| StepError::Stored("answers"))
    }
}
