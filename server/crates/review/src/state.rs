//! The draft under review.

use std::collections::HashSet;

use model::{
    Citation, Criterion, Draft, GroundedDocument, Notice, Omission, SourceId, StatementId,
    StatementVerdict, UserId,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use verify::GroundedDraft;

use crate::{About, ReviewError, concern::Screening, hash::fingerprint};

/// A draft under review. Every change goes through [`Review::apply`] and its siblings. It has no
/// `Deserialize`: [`Review::from_stored`] alone reads one back.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    pub(crate) about: About,
    pub(crate) revision: u64,
    pub(crate) sections: Vec<SectionState>,
    pub(crate) omissions: Vec<OmissionState>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) criteria: Vec<Criterion>,
    /// Number of the next statement that is made here.
    pub(crate) next: u64,
    /// Accepted for the chart; set anew by the caller, never stored here.
    pub(crate) proposed: Vec<crate::Proposed>,
    /// What the check of the content found, where the text is for a patient.
    pub(crate) screening: Option<Screening>,
    /// Concerns that were accepted with a reason.
    pub(crate) accepted: Vec<Attestation>,
    /// The word that an unedited message was read.
    pub(crate) affirmed: Option<Attestation>,
    /// The text in the patient's language, and the word of who read both.
    pub(crate) translation: Option<crate::Translation>,
    pub(crate) read: Option<Attestation>,
}

/// A section under review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionState {
    /// The heading.
    pub title: String,
    /// The statements, removed ones included.
    pub statements: Vec<StatementState>,
}

/// A statement under review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementState {
    /// Unique inside the draft.
    pub id: StatementId,
    /// Where it comes from.
    pub origin: Origin,
    /// The words as they stand.
    pub text: String,
    /// What they rest on.
    pub citations: Vec<Citation>,
    /// Taken out by the clinician.
    pub removed: bool,
    pub(crate) checked: Option<Checked>,
    pub(crate) attested: Option<Attestation>,
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Drafted, with these words.
    Drafted(String),
    /// The clinician's own.
    Added,
    /// Put in from the omission with this index.
    Omission(usize),
}

/// A verdict and the words that it was given for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(crate) fingerprint: String,
    pub(crate) verdict: StatementVerdict,
}

/// A clinician's word for exactly these words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// SHA-256 over words and citations.
    pub fingerprint: String,
    /// By whom.
    pub by: UserId,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Why, if they said so.
    pub reason: Option<String>,
}

/// An omission and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OmissionState {
    /// What the document should say.
    pub omission: Omission,
    /// None while it is open.
    pub settled: Option<Settled>,
}

/// What became of an omission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// Put in as this statement.
    Inserted(StatementId),
    /// Left out on purpose.
    Dismissed {
        /// By whom.
        by: UserId,
    },
}

impl StatementState {
    /// The verifier's answer for the words as they stand; none while it is awaited.
    pub fn verdict(&self) -> Option<&StatementVerdict> {
        let checked = self.checked.as_ref()?;
        (checked.fingerprint == self.fingerprint()).then_some(&checked.verdict)
    }

    /// The attestation of the words as they stand.
    pub fn attestation(&self) -> Option<&Attestation> {
        let attested = self.attested.as_ref()?;
        (attested.fingerprint == self.fingerprint()).then_some(attested)
    }

    /// Whether it may be released as it stands.
    pub fn releasable(&self) -> bool {
        let verdict = self.verdict();
        !self.has_gap()
            && verdict.is_some_and(|v| v.verdict.releasable() || self.attestation().is_some())
    }

    /// Whether something must be filled in ([`crate::GAP`]) before anybody can answer for it.
    pub fn has_gap(&self) -> bool {
        self.text.contains(crate::GAP)
    }

    /// The words as drafted, where they were edited.
    pub fn original(&self) -> Option<&str> {
        match &self.origin {
            Origin::Drafted(text) if *text != self.text => Some(text),
            _ => None,
        }
    }

    pub(crate) fn fingerprint(&self) -> String {
        fingerprint(&self.text, &self.citations)
    }
}

impl Review {
    /// Begins the review of a checked draft, at revision 0.
    pub fn new(about: About, grounded: &GroundedDraft) -> Result<Self, ReviewError> {
        Self::from_document(about, grounded.document())
    }

