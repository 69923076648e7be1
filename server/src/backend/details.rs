//! What a stored draft remembers beside its words.

use super::error::StepError;
use super::forms::Answered;
use super::recording::Heard;
use drafting::overlay::Used;
use drafting::{Focus, ReadingLevel};
use model::{DraftKind, Material};
use review::Author;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::{DraftRow, Secret};
use time::Date;

/// Choices and notes of a draft; sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Details {
    /// The chosen policy.
    pub choice: Option<String>,
    /// How hard a text for the patient may read, where it was chosen.
    pub reading: Option<String>,
    /// What the clinician gave it beside the chart.
    pub given: Vec<Material>,
    /// The answers to questionnaires that it rests on.
    pub answered: Vec<Answered>,
    /// The recordings that its transcript is of.
    pub heard: Option<Heard>,
    /// The date on which it is written.
    pub as_of: String,
    /// The encounter of the launch, `Encounter/id`.
    pub encounter: Option<String>,
    /// What of the chart a summary is of, as `drafting::Focus` reads it.
    pub focus: Option<String>,
    /// The reader of a summary, by its id.
    pub reader: Option<String>,
    /// The earlier note that it starts from, `DocumentReference/id`.
    pub base: Option<String>,
    /// What was chosen, in words for the title.
    pub chosen: Option<String>,
    /// Why a summary of a part is whole.
    pub unnarrowed: Option<String>,
    /// Who asked for it, `Practitioner/id`.
    pub clinician: Option<String>,
    /// What was left out by rule, and what else the reader must know, by section.
    pub left_out: BTreeMap<usize, Vec<String>>,
    /// The model that wrote a section, by section; the composer wrote the others.
    pub models: BTreeMap<usize, String>,
    /// The data files that it is made with, by level and fingerprint.
    pub basis: Vec<Used>,
    /// What the clinician asks of a model in every document of this kind, as it stood when the draft was begun.
    pub instruction: Option<String>,
    /// What went wrong.
    pub failure: Option<String>,
}

impl Details {
    /// As stored.
    pub(super) fn of(row: &DraftRow) -> Result<Self, StepError> {
        serde_json::from_slice(&row.details).map_err(|_| StepError::Stored("draft details"))
    }

    /// To store.
    pub(super) fn bytes(&self) -> Result<Secret, StepError> {
        serde_json::to_vec(self)
            .map(Secret::from)
            .map_err(|_| StepError::Stored("draft details"))
    }

    /// SHA-256 (hex) over the files that it is made with, for the log.
    pub(super) fn basis_hash(&self) -> String {
        let mut hasher = Sha256::new();
        for Used {
            level,
            file,
            sha256,
        } in &self.basis
        {
            hasher.update(format!("{level}\n{file}\n{sha256}\n"));
        }
        hex::encode(hasher.finalize())
    }

    /// With these files beside those that a part of it was made with before.
    pub(super) fn based_on(&self, files: Vec<Used>) -> Self {
        let mut changed = self.clone();
        for file in files {
            if !changed.basis.contains(&file) {
                changed.basis.push(file);
            }
        }
        changed
    }

    /// The date on which the draft is written.
    pub(super) fn as_of(&self) -> Result<Date, StepError> {
        model::date::parse(&self.as_of).ok_or(StepError::Stored("draft date"))
    }

    /// Everything that wrote the sections that are there.
    pub(super) fn author(&self) -> Author {
        self.models.values().fold(Author::Composer, |author, name| {
            author.with(&Author::Model(name.clone()))
        })
    }

    /// The message of the chart that the draft answers, `Communication/id`.
    pub(super) fn answers(&self) -> Option<String> {
        let choice = self.choice.as_deref();
        choice
            .filter(|choice| choice.starts_with("Communication/"))
            .map(str::to_owned)
    }

    /// How hard a text for the patient may read.
    pub(super) fn reading(&self) -> ReadingLevel {
        let chosen = self.reading.as_deref();
        chosen.and_then(ReadingLevel::from_name).unwrap_or_default()
    }

    /// What of the chart a summary is of; what is kept was read before.
    fn focus(&self) -> Focus {
        let chosen = self.focus.as_deref();
        chosen
            .and_then(|text| Focus::read(text).ok())
            .unwrap_or_default()
    }

    /// The document's title: the kind, and what was chosen of it.
    pub(super) fn title(&self, kind: DraftKind) -> String {
        match &self.chosen {
            Some(chosen) => format!("{}: {chosen}", kind.title()),
            None => kind.title().to_owned(),
        }
    }

    /// What the composer needs to know.
    pub(super) fn options(&self) -> drafting::Options {
        // A choice is a policy, or a message of the chart.
        let message = self.answers();
        drafting::Options {
            policy: self.choice.clone().filter(|_| message.is_none()),
            message: message.map(model::SourceId::new),
            reading: self.reading(),
            encounter: self.encounter.as_deref().map(model::SourceId::new),
            focus: self.focus(),
            reader: self.reader.clone(),
            base: self.base.as_deref().map(model::SourceId::new),
            clinician: self.clinician.as_deref().map(model::SourceId::new),
        }
    }
}
