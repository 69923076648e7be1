//! Introspection (RFC 7662) and revocation (RFC 7009).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::context::Grant;
use super::scopes;
use super::token::{TokenError, form};
use crate::state::{Sandbox, Shared};

/// `POST {issuer}/introspect`
pub async fn introspect(
    State(sandbox): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = match form(&headers, &body) {
        Ok(params) => params,
        Err(error) => return error.into_response(),
    };
    let client = match sandbox.authenticate(&headers, &params).await {
        Ok(client) => client.id.clone(),
        Err(reason) => return TokenError::new("invalid_client", reason).into_response(),
    };
    let Some(token) = params.get("token") else {
        return TokenError::new("invalid_request", "token is required").into_response();
    };
    let now = sandbox.clock.unix();
    let access = sandbox
        .smart
        .tokens
        .access(token)
        .filter(|access| access.expires > now);
    let refresh = sandbox.smart.tokens.refresh(token, now);
    let known = access
        .map(|access| (access.grant, access.expires))
        .or_else(|| refresh.map(|(_, grant, expires)| (grant, expires)))
        .filter(|(grant, _)| grant.client == client);
    Json(known.map_or_else(
        || json!({ "active": false }),
        |(grant, expires)| sandbox.described(&grant, expires),
    ))
    .into_response()
}

impl Sandbox {
    fn described(&self, grant: &Grant, expires: i64) -> Value {
        let mut out = json!({
            "active": true,
            "scope": scopes::print(&grant.scopes),
            "client_id": grant.client,
            "exp": expires,
            "iss": self.urls.issuer,
            "sub": grant.context.user.rsplit('/').next(),
            "fhirUser": format!("{}/{}", self.urls.fhir, grant.context.user),
        });
        for (name, value) in [
            ("patient", &grant.context.patient),
            ("encounter", &grant.context.encounter),
        ] {
            if let Some(value) = value {
                out[name] = value.as_str().into();
            }
        }
        out
    }
}

/// `POST {issuer}/revoke`: 200 for any token, known or not.
pub async fn revoke(State(sandbox): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let params = match form(&headers, &body) {
        Ok(params) => params,
        Err(error) => return error.into_response(),
    };
    match sandbox.authenticate(&headers, &params).await {
        Ok(client) => {
            if let Some(token) = params.get("token") {
                sandbox.smart.tokens.revoke(token, &client.id);
                return StatusCode::OK.into_response();
            }
            TokenError::new("invalid_request", "token is required").into_response()
        }
        Err(reason) => TokenError::new("invalid_client", reason).into_response(),
    }
}
