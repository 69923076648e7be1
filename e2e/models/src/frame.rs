//! Answers in each vendor's shape.

use crate::Style;
use serde_json::{Value, json};

/// What is to be said.
pub(crate) struct Saying<'a> {
    pub(crate) style: Style,
    pub(crate) pieces: Vec<String>,
    /// The vendor's word for why it ended; none: it does not end.
    pub(crate) stop: Option<&'a str>,
    pub(crate) model: &'a str,
    /// Whether the schema was given as a tool.
    pub(crate) tool: bool,
}

/// The vendor's words for a good end, for reaching the limit, and for declining.
pub(crate) const fn stops(style: Style, tool: bool) -> [&'static str; 3] {
    match style {
        Style::Anthropic | Style::VertexClaude | Style::Bedrock => [
            if tool { "tool_use" } else { "end_turn" },
            "max_tokens",
            if matches!(style, Style::Bedrock) {
                "guardrail_intervened"
            } else {
                "refusal"
            },
        ],
        Style::Gemini => ["STOP", "MAX_TOKENS", "SAFETY"],
        Style::OpenAiResponses | Style::AzureResponses => {
            ["completed", "max_output_tokens", "content_filter"]
        }
        _ => ["stop", "length", "content_filter"],
    }
}

const INPUT: u64 = 11;
const OUTPUT: u64 = 7;

fn sse(name: Option<&str>, data: &Value) -> Vec<u8> {
    let name = name
        .map(|name| format!("event: {name}\n"))
        .unwrap_or_default();
    format!("{name}data: {data}\n\n").into_bytes()
}

/// One event of an AWS event stream.
pub(crate) fn aws(kind: &str, name: &str, data: &Value) -> Vec<u8> {
    let mut head = Vec::new();
    let of_kind = if kind == "event" {
        ":event-type"
    } else {
        ":exception-type"
    };
    for (key, value) in [
        (":message-type", kind),
        (of_kind, name),
        (":content-type", "application/json"),
    ] {
        head.push(u8::try_from(key.len()).unwrap());
        head.extend_from_slice(key.as_bytes());
        head.push(7);
        head.extend_from_slice(&u16::try_from(value.len()).unwrap().to_be_bytes());
        head.extend_from_slice(value.as_bytes());
    }
    let payload = data.to_string();
    let total = u32::try_from(16 + head.len() + payload.len()).unwrap();
    let mut out = total.to_be_bytes().to_vec();
    out.extend_from_slice(&u32::try_from(head.len()).unwrap().to_be_bytes());
    out.extend_from_slice(&crc32fast::hash(&out).to_be_bytes());
    out.extend_from_slice(&head);
    out.extend_from_slice(payload.as_bytes());
    out.extend_from_slice(&crc32fast::hash(&out).to_be_bytes());
    out
}

