//! A record of the requests received, for tests to count.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::state::{Shared, lock};

/// How many requests are remembered; the counts go on.
const KEPT: usize = 20_000;

/// One request that was answered.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// The query, as sent.
    pub query: String,
    /// HTTP status of the answer.
    pub status: u16,
}

/// The requests so far.
#[derive(Debug, Default)]
pub struct RequestLog(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    recent: VecDeque<Entry>,
    counts: BTreeMap<String, u64>,
}

impl RequestLog {
    fn add(&self, entry: Entry) {
        let mut inner = lock(&self.0);
        *inner
            .counts
            .entry(format!("{} {}", entry.method, entry.path))
            .or_default() += 1;
        if inner.recent.len() == KEPT {
            inner.recent.pop_front();
        }
        inner.recent.push_back(entry);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *lock(&self.0) = Inner::default();
    }

    /// The remembered requests, oldest first, and how often each method and path came.
    pub fn snapshot(&self) -> (Vec<Entry>, BTreeMap<String, u64>) {
        let inner = lock(&self.0);
        (inner.recent.iter().cloned().collect(), inner.counts.clone())
    }
}

/// Middleware that records each request.
pub async fn record(State(sandbox): State<Shared>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let response = next.run(request).await;
    sandbox.log.add(Entry {
        method,
        path,
        query,
        status: response.status().as_u16(),
    });
    response
}
