//! OpenAI Responses, at OpenAI and at Azure. Nothing is stored: `store` is false, and no conversation is carried on.

mod read;

use super::{Ask, Fault, Said, Told, Wire, chat, merged};
use crate::frame::Piece;
use serde_json::{Value, json};

/// The wire.
pub(super) struct Responses;

impl Wire for Responses {
    fn body(&self, ask: &Ask<'_>) -> Value {
        let (name, schema) = ask.schema;
        let mut ours = json!({
            "model": ask.endpoint.model,
            "instructions": ask.rendered.system,
            "input": [{"role": "user", "content": [{"type": "input_text", "text": ask.rendered.user}]}],
            "text": {"format": {"type": "json_schema", "name": name, "strict": true, "schema": schema}},
            "max_output_tokens": ask.endpoint.max_output_tokens,
            "stream": ask.stream,
            "store": false,
        });
        if ask.endpoint.wire.is_openai() {
            ours["prompt_cache_retention"] = json!(ask.endpoint.cache_retention);
        }
        merged(&ask.endpoint.extra, ours)
    }

    fn piece(&self, piece: &Piece, said: &mut Said) -> Result<bool, Fault> {
        read::piece(&piece.data, said)
    }

    fn whole(&self, json: &str, said: &mut Said) -> Result<(), Fault> {
        read::whole(json, said)
    }

    fn error(&self, status: u16, body: &Value) -> Option<Told> {
        chat::error(status, body)
    }
}
