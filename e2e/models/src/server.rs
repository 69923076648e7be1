//! The server.

use crate::frame::{Saying, aws, stops};
use crate::strict::Came;
use crate::{Account, Act, Asked, Style, token};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use futures::StreamExt;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;
use tokio::net::{TcpListener, TcpStream};

/// One request that was accepted.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The path.
    pub path: String,
    /// The body.
    pub body: Value,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
}

/// A running server.
pub struct Mock {
    /// Its address, `http://127.0.0.1:…`.
    pub origin: String,
    /// The interface that it plays.
    pub style: Style,
    connections: Arc<AtomicUsize>,
    shared: Shared,
}

#[derive(Clone)]
struct Shared {
    style: Style,
    acts: Arc<Mutex<VecDeque<Act>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    faults: Arc<Mutex<Vec<String>>>,
    tokens: Arc<AtomicUsize>,
    origin: Arc<str>,
    known: Arc<Mutex<Known>>,
}

/// What the vendor knows beside the requests.
#[derive(Clone, Default)]
struct Known {
    /// Its time; none: the system's.
    now: Option<OffsetDateTime>,
    account: Option<Account>,
}

impl Known {
    fn now(&self) -> OffsetDateTime {
        self.now.unwrap_or_else(OffsetDateTime::now_utc)
    }
}

impl Mock {
    /// The base URL for a configuration.
    pub fn url(&self) -> String {
        format!("{}{}", self.origin, self.style.base())
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// How many tokens were issued.
    pub fn tokens(&self) -> usize {
        self.shared.tokens.load(Ordering::SeqCst)
    }

    /// Sets the vendor's clock, which signatures and assertions are held against.
    pub fn set_time(&self, now: OffsetDateTime) {
        self.shared.known.lock().unwrap().now = Some(now);
    }

    /// Makes a service account known to it.
    pub fn trust(&self, account: Account) {
        self.shared.known.lock().unwrap().account = Some(account);
    }

    /// The requests that were accepted.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Why requests were refused.
    pub fn faults(&self) -> Vec<String> {
        self.shared.faults.lock().unwrap().clone()
    }
}

/// Starts on a free loopback port. The last act repeats.
pub async fn start(style: Style, acts: Vec<Act>) -> Mock {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    serve(listener, style, acts)
}

/// Serves on a listener, in the background.
pub fn serve(listener: TcpListener, style: Style, acts: Vec<Act>) -> Mock {
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let shared = Shared {
        origin: origin.as_str().into(),
        known: Arc::default(),
        style,
        acts: Arc::new(Mutex::new(acts.into())),
        seen: Arc::default(),
        faults: Arc::default(),
        tokens: Arc::default(),
    };
    let connections = Arc::new(AtomicUsize::new(0));
    let app = Router::new().fallback(answer).with_state(shared.clone());
    let counted = Counted {
        listener,
        count: connections.clone(),
    };
    tokio::spawn(async move { axum::serve(counted, app).await.unwrap() });
    Mock {
        origin,
        style,
        connections,
        shared,
    }
}

struct Counted {
    listener: TcpListener,
    count: Arc<AtomicUsize>,
}

impl axum::serve::Listener for Counted {
    type Io = TcpStream;
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

fn json_answer(status: u16, body: &Value) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
    let known = shared.known.lock().unwrap().clone();
    let asking = token::Asking {
        path: head.uri.path(),
        origin: &shared.origin,
        body: &bytes,
        account: known.account.as_ref(),
        now: known.now(),
    };
    if let Some((issued, fault)) = token::issue(&asking) {
        match fault {
            Some(what) => shared.faults.lock().unwrap().push(what.to_owned()),
            None => drop(shared.tokens.fetch_add(1, Ordering::SeqCst)),
        }
        return issued;
    }
    let body: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let came = Came {
        style: shared.style,
        method: &head.method,
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        headers: &head.headers,
        body: &body,
        bytes: &bytes,
        now: known.now(),
    };
    let stream = match came.check() {
        Ok(stream) => stream,
        Err((status, what)) => {
            shared.faults.lock().unwrap().push(what.clone());
            return json_answer(status, &json!({"error": {"message": what}}));
        }
    };
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                value.to_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    shared.seen.lock().unwrap().push(Seen {
        path: head.uri.path().to_owned(),
        body: body.clone(),
        headers,
    });
    let act = {
        let mut acts = shared.acts.lock().unwrap();
        if acts.len() > 1 {
            acts.pop_front().unwrap()
        } else {
            acts.front().cloned().unwrap()
        }
    };
    Play {
        style: shared.style,
        stream,
        tool: body["tools"].is_array() || body["toolConfig"].is_object(),
    }
    .perform(act, &body)
}

struct Play {
    style: Style,
    stream: bool,
    tool: bool,
}

impl Play {
    fn content_type(&self) -> &'static str {
        match (self.stream, self.style) {
            (false, _) => "application/json",
            (true, Style::Bedrock) => "application/vnd.amazon.eventstream",
            (true, Style::Ollama) => "application/x-ndjson",
            (true, _) => "text/event-stream; charset=utf-8",
        }
    }

    fn body(&self, body: impl Into<Body>) -> Response<Body> {
        Response::builder()
            .header("content-type", self.content_type())
            .body(body.into())
            .unwrap()
    }

