//! What the vendors' public documentation asks for; whoever deviates is refused, as the vendor would.

mod openai;
mod vendors;

use crate::Style;
use crate::sigv4::{Key, Sent, fault};
use axum::http::{HeaderMap, Method};
use serde_json::Value;
use time::OffsetDateTime;

/// A request as it came.
pub(crate) struct Came<'a> {
    pub(crate) style: Style,
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Value,
    /// The body as it came.
    pub(crate) bytes: &'a [u8],
    /// The vendor's time.
    pub(crate) now: OffsetDateTime,
}

/// The key that Bedrock knows.
const KEY: Key = Key {
    id: "AKIDEXAMPLE",
    secret: "test-key",
    region: "us-east-1",
    service: "bedrock",
};

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
            | Style::VertexChat
            | Style::Compatible
            | Style::Vllm
            | Style::LlamaCpp => self.chat(stream),
            Style::OpenAiResponses | Style::AzureResponses => self.responses(),
            Style::Anthropic | Style::VertexClaude => self.messages(),
            Style::Bedrock => self.converse(),
            Style::Gemini => self.gemini(),
            Style::Ollama => self.ollama(),
        }?;
        Ok(stream)
    }

    fn authorized(&self) -> Result<(), (u16, String)> {
        let fits = match self.style {
            Style::Azure | Style::AzureResponses => {
                self.header("api-key") == "test-key"
                    || self.header("authorization") == "Bearer entra-token"
            }
            Style::Anthropic => self.header("x-api-key") == "test-key",
            Style::Gemini | Style::VertexClaude | Style::VertexChat => {
                self.header("authorization") == "Bearer google-token"
            }
            Style::Bedrock => {
                let sent = Sent {
                    method: self.method.as_str(),
                    path: self.path,
                    query: self.query,
                    headers: self.headers,
                    body: self.bytes,
                };
                if let Some(what) = fault(&sent, &KEY, self.now) {
                    return Err((403, what.to_owned()));
                }
                true
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

/// Deepest nesting, most values of all enumerations, and from how many values on their letters count, with the most of these: OpenAI's limits, the
/// tightest ones.
const DEEPEST: usize = 5;
const MOST_VALUES: usize = 1000;
const MANY_VALUES: usize = 250;
const MOST_LETTERS: usize = 15_000;

/// Strict mode: the members that every vendor knows, every object closed, every member required, within the vendors' limits.
fn schema(schema: &Value) -> Result<(), (u16, String)> {
    let mut values = 0;
    level(schema, 0, &mut values)?;
    need(values <= MOST_VALUES, "too many enum values")
}

fn level(schema: &Value, depth: usize, values: &mut usize) -> Result<(), (u16, String)> {
    let Some(members) = schema.as_object() else {
        return Err(bad("schema"));
    };
    need(depth <= DEEPEST, "the schema is too deep")?;
    only(
        schema,
        &[
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "description",
        ],
    )?;
    let known = |name: &Value| {
        matches!(
            name.as_str(),
            Some("object" | "array" | "string" | "number" | "integer" | "boolean" | "null")
        )
    };
    let kind = &schema["type"];
    need(
        known(kind)
            || kind
                .as_array()
                .is_some_and(|all| all.len() == 2 && all.iter().all(known)),
        "type",
    )?;
    if let Some(all) = schema["enum"].as_array() {
        *values += all.len();
        let letters: usize = all.iter().filter_map(Value::as_str).map(str::len).sum();
        need(
            !all.is_empty() && (all.len() <= MANY_VALUES || letters <= MOST_LETTERS),
            "enum",
        )?;
    }
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
            level(inner, depth + 1, values)?;
        }
    }
    if schema["type"] == "array" {
        level(&schema["items"], depth + 1, values)?;
    }
    Ok(())
}
