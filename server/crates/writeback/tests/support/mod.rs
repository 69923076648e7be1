//! An EHR that keeps notes, an outbox in memory, and a signed note.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Response, Uri};
use fhir::{Client, Clock, Config, Ehr, Limits, Profile, TokenError, TokenSource};
use review::{SignedNote, sha256_hex};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use time::OffsetDateTime;
use time::macros::datetime;
use writeback::{
    Desk, Filer, FilerConfig, JobState, Leased, Order, Outbox, OutboxError, Settlement, run_next,
};

pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-02 09:31 UTC);
pub(crate) const TEXT: &str = "Chart summary\n\nProblems\n- Statement s1.\n\nDrafted with AI assistance, signed by Sandbox Clinician.\n";

/// A signed note as its own crate stores it.
pub(crate) fn signed(user: &str) -> SignedNote {
    signed_as("chart_summary", user)
}

pub(crate) fn signed_as(kind: &str, user: &str) -> SignedNote {
    answering(kind, user, "")
}

/// A reply to a message of the EHR.
pub(crate) fn signed_answer(user: &str, message: &str) -> SignedNote {
    answering("message_reply", user, &format!(r#","answers":"{message}""#))
}

fn answering(kind: &str, user: &str, answers: &str) -> SignedNote {
    let text = serde_json::to_string(TEXT).unwrap();
    let content = format!(
        r#"{{"about":{{"draft":"d1","kind":"{kind}","title":"Chart summary","patient":"Patient/p1","encounter":"Encounter/e1","author":"composer"{answers}}},"revision":3,"signer":{{"user":"{user}","name":"Sandbox Clinician","role":"clinician"}},"text":{text},"sections":[{{"title":"Problems","statements":[{{"id":"s1","text":"Statement s1.","citations":[{{"source":"Observation/a","quote":null}}],"verdict":"supported","attestation":null}}]}}],"changes":[],"notices":[],"criteria":[]}}"#
    );
    let body = format!(
        r#"{{"content":{content},"content_hash":"{}","signed_at":"2026-11-02T09:30:00Z"}}"#,
        sha256_hex(content.as_bytes())
    );
    let stored = format!(
        r#"{{"schema":"signed/1","hash":"{}","body":{body}}}"#,
        sha256_hex(body.as_bytes())
    );
    SignedNote::from_stored(stored.as_bytes()).unwrap()
}

pub(crate) fn order() -> Order {
    Order::Note {
        note: Box::new(signed("Practitioner/1")),
        service: None,
    }
}

/// How the EHR treats the next creates, one after the other; then it takes them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Create {
    /// Takes it and answers.
    Take,
    /// Takes it, and the answer is lost.
    LoseAnswer,
    /// Does not take it, and answers 500.
    Fail,
    /// Answers with this status.
    Answer(u16),
    /// Takes it and names no reference.
    Silent,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) notes: Mutex<Vec<Value>>,
    pub(crate) creates: Mutex<Vec<Create>>,
    pub(crate) log: Mutex<Vec<String>>,
    pub(crate) provenances: AtomicUsize,
    pub(crate) search_status: AtomicUsize,
    pub(crate) reject_token: Mutex<Option<String>>,
}

/// A running EHR. `keeps_identifier`: whether it answers identifiers back, as a generic server does.
pub(crate) struct MockEhr {
    pub(crate) state: Arc<State>,
    pub(crate) base: String,
}

impl MockEhr {
    pub(crate) async fn start(creates: &[Create]) -> Self {
        let state = Arc::new(State {
            creates: Mutex::new(creates.to_vec()),
            ..State::default()
        });
        let shared = state.clone();
        let app = Router::new().fallback(
            move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
                let state = shared.clone();
                async move { answer(&state, &method, &uri, &headers, &body) }
            },
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/r4", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { state, base }
    }

    pub(crate) fn filer(&self, ehr: Ehr) -> Filer {
        let config = Config {
            base: self.base.parse().unwrap(),
            profile: Profile::of(ehr),
            tokens: Arc::new(Tokens::default()),
            clock: Arc::new(Watch),
            limits: Limits {
                timeout: Duration::from_secs(5),
                ..Limits::default()
            },
        };
        Filer::new(
            Client::new(config).unwrap(),
            FilerConfig {
                software: "Countersign 0.1.0".into(),
                ..FilerConfig::default()
            },
        )
    }

    pub(crate) fn kept(&self) -> usize {
        self.state.notes.lock().unwrap().len()
    }

    pub(crate) fn creates(&self) -> usize {
        self.state
            .log
            .lock()
            .unwrap()
            .iter()
            .filter(|line| line.starts_with("POST DocumentReference"))
            .count()
    }
}

fn plain(status: u16) -> Response<Body> {
    Response::builder()
        .status(status)
        .body(Body::empty())
        .unwrap()
}

