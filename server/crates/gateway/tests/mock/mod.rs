//! A strict endpoint: it refuses what a real one refuses, counts connections, and misbehaves as told.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What to do with one request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Answer with this text.
    Say(String),
    /// Answer with this text in pieces of so many bytes, and these stop words.
    Pieces(String, usize),
    /// Finish with another reason.
    Finish(String, &'static str),
    /// Stop in the middle of the stream.
    Cut(String),
    /// A refusal in the model's words.
    Refuse,
    Status(u16, Option<&'static str>),
    Redirect(String),
    PlainJson,
    BrokenEvent,
    ErrorEvent,
    ToolCall,
    /// Begin, then say nothing for long.
    Hang,
    Endless,
}

pub(crate) struct Mock {
    pub(crate) url: String,
    pub(crate) connections: Arc<AtomicUsize>,
    pub(crate) seen: Arc<Mutex<Vec<Value>>>,
    pub(crate) faults: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Shared {
    acts: Arc<Mutex<VecDeque<Act>>>,
    seen: Arc<Mutex<Vec<Value>>>,
    faults: Arc<Mutex<Vec<String>>>,
}

/// Starts on a free loopback port. The last act repeats.
pub(crate) async fn start(acts: Vec<Act>) -> Mock {
    let shared = Shared {
        acts: Arc::new(Mutex::new(acts.into())),
        seen: Arc::default(),
        faults: Arc::default(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let app = Router::new()
        .route("/v1/chat/completions", post(answer))
        .with_state(shared.clone());
    let counted = Counted {
        listener,
        count: connections.clone(),
    };
    tokio::spawn(async move { axum::serve(counted, app).await.unwrap() });
    Mock {
        url,
        connections,
        seen: shared.seen,
        faults: shared.faults,
    }
}

struct Counted {
    listener: tokio::net::TcpListener,
    count: Arc<AtomicUsize>,
}

impl axum::serve::Listener for Counted {
    type Io = tokio::net::TcpStream;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let got = axum::serve::Listener::accept(&mut self.listener).await;
        self.count.fetch_add(1, Ordering::SeqCst);
        got
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// What the public documentation of the interface asks for.
fn strict(headers: &HeaderMap, body: &Value) -> Option<&'static str> {
    const KNOWN: [&str; 9] = [
        "model",
        "messages",
        "stream",
        "stream_options",
        "temperature",
        "max_tokens",
        "response_format",
        "seed",
        "top_p",
    ];
    let members = body.as_object()?;
    if members.keys().any(|key| !KNOWN.contains(&key.as_str())) {
        return Some("unknown member");
    }
    if headers
        .get("content-type")
        .is_none_or(|kind| kind != "application/json")
    {
        return Some("content type");
    }
    if body["model"] != "test-model"
        || body["stream"] != true
        || body["stream_options"]["include_usage"] != true
    {
        return Some("model or stream");
    }
    let messages = body["messages"].as_array();
    if messages.is_none_or(|list| {
        list.len() != 2
            || list[0]["role"] != "system"
            || list[1]["role"] != "user"
            || list.iter().any(|one| !one["content"].is_string())
    }) {
        return Some("messages");
    }
    let format = &body["response_format"];
    if format["type"] != "json_schema"
        || format["json_schema"]["strict"] != true
        || !format["json_schema"]["schema"].is_object()
        || !format["json_schema"]["name"].is_string()
    {
        return Some("response format");
    }
    (!body["max_tokens"].is_u64()).then_some("max_tokens")
}

async fn answer(State(shared): State<Shared>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    if let Some(fault) = strict(&parts.headers, &body) {
        shared.faults.lock().unwrap().push(fault.to_owned());
        return Response::builder()
            .status(400)
            .body(Body::from("{}"))
            .unwrap();
    }
    if parts
        .headers
        .get("authorization")
        .is_none_or(|value| value != "Bearer test-key")
    {
        return Response::builder()
            .status(401)
            .body(Body::from("{}"))
            .unwrap();
    }
    shared.seen.lock().unwrap().push(body);
    let act = {
        let mut acts = shared.acts.lock().unwrap();
        if acts.len() > 1 {
            acts.pop_front().unwrap()
        } else {
            acts.front().cloned().unwrap()
        }
    };
    perform(act)
}

fn perform(act: Act) -> Response<Body> {
    match act {
        Act::Say(text) => stream(&text, text.len().max(1), Some("stop"), true),
        Act::Pieces(text, size) => stream(&text, size, Some("stop"), true),
        Act::Finish(text, reason) => stream(&text, 8, Some(reason), true),
        Act::Cut(text) => stream(&text, 8, None, false),
        Act::Refuse => events(vec![json!({"choices": [{"index": 0, "delta": {"refusal": "I cannot"}, "finish_reason": "stop"}]}).to_string(), "[DONE]".into()]),
        Act::Status(status, retry) => {
            let mut response = Response::builder().status(status);
            if let Some(retry) = retry {
                response = response.header("retry-after", retry);
            }
            response.body(Body::from("secret body")).unwrap()
        }
        Act::Redirect(to) => Response::builder().status(StatusCode::TEMPORARY_REDIRECT).header("location", to).body(Body::empty()).unwrap(),
        Act::PlainJson => Response::builder().header("content-type", "application/json").body(Body::from("{}")).unwrap(),
        Act::BrokenEvent => events(vec!["{not json".into()]),
        Act::ErrorEvent => events(vec![json!({"error": {"message": "boom"}}).to_string()]),
        Act::ToolCall => events(vec![json!({"choices": [{"index": 0, "delta": {"tool_calls": [{"id": "x"}]}, "finish_reason": null}]}).to_string()]),
        Act::Hang => {
            let first = futures::stream::once(async { Ok::<_, std::io::Error>(": wait\n\n".to_owned()) });
            let rest = futures::stream::once(async {
                tokio::time::sleep(Duration::from_mins(10)).await;
                Ok(String::new())
            });
            Response::builder().header("content-type", "text/event-stream").body(Body::from_stream(futures::StreamExt::chain(first, rest))).unwrap()
        }
        Act::Endless => {
            let chunk = format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": {"content": "x".repeat(4096)}}]}));
            let stream = futures::stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone()));
            Response::builder().header("content-type", "text/event-stream").body(Body::from_stream(stream)).unwrap()
        }
    }
}

fn stream(text: &str, size: usize, finish: Option<&str>, done: bool) -> Response<Body> {
    let letters: Vec<char> = text.chars().collect();
    let mut all = vec![json!({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}]}).to_string()];
    all.extend(letters.chunks(size).map(|piece| json!({"choices": [{"index": 0, "delta": {"content": piece.iter().collect::<String>()}, "finish_reason": null}], "usage": null}).to_string()));
    if let Some(finish) = finish {
        all.push(
            json!({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}).to_string(),
        );
        all.push(json!({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}).to_string());
    }
    if done {
        all.push("[DONE]".into());
    }
    events(all)
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the callers make it on the spot"
)]
fn events(all: Vec<String>) -> Response<Body> {
    let text = all
        .iter()
        .flat_map(|data| {
            [
                "data: ", data, "

",
            ]
        })
        .collect::<String>();
    Response::builder()
        .header("content-type", "text/event-stream; charset=utf-8")
        .body(Body::from(text))
        .unwrap()
}
