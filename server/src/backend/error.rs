//! What can go wrong in a step, for operators; and the wire form that the browser gets.

use audit::{AuditError, AuditedError, FailureCode};
use gateway::{BudgetError, GatewayError, Refusal};
use model::{WireError, WireErrorCode as Code};
use review::ReviewError;
use uuid::Uuid;

/// A step that failed. Texts are for the operator's log and hold no PHI.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// No such launch, draft or source for this session.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// The launch or the EHR's session ended.
    #[error("the session ended")]
    SessionExpired,
    /// The role or the scopes do not allow it.
    #[error("not allowed: {0}")]
    NotAllowed(&'static str),
    /// The chart is not loaded yet.
    #[error("the chart is not loaded")]
    ChartNotReady,
    /// The draft is not in a state in which this can be done.
    #[error("the draft is not open")]
    DraftNotOpen,
    /// The data files changed while the draft was being written.
    #[error("the data files changed while the draft was being written")]
    BasisChanged,
    /// Only what is signed may leave.
    #[error("the draft is not signed")]
    NotSigned,
    /// The draft changed meanwhile.
    #[error("the draft changed meanwhile")]
    Conflict,
    /// What was sent cannot be taken.
    #[error("bad input: {0}")]
    BadInput(String),
    /// What the recording's state does not allow, in words.
    #[error("recording: {0}")]
    Recording(&'static str),
    /// Speech could not be written down.
    #[error("transcription: {0}")]
    Transcription(#[from] gateway::GatewayError),
    /// A change or signature that the review refuses.
    #[error("review: {0}")]
    Review(#[from] ReviewError),
    /// The EHR.
    #[error("fhir: {0}")]
    Fhir(#[from] fhir::FhirError),
    /// SMART: tokens.
    #[error("smart: {0}")]
    Smart(#[from] smart::SmartError),
    /// Drafting.
    #[error("drafting: {0}")]
    Drafting(#[from] drafting::DraftingError),
    /// The database.
    #[error("store: {0}")]
    Store(#[from] store::StoreError),
    /// The audit log: what could not be recorded was not done.
    #[error("audit: {0}")]
    Audit(#[from] AuditError),
    /// A stored object that is not what its owner wrote.
    #[error("stored {0} cannot be read")]
    Stored(&'static str),
    /// A chart that cannot be put together.
    #[error("chart: {0}")]
    Chart(#[from] chart::ChartError),
    /// A task that died.
    #[error("a task died")]
    Task,
}

impl FailureCode for StepError {
    fn failure_code(&self) -> &str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::SessionExpired => "session_expired",
            Self::NotAllowed(_) => "not_allowed",
            Self::ChartNotReady => "chart_not_ready",
            Self::DraftNotOpen => "draft_not_open",
            Self::BasisChanged => "basis_changed",
            Self::NotSigned => "not_signed",
            Self::Conflict
            | Self::Review(ReviewError::Conflict { .. } | ReviewError::OtherContent) => "conflict",
            Self::BadInput(_) => "bad_input",
            Self::Recording(_) => "recording",
            Self::Transcription(_) => "transcription",
            Self::Review(_) => "review",
            Self::Fhir(_) => "fhir",
            Self::Smart(_) => "smart",
            Self::Drafting(_) => "drafting",
            Self::Store(_) => "store",
            Self::Audit(_) => "audit",
            Self::Stored(_) => "stored",
            Self::Chart(_) => "chart",
            Self::Task => "task",
        }
    }
}

impl<T> From<AuditedError<T, StepError>> for StepError {
    fn from(error: AuditedError<T, StepError>) -> Self {
        match error {
            AuditedError::Refused(audit) => Self::Audit(audit),
            AuditedError::Failed(step) => step,
            AuditedError::EndNotRecorded { error, .. } => Self::Audit(error),
        }
    }
}

impl StepError {
    /// The wire form. The operator's form goes to the log under the same id.
    pub fn wire(self) -> WireError {
        let id = Uuid::new_v4().simple().to_string();
        let (code, message) = self.words();
        match code {
            Code::Internal | Code::Ehr | Code::Model => {
                tracing::error!(error_id = %id, error = %self, "step failed");
            }
            _ => tracing::info!(error_id = %id, error = %self, "step refused"),
        }
        WireError { code, message, id }
    }

    fn words(&self) -> (Code, String) {
        let say = |code, text: &str| (code, text.to_owned());
        match self {
            Self::NotFound(_) => say(
                Code::NotFound,
                "There is no such page in this session. Open Countersign again from the chart.",
            ),
            Self::SessionExpired => say(
                Code::SessionExpired,
                "Your session has ended. Open Countersign again from the chart; drafts are kept.",
            ),
            Self::NotAllowed(what) => (Code::NotAllowed, format!("You may not do this: {what}.")),
            Self::ChartNotReady => say(
                Code::Conflict,
                "The chart is still being loaded. Wait until it is, then try again.",
            ),
            Self::DraftNotOpen => say(
                Code::Conflict,
                "This draft can no longer be changed. Reload to see how it stands.",
            ),
            Self::BasisChanged => say(
                Code::Conflict,
                "The templates were changed while this draft was being written. Begin it anew; what is there can still be read.",
            ),
            Self::NotSigned => say(
                Code::Conflict,
                "Only a signed letter is printed. Go back, sign it, then print it.",
            ),
            Self::Conflict => say(
                Code::Conflict,
                "The draft changed meanwhile. Your words are kept here; look at the draft as it stands and try again.",
            ),
            Self::BadInput(what) => (Code::BadInput, what.clone()),
            Self::Recording(what) => say(Code::Conflict, what),
            Self::Transcription(error) => say(Code::Model, transcription_words(error)),
            Self::Review(error) => review_words(error),
            Self::Fhir(fhir::FhirError::Token(_) | fhir::FhirError::Unauthorized)
            | Self::Smart(_) => say(
                Code::SessionExpired,
                "The EHR no longer accepts this session. Open Countersign again from the chart; drafts are kept.",
            ),
            Self::Fhir(_) => say(
                Code::Ehr,
                "The EHR did not answer as expected. Try again in a moment.",
            ),
            Self::Drafting(drafting::DraftingError::Choice { what }) => {
                (Code::BadInput, format!("Something is missing: {what}."))
            }
            Self::Drafting(_) => say(
                Code::Internal,
                "This document can't be drafted. Tell your IT department.",
            ),
            Self::Audit(_) => say(
                Code::Internal,
                "The audit log could not be written, so nothing was done. Try again.",
            ),
            Self::Store(_) | Self::Stored(_) | Self::Chart(_) | Self::Task => say(
                Code::Internal,
                "Something failed on our side. Nothing was lost; try again.",
            ),
        }
    }
}

/// What a clinician can do about a recording that was not written down.
const fn transcription_words(error: &GatewayError) -> &'static str {
    match error {
        GatewayError::Refused(Refusal::Budget(BudgetError::Request(..))) => {
            "The recording is longer than may be written down at once. It is kept; record a visit in parts, or type what matters."
        }
        GatewayError::Refused(Refusal::Budget(BudgetError::Spent(..))) => {
            "The day's budget for writing down speech is used up. The recording is kept; try again tomorrow, or ask your IT department for more."
        }
        GatewayError::Refused(Refusal::Recording(_)) => {
            "The recording is empty, too large or of a form that can't be written down. It is kept; record again, in parts where it was long."
        }
        GatewayError::Refused(
            Refusal::NoRoute(_)
            | Refusal::NoAgreement { .. }
            | Refusal::AgreementExpired { .. }
            | Refusal::AgreementNotYet { .. }
            | Refusal::ClassNotCovered { .. },
        ) => {
            "No agreement allows speech to be written down at the moment, so nothing was sent. The recording is kept; tell your IT department."
        }
        GatewayError::Quota(_) | GatewayError::Credentials(_) | GatewayError::OtherModel(_) => {
            "The service that writes down speech does not take us at the moment. The recording is kept; tell your IT department."
        }
        _ => "The recording could not be written down. It is kept; try again in a moment.",
    }
}

fn review_words(error: &ReviewError) -> (Code, String) {
    let (code, text) = match error {
        ReviewError::Conflict { .. } | ReviewError::OtherContent | ReviewError::OtherText(_) => {
            (Code::Conflict, "The draft changed meanwhile. Your words are kept here; look at the draft as it stands and try again.".to_owned())
        }
        ReviewError::Blocked(list) => (Code::BadInput, format!("{} things still need you before this can be signed.", list.len())),
        ReviewError::TooLong { length, max } => (Code::BadInput, format!("A statement may have {max} bytes; this one has {length}. Your words are kept; shorten them.")),
        ReviewError::Empty => (Code::BadInput, "A statement can't be empty. Remove it instead.".to_owned()),
        ReviewError::NotAsked => (Code::BadInput, "This is not asked any more, or not answered by that. Look at the signing page again.".to_owned()),
        ReviewError::Gap(_) => (Code::BadInput, format!("Fill in every {} first; then you can attest it.", review::GAP)),
        ReviewError::NotAllowed => (Code::NotAllowed, "Your role may not sign.".to_owned()),
        other => (Code::BadInput, format!("This can't be done: {other}.")),
    };
    (code, text)
}
