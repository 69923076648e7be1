//! OpenAI and what speaks like it.

use super::{Came, name, need, only, schema};
use crate::Style;

impl Came<'_> {
    pub(super) fn chat(&self, stream: bool) -> Result<(), (u16, String)> {
        let body = self.body;
        let mut known = vec![
            "model",
            "messages",
            "stream",
            "stream_options",
            "seed",
            "temperature",
            "top_p",
        ];
        known.extend(match self.style {
            Style::OpenAiChat => [
                "response_format",
                "max_completion_tokens",
                "store",
                "prompt_cache_retention",
            ]
            .as_slice(),
            Style::Azure => &["response_format", "max_completion_tokens"],
            Style::Vllm => &["structured_outputs", "cache_salt", "max_tokens"],
            Style::LlamaCpp => &["json_schema", "max_tokens"],
            _ => &["response_format", "max_tokens"],
        });
        only(body, &known)?;
        need(body["model"] == self.style.model(), "model")?;
        self.turns()?;
        need(body["stream"].is_boolean(), "stream")?;
        need(
            stream == body["stream_options"].is_object(),
            "stream_options without a stream",
        )?;
        match self.style {
            Style::Vllm => {
                need(
                    body["cache_salt"]
                        .as_str()
                        .is_none_or(|salt| !salt.is_empty()),
                    "cache_salt",
                )?;
                schema(&body["structured_outputs"]["json"])?;
            }
            Style::LlamaCpp => schema(&body["json_schema"])?,
            _ => {
                let format = &body["response_format"];
                need(format["type"] == "json_schema", "response_format")?;
                only(
                    &format["json_schema"],
                    &["name", "strict", "schema", "description"],
                )?;
                need(format["json_schema"]["strict"] == true, "strict")?;
                name(&format["json_schema"]["name"])?;
                schema(&format["json_schema"]["schema"])?;
            }
        }
        if self.style == Style::OpenAiChat {
            need(
                body["store"] == false && body["prompt_cache_retention"] == "in_memory",
                "retention",
            )?;
        }
        let most = if matches!(self.style, Style::OpenAiChat | Style::Azure) {
            "max_completion_tokens"
        } else {
            "max_tokens"
        };
        need(body[most].as_u64().is_some_and(|most| most > 0), most)
    }

    pub(super) fn responses(&self) -> Result<(), (u16, String)> {
        let body = self.body;
        only(
            body,
            &[
                "model",
                "instructions",
                "input",
                "text",
                "max_output_tokens",
                "stream",
                "store",
                "prompt_cache_retention",
                "temperature",
                "reasoning",
            ],
        )?;
        need(
            body["model"] == "test-model" && body["store"] == false,
            "retention",
        )?;
        let hosted = body["prompt_cache_retention"] == "in_memory";
        let azure = body["prompt_cache_retention"].is_null();
        need(
            if self.style == Style::AzureResponses {
                azure
            } else {
                hosted
            },
            "prompt_cache_retention",
        )?;
        need(body["stream"].is_boolean(), "stream")?;
        need(body["instructions"].is_string(), "instructions")?;
        let item = &body["input"][0];
        need(
            item["role"] == "user"
                && item["content"][0]["type"] == "input_text"
                && item["content"][0]["text"].is_string(),
            "input",
        )?;
        let format = &body["text"]["format"];
        only(format, &["type", "name", "strict", "schema", "description"])?;
        need(
            format["type"] == "json_schema" && format["strict"] == true,
            "format",
        )?;
        name(&format["name"])?;
        need(
            body["max_output_tokens"]
                .as_u64()
                .is_some_and(|most| most >= 16),
            "max_output_tokens",
        )?;
        schema(&format["schema"])
    }
}