    fn say(&self, text: &str, size: usize, stop: Option<&str>, model: &str) -> Response<Body> {
        let letters: Vec<char> = text.chars().collect();
        let saying = Saying {
            style: self.style,
            pieces: letters
                .chunks(size.clamp(1, letters.len().max(1)))
                .map(|piece| piece.iter().collect())
                .collect(),
            stop,
            model,
            tool: self.tool,
        };
        if self.stream {
            let events: Vec<Result<Bytes, std::io::Error>> = saying
                .stream()
                .into_iter()
                .map(|event| Ok(Bytes::from(event)))
                .collect();
            return self.body(Body::from_stream(futures::stream::iter(events)));
        }
        if stop.is_none() {
            return self.body(saying.whole().to_string()[..20].to_owned());
        }
        self.body(saying.whole().to_string())
    }

    fn perform(&self, act: Act, body: &Value) -> Response<Body> {
        let [end, length, declined] = stops(self.style, self.tool);
        match act {
            Act::Say(text, size) => self.say(&text, size, Some(end), "test-model"),
            Act::Answer(make) => self.say(&make(&Asked::of_body(body)).to_string(), 64, Some(end), "test-model"),
            Act::Length(text) => self.say(&text, 8, Some(length), "test-model"),
            Act::Decline => self.say("", 1, Some(declined), "test-model"),
            Act::RefuseInWords => match self.style {
                Style::OpenAiResponses | Style::AzureResponses => self.raw(&json!({"type": "response.refusal.delta", "delta": "I cannot"})),
                Style::Anthropic | Style::VertexClaude | Style::Bedrock | Style::Gemini | Style::Ollama => self.say("", 1, Some(declined), "test-model"),
                _ => self.body(format!("data: {}\n\ndata: [DONE]\n\n", json!({"choices": [{"index": 0, "delta": {"refusal": "I cannot"}, "finish_reason": "stop"}]}))),
            },
            Act::OddStop(text) => self.say(&text, 8, Some("because"), "test-model"),
            Act::Cut(text) => self.say(&text, 8, None, "test-model"),
            Act::OtherModel(text) => self.say(&text, 8, Some(end), "other-model"),
            Act::ToolCall => self.raw(&json!({"choices": [{"index": 0, "delta": {"tool_calls": [{"id": "x"}]}}], "type": "response.function_call_arguments.delta", "candidates": [{"content": {"parts": [{"functionCall": {"name": "x"}}]}}], "message": {"content": "", "tool_calls": [{"x": 1}]}})),
            Act::ErrorInside => self.inside(false),
            Act::BusyInside => self.inside(true),
            Act::Broken => self.body("data: {not json\n\n{\n".to_owned()),
            Act::WrongType => Response::builder().header("content-type", "text/html").body(Body::from("<html>")).unwrap(),
            Act::Endless => self.endless(),
            Act::Hang => {
                let first = futures::stream::once(async { Ok::<_, std::io::Error>(Bytes::from_static(b"")) });
                let rest = futures::stream::once(async {
                    tokio::time::sleep(Duration::from_mins(10)).await;
                    Ok(Bytes::new())
                });
                self.body(Body::from_stream(first.chain(rest)))
            }
            Act::Drip => {
                let event = self.piece_of("x");
                let drops = futures::stream::repeat(event).then(|event| async move {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    Ok::<_, std::io::Error>(event)
                });
                self.body(Body::from_stream(drops))
            }
            Act::Status(status, retry, body) => {
                let mut response = Response::builder().status(status).header("content-type", "application/json");
                if let Some(retry) = retry {
                    response = response.header("retry-after", retry);
                }
                response.body(Body::from(body.to_string())).unwrap()
            }
            Act::Redirect(to) => Response::builder().status(307).header("location", to).body(Body::empty()).unwrap(),
        }
    }

    fn raw(&self, data: &Value) -> Response<Body> {
        match self.style {
            Style::Bedrock => self.body(aws("event", "contentBlockDelta", data)),
            Style::Ollama => self.body(format!("{data}\n")),
            _ => self.body(format!("data: {data}\n\n")),
        }
    }

    fn inside(&self, busy: bool) -> Response<Body> {
        match self.style {
            Style::Bedrock => self.body(aws("exception", if busy { "throttlingException" } else { "modelStreamErrorException" }, &json!({"message": "x"}))),
            Style::Anthropic | Style::VertexClaude => self.raw(&json!({"type": "error", "error": {"type": if busy { "overloaded_error" } else { "api_error" }}})),
            Style::OpenAiResponses | Style::AzureResponses => self.raw(&json!({"type": "error", "code": if busy { "rate_limit_exceeded" } else { "server_error" }})),
            Style::Gemini => self.raw(&json!({"error": {"status": if busy { "UNAVAILABLE" } else { "INTERNAL" }}})),
            Style::Ollama => self.raw(&json!({"error": "boom"})),
            _ => self.raw(&json!({"error": {"code": if busy { "rate_limit_exceeded" } else { "server_error" }, "message": "boom"}})),
        }
    }

    /// These words as one piece of an answer that does not end.
    fn piece_of(&self, words: &str) -> Bytes {
        let saying = Saying {
            style: self.style,
            pieces: vec![words.to_owned()],
            stop: None,
            model: "test-model",
            tool: self.tool,
        };
        if self.stream {
            Bytes::from(saying.stream().pop().unwrap())
        } else {
            Bytes::from(words.to_owned())
        }
    }

    fn endless(&self) -> Response<Body> {
        let event = self.piece_of(&"x".repeat(4096));
        self.body(Body::from_stream(futures::stream::repeat_with(move || {
            Ok::<_, std::io::Error>(event.clone())
        })))
    }
}
