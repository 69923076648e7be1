//! The data that a note proposes for the chart: a page with plain forms, and the same as a part that the work page's script puts in.

use super::pages::Pages;
use super::screens::caller;
use crate::backend::StepError;
use app::asked::status_of;
use app::proposals::{part, refusal, whole};
use app::{Backend, Caller};
use axum::{
    Form, Router,
    extract::{Path, Query, State, rejection::FormRejection},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use model::view::Decide;
use model::{DraftId, LaunchId, WireError};
use serde::Deserialize;
use std::sync::Arc;
use tower_sessions::Session;

/// What the sheet needs.
#[derive(Clone)]
pub struct Proposals {
    /// Answers.
    pub backend: Arc<dyn Backend>,
    /// Says what was refused.
    pub pages: Pages,
}

/// The routes, under a draft's path.
pub fn router(proposals: Proposals) -> Router {
    let path = "/l/{launch}/d/{draft}/proposals";
    Router::new()
        .route(path, get(sheet).post(decide))
        .with_state(proposals)
}

/// `?part`: the sheet without the page around it.
#[derive(Deserialize)]
struct Wanted {
    part: Option<String>,
}

/// One press of a button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pressed {
    item: String,
    accept: Option<String>,
    reject: Option<String>,
    undo: Option<String>,
}

impl Pressed {
    fn decide(self) -> Option<(String, Decide)> {
        let decide = match (self.accept, self.reject, self.undo) {
            (Some(choice), None, None) => Decide::Accept(choice),
            (None, Some(_), None) => Decide::Reject,
            (None, None, Some(_)) => Decide::Undo,
            _ => return None,
        };
        Some((self.item, decide))
    }
}

type Place = Path<(String, String)>;

async fn sheet(
    State(to): State<Proposals>,
    session: Session,
    Path((launch, draft)): Place,
    Query(wanted): Query<Wanted>,
) -> Response {
    let (launch, draft) = (LaunchId::new(launch), DraftId::new(draft));
    let asked = async {
        let caller = signed_in(&session).await?;
        to.backend.proposals(&caller, &launch, &draft).await
    };
    match asked.await {
        Ok(view) if wanted.part.is_some() => Html(part(view)).into_response(),
        Ok(view) => Html(whole(to.pages.style(), view)).into_response(),
        Err(error) => to.refused(error, &wanted),
    }
}

async fn decide(
    State(to): State<Proposals>,
    session: Session,
    Path((launch, draft)): Place,
    Query(wanted): Query<Wanted>,
    body: Result<Form<Pressed>, FormRejection>,
) -> Response {
    let (launch, draft) = (LaunchId::new(launch), DraftId::new(draft));
    let decided = async {
        let caller = signed_in(&session).await?;
        let (item, decide) = read(body)?;
        to.backend
            .decide(&caller, &launch, &draft, &item, decide)
            .await
    };
    match decided.await {
        Ok(view) if wanted.part.is_some() => Html(part(view)).into_response(),
        Ok(_) => Redirect::to(&format!("/l/{launch}/d/{draft}/proposals")).into_response(),
        Err(error) => to.refused(error, &wanted),
    }
}

async fn signed_in(session: &Session) -> Result<Caller, WireError> {
    let caller = caller(session).await;
    caller.ok_or_else(|| StepError::SessionExpired.wire())
}

/// A form; what can't be read is not quoted.
fn read(body: Result<Form<Pressed>, FormRejection>) -> Result<(String, Decide), WireError> {
    let pressed = body.ok().and_then(|Form(pressed)| pressed.decide());
    pressed.ok_or_else(|| {
        StepError::BadInput("What was sent can’t be read. Nothing was decided.".to_owned()).wire()
    })
}

impl Proposals {
    fn refused(&self, error: WireError, wanted: &Wanted) -> Response {
        if wanted.part.is_none() {
            return self.pages.refused(error);
        }
        let status = StatusCode::from_u16(status_of(error.code));
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Html(refusal(error))).into_response()
    }
}
