//! Errors as they cross the wire: a code, plain words, an opaque id. Never PHI, never a cause.

use serde::{Deserialize, Serialize};

/// What the browser is told of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct WireError {
    /// What kind of failure; decides what the screen offers.
    pub code: WireErrorCode,
    /// One sentence that says what happened, one that says what to do.
    pub message: String,
    /// Finds the failure in the server's log.
    pub id: String,
}

/// What kind of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireErrorCode {
    /// No such launch, draft or statement for this session.
    NotFound,
    /// The session or the EHR's token ended: launch again.
    SessionExpired,
    /// The user or the granted scopes do not allow it.
    NotAllowed,
    /// Somebody or something changed it meanwhile; nothing was lost.
    Conflict,
    /// The input is not acceptable; the message says why.
    BadInput,
    /// The EHR did not answer or refused.
    Ehr,
    /// The model endpoint failed.
    Model,
    /// Anything else.
    Internal,
}
