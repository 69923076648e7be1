//! The configuration as a file writes it. Unknown keys are an error; what is left out has its default.

use serde::Deserialize;
use std::path::PathBuf;

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawConfig {
    /// The web server.
    pub server: RawServer,
    /// The database.
    pub database: RawDatabase,
    /// Keys at rest and client keys.
    pub keys: RawKeys,
    /// Logging.
    pub log: RawLog,
    /// Drafting.
    pub drafting: RawDrafting,
    /// Recording of visits.
    pub recording: RawRecording,
    /// Chart loading.
    pub chart: RawChart,
    /// The EHRs that may launch.
    pub issuer: Vec<RawIssuer>,
    /// The model endpoints.
    pub endpoint: Vec<gateway::RawEndpoint>,
    /// Which requests go to which endpoints.
    pub route: Vec<gateway::RawRoute>,
    /// What may be spent on models.
    pub budget: gateway::RawBudget,
}

/// `[server]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawServer {
    /// Socket address.
    pub listen: String,
    /// Base URL as browsers see it.
    pub public_url: String,
    /// Origins that may frame the application.
    pub frame_ancestors: Vec<String>,
    /// Folder with the browser's files.
    pub site_root: PathBuf,
    /// Bytes.
    pub body_limit: usize,
    /// Seconds.
    pub session_idle: i64,
}

impl Default for RawServer {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8100".into(),
            public_url: "http://127.0.0.1:8100".into(),
            frame_ancestors: Vec::new(),
            site_root: "target/site".into(),
            body_limit: 1_048_576,
            session_idle: 3600,
        }
    }
}

/// `[database]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawDatabase {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Most open connections.
    pub connections: u32,
}

impl Default for RawDatabase {
    fn default() -> Self {
        Self {
            url: "sqlite:var/countersign.db".into(),
            connections: 8,
        }
    }
}

/// `[keys]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawKeys {
    /// File with the master key.
    pub master_key_file: PathBuf,
    /// Whether a missing master key is made.
    pub generate: bool,
    /// PKCS#8 PEM.
    pub client_key_file: Option<PathBuf>,
    /// PKCS#8 PEM.
    pub next_client_key_file: Option<PathBuf>,
}

impl Default for RawKeys {
    fn default() -> Self {
        Self {
            master_key_file: "var/master.key".into(),
            generate: true,
            client_key_file: None,
            next_client_key_file: None,
        }
    }
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawLog {
    /// Filter directives.
    pub filter: String,
    /// `text` or `json`.
    pub format: String,
}

impl Default for RawLog {
    fn default() -> Self {
        Self {
            filter: "info".into(),
            format: "text".into(),
        }
    }
}

/// The value of `drafting.endpoint` by which each request goes where the `[[route]]` tables say.
pub const BY_RULE: &str = "by_rule";

/// `[drafting]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawDrafting {
    /// Folder with more policies.
    pub policies: Option<PathBuf>,
    /// Folder with an organization's own data files.
    pub overlay: Option<PathBuf>,
    /// Endpoint name, or `by_rule`; empty: the built-in composer.
    pub endpoint: String,
    /// Days; 0: not at all.
    pub keep_inferences_days: u16,
    /// Folder with the code tables.
    pub codes: PathBuf,
}

impl Default for RawDrafting {
    fn default() -> Self {
        Self {
            policies: None,
            overlay: None,
            endpoint: String::new(),
            keep_inferences_days: 0,
            codes: "var/codes".into(),
        }
    }
}

/// `[recording]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawRecording {
    /// `until_signed`, or days.
    pub keep: RawKeep,
    /// Days.
    pub abandoned_days: u16,
    /// Endpoint name; empty: whichever may.
    pub endpoint: String,
    /// A language code; empty: found out.
    pub language: String,
}

/// How long sound is kept, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum RawKeep {
    /// So many days, whatever is signed.
    Days(u16),
    /// `until_signed`.
    Words(String),
}

impl Default for RawRecording {
    fn default() -> Self {
        Self {
            keep: RawKeep::Words("until_signed".into()),
            abandoned_days: 7,
            endpoint: String::new(),
            language: String::new(),
        }
    }
}

/// `[chart]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawChart {
    /// Requests at once.
    pub concurrency: usize,
    /// Prepared charts in memory.
    pub prepared: usize,
}

impl Default for RawChart {
    fn default() -> Self {
        Self {
            concurrency: 6,
            prepared: 32,
        }
    }
}

/// `[[issuer]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawIssuer {
    /// FHIR base URL.
    pub url: String,
    /// What users call it.
    pub name: String,
    /// Tenant id.
    pub tenant: String,
    /// EHR profile.
    pub profile: String,
    /// Client id.
    pub client_id: String,
    /// `public`, `client_secret` or `private_key`.
    #[serde(default = "public")]
    pub authentication: String,
    /// For `client_secret`.
    pub client_secret_file: Option<PathBuf>,
    /// Issuer of the id_tokens.
    pub openid_issuer: Option<String>,
    /// Scopes to ask for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Specialty of users of whom the EHR names none.
    #[serde(default)]
    pub specialty: Option<String>,
    /// File with the letterhead of printed letters.
    pub letterhead: Option<PathBuf>,
}

fn public() -> String {
    "public".into()
}
