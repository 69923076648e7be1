//! Anthropic, Bedrock, Gemini, Ollama.

use super::{Came, bad, need, only, schema};
use crate::Style;

impl Came<'_> {
    pub(super) fn messages(&self) -> Result<(), (u16, String)> {
        let body = self.body;
        let vertex = self.style == Style::VertexClaude;
        let mut known = vec![
            "max_tokens",
            "system",
            "messages",
            "stream",
            "output_config",
            "tools",
            "tool_choice",
            "temperature",
        ];
        known.push(if vertex { "anthropic_version" } else { "model" });
        only(body, &known)?;
        if vertex {
            need(
                body["anthropic_version"] == "vertex-2023-10-16",
                "anthropic_version",
            )?;
        } else {
            need(
                self.header("anthropic-version") == "2023-06-01",
                "anthropic-version",
            )?;
            need(body["model"] == "test-model", "model")?;
        }
        need(
            body["max_tokens"].as_u64().is_some_and(|most| most > 0),
            "max_tokens",
        )?;
        need(
            body["system"].is_string()
                && body["messages"]
                    .as_array()
                    .is_some_and(|all| all.len() == 1 && all[0]["role"] == "user"),
            "messages",
        )?;
        if body["tools"].is_array() {
            need(
                body["tool_choice"]["type"] == "tool"
                    && body["tool_choice"]["name"] == body["tools"][0]["name"],
                "tool_choice",
            )?;
            return schema(&body["tools"][0]["input_schema"]);
        }
        only(&body["output_config"], &["format"])?;
        only(&body["output_config"]["format"], &["type", "schema"])?;
        need(
            body["output_config"]["format"]["type"] == "json_schema",
            "format",
        )?;
        schema(&body["output_config"]["format"]["schema"])
    }

    pub(super) fn converse(&self) -> Result<(), (u16, String)> {
        let body = self.body;
        only(
            body,
            &[
                "system",
                "messages",
                "inferenceConfig",
                "outputConfig",
                "toolConfig",
                "additionalModelRequestFields",
            ],
        )?;
        need(
            body["system"][0]["text"].is_string()
                && body["messages"][0]["role"] == "user"
                && body["messages"][0]["content"][0]["text"].is_string(),
            "messages",
        )?;
        need(
            body["inferenceConfig"]["maxTokens"]
                .as_u64()
                .is_some_and(|most| most > 0),
            "maxTokens",
        )?;
        if body["toolConfig"].is_object() {
            let tool = &body["toolConfig"]["tools"][0]["toolSpec"];
            need(
                body["toolConfig"]["toolChoice"]["tool"]["name"] == tool["name"],
                "toolChoice",
            )?;
            return schema(&tool["inputSchema"]["json"]);
        }
        let format = &body["outputConfig"]["textFormat"];
        only(format, &["type", "structure"])?;
        need(format["type"] == "json_schema", "textFormat")?;
        only(
            &format["structure"]["jsonSchema"],
            &["name", "schema", "description"],
        )?;
        super::name(&format["structure"]["jsonSchema"]["name"])?;
        let text = format["structure"]["jsonSchema"]["schema"]
            .as_str()
            .ok_or_else(|| bad("the schema is no string"))?;
        schema(&serde_json::from_str(text).map_err(|_| bad("schema"))?)
    }

    pub(super) fn gemini(&self) -> Result<(), (u16, String)> {
        let body = self.body;
        only(body, &["systemInstruction", "contents", "generationConfig"])?;
        only(
            &body["generationConfig"],
            &[
                "maxOutputTokens",
                "candidateCount",
                "responseMimeType",
                "responseSchema",
                "temperature",
            ],
        )?;
        need(
            body["systemInstruction"]["parts"][0]["text"].is_string(),
            "systemInstruction",
        )?;
        need(
            body["contents"][0]["role"] == "user"
                && body["contents"][0]["parts"][0]["text"].is_string(),
            "contents",
        )?;
        need(
            body["generationConfig"]["responseMimeType"] == "application/json",
            "responseMimeType",
        )?;
        let schema = &body["generationConfig"]["responseSchema"];
        need(
            schema["type"] == "OBJECT" && !schema.to_string().contains("additionalProperties"),
            "responseSchema",
        )
    }

    pub(super) fn ollama(&self) -> Result<(), (u16, String)> {
        let body = self.body;
        only(body, &["model", "messages", "format", "stream", "options"])?;
        self.turns()?;
        need(
            body["options"]["num_ctx"].is_u64() && body["options"]["num_predict"].is_u64(),
            "options",
        )?;
        schema(&body["format"])
    }
}
