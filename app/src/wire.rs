//! Failures as the browser sees them.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use model::{WireError, WireErrorCode};
use serde::{Deserialize, Serialize};

/// A [`WireError`], or that the server could not be reached. Its JSON is that of the [`WireError`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of failure; decides what the screen offers.
    pub code: WireErrorCode,
    /// What happened and what to do.
    pub message: String,
    /// Finds the failure in the server's log.
    pub id: String,
    /// The request did not reach the server, or no answer came.
    #[serde(skip)]
    pub unreachable: bool,
}

impl From<WireError> for Failure {
    fn from(error: WireError) -> Self {
        let WireError { code, message, id } = error;
        Self {
            code,
            message,
            id,
            unreachable: false,
        }
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    /// The cause is dropped: it may quote what was sent.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let unreachable = matches!(error, ServerFnErrorErr::Request(_));
        let message = if unreachable {
            "Countersign cannot be reached. Nothing is lost; check the connection."
        } else {
            "The server's answer could not be read. Reload the page."
        };
        Self {
            code: WireErrorCode::Internal,
            message: message.into(),
            id: String::new(),
            unreachable,
        }
    }
}
