//! Events of a response, and whole responses.

use crate::wire::{Fault, Said, Stop, parse};
use serde::Deserialize;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    delta: Option<String>,
    #[serde(default)]
    response: Option<Response>,
    #[serde(default)]
    code: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    output: Vec<Item>,
    #[serde(default)]
    usage: Option<Count>,
    #[serde(default)]
    incomplete_details: Option<Incomplete>,
    #[serde(default)]
    error: Option<Failure>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    content: Vec<Content>,
}

#[derive(Deserialize)]
struct Content {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
struct Count {
    #[serde(default)]
    input_tokens: u64,
    #[serde(default)]
    output_tokens: u64,
}

#[derive(Deserialize)]
struct Incomplete {
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(default)]
    code: Option<String>,
}

pub(super) fn piece(data: &str, said: &mut Said) -> Result<bool, Fault> {
    let event: Event = parse(data)?;
    match event.kind.as_str() {
        "response.output_text.delta" => {
            said.say(event.delta.as_deref().unwrap_or_default());
            Ok(false)
        }
        "response.refusal.delta" | "response.refusal.done" => {
            said.stop = Some(Stop::Declined);
            Ok(false)
        }
        "response.completed" | "response.incomplete" | "response.failed" => {
            let response = event
                .response
                .ok_or(Fault::Malformed("an event that is no chunk"))?;
            ended(&response, said)?;
            Ok(true)
        }
        "error" => Err(failure(event.code.as_deref())),
        kind if kind.contains("_call") => {
            Err(Fault::Malformed("a tool call, and no tool was offered"))
        }
        _ => Ok(false),
    }
}

pub(super) fn whole(json: &str, said: &mut Said) -> Result<(), Fault> {
    let response: Response = parse(json)?;
    for item in &response.output {
        match item.kind.as_str() {
            "message" => {
                for content in &item.content {
                    match content.kind.as_str() {
                        "output_text" => said.say(content.text.as_deref().unwrap_or_default()),
                        "refusal" => said.stop = Some(Stop::Declined),
                        _ => {}
                    }
                }
            }
            kind if kind.ends_with("_call") => {
                return Err(Fault::Malformed("a tool call, and no tool was offered"));
            }
            _ => {}
        }
    }
    ended(&response, said)
}

fn ended(response: &Response, said: &mut Said) -> Result<(), Fault> {
    if let Some(count) = &response.usage {
        said.count(Some(count.input_tokens), Some(count.output_tokens));
    }
    said.model = response.model.clone().or_else(|| said.model.take());
    said.done = true;
    if said.stop == Some(Stop::Declined) {
        return Ok(());
    }
    let reason = response
        .incomplete_details
        .as_ref()
        .and_then(|details| details.reason.as_deref());
    said.stop = Some(match (response.status.as_deref(), reason) {
        (Some("completed"), _) => Stop::End,
        (Some("incomplete"), Some("max_output_tokens")) => Stop::Length,
        (Some("incomplete"), Some("content_filter")) => Stop::Declined,
        (Some("failed"), _) => {
            return Err(failure(
                response
                    .error
                    .as_ref()
                    .and_then(|error| error.code.as_deref()),
            ));
        }
        _ => Stop::Other,
    });
    Ok(())
}

fn failure(code: Option<&str>) -> Fault {
    match code {
        Some("rate_limit_exceeded" | "server_is_overloaded" | "slow_down") => Fault::Busy,
        Some("insufficient_quota") => Fault::Quota,
        Some("context_length_exceeded") => Fault::TooLong,
        _ => Fault::Malformed("an error inside the stream"),
    }
}
