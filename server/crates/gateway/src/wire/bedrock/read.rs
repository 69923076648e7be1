//! Messages of a stream, and whole answers.

use crate::frame::Piece;
use crate::wire::{Fault, Said, Stop, parse};
use serde::Deserialize;

#[derive(Deserialize)]
struct Delta {
    delta: Part,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    tool_use: Option<ToolUse>,
}

#[derive(Deserialize)]
struct ToolUse {
    #[serde(default)]
    input: serde_json::Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stopped {
    stop_reason: String,
}

#[derive(Deserialize)]
struct Metadata {
    usage: Count,
}

#[expect(clippy::struct_field_names, reason = "the names of the wire format")]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    #[serde(default)]
    input_tokens: u64,
    #[serde(default)]
    output_tokens: u64,
    #[serde(default)]
    cache_read_input_tokens: u64,
    #[serde(default)]
    cache_write_input_tokens: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Whole {
    output: Output,
    stop_reason: String,
    #[serde(default)]
    usage: Option<Count>,
}

#[derive(Deserialize)]
struct Output {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: Vec<Part>,
}

pub(super) fn piece(piece: &Piece, said: &mut Said) -> Result<bool, Fault> {
    match piece.name.as_str() {
        "contentBlockDelta" => {
            let delta: Delta = parse(&piece.data)?;
            take(&delta.delta, said);
            Ok(false)
        }
        "messageStop" => {
            let stopped: Stopped = parse(&piece.data)?;
            said.stop = Some(stop(&stopped.stop_reason));
            said.done = true;
            Ok(false)
        }
        "metadata" => {
            let metadata: Metadata = parse(&piece.data)?;
            count(&metadata.usage, said);
            Ok(true)
        }
        "!throttlingException" | "!serviceUnavailableException" => Err(Fault::Busy),
        "!modelTimeoutException" => Err(Fault::Server(408)),
        "!internalServerException" => Err(Fault::Server(500)),
        name if name.starts_with('!') => Err(Fault::Malformed("an error inside the stream")),
        _ => Ok(false),
    }
}

pub(super) fn whole(json: &str, said: &mut Said) -> Result<(), Fault> {
    let whole: Whole = parse(json)?;
    for part in &whole.output.message.content {
        take(part, said);
    }
    if let Some(usage) = &whole.usage {
        count(usage, said);
    }
    said.stop = Some(stop(&whole.stop_reason));
    said.done = true;
    Ok(())
}

fn take(part: &Part, said: &mut Said) {
    if let Some(text) = &part.text {
        said.say(text);
    }
    // In a stream the input comes as pieces of text, in a whole answer as JSON.
    match part.tool_use.as_ref().map(|tool| &tool.input) {
        Some(serde_json::Value::String(text)) => said.say(text),
        Some(input) if !input.is_null() => said.say(&input.to_string()),
        _ => {}
    }
}

fn count(count: &Count, said: &mut Said) {
    let input = count.input_tokens + count.cache_read_input_tokens + count.cache_write_input_tokens;
    said.count(Some(input), Some(count.output_tokens));
}

fn stop(reason: &str) -> Stop {
    match reason {
        "end_turn" | "tool_use" => Stop::End,
        "max_tokens" | "model_context_window_exceeded" => Stop::Length,
        "guardrail_intervened" | "content_filtered" => Stop::Declined,
        _ => Stop::Other,
    }
}