impl Saying<'_> {
    /// The events of a stream.
    pub(crate) fn stream(&self) -> Vec<Vec<u8>> {
        match self.style {
            Style::OpenAiResponses | Style::AzureResponses => self.responses(),
            Style::Anthropic | Style::VertexClaude => self.messages(),
            Style::Bedrock => self.converse(),
            Style::Gemini => self.gemini(),
            Style::Ollama => self.ollama(),
            _ => self.chat(),
        }
    }

    fn chat(&self) -> Vec<Vec<u8>> {
        let chunk = |delta: Value, finish: Option<&str>| {
            sse(
                None,
                &json!({"id": "c", "object": "chat.completion.chunk", "model": self.model, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], "usage": null}),
            )
        };
        let mut all = vec![chunk(json!({"role": "assistant", "content": ""}), None)];
        all.extend(
            self.pieces
                .iter()
                .map(|piece| chunk(json!({"content": piece}), None)),
        );
        if let Some(stop) = self.stop {
            all.push(chunk(json!({}), Some(stop)));
            all.push(sse(None, &json!({"choices": [], "model": self.model, "usage": {"prompt_tokens": INPUT, "completion_tokens": OUTPUT, "total_tokens": INPUT + OUTPUT}})));
            all.push(b"data: [DONE]\n\n".to_vec());
        }
        all
    }

    fn response(&self, status: &str) -> Value {
        let reason = (status == "incomplete").then_some(self.stop);
        json!({
            "id": "r", "object": "response", "status": status, "model": self.model, "store": false,
            "incomplete_details": reason.flatten().map(|reason| json!({"reason": reason})),
            "output": [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": self.pieces.concat(), "annotations": []}]}],
            "usage": {"input_tokens": INPUT, "output_tokens": OUTPUT, "total_tokens": INPUT + OUTPUT}
        })
    }

    fn responses(&self) -> Vec<Vec<u8>> {
        let event = |kind: &str, mut data: Value| {
            data["type"] = json!(kind);
            sse(Some(kind), &data)
        };
        let mut all = vec![event(
            "response.created",
            json!({"response": {"status": "in_progress"}}),
        )];
        all.extend(
            self.pieces
                .iter()
                .map(|piece| event("response.output_text.delta", json!({"delta": piece}))),
        );
        match self.stop {
            None => {}
            Some("completed") => all.push(event(
                "response.completed",
                json!({"response": self.response("completed")}),
            )),
            Some(_) => all.push(event(
                "response.incomplete",
                json!({"response": self.response("incomplete")}),
            )),
        }
        all
    }

    fn messages(&self) -> Vec<Vec<u8>> {
        let event = |kind: &str, mut data: Value| {
            data["type"] = json!(kind);
            sse(Some(kind), &data)
        };
        let delta = |piece: &String| {
            if self.tool {
                json!({"type": "input_json_delta", "partial_json": piece})
            } else {
                json!({"type": "text_delta", "text": piece})
            }
        };
        let mut all = vec![
            event(
                "message_start",
                json!({"message": {"model": self.model, "role": "assistant", "content": [], "usage": {"input_tokens": 8, "cache_read_input_tokens": 3, "output_tokens": 1}}}),
            ),
            event(
                "content_block_start",
                json!({"index": 0, "content_block": {"type": if self.tool { "tool_use" } else { "text" }}}),
            ),
            event("ping", json!({})),
        ];
        all.extend(self.pieces.iter().map(|piece| {
            event(
                "content_block_delta",
                json!({"index": 0, "delta": delta(piece)}),
            )
        }));
        if let Some(stop) = self.stop {
            all.push(event("content_block_stop", json!({"index": 0})));
            all.push(event(
                "message_delta",
                json!({"delta": {"stop_reason": stop}, "usage": {"output_tokens": OUTPUT}}),
            ));
            all.push(event("message_stop", json!({})));
        }
        all
    }

    fn converse(&self) -> Vec<Vec<u8>> {
        let delta = |piece: &String| {
            if self.tool {
                json!({"toolUse": {"input": piece}})
            } else {
                json!({"text": piece})
            }
        };
        let mut all = vec![aws("event", "messageStart", &json!({"role": "assistant"}))];
        all.extend(self.pieces.iter().map(|piece| {
            aws(
                "event",
                "contentBlockDelta",
                &json!({"contentBlockIndex": 0, "delta": delta(piece)}),
            )
        }));
        if let Some(stop) = self.stop {
            all.push(aws(
                "event",
                "contentBlockStop",
                &json!({"contentBlockIndex": 0}),
            ));
            all.push(aws("event", "messageStop", &json!({"stopReason": stop})));
            all.push(aws("event", "metadata", &json!({"usage": {"inputTokens": INPUT, "outputTokens": OUTPUT, "totalTokens": INPUT + OUTPUT}, "metrics": {"latencyMs": 1}})));
        }
        all
    }

    fn candidate(&self, text: &str, stop: Option<&str>) -> Value {
        let mut data = json!({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}}], "modelVersion": self.model});
        if let Some(stop) = stop {
            data["candidates"][0]["finishReason"] = json!(stop);
            data["usageMetadata"] = json!({"promptTokenCount": INPUT, "candidatesTokenCount": 5, "thoughtsTokenCount": 2, "totalTokenCount": INPUT + OUTPUT});
        }
        data
    }

    fn gemini(&self) -> Vec<Vec<u8>> {
        let mut all: Vec<Vec<u8>> = self
            .pieces
            .iter()
            .map(|piece| sse(None, &self.candidate(piece, None)))
            .collect();
        if let Some(stop) = self.stop {
            all.push(sse(None, &self.candidate("", Some(stop))));
        }
        all
    }

    fn ollama(&self) -> Vec<Vec<u8>> {
        let line = |data: Value| format!("{data}\n").into_bytes();
        let mut all: Vec<Vec<u8>> = self.pieces.iter().map(|piece| line(json!({"model": self.model, "message": {"role": "assistant", "content": piece}, "done": false}))).collect();
        if let Some(stop) = self.stop {
            all.push(line(json!({"model": self.model, "message": {"role": "assistant", "content": ""}, "done": true, "done_reason": stop, "prompt_eval_count": INPUT, "eval_count": OUTPUT})));
        }
        all
    }

    /// The whole answer as one document.
    pub(crate) fn whole(&self) -> Value {
        let text = self.pieces.concat();
        let stop = self.stop.unwrap_or_default();
        let input: Value = serde_json::from_str(&text).unwrap_or_default();
        match self.style {
            Style::OpenAiResponses | Style::AzureResponses => {
                self.response(if stop == "completed" {
                    "completed"
                } else {
                    "incomplete"
                })
            }
            Style::Anthropic | Style::VertexClaude => {
                let block = if self.tool {
                    json!({"type": "tool_use", "input": input})
                } else {
                    json!({"type": "text", "text": text})
                };
                json!({"type": "message", "model": self.model, "content": [block], "stop_reason": stop, "usage": {"input_tokens": INPUT, "output_tokens": OUTPUT}})
            }
            Style::Bedrock => {
                let part = if self.tool {
                    json!({"toolUse": {"input": input}})
                } else {
                    json!({"text": text})
                };
                json!({"output": {"message": {"role": "assistant", "content": [part]}}, "stopReason": stop, "usage": {"inputTokens": INPUT, "outputTokens": OUTPUT, "totalTokens": INPUT + OUTPUT}})
            }
            Style::Gemini => self.candidate(&text, Some(stop)),
            Style::Ollama => {
                json!({"model": self.model, "message": {"role": "assistant", "content": text}, "done": true, "done_reason": stop, "prompt_eval_count": INPUT, "eval_count": OUTPUT})
            }
            _ => {
                json!({"object": "chat.completion", "model": self.model, "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": stop}], "usage": {"prompt_tokens": INPUT, "completion_tokens": OUTPUT}})
            }
        }
    }
}
