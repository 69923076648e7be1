//! What a server function or a page finds in its context: who asks, and who answers.

use crate::backend::{Backend, Caller};
use crate::wire::Failure;
use leptos::prelude::use_context;
use model::{WireError, WireErrorCode};
use std::sync::Arc;

/// Sets the status of the HTTP response; the server provides it.
#[derive(Clone)]
pub struct ResponseStatus(pub Arc<dyn Fn(u16) + Send + Sync>);

/// The request's context. Taken before the first await: afterwards it may be gone.
pub struct Asked {
    /// Answers.
    pub backend: Arc<dyn Backend>,
    /// Asks.
    pub caller: Caller,
    status: Option<ResponseStatus>,
}

impl Asked {
    /// Reads the context; without a caller the session has ended.
    pub fn here() -> Result<Self, Failure> {
        let status = use_context::<ResponseStatus>();
        let backend = use_context::<Arc<dyn Backend>>();
        let (Some(backend), Some(caller)) = (backend, use_context::<Caller>()) else {
            if let Some(set) = &status {
                (set.0)(status_of(WireErrorCode::SessionExpired));
            }
            return Err(expired());
        };
        Ok(Self {
            backend,
            caller,
            status,
        })
    }

    /// The backend's answer, a failure with its HTTP status.
    pub fn answer<T>(&self, result: Result<T, WireError>) -> Result<T, Failure> {
        result.map_err(|error| {
            if let Some(set) = &self.status {
                (set.0)(status_of(error.code));
            }
            error.into()
        })
    }
}

fn expired() -> Failure {
    Failure::from(WireError {
        code: WireErrorCode::SessionExpired,
        message: "Your session has ended. Open Countersign again from the chart.".into(),
        id: String::new(),
    })
}

/// The HTTP status that says the same as the code.
pub const fn status_of(code: WireErrorCode) -> u16 {
    match code {
        WireErrorCode::NotFound => 404,
        WireErrorCode::SessionExpired => 401,
        WireErrorCode::NotAllowed => 403,
        WireErrorCode::Conflict => 409,
        WireErrorCode::BadInput => 422,
        WireErrorCode::Ehr | WireErrorCode::Model => 502,
        WireErrorCode::Internal => 500,
    }
}
