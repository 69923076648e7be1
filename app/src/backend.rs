//! What the screens need from the server, as one object-safe trait.

use async_trait::async_trait;
use model::view::{
    Change, Decide, DraftView, EvidenceView, MessageView, OverviewView, ProposalsView, SignPreview,
    StatementView, WorkView,
};
use model::{DraftId, DraftKind, LaunchId, Material, SourceId, StatementId, WireError};

/// Who asks: an opaque handle that the server made from the session cookie. It proves nothing about a launch; every method checks that the
/// launch belongs to this session.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Caller(String);

impl Caller {
    /// Wraps the session's key.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The session's key.
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Caller(…)")
    }
}

/// The server as the screens see it. Each method checks the caller, writes the audit entry, then acts. A launch or draft of somebody else
/// is [`model::WireErrorCode::NotFound`].
#[async_trait]
pub trait Backend: Send + Sync {
    /// Everything that the work page shows.
    async fn work(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        open: Option<&DraftId>,
    ) -> Result<WorkView, WireError>;

    /// Waits until the page differs from `seen`, at most some seconds; none where nothing changed.
    async fn watch(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        open: Option<&DraftId>,
        seen: u64,
    ) -> Result<Option<WorkView>, WireError>;

    /// Begins a draft from the chart and what is given beside it, a text for the patient at a reading level (`plain`, `standard`, `any`); its sections appear by [`Backend::watch`].
    async fn start(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        kind: DraftKind,
        choice: Option<String>,
        given: Vec<Material>,
        reading: Option<String>,
    ) -> Result<DraftId, WireError>;

    /// Stops the drafting; what is there stays.
    async fn stop(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
    ) -> Result<DraftView, WireError>;

    /// Applies one change to the draft at `revision`; a conflict where somebody changed it meanwhile.
    async fn change(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        revision: u64,
        change: Change,
    ) -> Result<DraftView, WireError>;

    /// Checks words while they are typed, without changing the draft.
    async fn check(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        statement: &StatementId,
        text: &str,
    ) -> Result<StatementView, WireError>;

    /// Writes one section anew, with an instruction where a model drafts.
    async fn regenerate(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        revision: u64,
        section: usize,
        instruction: Option<String>,
    ) -> Result<DraftView, WireError>;

    /// A source with the places marked that the statement rests on; without a draft, a source of the chart.
    async fn evidence(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: Option<&DraftId>,
        statement: Option<&StatementId>,
        source: &SourceId,
    ) -> Result<EvidenceView, WireError>;

    /// The chart as a whole.
    async fn overview(&self, caller: &Caller, launch: &LaunchId)
    -> Result<OverviewView, WireError>;

    /// The patient's messages, those that need somebody soonest first.
    async fn inbox(
        &self,
        caller: &Caller,
        launch: &LaunchId,
    ) -> Result<Vec<MessageView>, WireError>;

    /// The data that a note proposes for the chart.
    async fn proposals(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
    ) -> Result<ProposalsView, WireError>;

    /// Decides about an item of it; a conflict where the note no longer says it so.
    async fn decide(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        item: &str,
        decide: Decide,
    ) -> Result<ProposalsView, WireError>;

    /// Sources that match some words, as (source, label).
    async fn search(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        words: &str,
    ) -> Result<Vec<(SourceId, String)>, WireError>;

    /// What signing would file.
    async fn preview(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
    ) -> Result<SignPreview, WireError>;

    /// Signs exactly the previewed text and files it.
    async fn sign(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        revision: u64,
        content_hash: &str,
    ) -> Result<DraftView, WireError>;

    /// Ends the launch: tokens are revoked and dropped.
    async fn sign_out(&self, caller: &Caller, launch: &LaunchId) -> Result<(), WireError>;
}
