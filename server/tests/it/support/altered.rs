//! Stands before the EHR and changes its JSON answers: servers differ in ways that no menu has.

use axum::{Router, body::Body, extract::Request, http::StatusCode, response::Response};
use sandbox::{RunningSandbox, state::Shared};
use serde_json::Value;
use std::net::TcpListener;
use std::sync::Arc;
use tokio::task::JoinHandle;

type Change = dyn Fn(&Shared, &str, &mut Value) + Send + Sync;

/// Changes the answer at a path.
#[derive(Clone)]
pub(crate) struct Alter(Arc<Change>);

/// See [`Alter`].
pub(crate) fn alter(change: impl Fn(&Shared, &str, &mut Value) + Send + Sync + 'static) -> Alter {
    Alter(Arc::new(change))
}

/// Serving; dropped with the test.
pub(super) struct Altered(JoinHandle<()>);

impl Altered {
    pub(super) fn start(front: TcpListener, ehr: &RunningSandbox, alter: Alter) -> Self {
        front.set_nonblocking(true).unwrap();
        let listener = tokio::net::TcpListener::from_std(front).unwrap();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let (to, shared) = (format!("http://{}", ehr.address), Arc::clone(&ehr.sandbox));
        let pass = move |request: Request| {
            let (http, to, shared, alter) =
                (http.clone(), to.clone(), Arc::clone(&shared), alter.clone());
            async move { forward(&http, &to, &shared, &alter, request).await }
        };
        let router = Router::new().fallback(pass);
        Self(tokio::spawn(async move {
            axum::serve(listener, router).await.unwrap();
        }))
    }
}

impl Drop for Altered {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn forward(
    http: &reqwest::Client,
    to: &str,
    shared: &Shared,
    alter: &Alter,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let path = parts.uri.path().to_owned();
    let address = format!("{to}{}", parts.uri.path_and_query().unwrap());
    let mut headers = parts.headers;
    headers.remove("host");
    headers.remove("content-length");
    headers.remove("accept-encoding");
    let answer = http
        .request(parts.method, address)
        .headers(headers)
        .body(body)
        .send()
        .await
        .unwrap();
    let (mut status, mut headers) = (answer.status(), answer.headers().clone());
    let bytes = answer.bytes().await.unwrap();
    // What is no JSON is nothing to change, but a document that the EHR does not have can be written in its place.
    let before = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let mut value = before.clone();
    (alter.0)(shared, &path, &mut value);
    let body = if value == before {
        Body::from(bytes)
    } else {
        status = StatusCode::OK;
        headers.insert("content-type", "application/json".parse().unwrap());
        Body::from(value.to_string())
    };
    let mut response = Response::builder().status(status);
    for (name, value) in &headers {
        if !matches!(
            name.as_str(),
            "content-length" | "transfer-encoding" | "connection"
        ) {
            response = response.header(name, value);
        }
    }
    response.body(body).unwrap()
}
