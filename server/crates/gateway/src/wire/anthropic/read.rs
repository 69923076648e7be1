//! Events of a message, and whole messages.

use crate::wire::{Fault, Said, Stop, parse};
use serde::Deserialize;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    message: Option<Message>,
    #[serde(default)]
    delta: Option<Delta>,
    #[serde(default)]
    usage: Option<Count>,
    #[serde(default)]
    error: Option<Failure>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    content: Vec<Block>,
    #[serde(default)]
    stop_reason: Option<String>,
    #[serde(default)]
    usage: Option<Count>,
}

#[derive(Deserialize)]
struct Block {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    input: Option<serde_json::Value>,
}

#[derive(Deserialize, Default)]
struct Delta {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    partial_json: Option<String>,
    #[serde(default)]
    stop_reason: Option<String>,
}

#[expect(clippy::struct_field_names, reason = "the names of the wire format")]
#[derive(Deserialize)]
struct Count {
    #[serde(default)]
    input_tokens: Option<u64>,
    #[serde(default)]
    output_tokens: Option<u64>,
    #[serde(default)]
    cache_creation_input_tokens: Option<u64>,
    #[serde(default)]
    cache_read_input_tokens: Option<u64>,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "type", default)]
    kind: String,
}

pub(super) fn piece(data: &str, said: &mut Said) -> Result<bool, Fault> {
    let event: Event = parse(data)?;
    match event.kind.as_str() {
        "message_start" => {
            let message = event
                .message
                .ok_or(Fault::Malformed("an event that is no chunk"))?;
            said.model = message.model;
            count(message.usage.as_ref(), said);
        }
        "content_block_delta" => {
            let delta = event.delta.unwrap_or_default();
            match delta.kind.as_deref() {
                Some("text_delta") => said.say(delta.text.as_deref().unwrap_or_default()),
                // Only of the one tool that was offered, which takes the answer.
                Some("input_json_delta") => {
                    said.say(delta.partial_json.as_deref().unwrap_or_default());
                }
                _ => {}
            }
        }
        "message_delta" => {
            count(event.usage.as_ref(), said);
            if let Some(reason) = event.delta.and_then(|delta| delta.stop_reason) {
                said.stop = Some(stop(&reason));
            }
        }
        "message_stop" => {
            said.done = true;
            return Ok(true);
        }
        "error" => {
            let kind = event.error.map(|error| error.kind).unwrap_or_default();
            return Err(match kind.as_str() {
                "overloaded_error" | "rate_limit_error" => Fault::Busy,
                _ => Fault::Malformed("an error inside the stream"),
            });
        }
        // Pings, block starts and stops, and what comes in later versions.
        _ => {}
    }
    Ok(false)
}

pub(super) fn whole(json: &str, said: &mut Said) -> Result<(), Fault> {
    let message: Message = parse(json)?;
    for block in &message.content {
        match block.kind.as_str() {
            "text" => said.say(block.text.as_deref().unwrap_or_default()),
            "tool_use" => {
                if let Some(input) = &block.input {
                    said.say(&input.to_string());
                }
            }
            _ => {}
        }
    }
    count(message.usage.as_ref(), said);
    said.model = message.model;
    said.stop = message.stop_reason.as_deref().map(stop);
    said.done = true;
    Ok(())
}

/// Tokens of the cache are tokens of the prompt too.
fn count(count: Option<&Count>, said: &mut Said) {
    let Some(count) = count else { return };
    let input = count.input_tokens.map(|input| {
        input
            + count.cache_creation_input_tokens.unwrap_or_default()
            + count.cache_read_input_tokens.unwrap_or_default()
    });
    said.count(input, count.output_tokens);
}

fn stop(reason: &str) -> Stop {
    match reason {
        "end_turn" | "tool_use" => Stop::End,
        "max_tokens" | "model_context_window_exceeded" => Stop::Length,
        "refusal" => Stop::Declined,
        _ => Stop::Other,
    }
}
