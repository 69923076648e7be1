//! Style, script and headers of the chart's pages.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// `GET /frame.css`
pub async fn css() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("frame.css"),
    )
}

/// `GET /frame.js`
pub async fn js() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("frame.js"),
    )
}

/// `GET /favicon.ico`: there is none, and browsers need not report that as a failure.
pub async fn icon() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Nothing of a chart is cached, and its pages run no script but their own; apps may be framed from anywhere.
pub async fn page_headers(request: Request, next: Next) -> Response {
    const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-src 'self' http: https:; \
                          form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
