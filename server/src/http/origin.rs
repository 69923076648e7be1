//! Refuses state-changing requests that another site's page sent (CSRF).
//!
//! The session cookie is SameSite=None, because the application lives in the EHR's frame; so the browser itself is asked who sent the request:
//! `Origin` must be ours, and `Sec-Fetch-Site`, where the browser sends it, must be `same-origin`.

use crate::config::Origin;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header::ORIGIN},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Passes requests that cannot change anything, and those that our own pages sent; 403 for the rest.
pub async fn same_origin(State(ours): State<Origin>, request: Request, next: Next) -> Response {
    if allowed(&ours, request.method(), request.headers()) {
        next.run(request).await
    } else {
        tracing::warn!(method = %request.method(), "refused a request from another origin");
        (
            StatusCode::FORBIDDEN,
            "This request did not come from Countersign's own page.\n",
        )
            .into_response()
    }
}

fn allowed(ours: &Origin, method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let site = headers
        .get("sec-fetch-site")
        .map(|value| value.as_bytes() == b"same-origin");
    let mut origins = headers.get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => {
            origin.as_bytes() == ours.as_str().as_bytes() && site != Some(false)
        }
        (None, _) => site == Some(true),
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &Method, headers: &[(&'static str, &'static str)]) -> bool {
        let map = headers.iter().map(|(name, value)| {
            (
                (*name).parse::<axum::http::HeaderName>().unwrap(),
                value.parse().unwrap(),
            )
        });
        let mut all = HeaderMap::new();
        map.for_each(|(name, value): (_, axum::http::HeaderValue)| {
            all.append(name, value);
        });
        allowed(
            &Origin::parse("https://app.example.org").unwrap(),
            method,
            &all,
        )
    }

    #[test]
    fn requests_of_other_sites_are_refused() {
        let refused: &[&[(&str, &str)]] = &[
            &[],
            &[("origin", "null")],
            &[("origin", "https://evil.example.org")],
            &[("origin", "http://app.example.org")],
            &[("origin", "https://app.example.org:8443")],
            &[("origin", "https://app.example.org.evil.org")],
            &[
                ("origin", "https://app.example.org"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[
                ("origin", "https://app.example.org"),
                ("origin", "https://evil.example.org"),
            ],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
        ];
        for headers in refused {
            for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
                assert!(!check(&method, headers), "{method} {headers:?}");
            }
        }
    }

    #[test]
    fn our_own_pages_and_plain_reads_pass() {
        assert!(check(
            &Method::POST,
            &[
                ("origin", "https://app.example.org"),
                ("sec-fetch-site", "same-origin")
            ]
        ));
        assert!(check(
            &Method::POST,
            &[("origin", "https://app.example.org")]
        ));
        assert!(check(&Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(check(&Method::GET, &[("sec-fetch-site", "cross-site")]));
    }
}
