//! Endpoints as the configuration writes them. Nothing is trusted here; [`crate::Registry::read`] checks.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use thiserror::Error;

/// What is wrong with the configuration, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{key}: {what}")]
pub struct ConfigError {
    /// The key, for example `endpoint[0].agreement.expires`.
    pub key: String,
    /// What is wrong, in words.
    pub what: String,
}

/// One `[[endpoint]]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEndpoint {
    /// What routes and logs call it.
    pub name: String,
    /// The wire format: `openai_compatible`.
    pub wire: String,
    /// The base URL, for example `https://llm.example.org/v1`.
    pub url: String,
    /// The model's name, as the endpoint knows it.
    pub model: String,
    /// The version that is pinned, told in notes and logs; left out, the model's name.
    #[serde(default)]
    pub version: Option<String>,
    /// `json_schema` and `streaming`; left out, both.
    #[serde(default)]
    pub capabilities: Option<Vec<String>>,
    /// Tokens that prompt and answer may have together.
    #[serde(default = "default_window")]
    pub context_window: usize,
    /// Tokens that an answer may have.
    #[serde(default = "default_output")]
    pub max_output_tokens: usize,
    /// The file that holds the API key; left out where none is needed.
    #[serde(default)]
    pub api_key_file: Option<PathBuf>,
    /// Seconds for a whole request.
    #[serde(default = "default_deadline")]
    pub deadline_seconds: u64,
    /// Seconds without a byte after which a stream counts as dead.
    #[serde(default = "default_idle")]
    pub idle_seconds: u64,
    /// Requests under way at once.
    #[serde(default = "default_concurrency")]
    pub concurrency: usize,
    /// Times that a busy endpoint is tried.
    #[serde(default = "default_attempts")]
    pub attempts: u32,
    /// Whether identifiers are replaced by pseudonyms before sending.
    #[serde(default)]
    pub pseudonymise: bool,
    /// Further members of the request body, for example `{ seed = 1 }`; they may not replace ours.
    #[serde(default)]
    pub extra: BTreeMap<String, serde_json::Value>,
    /// What was agreed with whoever runs it.
    #[serde(default)]
    pub agreement: Option<RawAgreement>,
}

/// The `[endpoint.agreement]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAgreement {
    /// Whose endpoint it is.
    pub provider: String,
    /// `baa`, `own_premises` or `none`.
    pub kind: String,
    /// The contract's number or place; required for a `baa`.
    #[serde(default)]
    pub reference: Option<String>,
    /// The first day, `2026-03-01`; required for a `baa`.
    #[serde(default)]
    pub signed: Option<String>,
    /// The last day; left out, it has no end.
    #[serde(default)]
    pub expires: Option<String>,
    /// What was attested of retention: `none`, `memory`, or days such as `30 days`; required for a `baa`.
    #[serde(default)]
    pub retention: Option<String>,
    /// Where data is processed.
    #[serde(default)]
    pub region: Option<String>,
    /// What data it covers: `direct_identifier`, `quasi_identifier`, `clinical`, `free_text`.
    #[serde(default)]
    pub covers: Vec<String>,
}

const fn default_window() -> usize {
    8192
}

const fn default_output() -> usize {
    2048
}

const fn default_deadline() -> u64 {
    120
}

const fn default_idle() -> u64 {
    30
}

const fn default_concurrency() -> usize {
    4
}

const fn default_attempts() -> u32 {
    3
}
