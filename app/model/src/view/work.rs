//! The work page of one launch.

use super::chart::ChartState;
use super::draft::DraftView;
use crate::draft::DraftKind;
use crate::id::{DraftId, LaunchId};
use crate::material::MaterialKind;
use serde::{Deserialize, Serialize};

/// Everything that the work page shows when it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkView {
    /// The launch whose page this is.
    pub launch: LaunchId,
    /// Changes whenever anything below does; watching sends it back.
    pub version: u64,
    /// The patient banner; only where the EHR asks for one.
    pub banner: Option<BannerView>,
    /// The signed-in user as the note will name them.
    pub user: String,
    /// What the EHR is called, for example `Sandbox EHR`.
    pub ehr: String,
    /// How far the chart is loaded.
    pub chart: ChartState,
    /// What can be drafted here.
    pub kinds: Vec<KindView>,
    /// The drafts of this launch, newest first.
    pub drafts: Vec<DraftSummary>,
    /// The draft that is open.
    pub open: Option<DraftView>,
    /// The EHR's style sheet values (SMART style), as (token, value), already checked; empty where it has none.
    pub style: Vec<(String, String)>,
    /// What the launch cannot do because of the scopes that were granted, in words.
    pub limits: Vec<String>,
    /// The model that drafts; none: the built-in composer.
    pub model: Option<String>,
}

/// Who the patient is, for the banner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BannerView {
    /// The name as the chart gives it.
    pub name: String,
    /// For example `67 F`.
    pub age_sex: String,
    /// The last four characters of the medical record number, for example `…4471`.
    pub mrn: Option<String>,
    /// Birth date as shown, for example `12 Mar 1952`.
    pub birth_date: Option<String>,
    /// The encounter as shown, for example `Visit 12 Mar 2026`.
    pub encounter: Option<String>,
}

/// One kind of document that can be drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindView {
    /// The kind.
    pub kind: DraftKind,
    /// Its title.
    pub title: String,
    /// The choices that it needs, as (value, label): for a prior authorization, the policies. Empty where none.
    pub choices: Vec<(String, String)>,
    /// What the clinician can give it beside the chart, and whether it can't be drafted without. Empty where the chart is all.
    pub takes: Vec<(MaterialKind, bool)>,
    /// What can be chosen of it on a page of its own, as the words of the link to it.
    pub more: Option<String>,
}

impl KindView {
    /// Whether it can be begun without asking for anything.
    pub fn at_once(&self) -> bool {
        self.choices.is_empty() && !self.takes.iter().any(|&(_, needed)| needed)
    }
}

/// A sheet about the whole chart, drawn by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// Contradictions, gaps, trends, encounters.
    Overview,
    /// The patient's messages.
    Inbox,
}

/// A draft in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSummary {
    /// Its id.
    pub id: DraftId,
    /// Its kind.
    pub kind: DraftKind,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: DraftStatus,
    /// When it was begun, as shown, for example `14:02`.
    pub begun: String,
    /// How many statements need a person.
    pub needs_you: usize,
}

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftStatus {
    /// Sections are being written and checked.
    Drafting,
    /// All sections are there; it waits for review.
    InReview,
    /// The clinician stopped the drafting; what is there can be reviewed.
    Stopped,
    /// The drafting failed; what is there can be reviewed.
    Failed,
    /// Signed; filing is under way or will be tried again.
    Signed,
    /// The EHR has it.
    Filed,
    /// Signed, and a person must look: whether the EHR has it could not be found out.
    NeedsPerson,
}

/// What signing will file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignPreview {
    /// The revision that this is the preview of; signing sends it back.
    pub revision: u64,
    /// The hash of exactly this text; signing sends it back.
    pub content_hash: String,
    /// The text as the EHR will get it.
    pub text: String,
    /// Who signs, with role.
    pub signer: String,
    /// What the clinician changed, in words.
    pub changes: Vec<String>,
    /// What still blocks signing, in words; empty where nothing does.
    pub blockers: Vec<String>,
    /// As drawn by the server: what is asked of the signer first, a section with forms, each with the id that
    /// [`Change::Answer`](super::Change::Answer) names; then the way to the translation. Where nothing is asked it does not begin with a section.
    pub asks: String,
}

/// Something that is asked of who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskView {
    /// By what name it is answered.
    pub ask: String,
    /// What it is about.
    pub words: String,
    /// The one answer that there is and its words; none: a reason is asked for.
    pub answer: Option<(String, String)>,
}

/// What became of a signed note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledView {
    /// When it was signed, as shown.
    pub signed: String,
    /// By whom.
    pub signer: String,
    /// The EHR's reference, for example `DocumentReference/123`, once filed.
    pub reference: Option<String>,
    /// In words: filed, waiting, or what a person must do.
    pub state: String,
    /// The text as it was signed.
    pub text: String,
}
