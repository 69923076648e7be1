//! An engine in front of a mock endpoint, with a log and a budget that can be looked at.
#![allow(dead_code, reason = "each test takes what it needs of the scene")]

use async_trait::async_trait;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use base64::Engine as _;
use gateway::{
    Answer, Budget, Caller, Clock, DataClass, Engine, Gateway, GatewayError, InferenceBegin,
    InferenceEnd, InferenceId, InferenceLog, Literals, LogUnavailable, MemoryLedger, Need, Part,
    Phi, Policy, RawEndpoint, RawRoute, Refusal, Registry, Request, UseCase,
};
use models::{Mock, Style};
use phi::FieldClass;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

pub(crate) const GOOD: &str = r#"{"statements":[{"text":"Größe 1,80 m · HbA1c 7.4 %"}]}"#;

/// A clock that a test can move.
#[derive(Default)]
pub(crate) struct Hands(AtomicI64);

impl Hands {
    pub(crate) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> OffsetDateTime {
        datetime!(2026-03-10 12:00 UTC) + Duration::seconds(self.0.load(Ordering::SeqCst))
    }
}

#[derive(Default)]
pub(crate) struct Log {
    pub(crate) begun: Mutex<Vec<InferenceBegin>>,
    pub(crate) ended: Mutex<Vec<InferenceEnd>>,
    pub(crate) refused: Mutex<Vec<String>>,
    pub(crate) kept: Mutex<Vec<(String, String)>>,
    pub(crate) abandoned: Mutex<usize>,
    pub(crate) keeps: bool,
}

#[async_trait]
impl InferenceLog for Log {
    async fn begin(&self, begin: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        let mut all = self.begun.lock().unwrap();
        all.push(begin);
        Ok(InferenceId(all.len().to_string()))
    }

    async fn end(&self, _: InferenceId, end: InferenceEnd) {
        self.ended.lock().unwrap().push(end);
    }

    fn abandoned(&self, _: InferenceId) {
        *self.abandoned.lock().unwrap() += 1;
    }

    async fn refused(&self, _: &Caller, _: &str, refusal: &Refusal) {
        self.refused.lock().unwrap().push(refusal.to_string());
    }

    fn keeps_content(&self) -> bool {
        self.keeps
    }

    async fn keep_prompt(&self, id: &InferenceId, text: Phi<String>) -> Result<(), LogUnavailable> {
        self.kept
            .lock()
            .unwrap()
            .push((format!("prompt {}", id.0), text.into_inner()));
        Ok(())
    }

    async fn keep_answer(&self, id: &InferenceId, text: Phi<String>) {
        self.kept
            .lock()
            .unwrap()
            .push((format!("answer {}", id.0), text.into_inner()));
    }
}

/// The endpoints and settings of an engine to be.
pub(crate) struct Builder {
    endpoints: Vec<Value>,
    routes: Vec<RawRoute>,
    budget: Budget,
    keeps: bool,
}

pub(crate) struct Scene {
    pub(crate) engine: Engine,
    pub(crate) log: Arc<Log>,
    pub(crate) ledger: Arc<MemoryLedger>,
    pub(crate) clock: Arc<Hands>,
}

/// Makes the schema a tool.
pub(crate) fn bedrock_tool() -> Value {
    json!({"structured_output": "tool"})
}

/// The table of an endpoint that a mock plays.
fn table(name: &str, mock: &Mock) -> Value {
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
        Style::Gemini | Style::VertexClaude => {
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

/// A service account's key file, made for this run.
static GOOGLE: LazyLock<String> = LazyLock::new(|| {
    let pair = aws_lc_rs::rsa::KeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let text = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    json!({"type": "service_account", "client_email": "app@p.iam.example.org", "private_key": pem, "private_key_id": "k1", "token_uri": "https://elsewhere.example.org"}).to_string()
});

#[allow(
    clippy::unnecessary_wraps,
    reason = "the registry wants a reader that can fail"
)]
fn read(path: &Path) -> std::io::Result<String> {
    Ok(match path.to_str().unwrap() {
        "google" => GOOGLE.clone(),
        _ => "test-key\n".to_owned(),
    })
}

impl Scene {
    pub(crate) fn of(mock: &Mock) -> Builder {
        Builder {
            endpoints: vec![table("ward", mock)],
            routes: Vec::new(),
            budget: Budget::default(),
            keeps: false,
        }
    }

    pub(crate) fn need() -> Need {
        Need {
            use_case: "chart_summary/results".into(),
            data_class: [
                FieldClass::Clinical,
                FieldClass::QuasiIdentifier,
                FieldClass::FreeText,
            ]
            .into_iter()
            .collect::<DataClass>(),
            bytes: 0,
            endpoint: None,
        }
    }

    pub(crate) fn request(text: &str) -> Request {
        Request {
            use_case: UseCase {
                name: "chart_summary/results".into(),
                may_send: vec!["Observation".into(), "Patient.birthDate".into()],
            },
            instructions: "Write the section.".into(),
            task: "Section: Key results.\nToday is 2026-03-10.".into(),
            parts: vec![Part {
                alias: "a1".into(),
                kind: "Observation".into(),
                field: String::new(),
                text: Phi::new(text.into()),
            }],
            schema: ("section".into(), schema()),
            identifiers: Literals::new(Literals::of_name("Amina Osei")),
        }
    }

    pub(crate) async fn ask(&self) -> Result<Answer, GatewayError> {
        self.ask_as("t", "u").await
    }

    pub(crate) async fn ask_as(&self, tenant: &str, user: &str) -> Result<Answer, GatewayError> {
        self.send(tenant, user, Self::request("HbA1c 7.4 %")).await
    }

    pub(crate) async fn send(
        &self,
        tenant: &str,
        user: &str,
        request: Request,
    ) -> Result<Answer, GatewayError> {
        let acting = self.engine.acting(Caller {
            tenant: tenant.into(),
            user: user.into(),
            role: "physician".into(),
            launch: "l1".into(),
        });
        let route = acting.plan(&Self::need())?;
        acting.infer(&route, request, &|_| ()).await
    }
}

pub(crate) fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {"statements": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"], "additionalProperties": false}}},
        "required": ["statements"],
        "additionalProperties": false
    })
}

impl Builder {
    /// Settings of every endpoint so far.
    pub(crate) fn with(mut self, settings: &Value) -> Self {
        for endpoint in &mut self.endpoints {
            for (name, value) in settings.as_object().unwrap() {
                endpoint[name] = value.clone();
            }
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

    pub(crate) fn build(self) -> Scene {
        let raw: Vec<RawEndpoint> = self
            .endpoints
            .into_iter()
            .map(|table| serde_json::from_value(table).unwrap())
            .collect();
        let registry = Registry::read_with(raw, &read).unwrap();
        let policy = Policy::read(self.routes, &registry).unwrap();
        let log = Arc::new(Log {
            keeps: self.keeps,
            ..Log::default()
        });
        let ledger = Arc::new(MemoryLedger::new(self.budget));
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
