//! Amazon Bedrock: Converse, and ConverseStream in AWS event stream messages.

mod read;

use super::{Ask, Fault, Said, Told, Wire};
use crate::frame::{Framing, Piece};
use serde_json::{Value, json};

/// The wire.
pub(super) struct Converse;

impl Wire for Converse {
    fn body(&self, ask: &Ask<'_>) -> Value {
        let (name, schema) = ask.schema;
        let mut body = json!({
            "system": [{"text": ask.rendered.system}],
            "messages": [{"role": "user", "content": [{"text": ask.rendered.user}]}],
            "inferenceConfig": {"maxTokens": ask.endpoint.max_output_tokens},
        });
        if ask.endpoint.by_tool {
            body["toolConfig"] = json!({
                "tools": [{"toolSpec": {"name": name, "description": "Takes the answer.", "inputSchema": {"json": schema}}}],
                "toolChoice": {"tool": {"name": name}},
            });
        } else {
            // The schema travels as text inside the JSON.
            body["outputConfig"] = json!({"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"name": name, "schema": schema.to_string()}}}});
        }
        if !ask.endpoint.extra.is_empty() {
            body["additionalModelRequestFields"] = json!(ask.endpoint.extra);
        }
        body
    }

    fn framing(&self, stream: bool) -> Framing {
        if stream { Framing::Aws } else { Framing::Whole }
    }

    fn piece(&self, piece: &Piece, said: &mut Said) -> Result<bool, Fault> {
        read::piece(piece, said)
    }

    fn whole(&self, json: &str, said: &mut Said) -> Result<(), Fault> {
        read::whole(json, said)
    }

    fn error(&self, status: u16, body: &Value) -> Option<Told> {
        let words = body
            .get("message")
            .or_else(|| body.get("Message"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        match status {
            400 if words.contains("too long") || words.contains("too many tokens") => {
                Some(Told::finally(Fault::TooLong))
            }
            400 if words.contains("expired") => Some(Told::finally(Fault::Credentials)),
            408 | 424 => Some(Told::again(Fault::Server(status))),
            // The model is still being made ready.
            429 => Some(Told::again(Fault::Busy)),
            _ => None,
        }
    }
}
