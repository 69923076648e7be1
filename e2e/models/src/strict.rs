//! What the vendors' public documentation asks for; whoever deviates is refused, as the vendor would.

use crate::Style;
use axum::http::{HeaderMap, Method};
use serde_json::Value;

/// A request as it came.
pub(crate) struct Came<'a> {
    pub(crate) style: Style,
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Value,
}

type Checked = Result<bool, (u16, String)>;

fn bad(what: &str) -> (u16, String) {
    (400, what.to_owned())
}

fn only(value: &Value, known: &[&str]) -> Result<(), (u16, String)> {
    let members = value.as_object().ok_or_else(|| bad("no object"))?;
    members
        .keys()
        .find(|name| !known.contains(&name.as_str()))
        .map_or(Ok(()), |name| Err(bad(&format!("unknown member {name}"))))
}

fn need(fits: bool, what: &str) -> Result<(), (u16, String)> {
    if fits { Ok(()) } else { Err(bad(what)) }
}

impl Came<'_> {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Whether it wants a stream; or the refusal.
    pub(crate) fn check(&self) -> Checked {
        need(*self.method == Method::POST, "method")?;
        need(
            self.header("content-type") == "application/json",
            "content type",
        )?;
        self.authorized()?;
        let stream = match self.style {
            Style::Bedrock => self.path.ends_with("-stream"),
            Style::Gemini => self.path.ends_with(":streamGenerateContent"),
            _ => self.body["stream"] == true,
        };
        if self.path != self.style.path(stream) {
            return Err((404, format!("path {}", self.path)));
        }
        let query = if self.style == Style::Gemini && stream {
            "alt=sse"
        } else {
            ""
        };
        need(self.query == query, "query")?;
        match self.style {
            Style::OpenAiChat
            | Style::Azure
            | Style::Compatible
            | Style::Vllm
            | Style::LlamaCpp => self.chat(stream),
            Style::OpenAiResponses => self.responses(),
            Style::Anthropic | Style::VertexClaude => self.messages(),
            Style::Bedrock => self.converse(),
            Style::Gemini => self.gemini(),
            Style::Ollama => self.ollama(),
        }?;
        Ok(stream)
    }

    fn authorized(&self) -> Result<(), (u16, String)> {
        let fits = match self.style {
            Style::Azure => {
                self.header("api-key") == "test-key"
                    || self.header("authorization") == "Bearer entra-token"
            }
            Style::Anthropic => self.header("x-api-key") == "test-key",
            Style::Gemini | Style::VertexClaude => {
                self.header("authorization") == "Bearer google-token"
            }
            Style::Bedrock => {
                let given = self.header("authorization");
                given.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                    && given.contains("/us-east-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date")
                    && given.split("Signature=").nth(1).is_some_and(|signature| signature.len() == 64)
                    && self.header("x-amz-date").len() == 16
            }
            Style::Ollama => true,
            _ => self.header("authorization") == "Bearer test-key",
        };
        if fits {
            Ok(())
        } else {
            Err((401, "credentials".to_owned()))
        }
    }

    fn turns(&self) -> Result<(), (u16, String)> {
        let messages = self.body["messages"]
            .as_array()
            .ok_or_else(|| bad("messages"))?;
        let role = |at: usize| {
            messages
                .get(at)
                .map(|one| one["role"].as_str().unwrap_or_default())
        };
        need(
            messages.len() == 2 && role(0) == Some("system") && role(1) == Some("user"),
            "roles",
        )?;
        need(
            messages
                .iter()
                .all(|one| one["content"].as_str().is_some_and(|text| !text.is_empty())),
            "content",
        )
    }

    fn chat(&self, stream: bool) -> Result<(), (u16, String)> {
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

    fn responses(&self) -> Result<(), (u16, String)> {
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
            body["model"] == "test-model"
                && body["store"] == false
                && body["prompt_cache_retention"] == "in_memory",
            "retention",
        )?;
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

    fn messages(&self) -> Result<(), (u16, String)> {
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

    fn converse(&self) -> Result<(), (u16, String)> {
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
        let text = format["structure"]["jsonSchema"]["schema"]
            .as_str()
            .ok_or_else(|| bad("the schema is no string"))?;
        schema(&serde_json::from_str(text).map_err(|_| bad("schema"))?)
    }

    fn gemini(&self) -> Result<(), (u16, String)> {
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

    fn ollama(&self) -> Result<(), (u16, String)> {
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

fn name(name: &Value) -> Result<(), (u16, String)> {
    let fits = name.as_str().is_some_and(|name| {
        !name.is_empty()
            && name.len() <= 64
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    });
    need(fits, "name")
}

/// Strict mode: every object closed, every member required.
fn schema(schema: &Value) -> Result<(), (u16, String)> {
    let Some(members) = schema.as_object() else {
        return Err(bad("schema"));
    };
    if schema["type"] == "object" {
        need(
            schema["additionalProperties"] == false,
            "additionalProperties must be false",
        )?;
        let properties = members
            .get("properties")
            .and_then(Value::as_object)
            .ok_or_else(|| bad("properties"))?;
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        need(
            properties
                .keys()
                .all(|name| required.contains(&name.as_str())),
            "every member must be required",
        )?;
        for inner in properties.values() {
            self::schema(inner)?;
        }
    }
    if schema["type"] == "array" {
        self::schema(&schema["items"])?;
    }
    Ok(())
}
