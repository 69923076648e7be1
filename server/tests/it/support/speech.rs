//! An endpoint that writes down speech: OpenAI's `/audio/transcriptions`, with segments and voices.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Told {
    /// Statuses to answer with before the words.
    refusals: Vec<u16>,
    segments: Vec<Value>,
    /// The bodies that came.
    seen: Vec<String>,
}

/// The endpoint, running.
pub(crate) struct TestSpeech {
    url: String,
    told: Arc<Mutex<Told>>,
}

impl TestSpeech {
    /// Hears these lines, each a voice and words, a second each.
    pub(crate) async fn start(lines: &[(&str, &str)]) -> Self {
        let segment = |(at, (voice, words)): (usize, &(&str, &str))| json!({"id": at, "start": at, "end": at + 1, "speaker": voice, "text": format!(" {words}")});
        let told = Arc::new(Mutex::new(Told {
            segments: lines.iter().enumerate().map(segment).collect(),
            ..Told::default()
        }));
        let app = Router::new()
            .route("/v1/audio/transcriptions", post(hear))
            .with_state(Arc::clone(&told));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, told }
    }

    /// Answers the next request with this status.
    pub(crate) fn refuse(&self, status: u16) {
        self.told.lock().unwrap().refusals.push(status);
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.told.lock().unwrap().seen.clone()
    }

    /// The settings that make it the endpoint that listens, under this agreement.
    pub(crate) fn settings(&self, agreement: &str) -> String {
        format!(
            r#"
[[endpoint]]
name = "ears"
wire = "openai_compatible"
url = "{}"
model = "test-ears"
context_window = 4096
capabilities = ["transcription"]
attempts = 1
[endpoint.agreement]
provider = "Test Hospital"
{agreement}
"#,
            self.url
        )
    }
}

async fn hear(State(told): State<Arc<Mutex<Told>>>, headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    let mut told = told.lock().unwrap();
    told.seen.push(String::from_utf8(body.to_vec()).unwrap());
    if let Some(status) = told.refusals.pop() {
        return StatusCode::from_u16(status).unwrap().into_response();
    }
    let answer = json!({"text": "", "segments": told.segments});
    ([("content-type", "application/json")], answer.to_string()).into_response()
}
