//! What the server publishes.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Value, json};

use super::{Ehr, merge};

type Answer = Result<Json<Value>, StatusCode>;

pub(super) async fn smart(State(ehr): State<Arc<Ehr>>) -> Answer {
    let records = ehr.records();
    if records.switches.only_capability_statement {
        return Err(StatusCode::NOT_FOUND);
    }
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
    merge(&mut document, &records.switches.configuration);
    Ok(Json(document))
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
