//! Answers and pieces of them: the same shape.

use crate::wire::{Fault, Said, Stop, parse};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default)]
    candidates: Vec<Candidate>,
    #[serde(default)]
    prompt_feedback: Option<Feedback>,
    #[serde(default)]
    usage_metadata: Option<Count>,
    #[serde(default)]
    model_version: Option<String>,
    #[serde(default)]
    error: Option<Failure>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    #[serde(default)]
    index: u64,
    #[serde(default)]
    content: Option<Content>,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    parts: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    thought: bool,
    #[serde(default)]
    function_call: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feedback {
    #[serde(default)]
    block_reason: Option<String>,
}

#[expect(clippy::struct_field_names, reason = "the names of the wire format")]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    #[serde(default)]
    prompt_token_count: Option<u64>,
    #[serde(default)]
    candidates_token_count: Option<u64>,
    #[serde(default)]
    thoughts_token_count: Option<u64>,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(default)]
    status: String,
}

pub(super) fn take(json: &str, said: &mut Said) -> Result<(), Fault> {
    let answer: Answer = parse(json)?;
    if let Some(error) = answer.error {
        return Err(match error.status.as_str() {
            "RESOURCE_EXHAUSTED" | "UNAVAILABLE" => Fault::Busy,
            _ => Fault::Malformed("an error inside the stream"),
        });
    }
    if let Some(count) = answer.usage_metadata {
        // Thinking is charged as output.
        let output = count
            .candidates_token_count
            .map(|output| output + count.thoughts_token_count.unwrap_or_default());
        said.count(count.prompt_token_count, output);
    }
    said.model = answer.model_version.or_else(|| said.model.take());
    if answer
        .prompt_feedback
        .is_some_and(|feedback| feedback.block_reason.is_some())
    {
        said.stop = Some(Stop::Declined);
        said.done = true;
    }
    for candidate in answer
        .candidates
        .into_iter()
        .filter(|candidate| candidate.index == 0)
    {
        for part in candidate.content.into_iter().flat_map(|one| one.parts) {
            if part.function_call.is_some() {
                return Err(Fault::Malformed("a tool call, and no tool was offered"));
            }
            if !part.thought {
                said.say(part.text.as_deref().unwrap_or_default());
            }
        }
        if let Some(reason) = candidate.finish_reason {
            said.done = true;
            said.stop = Some(match reason.as_str() {
                "STOP" => Stop::End,
                "MAX_TOKENS" => Stop::Length,
                "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" => {
                    Stop::Declined
                }
                _ => Stop::Other,
            });
        }
    }
    Ok(())
}
