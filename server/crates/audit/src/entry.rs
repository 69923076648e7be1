//! What an entry says.

use std::fmt;

use keys::Scope;
use model::{LaunchId, Role, TenantId, UserId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each name is the whole description")]
pub enum Action {
    LaunchStarted,
    LaunchRefused,
    SessionStarted,
    TokenRefreshed,
    SignOut,
    AccessDenied,
    ChartRead,
    SourceOpened,
    Inference,
    ConsentNoted,
    RecordingStarted,
    RecordingTranscribed,
    RecordingPlayed,
    RecordingDeleted,
    DraftMade,
    DraftRendered,
    EditMade,
    Attested,
    Removed,
    Restored,
    Inserted,
    ProposalAccepted,
    ProposalRejected,
    ProposalUndone,
    Signed,
    Filed,
    FilingFailed,
    ReceiptResolved,
    AuditRead,
    Exported,
    KeysRotated,
    KeysShredded,
    ConfigurationChanged,
    PersonalTextSaved,
    PersonalTextDeleted,
}

impl Action {
    /// The stored name, for example `chart_read`.
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        }
    }
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A signed-in user.
    User {
        /// The user as the EHR names them.
        user: UserId,
        /// In which role.
        role: Role,
    },
    /// Somebody who is not signed in, such as a refused launch.
    Unknown,
    /// Countersign itself, for example its filing worker.
    System,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// About to be done.
    Begin,
    /// Done.
    Success,
    /// Not done, or done in part; a code of `a-z0-9_`, never free text.
    Failure(String),
}

/// Whose chart it was.
#[derive(Clone, PartialEq, Eq)]
pub struct Patient {
    /// Key scope of the patient.
    pub scope: Scope,
    /// The patient, `Patient/id`; sealed.
    pub reference: String,
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patient({})", self.scope)
    }
}

/// What a caller wants recorded. The auditor adds index and time.
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// For which organization.
    pub tenant: Option<TenantId>,
    /// In which launch.
    pub launch: Option<LaunchId>,
    /// Whose chart; none where no patient is concerned.
    pub patient: Option<Patient>,
    /// What it was done to (`Observation/1`, a draft id, a statement id); sealed.
    pub objects: Vec<String>,
    /// SHA-256 of the content concerned, in hex; sealed.
    pub content_hash: Option<String>,
}

impl Event {
    /// An event with nothing but who and what.
    pub fn new(actor: Actor, action: Action) -> Self {
        Self {
            actor,
            action,
            tenant: None,
            launch: None,
            patient: None,
            objects: Vec::new(),
            content_hash: None,
        }
    }

    /// In this launch of this organization.
    #[must_use]
    pub fn in_launch(mut self, tenant: TenantId, launch: LaunchId) -> Self {
        self.tenant = Some(tenant);
        self.launch = Some(launch);
        self
    }

    /// In this patient's chart.
    #[must_use]
    pub fn of_patient(mut self, patient: Patient) -> Self {
        self.patient = Some(patient);
        self
    }

    /// To these objects.
    #[must_use]
    pub fn on(mut self, objects: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.objects = objects.into_iter().map(Into::into).collect();
        self
    }

    /// With content of this SHA-256 (hex).
    #[must_use]
    pub fn with_hash(mut self, hash: impl Into<String>) -> Self {
        self.content_hash = Some(hash.into());
        self
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Event({:?}, {} objects)",
            self.action,
            self.objects.len()
        )
    }
}

/// An entry as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position in the log.
    pub index: u64,
    /// When it was written.
    pub time: OffsetDateTime,
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// How it went.
    pub outcome: Outcome,
    /// Index of the `begin` entry that this one ends.
    pub ends: Option<u64>,
    /// For which organization.
    pub tenant: Option<TenantId>,
    /// In which launch.
    pub launch: Option<LaunchId>,
    /// Key scope of the detail: the patient's, or the log's own.
    pub scope: Scope,
    /// The sealed part; none where the patient's key was destroyed.
    pub detail: Option<Detail>,
}

/// The part of an entry that only the patient's key opens.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The patient, `Patient/id`.
    pub patient: Option<String>,
    /// What it was done to.
    pub objects: Vec<String>,
    /// SHA-256 of the content concerned, in hex.
    pub content_hash: Option<String>,
}

impl fmt::Debug for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Detail({} objects)", self.objects.len())
    }
}

/// The part of an entry that the log's own key opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EntryHead {
    pub(crate) actor: Actor,
    pub(crate) action: Action,
    pub(crate) outcome: Outcome,
    pub(crate) ends: Option<u64>,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) launch: Option<LaunchId>,
}
