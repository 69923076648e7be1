//! Ollama's own chat interface: `format` takes the schema, and `num_ctx` keeps it from cutting the prompt in silence.

use super::{Ask, Fault, Said, Stop, Told, Wire, parse};
use crate::frame::{Framing, Piece};
use serde::Deserialize;
use serde_json::{Value, json};

/// The wire.
pub(super) struct Ollama;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    message: Option<Message>,
    #[serde(default)]
    done: bool,
    #[serde(default)]
    done_reason: Option<String>,
    #[serde(default)]
    prompt_eval_count: Option<u64>,
    #[serde(default)]
    eval_count: Option<u64>,
    #[serde(default)]
    error: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: String,
    #[serde(default)]
    tool_calls: Vec<Value>,
}

impl Wire for Ollama {
    fn body(&self, ask: &Ask<'_>) -> Value {
        let endpoint = ask.endpoint;
        let ours =
            json!({"num_ctx": endpoint.context_window, "num_predict": endpoint.max_output_tokens});
        let mut options = super::merged(&endpoint.extra, ours);
        if options.get("temperature").is_none() {
            options["temperature"] = json!(0);
        }
        json!({
            "model": endpoint.model,
            "messages": [
                {"role": "system", "content": ask.rendered.system},
                {"role": "user", "content": ask.rendered.user},
            ],
            "format": ask.schema.1,
            "stream": ask.stream,
            "options": options,
        })
    }

    fn framing(&self, stream: bool) -> Framing {
        if stream {
            Framing::Lines
        } else {
            Framing::Whole
        }
    }

    fn piece(&self, piece: &Piece, said: &mut Said) -> Result<bool, Fault> {
        take(&piece.data, said)
    }

    fn whole(&self, json: &str, said: &mut Said) -> Result<(), Fault> {
        take(json, said).map(|_| ())
    }

    fn error(&self, status: u16, body: &Value) -> Option<Told> {
        let words = body.get("error")?.as_str()?;
        match status {
            400 if words.contains("context length") => Some(Told::finally(Fault::TooLong)),
            503 => Some(Told::again(Fault::Busy)),
            _ => None,
        }
    }
}

fn take(data: &str, said: &mut Said) -> Result<bool, Fault> {
    let line: Line = parse(data)?;
    if line.error.is_some() {
        return Err(Fault::Malformed("an error inside the stream"));
    }
    said.model = line.model.or_else(|| said.model.take());
    if let Some(message) = line.message {
        if !message.tool_calls.is_empty() {
            return Err(Fault::Malformed("a tool call, and no tool was offered"));
        }
        said.say(&message.content);
    }
    if line.done {
        said.count(line.prompt_eval_count, line.eval_count);
        said.done = true;
        said.stop = Some(match line.done_reason.as_deref() {
            // Older versions do not name the reason.
            Some("stop") | None => Stop::End,
            Some("length") => Stop::Length,
            Some(_) => Stop::Other,
        });
    }
    Ok(line.done)
}
