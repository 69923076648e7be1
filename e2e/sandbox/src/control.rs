//! `/__sandbox/…`: what tests use to look inside and to steer. Open to whoever reaches the port.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::frame::notes::note_texts;
use crate::smart::context::LaunchRequest;
use crate::state::Shared;

/// `GET /__sandbox/requests`: every request with its status, and counts by method and path.
pub async fn requests(State(sandbox): State<Shared>) -> Json<Value> {
    let (recent, counts) = sandbox.log.snapshot();
    Json(json!({ "requests": recent, "counts": counts }))
}

/// `DELETE /__sandbox/requests`
pub async fn forget_requests(State(sandbox): State<Shared>) -> StatusCode {
    sandbox.log.clear();
    StatusCode::NO_CONTENT
}

/// `GET /__sandbox/filed`: what apps created or changed, with the text of notes.
pub async fn filed(State(sandbox): State<Shared>) -> Json<Value> {
    let filed: Vec<Value> = sandbox
        .store
        .filed()
        .iter()
        .map(|stored| {
            let resource = stored.value();
            let texts: Vec<String> = note_texts(&sandbox, &resource)
                .into_iter()
                .map(|text| text.raw.unwrap_or_default())
                .collect();
            json!({
                "reference": stored.reference(),
                "patient": stored.index.patient,
                "versions": stored.earlier.len() + 1,
                "resource": resource,
                "text": texts.join("\n"),
            })
        })
        .collect();
    Json(json!({ "filed": filed }))
}

/// How far to move the clock.
#[derive(Debug, Deserialize)]
pub struct Advance {
    seconds: i64,
}

/// `POST /__sandbox/clock` with `{"seconds": 600}`: tokens, codes and pages grow older.
pub async fn advance(State(sandbox): State<Shared>, Json(by): Json<Advance>) -> Json<Value> {
    sandbox.clock.advance(by.seconds);
    Json(json!({ "now": sandbox.clock.instant() }))
}

/// `POST /__sandbox/launch` with a [`LaunchRequest`]: a launch as the chart would make it.
pub async fn launch(State(sandbox): State<Shared>, Json(request): Json<LaunchRequest>) -> Response {
    match sandbox.mint_launch(request) {
        Some(minted) => {
            Json(json!({ "launch": minted.launch, "iss": sandbox.urls.fhir, "url": minted.url }))
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `POST /__sandbox/expire-tokens`: every access token is expired from now on.
pub async fn expire_tokens(State(sandbox): State<Shared>) -> Json<Value> {
    Json(json!({ "expired": sandbox.smart.tokens.expire_all(sandbox.clock.unix()) }))
}

/// `POST /__sandbox/expire-pages`: every open page session is gone.
pub async fn expire_pages(State(sandbox): State<Shared>) -> StatusCode {
    sandbox.pages.clear();
    StatusCode::NO_CONTENT
}

/// `POST /__sandbox/rotate-keys`: a new key signs id_tokens, the older ones stay published.
pub async fn rotate_keys(State(sandbox): State<Shared>) -> Response {
    match tokio::task::spawn_blocking(move || sandbox.smart.keys.rotate()).await {
        Ok(Ok(key)) => Json(json!({ "kid": key.kid() })).into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// `GET /__sandbox/patients`: ids and names.
pub async fn patients(State(sandbox): State<Shared>) -> Json<Value> {
    let now = sandbox.clock.now();
    let patients: Vec<Value> = sandbox
        .store
        .all("Patient", None)
        .iter()
        .map(|patient| {
            let person = crate::frame::person::Person::of(&patient.value(), now);
            json!({ "id": patient.id, "name": person.name, "mrn": person.mrn })
        })
        .collect();
    Json(json!({ "patients": patients }))
}
