//! Which address does what.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::state::Shared;
use crate::{control, faults, fhir, frame, request_log, smart};

/// The largest body taken, bytes.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// The whole sandbox as one router.
pub fn router(sandbox: Shared) -> Router {
    Router::new()
        .merge(faulty(&sandbox))
        .merge(oauth())
        .merge(charts())
        .nest("/__sandbox", steering())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(sandbox.clone(), request_log::record))
        .with_state(sandbox)
}

/// What the fault menu applies to: FHIR and the token endpoint.
fn faulty(sandbox: &Shared) -> Router<Shared> {
    let resources = Router::new()
        .route(
            "/.well-known/smart-configuration",
            get(smart::discovery::smart_configuration),
        )
        .route("/metadata", get(fhir::metadata::metadata))
        .route(
            "/{rtype}",
            get(fhir::search::search).post(fhir::create::create),
        )
        .route("/{rtype}/_search", post(fhir::search::search))
        .route(
            "/{rtype}/{id}",
            get(fhir::read::read).put(fhir::update::update),
        )
        .route("/{rtype}/{id}/_history", get(fhir::read::history))
        .route("/{rtype}/{id}/_history/{version}", get(fhir::read::version));
    Router::new()
        .nest("/fhir/r4", resources)
        .route("/oauth2/token", post(smart::token::token))
        .layer(from_fn_with_state(sandbox.clone(), faults::play))
}

fn oauth() -> Router<Shared> {
    Router::new()
        .route(
            "/oauth2/authorize",
            get(smart::authorize::authorize).post(smart::authorize::authorize),
        )
        .route("/oauth2/pick", post(smart::picker::pick))
        .route("/oauth2/introspect", post(smart::introspect::introspect))
        .route("/oauth2/revoke", post(smart::introspect::revoke))
        .route("/oauth2/jwks", get(smart::discovery::jwks))
        .route(
            "/oauth2/.well-known/openid-configuration",
            get(smart::discovery::openid_configuration),
        )
        .route("/style/smart-v1.json", get(smart::style::style))
}

fn charts() -> Router<Shared> {
    Router::new()
        .route("/", get(frame::list::page))
        .route("/patients/{id}", get(frame::chart::summary))
        .route("/patients/{id}/notes", get(frame::chart::notes))
        .route("/patients/{id}/results", get(frame::chart::results))
        .route("/patients/{id}/messages", get(frame::chart::messages))
        .route("/patients/{id}/panel/{tab}", get(frame::chart::panel))
        .route("/patients/{id}/launch", post(frame::chart::launch))
        .route("/favicon.ico", get(frame::assets::icon))
        .route("/frame.css", get(frame::assets::css))
        .route("/frame.js", get(frame::assets::js))
        .layer(from_fn(frame::assets::page_headers))
}

fn steering() -> Router<Shared> {
    Router::new()
        .route(
            "/faults",
            get(faults::list).post(faults::add).delete(faults::clear),
        )
        .route(
            "/requests",
            get(control::requests).delete(control::forget_requests),
        )
        .route("/filed", get(control::filed))
        .route("/clock", post(control::advance))
        .route("/launch", post(control::launch))
        .route("/expire-tokens", post(control::expire_tokens))
        .route("/expire-pages", post(control::expire_pages))
        .route("/rotate-keys", post(control::rotate_keys))
        .route("/patients", get(control::patients))
}
