//! Why a launch did not come about.

use audit::AuditError;
use smart::{SmartError, SmartErrorKind};

/// A launch that failed; nothing of the patient's was read.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// SMART: the request, the EHR, the tokens or the identity.
    #[error(transparent)]
    Smart(#[from] SmartError),
    /// The browser sent no session cookie.
    #[error("the browser sent no session cookie")]
    NoCookie,
    /// The user is a patient or a relative.
    #[error("the user is not a clinician")]
    NotClinician,
    /// The session could not be read or written.
    #[error("session: {0}")]
    Session(tower_sessions::session::Error),
    /// The launch could not be recorded, so it did not happen.
    #[error("audit: {0}")]
    Audit(#[from] AuditError),
    /// The launch could not be stored.
    #[error("store: {0}")]
    Store(#[from] store::StoreError),
    /// Keys.
    #[error("keys: {0}")]
    Keys(#[from] keys::KeyError),
}

impl LaunchError {
    /// A stable code for the audit log and the page.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Smart(error) => error.kind().as_str(),
            Self::NoCookie => "no_cookie",
            Self::NotClinician => "not_clinician",
            Self::Session(_) | Self::Audit(_) | Self::Store(_) | Self::Keys(_) => "internal",
        }
    }

    /// The kind, where SMART failed.
    pub fn smart(&self) -> Option<SmartErrorKind> {
        match self {
            Self::Smart(error) => Some(error.kind()),
            _ => None,
        }
    }
}
