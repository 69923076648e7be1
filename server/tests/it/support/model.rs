//! A model endpoint that answers as a test says: OpenAI-compatible Chat Completions, streamed.

use axum::Json;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// One part of a request.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) alias: String,
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// What the application asks for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The whole request.
    pub(crate) body: Value,
    /// The section's title.
    pub(crate) section: String,
    /// Whether rejected statements are to be revised.
    pub(crate) revision: bool,
    pub(crate) parts: Vec<Part>,
}

impl Asked {
    fn read(body: &Value) -> Self {
        let user = body["messages"][1]["content"].as_str().unwrap();
        let task = user.lines().find_map(|line| line.strip_prefix("Section: "));
        let mut parts: Vec<Part> = Vec::new();
        for line in user.lines() {
            let Some((alias, rest)) = line.strip_prefix('⟦').and_then(|it| it.split_once("⟧ "))
            else {
                continue;
            };
            match parts.last_mut().filter(|part| part.alias == alias) {
                Some(part) => {
                    part.text.push_str(rest);
                    part.text.push('\n');
                }
                None => parts.push(Part {
                    alias: alias.to_owned(),
                    kind: rest.trim_matches(['[', ']']).to_owned(),
                    text: String::new(),
                }),
            }
        }
        Self {
            section: task.unwrap_or_default().to_owned(),
            revision: body["response_format"]["json_schema"]["name"] == "revision",
            parts,
            body: body.clone(),
        }
    }

    /// The first part of a kind.
    pub(crate) fn first(&self, kind: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.kind == kind)
    }
}

/// What the endpoint does with a request.
pub(crate) enum Act {
    /// Answers with these statements.
    Say(Vec<Value>),
    /// Answers with an error status.
    Status(u16),
    /// Begins to answer and never goes on.
    Hang,
}

/// A statement of an answer.
pub(crate) fn said(text: &str, alias: &str) -> Value {
    json!({"text": text, "citations": [alias], "quote": null})
}

/// A statement of a revision.
pub(crate) fn instead(replaces: &str, text: &str, alias: &str) -> Value {
    json!({"replaces": replaces, "text": text, "citations": [alias], "quote": null})
}

type Answers = Arc<dyn Fn(&Asked) -> Act + Send + Sync>;
type Seen = Arc<Mutex<Vec<Asked>>>;

/// The endpoint, running.
pub(crate) struct TestModel {
    pub(crate) url: String,
    seen: Seen,
}

impl TestModel {
    pub(crate) async fn start(answers: impl Fn(&Asked) -> Act + Send + Sync + 'static) -> Self {
        let seen = Seen::default();
        let shared: (Seen, Answers) = (Arc::clone(&seen), Arc::new(answers));
        let app = Router::new()
            .route("/v1/chat/completions", post(answer))
            .with_state(shared);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, seen }
    }

    /// Every request so far.
    pub(crate) fn seen(&self) -> Vec<Asked> {
        self.seen.lock().unwrap().clone()
    }

    /// The settings that make it the endpoint that drafts.
    pub(crate) fn settings(&self, agreement: &str) -> String {
        format!(
            r#"
[drafting]
endpoint = "ward"
[[endpoint]]
name = "ward"
wire = "openai_compatible"
url = "{}"
model = "test-model"
version = "7"
context_window = 65536
deadline_seconds = 600
idle_seconds = 600
attempts = 1
pseudonymise = true
[endpoint.agreement]
provider = "Test Hospital"
{agreement}
"#,
            self.url
        )
    }
}

/// An agreement that covers what drafting sends.
pub(crate) const OWN: &str = "kind = \"own_premises\"\ncovers = [\"direct_identifier\", \"quasi_identifier\", \"clinical\", \"free_text\"]";

async fn answer(
    State((seen, answers)): State<(Seen, Answers)>,
    Json(body): Json<Value>,
) -> Response<Body> {
    let asked = Asked::read(&body);
    let act = answers(&asked);
    seen.lock().unwrap().push(asked);
    match act {
        Act::Say(statements) => {
            let text = json!({ "statements": statements }).to_string();
            let chunk = |delta: Value, finish: Value| {
                let choice = json!({"index": 0, "delta": delta, "finish_reason": finish});
                format!("data: {}\n\n", json!({"choices": [choice]}))
            };
            let usage =
                json!({"choices": [], "usage": {"prompt_tokens": 90, "completion_tokens": 30}});
            let stream = chunk(json!({ "content": text }), Value::Null)
                + &chunk(json!({}), json!("stop"))
                + &format!("data: {usage}\n\ndata: [DONE]\n\n");
            streamed(Body::from(stream))
        }
        Act::Status(status) => Response::builder()
            .status(StatusCode::from_u16(status).unwrap())
            .body(Body::from("{}"))
            .unwrap(),
        Act::Hang => streamed(Body::from_stream(futures::stream::pending::<
            Result<String, std::io::Error>,
        >())),
    }
}

fn streamed(body: Body) -> Response<Body> {
    Response::builder()
        .header("content-type", "text/event-stream")
        .body(body)
        .unwrap()
}
