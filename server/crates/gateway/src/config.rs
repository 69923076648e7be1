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
    /// The wire format: `openai_chat`, `openai_responses`, `azure_openai`, `azure_openai_responses`, `anthropic`, `bedrock_converse`, `vertex_gemini`,
    /// `vertex_claude`, `vertex_chat`, `openai_compatible`, `vllm`, `llama_cpp` or `ollama`.
    pub wire: String,
    /// The base URL, for example `https://llm.example.org/v1`.
    pub url: String,
    /// The model's name, as the endpoint knows it.
    pub model: String,
    /// The version that is pinned, told in notes and logs; left out, the model's name.
    #[serde(default)]
    pub version: Option<String>,
    /// The name that the server's certificate must have, where it is another than the URL's host.
    #[serde(default)]
    pub tls_name: Option<String>,
    /// Addresses that the host may resolve to, `203.0.113.7` or `203.0.113.0/24`; left out, any that the agreement's kind allows.
    #[serde(default)]
    pub addresses: Vec<String>,
    /// The certificate authority, as PEM, that alone is trusted for this endpoint; left out, the public ones.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// `json_schema`, `streaming`, `transcription` and `embedding`; left out, the first two.
    #[serde(default)]
    pub capabilities: Option<Vec<String>>,
    /// Languages that it translates English into for patients, by tag: `es`, `zh-Hans`; a tag alone covers all its kinds. Left out, none.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Tokens that prompt and answer may have together.
    #[serde(default = "default_window")]
    pub context_window: usize,
    /// Tokens that an answer may have.
    #[serde(default = "default_output")]
    pub max_output_tokens: usize,
    /// The file that holds the API key; left out where none is needed.
    #[serde(default)]
    pub api_key_file: Option<PathBuf>,
    /// Who we are to the endpoint, where a single key is not enough.
    #[serde(default)]
    pub auth: Option<RawAuth>,
    /// Azure OpenAI's dated interface, for example `2024-10-21`; left out, the undated one (`/openai/v1`).
    #[serde(default)]
    pub api_version: Option<String>,
    /// How the schema is told, for Anthropic's models: `format`, or `tool` where the model knows no output format; left out, `format`.
    #[serde(default)]
    pub structured_output: Option<String>,
    /// How long the provider's prompt cache may hold: `in_memory` or `24h`; only OpenAI has the switch.
    #[serde(default)]
    pub cache_retention: Option<String>,
    /// Price of a million tokens of the prompt, in the budget's currency.
    #[serde(default)]
    pub price_input: Option<f64>,
    /// Price of a million tokens of the answer.
    #[serde(default)]
    pub price_output: Option<f64>,
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
    /// Whether dates are shifted too, by one number of days for each request; needs `pseudonymise`.
    #[serde(default)]
    pub shift_dates: bool,
    /// Further members of the request body, for example `{ seed = 1 }`; they may not replace ours.
    #[serde(default)]
    pub extra: BTreeMap<String, serde_json::Value>,
    /// What was agreed with whoever runs it.
    #[serde(default)]
    pub agreement: Option<RawAgreement>,
}

/// The `[endpoint.auth]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "snake_case")]
pub enum RawAuth {
    /// Azure: an application's client secret.
    Entra {
        /// The directory.
        tenant: String,
        /// The application.
        client_id: String,
        /// The file with its secret.
        client_secret_file: PathBuf,
        /// Where tokens are issued; left out, `https://login.microsoftonline.com`.
        #[serde(default)]
        authority: Option<String>,
    },
    /// Google: a service account's key file, as downloaded.
    Google {
        /// The file.
        key_file: PathBuf,
        /// Where tokens are issued; left out, `https://oauth2.googleapis.com/token`.
        #[serde(default)]
        token_url: Option<String>,
    },
    /// AWS: an access key.
    Aws {
        /// The region that requests are signed for.
        region: String,
        /// The key's id.
        access_key_id: String,
        /// The file with the secret.
        secret_access_key_file: PathBuf,
        /// The file with the session token of temporary credentials.
        #[serde(default)]
        session_token_file: Option<PathBuf>,
    },
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
    /// What was attested of retention: `none`, `memory` (a cache in memory only), or days such as `30 days`; required for a `baa`.
    #[serde(default)]
    pub retention: Option<String>,
    /// Where data is processed.
    #[serde(default)]
    pub region: Option<String>,
    /// What data it covers: `direct_identifier`, `quasi_identifier`, `clinical`, `free_text`.
    #[serde(default)]
    pub covers: Vec<String>,
}

/// One `[[route]]` table: which requests go to which endpoints, in order. The first that matches decides.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRoute {
    /// What explanations and logs call it; left out, its number.
    #[serde(default)]
    pub name: Option<String>,
    /// Use cases, `chart_summary/*` or `chart_summary/results`; left out, all.
    #[serde(default)]
    pub use_cases: Vec<String>,
    /// Tenants; left out, all.
    #[serde(default)]
    pub tenants: Vec<String>,
    /// The most that a request may hold to match: `clinical`, `free_text` and so on; left out, anything.
    #[serde(default)]
    pub at_most: Option<Vec<String>>,
    /// Requests from this size on, in estimated tokens.
    #[serde(default)]
    pub from_tokens: Option<usize>,
    /// Requests up to this size.
    #[serde(default)]
    pub to_tokens: Option<usize>,
    /// Capabilities that a request must need to match.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Endpoints in order of preference; empty: no model, the built-in composer drafts.
    pub endpoints: Vec<String>,
}

/// The `[budget]` table. What is left out has no limit.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBudget {
    /// Tokens of one request, prompt and answer.
    #[serde(default)]
    pub request_tokens: Option<u64>,
    /// Tokens of one user in a day (UTC).
    #[serde(default)]
    pub user_tokens_per_day: Option<u64>,
    /// Tokens of one tenant in a day.
    #[serde(default)]
    pub tenant_tokens_per_day: Option<u64>,
    /// Cost of one user in a day, in the currency of the endpoints' prices.
    #[serde(default)]
    pub user_cost_per_day: Option<f64>,
    /// Cost of one tenant in a day.
    #[serde(default)]
    pub tenant_cost_per_day: Option<f64>,
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
