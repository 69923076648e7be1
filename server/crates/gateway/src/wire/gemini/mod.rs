//! Gemini on Vertex AI: generateContent and streamGenerateContent.

mod read;
mod schema;

use super::{Ask, Fault, Said, Told, Wire, merged};
use crate::frame::Piece;
use serde_json::{Value, json};
use std::time::Duration;

/// The wire.
pub(super) struct Gemini;

impl Wire for Gemini {
    fn body(&self, ask: &Ask<'_>) -> Value {
        let ours = json!({
            "maxOutputTokens": ask.endpoint.max_output_tokens,
            "candidateCount": 1,
            "responseMimeType": "application/json",
            "responseSchema": schema::openapi(&ask.schema.1),
        });
        let mut config = merged(&ask.endpoint.extra, ours);
        if config.get("temperature").is_none() {
            config["temperature"] = json!(0);
        }
        json!({
            "systemInstruction": {"parts": [{"text": ask.rendered.system}]},
            "contents": [{"role": "user", "parts": [{"text": ask.rendered.user}]}],
            "generationConfig": config,
        })
    }

    fn piece(&self, piece: &Piece, said: &mut Said) -> Result<bool, Fault> {
        read::take(&piece.data, said)?;
        Ok(false)
    }

    fn whole(&self, json: &str, said: &mut Said) -> Result<(), Fault> {
        read::take(json, said)
    }

    fn error(&self, status: u16, body: &Value) -> Option<Told> {
        // Streams answer an error as a list of one.
        let error = body.get("error").or_else(|| body.get(0)?.get("error"))?;
        let words = error.get("message").and_then(Value::as_str).unwrap_or("");
        match error.get("status").and_then(Value::as_str)? {
            "RESOURCE_EXHAUSTED" | "UNAVAILABLE" => Some(Told {
                wait: delay(error),
                ..Told::again(Fault::Busy)
            }),
            "INTERNAL" | "DEADLINE_EXCEEDED" => Some(Told::again(Fault::Server(status))),
            "UNAUTHENTICATED" | "PERMISSION_DENIED" => Some(Told::finally(Fault::Credentials)),
            "INVALID_ARGUMENT" if words.contains("token count") => {
                Some(Told::finally(Fault::TooLong))
            }
            _ => None,
        }
    }
}

/// `retryDelay` of a `google.rpc.RetryInfo`, such as `12s` or `0.5s`.
fn delay(error: &Value) -> Option<Duration> {
    let details = error.get("details")?.as_array()?;
    let text = details
        .iter()
        .find_map(|detail| detail.get("retryDelay")?.as_str())?;
    let seconds: f64 = text.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}
