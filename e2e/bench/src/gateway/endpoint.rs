//! A model endpoint on this machine, and a gateway in front of it.

use crate::error::BenchError;
use ::gateway::{
    Acting, Budget, Caller, Clock, DataClass, Engine, InferenceBegin, InferenceEnd, InferenceId,
    InferenceLog, Literals, LogUnavailable, MemoryLedger, Need, Part, Phi, RawEndpoint, Registry,
    Request, Sends, UseCase,
};
use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures::StreamExt;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use time::OffsetDateTime;

/// Pieces of an answer that is sent at once, and of one that is sent slowly.
const PIECES: usize = 20;
pub(super) const SLOW_PIECES: usize = 200;
/// Between two pieces of a slow answer.
const PAUSE: Duration = Duration::from_millis(10);

/// What the endpoint remembers.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<(Bytes, Option<Instant>)>>);

impl Seen {
    /// The last body, and when the first piece of a slow answer was given away.
    pub(super) fn last(&self) -> (Bytes, Option<Instant>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// The endpoint, running until the process ends.
pub(super) struct Endpoint {
    pub(super) url: String,
    pub(super) seen: Seen,
}

impl Endpoint {
    pub(super) async fn start() -> Result<Self, BenchError> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}/v1", listener.local_addr()?);
        let seen = Seen::default();
        let app = Router::new()
            .route("/v1/chat/completions", post(answer))
            .route("/v1/slow/chat/completions", post(slow))
            .with_state(seen.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { url, seen })
    }

    /// The gateway for one caller, everything switched on.
    pub(super) fn gateway(&self, slow: bool, stream: bool) -> Result<Acting, BenchError> {
        Ok(self.engine(slow, stream)?.acting(caller("l1")))
    }

    /// The gateway, everything switched on.
    pub(super) fn engine(&self, slow: bool, stream: bool) -> Result<Engine, BenchError> {
        let form = |error: &dyn ToString| BenchError::form("the gateway", error.to_string());
        let covers = [
            "direct_identifier",
            "quasi_identifier",
            "clinical",
            "free_text",
        ];
        let capabilities = if stream {
            json!(["json_schema", "streaming"])
        } else {
            json!(["json_schema"])
        };
        let table = json!({
            "name": "bench",
            "wire": "openai_compatible",
            "url": if slow { format!("{}/slow", self.url) } else { self.url.clone() },
            "model": "bench",
            "capabilities": capabilities,
            "context_window": 128_000,
            "max_output_tokens": 4096,
            "deadline_seconds": 60,
            "concurrency": 256,
            "attempts": 1,
            "pseudonymise": true,
            "price_input": 1.0,
            "price_output": 2.0,
            "agreement": {"provider": "this machine", "kind": "own_premises", "covers": covers},
        });
        let raw: RawEndpoint = serde_json::from_value(table).map_err(|error| form(&error))?;
        let registry = Registry::read(vec![raw]).map_err(|error| form(&error))?;
        let engine = Engine::new(registry, Arc::new(NoLog), Arc::new(Now))
            .with_budget(Arc::new(MemoryLedger::new(Budget {
                tenant_tokens: Some(u64::MAX / 2),
                ..Budget::default()
            })))
            .with_fingerprint_key(b"a key of thirty-two bytes, about");
        Ok(engine)
    }
}

/// Somebody at work in a launch.
pub(super) fn caller(launch: &str) -> Caller {
    Caller {
        tenant: "t".to_owned(),
        user: "u".to_owned(),
        launch: launch.to_owned(),
        ..Caller::default()
    }
}

/// What is needed of a route.
pub(super) fn need() -> Need {
    Need {
        use_case: "bench".to_owned(),
        data_class: DataClass::all(),
        bytes: 0,
        cut: true,
        endpoint: None,
        language: None,
    }
}

