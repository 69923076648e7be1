//! A FHIR server that answers as a test tells it, and ports that can be watched.
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
use secrecy::{ExposeSecret, SecretString};
use time::OffsetDateTime;

/// What the server was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// Path and query below the base.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// What it answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
    /// Break the connection in the middle of the body.
    pub(crate) break_off: bool,
}

impl Reply {
    pub(crate) fn json(body: impl Into<String>) -> Self {
        let headers = vec![("content-type", "application/fhir+json".to_owned())];
        Self {
            status: 200,
            headers,
            body: body.into(),
            break_off: false,
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

pub(crate) fn searchset(entries: &[&str], next: Option<&str>) -> Reply {
    let entries: Vec<String> = entries
        .iter()
        .map(|entry| format!(r#"{{"resource":{entry}}}"#))
        .collect();
    let link = next
        .map(|url| format!(r#""link":[{{"relation":"next","url":"{url}"}}],"#))
        .unwrap_or_default();
    Reply::json(format!(
        r#"{{"resourceType":"Bundle","type":"searchset",{link}"entry":[{}]}}"#,
        entries.join(",")
    ))
}

type Answer = dyn Fn(&Asked, usize) -> Reply + Send + Sync;

/// A running server.
pub(crate) struct Mock {
    pub(crate) base: String,
    pub(crate) asked: Arc<Mutex<Vec<Asked>>>,
}

impl Mock {
    /// Starts a server; `answer` gets each request and how often the same was asked before.
    pub(crate) async fn start(
        answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let answer: Arc<Answer> = Arc::new(answer);
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = asked.clone();
        let app = Router::new().fallback(
            move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
                let (answer, log) = (answer.clone(), log.clone());
                async move {
                    let path = uri
                        .path_and_query()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    let path = path
                        .strip_prefix("/r4/")
                        .map_or(path.clone(), str::to_owned);
                    let body = String::from_utf8_lossy(&body).into_owned();
                    let asked = Asked {
                        method,
                        path,
                        headers,
                        body,
                    };
                    let before = {
                        let mut log = log.lock().unwrap();
                        let before = log
                            .iter()
                            .filter(|one| one.path == asked.path && one.method == asked.method)
                            .count();
                        log.push(asked.clone());
                        before
                    };
                    response(answer(&asked, before))
                }
            },
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/r4", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { base, asked }
    }

    pub(crate) fn count(&self, path: &str) -> usize {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .filter(|asked| asked.path.starts_with(path))
            .count()
    }
}

fn response(reply: Reply) -> Response<Body> {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    if !reply.break_off {
        return response.body(Body::from(reply.body)).unwrap();
    }
    let chunks = [
        Ok(Bytes::from(reply.body)),
        Err(std::io::Error::other("broken")),
    ];
    response
        .body(Body::from_stream(futures::stream::iter(chunks)))
        .unwrap()
}

/// Tokens `t0`, `t1`, …: a refresh counts up.
#[derive(Default)]
pub(crate) struct Tokens {
    pub(crate) refreshed: AtomicUsize,
}

#[async_trait]
impl TokenSource for Tokens {
    async fn bearer(&self) -> Result<SecretString, TokenError> {
        Ok(format!("t{}", self.refreshed.load(Ordering::SeqCst)).into())
    }

    async fn refresh_after_401(&self, rejected: &SecretString) -> Result<SecretString, TokenError> {
        if self.bearer().await?.expose_secret() == rejected.expose_secret() {
            self.refreshed.fetch_add(1, Ordering::SeqCst);
        }
        self.bearer().await
    }
}

/// A clock that notes its sleeps and does not wait.
#[derive(Default)]
pub(crate) struct Watch {
    pub(crate) slept: Mutex<Vec<Duration>>,
}

#[async_trait]
impl Clock for Watch {
    fn now(&self) -> OffsetDateTime {
        time::macros::datetime!(2026-06-03 06:59:30 UTC)
    }

    async fn sleep(&self, duration: Duration) {
        self.slept.lock().unwrap().push(duration);
        tokio::task::yield_now().await;
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}

/// A client for a mock.
pub(crate) struct Setup {
    pub(crate) client: Client,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) clock: Arc<Watch>,
}

pub(crate) fn setup(mock: &Mock, ehr: Ehr) -> Setup {
    let (tokens, clock) = (Arc::new(Tokens::default()), Arc::new(Watch::default()));
    let config = Config {
        base: mock.base.parse().unwrap(),
        profile: Profile::of(ehr),
        tokens: tokens.clone(),
        clock: clock.clone(),
        limits: Limits {
            timeout: Duration::from_secs(5),
            ..Limits::default()
        },
    };
    Setup {
        client: Client::new(config).unwrap(),
        tokens,
        clock,
    }
}
