//! The endpoints and settings of an engine to be.

use super::{Hands, Log, Scene};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use gateway::{Budget, ConfigError, Engine, MemoryLedger, Policy, RawEndpoint, RawRoute, Registry};
use models::{Account, Mock, Style};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The endpoints and settings of an engine to be.
pub(crate) struct Builder {
    endpoints: Vec<Value>,
    routes: Vec<RawRoute>,
    budget: Budget,
    keeps: bool,
}

/// The table of an endpoint that a mock plays.
fn table(name: &str, mock: &Mock) -> Value {
    mock.set_time(super::log::BEGIN);
    let mut table = json!({
        "name": name,
        "wire": mock.style.wire(),
        "url": mock.url(),
        "model": mock.style.model(),
        "deadline_seconds": 20,
        "price_input": 1.0,
        "price_output": 2.0,
        "agreement": {
            "provider": "Example", "kind": "own_premises", "signed": "2026-01-01", "expires": "2026-12-31",
            "covers": ["clinical", "quasi_identifier", "free_text"],
        },
    });
    match mock.style {
        Style::Gemini | Style::VertexClaude | Style::VertexChat => {
            mock.trust(ACCOUNT.1.clone());
            table["auth"] = json!({"kind": "google", "key_file": "google", "token_url": format!("{}/token", mock.origin)});
        }
        Style::Bedrock => {
            table["auth"] = json!({"kind": "aws", "region": "us-east-1", "access_key_id": "AKIDEXAMPLE", "secret_access_key_file": "key"});
        }
        Style::Ollama => {}
        _ => table["api_key_file"] = json!("key"),
    }
    table
}

/// A service account's key file, made for this run, and what the vendor knows of it.
static ACCOUNT: LazyLock<(String, Account)> = LazyLock::new(|| {
    let pair = aws_lc_rs::rsa::KeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let text = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    let file = json!({"type": "service_account", "client_email": "app@p.iam.example.org", "private_key": pem, "private_key_id": "k1", "token_uri": "https://elsewhere.example.org"});
    let account = Account {
        email: "app@p.iam.example.org".to_owned(),
        key_id: "k1".to_owned(),
        public_key: pair.public_key().as_ref().to_vec(),
    };
    (file.to_string(), account)
});

#[allow(
    clippy::unnecessary_wraps,
    reason = "the registry wants a reader that can fail"
)]
fn file(path: &Path) -> std::io::Result<String> {
    Ok(match path.to_str().unwrap() {
        "google" => ACCOUNT.0.clone(),
        "wrong" => "another-key\n".to_owned(),
        pem if pem.starts_with("tls/") => std::fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests")
                .join(pem),
        )?,
        _ => "test-key\n".to_owned(),
    })
}

impl Builder {
    pub(super) fn of(mock: &Mock) -> Self {
        Self {
            endpoints: vec![table("ward", mock)],
            routes: Vec::new(),
            budget: Budget::default(),
            keeps: false,
        }
    }

    /// Settings of every endpoint so far.
    pub(crate) fn with(mut self, settings: &Value) -> Self {
        for endpoint in &mut self.endpoints {
            for (name, value) in settings.as_object().unwrap() {
                endpoint[name] = value.clone();
            }
        }
        self
    }

    /// Agreements that cover everything.
    pub(crate) fn covering_all(mut self) -> Self {
        for endpoint in &mut self.endpoints {
            endpoint["agreement"]["covers"] = json!([
                "direct_identifier",
                "clinical",
                "quasi_identifier",
                "free_text"
            ]);
        }
        self
    }

    pub(crate) fn attempts(self, attempts: u32) -> Self {
        self.with(&json!({"attempts": attempts}))
    }

    pub(crate) fn stream(self, stream: bool) -> Self {
        if stream {
            self
        } else {
            self.with(&json!({"capabilities": ["json_schema", "transcription", "embedding"]}))
        }
    }

    pub(crate) fn entra(mut self, entra: bool) -> Self {
        if entra {
            let origin = self.endpoints[0]["url"].as_str().unwrap().to_owned();
            self.endpoints[0]["auth"] = json!({"kind": "entra", "tenant": "directory-1", "client_id": "app-1", "client_secret_file": "key", "authority": origin});
            self.endpoints[0]
                .as_object_mut()
                .unwrap()
                .remove("api_key_file");
        }
        self
    }

    /// One endpoint more.
    pub(crate) fn then(mut self, name: &str, mock: &Mock) -> Self {
        self.endpoints.push(table(name, mock));
        self
    }

    /// A setting of the last endpoint.
    pub(crate) fn but(mut self, pointer: &str, value: Value) -> Self {
        *self
            .endpoints
            .last_mut()
            .unwrap()
            .pointer_mut(pointer)
            .unwrap() = value;
        self
    }

    pub(crate) fn route(mut self, route: RawRoute) -> Self {
        self.routes.push(route);
        self
    }

    pub(crate) fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    pub(crate) fn keeping(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// The registry alone, or what is wrong with it.
    pub(crate) fn read(self) -> Result<Registry, ConfigError> {
        let raw: Vec<RawEndpoint> = self
            .endpoints
            .into_iter()
            .map(|table| serde_json::from_value(table).unwrap())
            .collect();
        Registry::read_with(raw, &file)
    }

    pub(crate) fn build(self) -> Scene {
        let (routes, budget, keeps) = (self.routes.clone(), self.budget, self.keeps);
        let registry = self.read().unwrap();
        let policy = Policy::read(routes, &registry).unwrap();
        let log = Arc::new(Log {
            keeps,
            ..Log::default()
        });
        let ledger = Arc::new(MemoryLedger::new(budget));
        let clock = Arc::new(Hands::default());
        let engine = Engine::new(registry, log.clone(), clock.clone())
            .with_policy(policy)
            .with_budget(ledger.clone())
            .with_fingerprint_key(b"0123456789abcdef0123456789abcdef");
        Scene {
            engine,
            log,
            ledger,
            clock,
        }
    }
}
