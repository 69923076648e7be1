//! A signed note.

use model::{Citation, Criterion, DraftId, DraftKind, Notice, StatementId, Verdict};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{About, Accepted, Attestation, Author, Changed, Proposed, SignedTranslation, Signer};

/// What was signed. Made by [`crate::Review::sign`] alone, or read back by
/// [`SignedNote::from_stored`], which rechecks its hashes.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedNote {
    pub(crate) content: Content,
    pub(crate) content_hash: String,
    pub(crate) signed_at: OffsetDateTime,
}

/// All that the content hash covers; the signing time is not in it, so that the preview has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) about: About,
    pub(crate) revision: u64,
    pub(crate) signer: Signer,
    pub(crate) text: String,
    pub(crate) sections: Vec<SignedSection>,
    pub(crate) changes: Vec<Changed>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) criteria: Vec<Criterion>,
    /// Left out of the hash where it is empty: notes that were signed before keep theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) proposed: Vec<Proposed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) accepted: Vec<Accepted>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) affirmed: Option<Attestation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) translation: Option<SignedTranslation>,
}

/// A section as signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignedSection {
    /// The heading.
    pub title: String,
    /// The statements that are released.
    pub statements: Vec<SignedStatement>,
}

/// A statement as signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignedStatement {
    /// Its id in the draft.
    pub id: StatementId,
    /// The words.
    pub text: String,
    /// What they rest on.
    pub citations: Vec<Citation>,
    /// The verifier's verdict on these words.
    pub verdict: Verdict,
    /// The attestation of these words, if there is one.
    pub attestation: Option<Attestation>,
}

impl SignedNote {
    /// The draft that it was.
    pub fn draft(&self) -> &DraftId {
        &self.content.about.draft
    }

    /// What kind of document it is.
    pub fn kind(&self) -> DraftKind {
        self.content.about.kind
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.content.about.title
    }

    /// The patient, `Patient/id`.
    pub fn patient(&self) -> &str {
        &self.content.about.patient
    }

    /// The encounter, `Encounter/id`.
    pub fn encounter(&self) -> Option<&str> {
        self.content.about.encounter.as_deref()
    }

    /// The message that it answers, `Communication/id`, where the EHR has it.
    pub fn answers(&self) -> Option<&str> {
        self.content.about.answers.as_deref()
    }

    /// What the check of a text for a patient found and the signer accepted, each with the reason.
    pub fn accepted(&self) -> &[Accepted] {
        &self.content.accepted
    }

    /// The signer's word that a message which was sent as drafted was read; none where it was edited, or is none.
    pub fn affirmed(&self) -> Option<&Attestation> {
        self.content.affirmed.as_ref()
    }

    /// What wrote the draft.
    pub fn author(&self) -> &Author {
        &self.content.about.author
    }

    /// Who signed.
    pub fn signer(&self) -> &Signer {
        &self.content.signer
    }

    /// When.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.signed_at
    }

    /// The text as the EHR gets it, in English.
    pub fn text(&self) -> &str {
        &self.content.text
    }

    /// The same in the patient's language, where it goes out with it.
    pub fn translation(&self) -> Option<&SignedTranslation> {
        self.content.translation.as_ref()
    }

    /// Both languages as one document.
    pub fn whole_text(&self) -> String {
        whole(self.text(), self.translation())
    }

    /// The sections with their statements and citations.
    pub fn sections(&self) -> &[SignedSection] {
        &self.content.sections
    }

    /// What the clinician changed.
    pub fn changes(&self) -> &[Changed] {
        &self.content.changes
    }

    /// What the reader was told.
    pub fn notices(&self) -> &[Notice] {
        &self.content.notices
    }

    /// The prior-authorization matrix.
    pub fn criteria(&self) -> &[Criterion] {
        &self.content.criteria
    }

    /// What the clinician accepted for the chart.
    pub fn proposed(&self) -> &[Proposed] {
        &self.content.proposed
    }

    /// The revision that was signed.
    pub fn revision(&self) -> u64 {
        self.content.revision
    }

    /// The line that names what helped to write it and who reviewed it; it ends the text.
    pub fn assistance(&self) -> String {
        crate::render::assistance(self.author(), self.signer())
    }

    /// SHA-256 (hex) over everything above but the time.
    pub fn content_hash(&self) -> &str {
        &self.content_hash
    }
}

/// The English, and behind it the translation under its heading.
pub(crate) fn whole(text: &str, translation: Option<&SignedTranslation>) -> String {
    match translation {
        Some(one) => format!("{text}\n\n{}\n\n{}", one.heading(), one.text),
        None => text.to_owned(),
    }
}
