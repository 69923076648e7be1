//! OpenAI-compatible Chat Completions with streaming and a JSON schema, as llama.cpp's server, vLLM and Ollama take it.

use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use crate::prompt::{Rendered, Usage};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Most bytes of an answer that are kept, for each token that it may have.
const BYTES_A_TOKEN: usize = 16;

/// The request body.
pub(crate) fn body(endpoint: &Endpoint, rendered: &Rendered, schema: &(String, Value)) -> Value {
    let mut body = Map::new();
    for (name, value) in &endpoint.extra {
        body.insert(name.clone(), value.clone());
    }
    let ours = json!({
        "model": endpoint.model,
        "messages": [{"role": "system", "content": rendered.system}, {"role": "user", "content": rendered.user}],
        "stream": true,
        "stream_options": {"include_usage": true},
        "max_tokens": endpoint.max_output_tokens,
        "response_format": {"type": "json_schema", "json_schema": {"name": schema.0, "strict": true, "schema": schema.1}},
    });
    body.entry("temperature").or_insert(json!(0));
    if let Value::Object(ours) = ours {
        body.extend(ours);
    }
    Value::Object(body)
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<TokenCount>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: u64,
    #[serde(default)]
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
struct TokenCount {
    #[serde(default)]
    prompt_tokens: u64,
    #[serde(default)]
    completion_tokens: u64,
}

/// An answer in the making.
pub(crate) struct Collector<'a> {
    endpoint: &'a Endpoint,
    text: String,
    usage: Option<Usage>,
    finish: Option<String>,
    refused: bool,
    done: bool,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint) -> Self {
        Self {
            endpoint,
            text: String::new(),
            usage: None,
            finish: None,
            refused: false,
            done: false,
        }
    }

    /// Takes the data of one event; tells whether it was the last.
    pub(crate) fn event(&mut self, data: &str) -> Result<bool, GatewayError> {
        if data.trim() == "[DONE]" {
            self.done = true;
            return Ok(true);
        }
        let malformed = |what| GatewayError::Malformed {
            endpoint: self.endpoint.name.clone(),
            what,
        };
        let chunk: Chunk =
            serde_json::from_str(data).map_err(|_| malformed("an event that is no chunk"))?;
        if chunk.error.is_some() {
            return Err(malformed("an error inside the stream"));
        }
        if let Some(count) = chunk.usage {
            self.usage = Some(Usage {
                input: count.prompt_tokens,
                output: count.completion_tokens,
            });
        }
        for choice in chunk.choices.into_iter().filter(|choice| choice.index == 0) {
            if choice
                .delta
                .tool_calls
                .is_some_and(|calls| !calls.is_null())
            {
                return Err(malformed("a tool call, and no tool was offered"));
            }
            self.refused |= choice.delta.refusal.is_some_and(|words| !words.is_empty());
            if let Some(words) = choice.delta.content {
                self.text.push_str(&words);
            }
            self.finish = choice.finish_reason.or_else(|| self.finish.take());
        }
        let most = self
            .endpoint
            .max_output_tokens
            .saturating_mul(BYTES_A_TOKEN);
        if self.text.len() > most {
            return Err(GatewayError::AnswerTooLarge(most));
        }
        Ok(false)
    }

    /// Bytes of the answer so far.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The whole answer; the stream must have come to its own end.
    pub(crate) fn finish(self) -> Result<(String, Option<Usage>), GatewayError> {
        if self.refused {
            return Err(GatewayError::Declined);
        }
        match self.finish.as_deref() {
            Some("stop") if self.done => Ok((self.text, self.usage)),
            Some("length") => Err(GatewayError::OutputLimit(self.endpoint.max_output_tokens)),
            Some("content_filter" | "refusal") => Err(GatewayError::Declined),
            Some("stop") | None => Err(GatewayError::Truncated(self.endpoint.name.clone())),
            Some(_) => Err(GatewayError::Malformed {
                endpoint: self.endpoint.name.clone(),
                what: "an unknown stop reason",
            }),
        }
    }
}