fn answer(
    state: &State,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Response<Body> {
    let path = uri.path().trim_start_matches("/r4/").to_owned();
    let query = uri.query().unwrap_or_default();
    state
        .log
        .lock()
        .unwrap()
        .push(format!("{method} {path}?{query}"));
    if state.reject_token.lock().unwrap().as_deref() == headers["authorization"].to_str().ok() {
        return plain(401);
    }
    if method == Method::GET {
        let status = state.search_status.load(Ordering::SeqCst);
        if status != 0 {
            return plain(u16::try_from(status).unwrap());
        }
        let identifier = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("identifier="));
        let identifier = identifier.map(|value| value.replace("%3A", ":").replace("%7C", "|"));
        let notes = state.notes.lock().unwrap();
        let entries: Vec<Value> = notes
            .iter()
            .filter(|note| note["resourceType"] == path.as_str())
            .filter(|note| {
                identifier.as_ref().is_none_or(|wanted| {
                    let own = &note["identifier"][0];
                    *wanted
                        == format!(
                            "{}|{}",
                            own["system"].as_str().unwrap_or(""),
                            own["value"].as_str().unwrap_or("")
                        )
                })
            })
            .map(|note| serde_json::json!({"resource": note}))
            .collect();
        let bundle =
            serde_json::json!({"resourceType": "Bundle", "type": "searchset", "entry": entries});
        return Response::builder()
            .header("content-type", "application/fhir+json")
            .body(Body::from(bundle.to_string()))
            .unwrap();
    }
    if path == "Provenance" {
        state.provenances.fetch_add(1, Ordering::SeqCst);
        return plain(201);
    }
    let how = {
        let mut creates = state.creates.lock().unwrap();
        if creates.is_empty() {
            Create::Take
        } else {
            creates.remove(0)
        }
    };
    match how {
        Create::Fail => return plain(500),
        Create::Answer(status) => return plain(status),
        Create::Take | Create::LoseAnswer | Create::Silent => {}
    }
    let mut note: Value = serde_json::from_slice(body).unwrap();
    let number = state.notes.lock().unwrap().len() + 1;
    note["id"] = format!("n{number}").into();
    state.notes.lock().unwrap().push(note);
    match how {
        Create::Silent => plain(201),
        Create::LoseAnswer => {
            let chunks = [
                Ok(Bytes::from_static(b"{")),
                Err(std::io::Error::other("lost")),
            ];
            let stream = Body::from_stream(futures_stream(chunks));
            Response::builder().status(201).body(stream).unwrap()
        }
        _ => Response::builder()
            .status(201)
            .header("etag", "W/\"1\"")
            .header("location", format!("{path}/n{number}/_history/1"))
            .body(Body::empty())
            .unwrap(),
    }
}

fn futures_stream(
    chunks: [Result<Bytes, std::io::Error>; 2],
) -> impl futures::Stream<Item = Result<Bytes, std::io::Error>> {
    futures::stream::iter(chunks)
}

#[derive(Default)]
struct Tokens(AtomicUsize);

#[async_trait]
impl TokenSource for Tokens {
    async fn bearer(&self) -> Result<SecretString, TokenError> {
        Ok(format!("t{}", self.0.load(Ordering::SeqCst)).into())
    }

    async fn refresh_after_401(&self, rejected: &SecretString) -> Result<SecretString, TokenError> {
        if self.bearer().await?.expose_secret() == rejected.expose_secret() {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
        self.bearer().await
    }
}

struct Watch;

#[async_trait]
impl Clock for Watch {
    fn now(&self) -> OffsetDateTime {
        NOW
    }

    async fn sleep(&self, _duration: Duration) {
        tokio::task::yield_now().await;
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}

/// An outbox with one job.
pub(crate) struct OneJob {
    pub(crate) job: Mutex<Option<Leased>>,
    pub(crate) lose_lease: bool,
    /// Whether the worker dies after sending: nothing is settled.
    pub(crate) die: bool,
}

impl OneJob {
    pub(crate) fn new(order: &Order) -> Self {
        let payload = order.to_payload().unwrap();
        let job = Leased {
            id: "j1".into(),
            state: JobState::Waiting,
            attempts: 0,
            payload,
            note: None,
        };
        Self {
            job: Mutex::new(Some(job)),
            lose_lease: false,
            die: false,
        }
    }

    pub(crate) fn with_state(self, state: JobState, attempts: u64) -> Self {
        {
            let mut job = self.job.lock().unwrap();
            let job = job.as_mut().unwrap();
            job.state = state;
            job.attempts = attempts;
        }
        self
    }
}

#[async_trait]
impl Outbox for OneJob {
    async fn lease(&self) -> Result<Option<Leased>, OutboxError> {
        let mut job = self.job.lock().unwrap();
        if let Some(job) = job.as_mut() {
            job.attempts += 1;
        }
        Ok(job.clone())
    }

    async fn mark_sending(&self, _job: &Leased) -> Result<bool, OutboxError> {
        if let Some(job) = self.job.lock().unwrap().as_mut() {
            job.state = JobState::Sending;
        }
        Ok(!self.lose_lease)
    }

    async fn settle(&self, _job: &Leased, settlement: &Settlement) -> Result<bool, OutboxError> {
        if self.die {
            return Err(OutboxError("the worker died".into()));
        }
        let mut job = self.job.lock().unwrap();
        let state = match settlement {
            Settlement::Waiting { .. } => Some(JobState::Waiting),
            Settlement::Unknown { .. } => Some(JobState::Unknown),
            _ => None,
        };
        match (state, job.as_mut()) {
            (Some(state), Some(job)) => job.state = state,
            _ => *job = None,
        }
        Ok(true)
    }
}

/// Gives always the same filer, or none.
pub(crate) struct OneDesk(pub(crate) Option<Filer>);

#[async_trait]
impl Desk for OneDesk {
    async fn filer(&self, _job: &Leased) -> Option<Filer> {
        self.0.clone()
    }
}

pub(crate) async fn once(outbox: &OneJob, filer: &Filer) -> Option<Settlement> {
    run_next(outbox, &OneDesk(Some(filer.clone())), &|| NOW)
        .await
        .unwrap()
}
