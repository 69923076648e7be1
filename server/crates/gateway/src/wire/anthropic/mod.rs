//! Anthropic Messages, at Anthropic and on Vertex AI. Citations cannot stand beside an output format, so they live in our schema.

mod read;

use super::{Ask, Fault, Said, Told, Wire, merged};
use crate::frame::Piece;
use serde_json::{Value, json};

/// The wire; on Vertex AI the model stands in the path and the version in the body.
pub(super) struct Messages {
    pub(super) on_vertex: bool,
}

impl Wire for Messages {
    fn body(&self, ask: &Ask<'_>) -> Value {
        let (name, schema) = ask.schema;
        let mut ours = json!({
            "max_tokens": ask.endpoint.max_output_tokens,
            "system": ask.rendered.system,
            "messages": [{"role": "user", "content": ask.rendered.user}],
            "stream": ask.stream,
        });
        if self.on_vertex {
            ours["anthropic_version"] = json!("vertex-2023-10-16");
        } else {
            ours["model"] = json!(ask.endpoint.model);
        }
        if ask.endpoint.by_tool {
            ours["tools"] = json!([{"name": name, "description": "Takes the answer.", "input_schema": schema, "strict": true}]);
            ours["tool_choice"] =
                json!({"type": "tool", "name": name, "disable_parallel_tool_use": true});
        } else {
            ours["output_config"] = json!({"format": {"type": "json_schema", "schema": schema}});
        }
        merged(&ask.endpoint.extra, ours)
    }

    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        if self.on_vertex {
            &[]
        } else {
            &[("anthropic-version", "2023-06-01")]
        }
    }

    fn piece(&self, piece: &Piece, said: &mut Said) -> Result<bool, Fault> {
        read::piece(&piece.data, said)
    }

    fn whole(&self, json: &str, said: &mut Said) -> Result<(), Fault> {
        read::whole(json, said)
    }

    fn error(&self, status: u16, body: &Value) -> Option<Told> {
        let error = body.get("error")?;
        let words = error.get("message").and_then(Value::as_str).unwrap_or("");
        match error.get("type").and_then(Value::as_str)? {
            "overloaded_error" => Some(Told::again(Fault::Busy)),
            "timeout_error" | "api_error" => Some(Told::again(Fault::Server(status))),
            "billing_error" => Some(Told::finally(Fault::Quota)),
            "request_too_large" => Some(Told::finally(Fault::TooLong)),
            "invalid_request_error" if words.contains("prompt is too long") => {
                Some(Told::finally(Fault::TooLong))
            }
            _ => None,
        }
    }
}
