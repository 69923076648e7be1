//! What a note is about and who stands behind it.

use model::{DraftId, DraftKind, Role, UserId};
use serde::{Deserialize, Serialize};

/// What the draft under review is about. Fixed for its whole life, but for the author, whom a section written anew may add to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The draft.
    pub draft: DraftId,
    /// Its kind.
    pub kind: DraftKind,
    /// The title of the note.
    pub title: String,
    /// The patient, `Patient/id`.
    pub patient: String,
    /// The encounter, `Encounter/id`, where the launch has one.
    pub encounter: Option<String>,
    /// What wrote the draft.
    pub author: Author,
    /// The message that it answers, `Communication/id`, where the EHR has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
}

/// What wrote a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The built-in composer: rules and quotes, no language model.
    Composer,
    /// A language model, by the name and version that its endpoint reports.
    Model(String),
}

impl Author {
    /// As screens show it.
    pub fn name(&self) -> &str {
        match self {
            Self::Composer => "built-in composer",
            Self::Model(name) => name,
        }
    }

    /// Both: a model is always named, whatever else wrote beside it.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Model(mine), Self::Model(theirs))
                if !mine.split(", ").any(|name| name == theirs) =>
            {
                Self::Model(format!("{mine}, {theirs}"))
            }
            (Self::Composer, other) => other.clone(),
            _ => self.clone(),
        }
    }
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// The user as the EHR names them, for example `Practitioner/1`.
    pub user: UserId,
    /// The name that the note shows.
    pub name: String,
    /// In which role.
    pub role: Role,
}
