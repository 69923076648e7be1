//! The screens: pages rendered by the server, and the functions that the browser's half calls.

use super::headers::SecurityHeaders;
use crate::launching::Browser;
use app::asked::ResponseStatus;
use app::document::{Assets, work_document};
use app::{Backend, Caller};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header::CONTENT_SECURITY_POLICY},
    response::{IntoResponse, Response},
};
use leptos::nonce::use_nonce;
use leptos::prelude::{expect_context, provide_context};
use leptos_axum::{ResponseOptions, handle_server_fns_with_context, render_app_async_with_context};
use model::{DraftId, LaunchId};
use std::sync::Arc;
use tower_sessions::Session;

/// What the screens are made of.
#[derive(Clone)]
pub struct Screens {
    /// Answers.
    pub backend: Arc<dyn Backend>,
    /// Addresses of the browser's files.
    pub assets: Assets,
    /// The content security policy.
    pub headers: SecurityHeaders,
}

/// `GET /l/{launch}`
pub async fn work(
    State(screens): State<Screens>,
    session: Session,
    Path(launch): Path<String>,
    request: Request,
) -> Response {
    render(screens, &session, LaunchId::new(launch), None, request).await
}

/// `GET /l/{launch}/d/{draft}`
pub async fn draft(
    State(screens): State<Screens>,
    session: Session,
    Path((launch, draft)): Path<(String, String)>,
    request: Request,
) -> Response {
    render(
        screens,
        &session,
        LaunchId::new(launch),
        Some(DraftId::new(draft)),
        request,
    )
    .await
}

/// `POST /api/{function}`
pub async fn function(
    State(screens): State<Screens>,
    session: Session,
    request: Request,
) -> Response {
    let caller = caller(&session).await;
    let context = screens.context(caller);
    handle_server_fns_with_context(context, request)
        .await
        .into_response()
}

async fn render(
    screens: Screens,
    session: &Session,
    launch: LaunchId,
    draft: Option<DraftId>,
    request: Request,
) -> Response<Body> {
    let caller = caller(session).await;
    let (shared, headers, assets) = (screens.context(caller), screens.headers, screens.assets);
    let context = move || {
        shared();
        let nonce = use_nonce().map(|nonce| nonce.to_string());
        if let Ok(policy) = HeaderValue::from_str(&headers.page_policy(nonce.as_deref())) {
            expect_context::<ResponseOptions>().insert_header(CONTENT_SECURITY_POLICY, policy);
        }
    };
    let page = move || work_document(assets.clone(), launch.clone(), draft.clone());
    render_app_async_with_context(context, page)(request).await
}

/// Who asks; none without a session, which the screens answer as an ended one.
pub(super) async fn caller(session: &Session) -> Option<Caller> {
    match Browser::find(session).await {
        Ok(browser) => browser.map(|browser| Caller::new(browser.key())),
        Err(error) => {
            tracing::error!(%error, "the session could not be read");
            None
        }
    }
}

impl Screens {
    /// What pages and functions find in their context: one closure for both.
    fn context(&self, caller: Option<Caller>) -> impl Fn() + Clone + Send + Sync + use<> {
        let backend = Arc::clone(&self.backend);
        move || {
            provide_context(Arc::clone(&backend));
            if let Some(caller) = caller.clone() {
                provide_context(caller);
            }
            let options = expect_context::<ResponseOptions>();
            provide_context(ResponseStatus(Arc::new(move |status| {
                if let Ok(status) = StatusCode::from_u16(status) {
                    options.set_status(status);
                }
            })));
        }
    }
}
