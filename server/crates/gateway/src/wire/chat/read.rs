//! Chunks of a stream, and whole answers.

use crate::wire::{Fault, Said, Stop, parse};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<Count>,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: u64,
    #[serde(default, alias = "message")]
    delta: Delta,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize, Default)]
struct Delta {
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    refusal: Option<String>,
    #[serde(default)]
    tool_calls: Option<Value>,
}

#[derive(Deserialize)]
struct Count {
    #[serde(default)]
    prompt_tokens: u64,
    #[serde(default)]
    completion_tokens: u64,
}

pub(super) fn piece(data: &str, said: &mut Said) -> Result<bool, Fault> {
    if data.trim() == "[DONE]" {
        said.done = true;
        return Ok(true);
    }
    take(parse(data)?, said)?;
    Ok(false)
}

pub(super) fn whole(json: &str, said: &mut Said) -> Result<(), Fault> {
    take(parse(json)?, said)?;
    said.done = true;
    Ok(())
}

fn take(chunk: Chunk, said: &mut Said) -> Result<(), Fault> {
    if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
        return Err(inside(&error));
    }
    if let Some(count) = chunk.usage {
        said.count(Some(count.prompt_tokens), Some(count.completion_tokens));
    }
    said.model = chunk
        .model
        .filter(|model| !model.is_empty())
        .or_else(|| said.model.take());
    for choice in chunk.choices.into_iter().filter(|choice| choice.index == 0) {
        let delta = choice.delta;
        let called = |calls: &Value| match calls {
            Value::Null => false,
            Value::Array(list) => !list.is_empty(),
            _ => true,
        };
        if delta.tool_calls.as_ref().is_some_and(called) {
            return Err(Fault::Malformed("a tool call, and no tool was offered"));
        }
        if delta.refusal.is_some_and(|words| !words.is_empty()) {
            said.stop = Some(Stop::Declined);
        }
        if let Some(words) = delta.content {
            said.say(&words);
        }
        if let Some(reason) = choice.finish_reason
            && said.stop != Some(Stop::Declined)
        {
            said.stop = Some(match reason.as_str() {
                "stop" => Stop::End,
                "length" => Stop::Length,
                "content_filter" | "refusal" => Stop::Declined,
                _ => Stop::Other,
            });
        }
    }
    Ok(())
}

/// An error inside a stream that began well.
fn inside(error: &Value) -> Fault {
    let code = error
        .get("code")
        .or_else(|| error.get("type"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    match code {
        "rate_limit_exceeded" | "server_is_overloaded" | "slow_down" => Fault::Busy,
        _ => Fault::Malformed("an error inside the stream"),
    }
}
