//! The session cookie: `__Host-`, Secure, HttpOnly, SameSite=None, Partitioned.
//!
//! The application runs in the EHR's frame, so its cookie is a third-party cookie there. `Partitioned` (CHIPS) keys it to the EHR's site, which
//! is what browsers ask for today. The session layer has no setter for it, so it is added to what the layer writes.

use axum::{
    body::Body,
    http::{HeaderValue, Response, header::SET_COOKIE},
};

/// The session cookie's name. `__Host-` makes browsers refuse it with a domain, another path, or without Secure.
pub const SESSION_COOKIE: &str = "__Host-countersign";

/// Adds `Partitioned` to the session cookie where a response sets it; other cookies stay as they are.
pub async fn partitioned(mut response: Response<Body>) -> Response<Body> {
    let cookies: Vec<HeaderValue> = response
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .map(with_partitioned)
        .collect();
    if !cookies.is_empty() {
        response.headers_mut().remove(SET_COOKIE);
        for cookie in cookies {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

fn with_partitioned(cookie: &HeaderValue) -> HeaderValue {
    let Ok(text) = cookie.to_str() else {
        return cookie.clone();
    };
    let ours = text
        .split_once('=')
        .is_some_and(|(name, _)| name == SESSION_COOKIE);
    let has = text
        .split(';')
        .any(|part| part.trim().eq_ignore_ascii_case("partitioned"));
    if !ours || has {
        return cookie.clone();
    }
    HeaderValue::from_str(&format!("{text}; Partitioned")).unwrap_or_else(|_| cookie.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &'static str) -> String {
        with_partitioned(&HeaderValue::from_static(text))
            .to_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn only_the_session_cookie_is_partitioned_and_once() {
        assert_eq!(set("other=1; Path=/"), "other=1; Path=/");
        assert_eq!(
            set("__Host-countersign=a; Path=/; Partitioned"),
            "__Host-countersign=a; Path=/; Partitioned"
        );
        assert_eq!(
            set("__Host-countersign=a; HttpOnly; SameSite=None; Secure; Path=/"),
            "__Host-countersign=a; HttpOnly; SameSite=None; Secure; Path=/; Partitioned"
        );
    }
}