    pub(crate) fn from_document(
        about: About,
        document: &GroundedDocument,
    ) -> Result<Self, ReviewError> {
        if document.draft.patient != about.patient || document.draft.kind != about.kind {
            return Err(ReviewError::OtherSubject);
        }
        let omissions = document.omissions.iter().map(|omission| OmissionState {
            omission: omission.clone(),
            settled: None,
        });
        Ok(Self {
            revision: 0,
            sections: sections(&document.draft, &document.verdicts)?,
            omissions: omissions.collect(),
            notices: document.notices.clone(),
            criteria: document.criteria.clone(),
            next: 1,
            proposed: Vec::new(),
            screening: None,
            accepted: Vec::new(),
            affirmed: None,
            translation: None,
            read: None,
            about,
        })
    }

    /// What it is about.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Grows by one with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The sections, removed statements included.
    pub fn sections(&self) -> &[SectionState] {
        &self.sections
    }

    /// The omissions.
    pub fn omissions(&self) -> &[OmissionState] {
        &self.omissions
    }

    /// Whether an omission waits: it is neither told by a statement that stands, nor left out on purpose.
    pub fn is_open(&self, omission: &OmissionState) -> bool {
        match &omission.settled {
            None => true,
            Some(Settled::Inserted(id)) => self.statement(id).is_none_or(|one| one.removed),
            Some(Settled::Dismissed { .. }) => false,
        }
    }

    /// What the document must say, beside what the check found missing: open as soon as no statement says it.
    pub fn must(&mut self, omission: Omission) {
        if self.omissions.iter().all(|one| one.omission != omission) {
            let settled = self.telling(&omission).map(Settled::Inserted);
            self.omissions.push(OmissionState { omission, settled });
        }
    }

    /// The statement that says it word for word from the same sources.
    pub(crate) fn telling(&self, omission: &Omission) -> Option<StatementId> {
        let cites = |one: &StatementState, source: &SourceId| {
            one.citations
                .iter()
                .any(|citation| citation.source == *source)
        };
        let mut statements = self.statements();
        let found = statements.find(|one| {
            let same = !one.removed && one.text == omission.what;
            same && omission.sources.iter().all(|source| cites(one, source))
        });
        found.map(|one| one.id.clone())
    }

    /// What the reader must know.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The prior-authorization matrix.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// Every statement in reading order, removed ones included.
    pub fn statements(&self) -> impl Iterator<Item = &StatementState> {
        self.sections.iter().flat_map(|section| &section.statements)
    }

    /// The statement with this id.
    pub fn statement(&self, id: &StatementId) -> Option<&StatementState> {
        self.statements().find(|statement| statement.id == *id)
    }

    pub(crate) fn statement_mut(
        &mut self,
        id: &StatementId,
    ) -> Result<&mut StatementState, ReviewError> {
        self.sections
            .iter_mut()
            .flat_map(|section| &mut section.statements)
            .find(|statement| statement.id == *id)
            .ok_or_else(|| ReviewError::NoStatement(id.clone()))
    }
}

/// The sections of a checked draft; each statement must have its own id and its own verdict.
pub(crate) fn sections(
    draft: &Draft,
    verdicts: &[StatementVerdict],
) -> Result<Vec<SectionState>, ReviewError> {
    let mut verdicts = verdicts.iter();
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for section in &draft.sections {
        let mut statements = Vec::new();
        for statement in &section.statements {
            let verdict = verdicts
                .next()
                .filter(|verdict| verdict.id == statement.id)
                .ok_or(ReviewError::Malformed("a statement without its verdict"))?;
            if !seen.insert(statement.id.clone()) {
                return Err(ReviewError::Malformed("two statements with one id"));
            }
            statements.push(StatementState {
                id: statement.id.clone(),
                origin: Origin::Drafted(statement.text.clone()),
                text: statement.text.clone(),
                citations: statement.citations.clone(),
                removed: false,
                checked: Some(Checked {
                    fingerprint: fingerprint(&statement.text, &statement.citations),
                    verdict: verdict.clone(),
                }),
                attested: None,
            });
        }
        out.push(SectionState {
            title: section.title.clone(),
            statements,
        });
    }
    if verdicts.next().is_some() {
        return Err(ReviewError::Malformed("a verdict without its statement"));
    }
    Ok(out)
}
