//! What the server publishes.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Ehr, merge};

type Answer = Result<Json<Value>, StatusCode>;

pub(super) async fn smart(State(ehr): State<Arc<Ehr>>) -> Response {
    if ehr.records().switches.configuration_hangs {
        std::future::pending::<()>().await;
    }
    let answer = ehr.records().switches.configuration_answer.clone();
    match answer {
        Some((status, body)) => {
            let status = StatusCode::from_u16(status).unwrap();
            if status.is_redirection() {
                (status, [(LOCATION, body)]).into_response()
            } else {
                (status, body).into_response()
            }
        }
        None if ehr.records().switches.only_capability_statement => {
            StatusCode::NOT_FOUND.into_response()
        }
        None => configuration(&ehr).into_response(),
    }
}

/// Where the SMART configuration moved to, in the tests where it moved.
pub(super) async fn moved(State(ehr): State<Arc<Ehr>>) -> Json<Value> {
    configuration(&ehr)
}

fn configuration(ehr: &Ehr) -> Json<Value> {
    let base = &ehr.base;
    let mut document = json!({
        "issuer": base,
        "jwks_uri": format!("{base}/jwks"),
        "authorization_endpoint": format!("{base}/auth/authorize"),
        "token_endpoint": format!("{base}/auth/token"),
        "revocation_endpoint": format!("{base}/auth/revoke"),
        "capabilities": ["launch-ehr", "launch-standalone"],
        "code_challenge_methods_supported": ["S256"],
    });
    merge(&mut document, &ehr.records().switches.configuration);
    Json(document)
}

pub(super) async fn openid(State(ehr): State<Arc<Ehr>>) -> Answer {
    ehr.records()
        .switches
        .openid_configuration
        .clone()
        .map(Json)
        .ok_or(StatusCode::NOT_FOUND)
}

pub(super) async fn capability(State(ehr): State<Arc<Ehr>>) -> Answer {
    let base = &ehr.base;
    Ok(Json(json!({
        "resourceType": "CapabilityStatement",
        "rest": [{ "mode": "server", "security": { "extension": [{
            "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
            "extension": [
                { "url": "authorize", "valueUri": format!("{base}/auth/authorize") },
                { "url": "token", "valueUri": "auth/token" },
                { "url": "manage", "valueUri": "auth/manage" },
            ],
        }]}}],
    })))
}

pub(super) async fn jwks(State(ehr): State<Arc<Ehr>>) -> Answer {
    let records = ehr.records();
    let mut keys = vec![json!({ "kty": "future", "kid": "unreadable" })];
    if records.switches.publish_keys {
        keys.extend(ehr.key.public_jwks(records.switches.signature));
    }
    Ok(Json(json!({ "keys": keys })))
}
