//! One request through the gateway, against a plain request with the same body to the same server on this machine.

use crate::data;
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, pair_async};
use ::gateway::{
    DataClass, Engine, Gateway as _, InferenceBegin, InferenceEnd, InferenceId, InferenceLog,
    Literals, LogUnavailable, Need, Part, Phi, RawAgreement, RawEndpoint, Registry, Request,
    UseCase,
};
use async_trait::async_trait;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use chart::Chart;
use serde_json::json;
use sources::SourceSet;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use time::OffsetDateTime;

/// How much longer than the plain request: rendering, cleaning, parsing some hundred events.
const AT_MOST: f64 = 10.0;
/// How many sources a request holds, and how many pieces the answer comes in.
const PARTS: usize = 100;
const PIECES: usize = 300;

/// The body of the last request.
type Last = Arc<Mutex<Bytes>>;

/// Measures with and without pseudonyms.
pub(crate) async fn run(report: &mut Report) -> Result<(), BenchError> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}/v1", listener.local_addr()?);
    let last = Last::default();
    let app = axum::Router::new()
        .route("/v1/chat/completions", post(model))
        .with_state(last.clone());
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let set = SourceSet::freeze(&Chart::from_bundle(&data::largest()?.bytes)?);
    for pseudonymise in [false, true] {
        one(report, &url, &last, &set, pseudonymise).await?;
    }
    server.abort();
    Ok(())
}

async fn one(
    report: &mut Report,
    url: &str,
    last: &Last,
    set: &SourceSet,
    pseudonymise: bool,
) -> Result<(), BenchError> {
    let name = if pseudonymise {
        "gateway request with pseudonyms"
    } else {
        "gateway request"
    };
    let form = |error: &dyn ToString| BenchError::form("the gateway", error.to_string());
    let registry =
        Registry::read(vec![endpoint(url, pseudonymise)]).map_err(|error| form(&error))?;
    let engine = Engine::new(registry, Arc::new(NoLog), Arc::new(Now));
    let need = Need {
        use_case: "bench".to_owned(),
        data_class: DataClass::all(),
        bytes: 0,
        endpoint: None,
    };
    let route = engine.plan(&need).map_err(|error| form(&error))?;
    let request = request(set);
    let ask = async || {
        let answer = engine.infer(&route, request.clone(), &|_| ()).await;
        answer.map_err(|error| form(&error))
    };
    ask().await?;
    let body = last.lock().unwrap_or_else(PoisonError::into_inner).clone();
    report.count(&format!("{name} size"), body.len() as u64, "bytes");
    let http = reqwest::Client::builder().no_proxy().build()?;
    let target = format!("{url}/chat/completions");
    let (times, plain) = pair_async(Runs::new(10, 101), ask, async || {
        let request = http.post(&target).header(CONTENT_TYPE, "application/json");
        let answer = request.body(body.clone()).send().await?;
        Ok::<_, BenchError>(answer.error_for_status()?.bytes().await?)
    })
    .await?;
    let added = times.median().saturating_sub(plain.median());
    report.time(&format!("{name} overhead"), added, Unit::Micro);
    let baseline = ("plain request with the same body", &plain);
    report.compared(name, &times, baseline, Unit::Micro, Some(AT_MOST));
    Ok(())
}

/// Answers as an OpenAI-compatible server streams.
async fn model(State(last): State<Last>, body: Bytes) -> impl IntoResponse {
    *last.lock().unwrap_or_else(PoisonError::into_inner) = body;
    let piece = |text: &str| {
        let event = json!({ "choices": [{ "index": 0, "delta": { "content": text } }] });
        format!("data: {event}\n\n")
    };
    let mut stream = piece("{\"words\":\"");
    for _ in 0..PIECES {
        stream.push_str(&piece("some "));
    }
    stream.push_str(&piece("\"}"));
    let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
    stream.push_str("data: ");
    stream.push_str(&end.to_string());
    stream.push_str("\n\ndata: [DONE]\n\n");
    ([(CONTENT_TYPE, "text/event-stream")], stream)
}

fn request(set: &SourceSet) -> Request {
    let observations = set.of_type("Observation").take(PARTS);
    let parts = observations.enumerate().map(|(index, snippet)| Part {
        alias: format!("a{index}"),
        kind: "Observation".to_owned(),
        field: String::new(),
        text: Phi::new(snippet.text.clone()),
    });
    Request {
        use_case: UseCase {
            name: "bench".to_owned(),
            may_send: vec!["Observation".to_owned()],
        },
        instructions: "Summarise.".to_owned(),
        task: "The results.".to_owned(),
        parts: parts.collect(),
        schema: ("words".to_owned(), json!({ "type": "object" })),
        identifiers: Literals::default(),
    }
}

fn endpoint(url: &str, pseudonymise: bool) -> RawEndpoint {
    let covers = [
        "direct_identifier",
        "quasi_identifier",
        "clinical",
        "free_text",
    ];
    RawEndpoint {
        name: "bench".to_owned(),
        wire: "openai_compatible".to_owned(),
        url: url.to_owned(),
        model: "bench".to_owned(),
        version: None,
        capabilities: None,
        context_window: 128_000,
        max_output_tokens: 4096,
        api_key_file: None,
        deadline_seconds: 60,
        idle_seconds: 30,
        concurrency: 4,
        attempts: 1,
        pseudonymise,
        extra: BTreeMap::new(),
        agreement: Some(RawAgreement {
            provider: "this machine".to_owned(),
            kind: "own_premises".to_owned(),
            reference: None,
            signed: None,
            expires: None,
            retention: None,
            region: None,
            covers: covers.map(str::to_owned).to_vec(),
        }),
    }
}

/// The log is measured by itself.
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

impl ::gateway::Clock for Now {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}