/// A line of a chart as notes have them; no two are the same.
fn line(number: usize) -> String {
    let (day, tenth) = (number % 28 + 1, number % 10);
    format!(
        "2020-01-{day:02} Hemoglobin A1c 7.{tenth} % (Amina Osei, seen by Dr. Siobhan Young); blood pressure 128/76, visit {number}, metformin 500 mg.\n"
    )
}

/// A request of about so many bytes of data.
pub(super) fn request(size: usize) -> Request {
    let lines = 1 + size / 1024 * 8;
    let parts = (0..lines).collect::<Vec<_>>();
    let parts = parts.chunks(8).enumerate().map(|(index, lines)| Part {
        alias: format!("a{}", index + 1),
        kind: "Observation".to_owned(),
        fields: ["code", "valueQuantity", "effectiveDateTime", "note"]
            .map(str::to_owned)
            .to_vec(),
        text: Phi::new(lines.iter().map(|number| line(*number)).collect()),
    });
    Request {
        use_case: UseCase {
            name: "bench".to_owned(),
            may_send: vec![Sends {
                kind: "Observation".to_owned(),
                fields: ["code", "value*", "effective*", "note"]
                    .map(str::to_owned)
                    .to_vec(),
            }],
        },
        instructions: "Summarise.".to_owned(),
        task: "The results.".to_owned(),
        parts: parts.collect(),
        schema: ("words".to_owned(), schema()),
        identifiers: Literals::new(Literals::of_name("Amina Osei")),
    }
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {"words": {"type": "string"}},
        "required": ["words"],
        "additionalProperties": false
    })
}

fn piece(text: &str) -> Bytes {
    let event = json!({"choices": [{"index": 0, "delta": {"content": text}}]});
    Bytes::from(format!("data: {event}\n\n"))
}

fn end() -> Bytes {
    let stop = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    Bytes::from(format!("data: {stop}\n\ndata: [DONE]\n\n"))
}

fn pieces(count: usize) -> Vec<Bytes> {
    let mut all = vec![piece("{\"words\":\"")];
    all.extend(std::iter::repeat_n(piece("some "), count));
    all.extend([piece("\"}"), end()]);
    all
}

/// Answers at once, as it is asked for.
async fn answer(State(seen): State<Seen>, body: Bytes) -> Response {
    let stream = body.windows(13).any(|part| part == b"\"stream\":true");
    seen.0.lock().unwrap_or_else(PoisonError::into_inner).0 = body;
    if stream {
        return (
            [(CONTENT_TYPE, "text/event-stream")],
            pieces(PIECES).concat(),
        )
            .into_response();
    }
    let words = json!({"words": "some ".repeat(PIECES)}).to_string();
    let whole =
        json!({"choices": [{"index": 0, "message": {"content": words}, "finish_reason": "stop"}]});
    ([(CONTENT_TYPE, "application/json")], whole.to_string()).into_response()
}

/// Answers piece by piece.
async fn slow(State(seen): State<Seen>, _: Bytes) -> Response {
    let stream = futures::stream::iter(pieces(SLOW_PIECES).into_iter().enumerate()).then(
        move |(index, bytes)| {
            let seen = seen.clone();
            async move {
                if index == 0 {
                    seen.0.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(Instant::now());
                } else {
                    tokio::time::sleep(PAUSE).await;
                }
                Ok::<_, std::io::Error>(bytes)
            }
        },
    );
    (
        [(CONTENT_TYPE, "text/event-stream")],
        Body::from_stream(stream),
    )
        .into_response()
}

/// The durable log is measured by itself, with `bench audit`.
struct NoLog;

#[async_trait]
impl InferenceLog for NoLog {
    async fn begin(&self, _: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        Ok(InferenceId("bench".to_owned()))
    }

    async fn end(&self, _: InferenceId, _: InferenceEnd) {}

    fn abandoned(&self, _: InferenceId) {}
}

struct Now;

impl Clock for Now {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}
