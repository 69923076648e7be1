//! A draft under review.

use super::work::{DraftStatus, FiledView};
use crate::draft::DraftKind;
use crate::grounded::{CriterionResult, Notice};
use crate::id::{DraftId, SourceId, StatementId};
use crate::verdict::{Evidence, ReasonCode, Span, Verdict};
use serde::{Deserialize, Serialize};

/// A draft beside its verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// Its id.
    pub id: DraftId,
    /// Its kind.
    pub kind: DraftKind,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: DraftStatus,
    /// Who wrote it: `built-in composer`, or the model's name.
    pub author: String,
    /// When it was begun, as shown.
    pub begun: String,
    /// Grows by one with every change; commands send the one they saw.
    pub revision: u64,
    /// The sections that are there.
    pub sections: Vec<SectionView>,
    /// While drafting: the section being written, and of how many, for example `Assessment, 3 of 6`.
    pub progress: Option<String>,
    /// What the document should say and does not.
    pub omissions: Vec<OmissionView>,
    /// What the reader must know.
    pub notices: Vec<Notice>,
    /// The prior-authorization matrix; empty for other kinds.
    pub criteria: Vec<CriterionView>,
    /// Statements and omissions that block signing.
    pub needs_you: usize,
    /// Once signed.
    pub filed: Option<FiledView>,
    /// What went wrong while drafting, in words.
    pub failure: Option<String>,
}

/// A section with its statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionView {
    /// The heading.
    pub title: String,
    /// The statements.
    pub statements: Vec<StatementView>,
}

/// A statement as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    /// Its id.
    pub id: StatementId,
    /// The words as they stand now.
    pub text: String,
    /// The words as drafted, where they were edited.
    pub original: Option<String>,
    /// The citations, numbered through the whole draft.
    pub citations: Vec<CitationView>,
    /// The verifier's verdict on the words as they stand now.
    pub verdict: Verdict,
    /// What the clinician did with it.
    pub state: StatementState,
    /// Whether it may be released as it stands.
    pub releasable: bool,
    /// Why not.
    pub reasons: Vec<ReasonView>,
    /// Ties the words to the sources.
    pub evidence: Vec<Evidence>,
}

/// What the clinician did with a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StatementState {
    /// As drafted.
    Drafted,
    /// Edited, and checked again.
    Edited,
    /// Inserted by the clinician or from an omission.
    Added,
    /// Removed; can be restored.
    Removed,
    /// Attested in exactly these words.
    Attested {
        /// By whom.
        by: String,
        /// When, as shown.
        at: String,
    },
}

/// A numbered citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationView {
    /// The number shown.
    pub number: usize,
    /// The source.
    pub source: SourceId,
    /// The exact words, for prose.
    pub quote: Option<String>,
    /// What it is in a few words, for example `Hemoglobin A1c, 20 Nov 2019`.
    pub label: String,
}

/// Why a statement is not released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonView {
    /// The error's name.
    pub code: ReasonCode,
    /// The words concerned.
    pub span: Option<Span>,
    /// One line that says what is wrong, for example `Source says 5 mg.`
    pub line: String,
    /// The fix that one key applies.
    pub fix: Option<Fix>,
    /// Both sides of a conflict, as citations to open.
    pub sources: Vec<SourceId>,
}

/// A fix that the screen offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// On the button, for example `Use 5 mg`.
    pub label: String,
    /// The statement's words after it.
    pub text: String,
}

/// Something that the document should say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OmissionView {
    /// Its place in the list; the insert command names it.
    pub index: usize,
    /// In words, as a statement.
    pub what: String,
    /// Where the chart says so.
    pub sources: Vec<SourceId>,
    /// Whether it was inserted or dismissed.
    pub settled: bool,
}

/// A row of the prior-authorization matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionView {
    /// The criterion's id.
    pub criterion: String,
    /// The criterion in words.
    pub text: String,
    /// How it came out.
    pub result: CriterionResult,
    /// Where the chart says so.
    pub evidence: Vec<CitationView>,
    /// What would close the gap.
    pub gap: Option<String>,
}

/// What a clinician does to a draft under review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Other words for a statement; they are checked again.
    Edit {
        /// The statement.
        statement: StatementId,
        /// The new words.
        text: String,
    },
    /// Takes a statement out; it can be restored.
    Remove {
        /// The statement.
        statement: StatementId,
    },
    /// Takes a statement back in.
    Restore {
        /// The statement.
        statement: StatementId,
    },
    /// The clinician vouches for exactly these words.
    Attest {
        /// The statement.
        statement: StatementId,
        /// The words as the clinician saw them.
        text: String,
    },
    /// A statement of the clinician's own, at the end of a section.
    Add {
        /// The section's place, from 0.
        section: usize,
        /// The words.
        text: String,
        /// What it rests on.
        citations: Vec<crate::draft::Citation>,
    },
    /// Puts an omission in as a statement with its sources.
    InsertOmission {
        /// Its place in the list.
        index: usize,
    },
    /// Leaves an omission out on purpose.
    DismissOmission {
        /// Its place in the list.
        index: usize,
    },
    /// Answers something that is asked before a text for a patient is signed.
    Answer {
        /// What is asked, by the name that the signing sheet gives it.
        ask: String,
        /// `yes`, or the reason.
        answer: String,
    },
}
