//! Where tokens are issued: Entra's and Google's endpoints, as strict as they are.

use axum::body::Body;
use axum::http::Response;
use serde_json::json;

/// The answer to a request for a token; none where the path is no token endpoint's.
pub(crate) fn issue(path: &str, body: &[u8]) -> Option<Response<Body>> {
    let form = String::from_utf8_lossy(body).into_owned();
    let has = |pair: &str| form.split('&').any(|one| one == pair);
    let (fits, token) = match path {
        "/directory-1/oauth2/v2.0/token" => (
            has("grant_type=client_credentials")
                && has("client_id=app-1")
                && has("client_secret=test-key")
                && has("scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default"),
            "entra-token",
        ),
        "/token" => (
            has("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
                && form.split('&').any(|one| {
                    one.strip_prefix("assertion=")
                        .is_some_and(|jwt| jwt.split('.').count() == 3)
                }),
            "google-token",
        ),
        _ => return None,
    };
    let (status, answer) = if fits {
        (
            200,
            json!({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}),
        )
    } else {
        (400, json!({"error": "invalid_request"}))
    };
    Some(
        Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(Body::from(answer.to_string()))
            .unwrap(),
    )
}
