//! Every address of the application. Paths only: what each does is in `http`.

use crate::backend::{Answers, Steps};
use crate::config::ServerConfig;
use crate::http::headers::SecurityHeaders;
use crate::http::pages::Pages;
use crate::http::{
    assets, begin, cookies, exports, forms, headers, launch, origin, phrases, proposals,
    recordings, screens, status, translation,
};
use crate::launching::Launching;
use axum::{
    Router,
    http::{Extensions, HeaderMap, Request, StatusCode, Version, header::CONTENT_TYPE},
    middleware::{from_fn_with_state, map_response, map_response_with_state},
    routing::{get, post},
};
use screens::Screens;
use std::sync::Arc;
use store::{Sessions, Store};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    trace::TraceLayer,
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// What the router is made of.
pub struct Parts {
    /// The web server's settings.
    pub config: ServerConfig,
    /// The launch.
    pub launching: Arc<Launching>,
    /// The screens.
    pub screens: Screens,
    /// The steps, for what is no page and no server function.
    pub steps: Arc<Steps>,
    /// Browser sessions.
    pub sessions: Sessions,
    /// For the readiness check.
    pub store: Arc<Store>,
}

/// The whole application as one service.
pub fn router(parts: Parts) -> Router {
    let Parts {
        config,
        launching,
        screens,
        steps,
        sessions,
        store,
    } = parts;
    let session_layer = SessionManagerLayer::new(sessions)
        .with_name(cookies::SESSION_COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::None)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(config.session_idle));
    let pages = Pages::new(screens.assets.style());
    let launches = Router::new()
        .route("/", get(launch::start))
        .route("/launch", get(launch::ehr))
        .route("/launch/check", get(launch::check))
        .route("/start/{number}", get(launch::standalone))
        .route("/callback", get(launch::callback))
        .route("/jwks.json", get(launch::jwks))
        .route("/signed-out", get(launch::signed_out))
        .with_state(launch::Launches {
            launching,
            pages: pages.clone(),
        });
    let exports = Router::new()
        .route("/l/{launch}/d/{draft}/letter.pdf", get(exports::letter))
        .route(
            "/l/{launch}/d/{draft}/questionnaire-response.json",
            get(exports::questionnaire),
        )
        .with_state(exports::Exports {
            answers: Arc::new(Answers(Arc::clone(&steps))),
            pages: pages.clone(),
        });
    // Not compressed: it holds words that others chose.
    let proposals = proposals::router(proposals::Proposals {
        backend: Arc::clone(&screens.backend),
        pages: pages.clone(),
    });
    let work = Router::new()
        .route("/l/{launch}", get(screens::work))
        .route("/l/{launch}/d/{draft}", get(screens::draft))
        .route("/api/{function}", post(screens::function))
        .with_state(screens)
        .merge(exports)
        .layer(CompressionLayer::new().compress_when(page));
    let sessions = launches
        .merge(work)
        .merge(proposals)
        .merge(phrases::router(Arc::clone(&steps), pages.clone()))
        .merge(forms::router(Arc::clone(&steps), pages.clone()))
        .merge(begin::router(Arc::clone(&steps), pages.clone()))
        .merge(translation::router(Arc::clone(&steps), pages.clone()))
        .merge(recordings::router(steps))
        .layer(session_layer)
        .layer(map_response(cookies::partitioned));
    let health = Router::new()
        .route("/health/live", get(status::live))
        .route("/health/ready", get(status::ready))
        .with_state(store);
    let security = SecurityHeaders::new(&config);
    let origin = config.public_url.origin();
    sessions
        .merge(health)
        .merge(assets::router(&config.site_root))
        .fallback(async move || pages.not_found())
        .layer(RequestBodyLimitLayer::new(config.body_limit))
        .layer(from_fn_with_state(origin, origin::same_origin))
        .layer(CatchPanicLayer::new())
        .layer(map_response_with_state(security, headers::secure))
        .layer(TraceLayer::new_for_http().make_span_with(span))
}

/// Pages are compressed. Answers to calls are not: they hold words that others chose (a patient's message) beside what nobody should guess from a length.
fn page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// A request's span names the method alone: paths hold launch ids, queries hold codes.
fn span<B>(request: &Request<B>) -> tracing::Span {
    tracing::info_span!("request", method = %request.method())
}
