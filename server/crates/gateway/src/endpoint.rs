//! A checked endpoint.

use crate::agreement::Agreement;
use crate::config::{ConfigError, RawEndpoint};
use secrecy::SecretString;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::Url;

/// How an endpoint is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireFormat {
    /// OpenAI-compatible Chat Completions: llama.cpp server, vLLM, Ollama and the like.
    OpenAiCompatible,
}

/// What an endpoint can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// Its answers hold to a JSON schema.
    JsonSchema,
    /// It streams.
    Streaming,
}

/// One model endpoint.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// What routes and logs call it.
    pub name: String,
    /// How it is spoken to.
    pub wire: WireFormat,
    /// Where requests go, the wire format's path included.
    pub url: Url,
    /// The model.
    pub model: String,
    /// The pinned version.
    pub version: String,
    /// What it can do.
    pub capabilities: BTreeSet<Capability>,
    /// Tokens that prompt and answer may have together.
    pub context_window: usize,
    /// Tokens that an answer may have.
    pub max_output_tokens: usize,
    /// For a whole request.
    pub deadline: Duration,
    /// Without a byte.
    pub idle: Duration,
    /// Requests under way at once.
    pub concurrency: usize,
    /// Times that a busy endpoint is tried.
    pub attempts: u32,
    /// Whether identifiers are replaced before sending.
    pub pseudonymise: bool,
    /// What was agreed.
    pub agreement: Agreement,
    pub(crate) key: Option<SecretString>,
    pub(crate) extra: BTreeMap<String, Value>,
}

/// Members of the request body that only we set.
const OURS: [&str; 8] = [
    "model",
    "messages",
    "stream",
    "stream_options",
    "response_format",
    "max_tokens",
    "tools",
    "tool_choice",
];

impl Endpoint {
    /// Checks one table; `place` is its key, `read_file` reads the API key.
    pub(crate) fn read(
        raw: RawEndpoint,
        place: &str,
        read_file: &dyn Fn(&std::path::Path) -> std::io::Result<String>,
    ) -> Result<Self, ConfigError> {
        let bad = |name: &str, what: &str| ConfigError {
            key: format!("{place}.{name}"),
            what: what.to_owned(),
        };
        if raw.name.is_empty()
            || !raw
                .name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        {
            return Err(bad(
                "name",
                "must be a plain word of letters, digits, `-`, `_` and `.`",
            ));
        }
        let wire = match raw.wire.as_str() {
            "openai_compatible" => WireFormat::OpenAiCompatible,
            _ => return Err(bad("wire", "expected openai_compatible")),
        };
        let agreement = match &raw.agreement {
            Some(agreement) => Agreement::read(agreement, &format!("{place}.agreement"))?,
            None => Agreement::none(),
        };
        let url = checked_url(
            &raw.url,
            agreement.kind == crate::AgreementKind::OwnPremises,
        )
        .map_err(|what| bad("url", what))?;
        if raw.model.trim().is_empty() {
            return Err(bad("model", "is empty"));
        }
        let capabilities = match &raw.capabilities {
            None => BTreeSet::from([Capability::JsonSchema, Capability::Streaming]),
            Some(names) => names
                .iter()
                .map(|name| match name.as_str() {
                    "json_schema" => Ok(Capability::JsonSchema),
                    "streaming" => Ok(Capability::Streaming),
                    _ => Err(bad("capabilities", "expected json_schema or streaming")),
                })
                .collect::<Result<_, _>>()?,
        };
        if raw.max_output_tokens == 0 || raw.max_output_tokens >= raw.context_window {
            return Err(bad(
                "max_output_tokens",
                "must be more than 0 and less than `context_window`",
            ));
        }
        for (name, value) in [
            ("deadline_seconds", raw.deadline_seconds),
            ("idle_seconds", raw.idle_seconds),
            ("concurrency", raw.concurrency as u64),
            ("attempts", u64::from(raw.attempts)),
        ] {
            if value == 0 || value > 3600 {
                return Err(bad(name, "must be between 1 and 3600"));
            }
        }
        if let Some(name) = raw.extra.keys().find(|name| OURS.contains(&name.as_str())) {
            return Err(bad(&format!("extra.{name}"), "is set by the gateway"));
        }
        let key = match &raw.api_key_file {
            None => None,
            Some(path) => {
                let text = read_file(path).map_err(|error| {
                    bad(
                        "api_key_file",
                        &format!("{}: {}", path.display(), error.kind()),
                    )
                })?;
                let text = text.trim().to_owned();
                if text.is_empty() || !text.is_ascii() {
                    return Err(bad("api_key_file", "holds no key"));
                }
                Some(SecretString::from(text))
            }
        };
        Ok(Self {
            version: raw.version.clone().unwrap_or_else(|| raw.model.clone()),
            name: raw.name,
            wire,
            url,
            model: raw.model,
            capabilities,
            context_window: raw.context_window,
            max_output_tokens: raw.max_output_tokens,
            deadline: Duration::from_secs(raw.deadline_seconds),
            idle: Duration::from_secs(raw.idle_seconds),
            concurrency: raw.concurrency,
            attempts: raw.attempts,
            pseudonymise: raw.pseudonymise,
            agreement,
            key,
            extra: raw.extra,
        })
    }
}

fn checked_url(text: &str, own_premises: bool) -> Result<Url, &'static str> {
    let mut url = Url::parse(text).map_err(|_| "is not a URL")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not have a query or fragment");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("has no host");
    }
    match url.scheme() {
        "https" => {}
        "http" if own_premises => {}
        "http" => return Err("must be https; http is for endpoints on own premises only"),
        _ => return Err("must be https"),
    }
    let path = format!(
        "{}/chat/completions",
        url.path()
            .trim_end_matches('/')
            .trim_end_matches("/chat/completions")
    );
    url.set_path(&path);
    Ok(url)
}
