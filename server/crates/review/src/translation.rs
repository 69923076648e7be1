//! A translation of a reviewed text for a patient, beside the English: void as soon as a word of the English changes, and sent only with the word of a
//! reader of both.

use model::{DraftKind, StatementId, UserId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Attestation, Review, ReviewError, hash::hash_json};

/// What is asked of whoever sends a translation.
pub const TRANSLATED: &str = "translation";
/// The answer that sends the English alone.
pub const ENGLISH_ALONE: &str = "english";

/// A text in another language, sentence by sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The language's tag.
    pub language: String,
    /// What English calls it.
    pub name: String,
    /// What translated it.
    pub model: String,
    /// Every statement that stands, in its order.
    pub lines: Vec<TranslationLine>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TranslationLine {
    /// The statement.
    pub statement: StatementId,
    /// Its words when it was translated.
    pub english: String,
    /// The translation; none where it stays in English.
    pub text: Option<String>,
    /// Why it does.
    #[serde(default)]
    pub why: Vec<String>,
}

/// A translation as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedTranslation {
    /// The language's tag.
    pub language: String,
    /// What English calls it.
    pub name: String,
    /// What translated it.
    pub model: String,
    /// The text.
    pub text: String,
    /// How many sentences stay in English.
    pub untranslated: usize,
    /// The word of the reader of both.
    pub read: Attestation,
}

impl Translation {
    fn text(&self) -> String {
        let lines = self.lines.iter();
        let lines = lines.map(|line| line.text.as_deref().unwrap_or(&line.english));
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl SignedTranslation {
    /// What stands before it where both languages are one document.
    pub fn heading(&self) -> String {
        let (name, tag, model) = (&self.name, &self.language, &self.model);
        format!(
            "In {name} ({tag}). Translated by {model}; read in both languages before it was sent."
        )
    }
}

impl Review {
    /// Puts a translation of the text as it stands beside it; nobody has vouched for it yet.
    pub fn translate(
        &mut self,
        expected: u64,
        translation: Translation,
    ) -> Result<(), ReviewError> {
        let current = self.revision;
        if expected != current {
            return Err(ReviewError::Conflict { expected, current });
        }
        if self.about.kind != DraftKind::MessageReply || !self.fits(&translation) {
            return Err(ReviewError::Malformed("not a translation of this text"));
        }
        self.translation = Some(translation);
        self.read = None;
        self.revision += 1;
        Ok(())
    }

    /// The translation, where it is one of the text as it stands.
    pub fn translation(&self) -> Option<&Translation> {
        self.translation.as_ref().filter(|one| self.fits(one))
    }

    /// The word of a reader of both languages, for exactly this translation.
    pub fn translation_read(&self) -> Option<&Attestation> {
        let standing = self.translation()?;
        let read = self.read.as_ref();
        read.filter(|read| read.fingerprint == hash_json(standing))
    }

    /// As it will be sent.
    pub(crate) fn signed_translation(&self) -> Option<SignedTranslation> {
        let read = self.translation_read()?.clone();
        let standing = self.translation()?;
        Some(SignedTranslation {
            language: standing.language.clone(),
            name: standing.name.clone(),
            model: standing.model.clone(),
            text: standing.text(),
            untranslated: standing
                .lines
                .iter()
                .filter(|line| line.text.is_none())
                .count(),
            read,
        })
    }

    /// Takes the word of whoever sends it: that they read both, or that the English goes alone.
    pub(crate) fn answer_translation(
        &mut self,
        answer: &str,
        by: &UserId,
        at: OffsetDateTime,
    ) -> Result<(), ReviewError> {
        let fingerprint = self
            .translation()
            .map(hash_json)
            .ok_or(ReviewError::NotAsked)?;
        match answer {
            crate::YES => {
                self.read = Some(Attestation {
                    fingerprint,
                    by: by.clone(),
                    at,
                    reason: None,
                });
            }
            ENGLISH_ALONE => {
                self.translation = None;
                self.read = None;
            }
            _ => return Err(ReviewError::NotAsked),
        }
        Ok(())
    }

    /// Whether it has the statements that stand, in their order and words, and something of each.
    fn fits(&self, translation: &Translation) -> bool {
        let kept = self.statements().filter(|one| !one.removed);
        let own: Vec<_> = kept.map(|one| (&one.id, &one.text)).collect();
        let lines = translation.lines.iter();
        let theirs: Vec<_> = lines.map(|line| (&line.statement, &line.english)).collect();
        let given = |line: &crate::TranslationLine| {
            line.text.as_ref().is_none_or(|text| {
                let one_line = !text.contains(['\n', '\r']);
                one_line && !text.trim().is_empty()
            })
        };
        !own.is_empty() && own == theirs && translation.lines.iter().all(given)
    }
}
