//! Security headers: content security policy, framing, caching.

use crate::config::{Origin, ServerConfig};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

/// The headers that every response carries.
#[derive(Debug, Clone)]
pub struct SecurityHeaders {
    ancestors: String,
    https: bool,
}

impl SecurityHeaders {
    /// From the web server's settings.
    pub fn new(config: &ServerConfig) -> Self {
        let list: Vec<&str> = config.frame_ancestors.iter().map(Origin::as_str).collect();
        let ancestors = if list.is_empty() {
            "'none'".to_owned()
        } else {
            list.join(" ")
        };
        Self {
            ancestors,
            https: config.public_url.origin().as_str().starts_with("https:"),
        }
    }

    /// The content security policy of a page. Scripts run only with the page's nonce; WebAssembly is ours.
    pub fn page_policy(&self, nonce: Option<&str>) -> String {
        let nonce = nonce
            .map(|nonce| format!(" 'nonce-{nonce}'"))
            .unwrap_or_default();
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{nonce}; style-src 'self'{nonce}; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors {}",
            self.ancestors
        )
    }
}

/// Adds what is missing: nothing is cached, nothing is sniffed, no referrer leaks a path.
pub async fn secure(State(headers): State<SecurityHeaders>, mut response: Response) -> Response {
    let policy = headers.page_policy(None);
    let map = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (map.contains_key(&name), HeaderValue::from_str(value)) {
            map.insert(name, value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &policy);
    set(header::CACHE_CONTROL, "no-store");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
    );
    if headers.https {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    response
}
