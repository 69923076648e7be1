//! Chat Completions: OpenAI, Azure OpenAI, deployments on Vertex AI, vLLM, llama.cpp's server and whatever else speaks it.

mod body;
mod read;

use super::{Ask, Fault, Said, Told, Wire};
use crate::frame::Piece;
use serde_json::Value;

/// The wire.
pub(super) struct Chat;

impl Wire for Chat {
    fn body(&self, ask: &Ask<'_>) -> Value {
        body::body(ask)
    }

    fn piece(&self, piece: &Piece, said: &mut Said) -> Result<bool, Fault> {
        read::piece(&piece.data, said)
    }

    fn whole(&self, json: &str, said: &mut Said) -> Result<(), Fault> {
        read::whole(json, said)
    }

    fn error(&self, status: u16, body: &Value) -> Option<Told> {
        error(status, body)
    }
}

/// `error.code` and `error.type`, the same for Chat Completions and Responses.
pub(super) fn error(status: u16, body: &Value) -> Option<Told> {
    let error = body.get("error")?;
    let code = error
        .get("code")
        .and_then(Value::as_str)
        .or_else(|| error.get("type").and_then(Value::as_str))?;
    match code {
        "insufficient_quota" | "billing_hard_limit_reached" => Some(Told::finally(Fault::Quota)),
        "context_length_exceeded" | "string_above_max_length" | "exceed_context_size_error" => {
            Some(Told::finally(Fault::TooLong))
        }
        "content_filter" | "content_policy_violation" => Some(Told::finally(Fault::Declined)),
        // llama.cpp's server while it loads its model.
        "unavailable_error" if status == 503 => Some(Told::again(Fault::Busy)),
        _ => None,
    }
}
