//! A reply beside its translation: a page of plain forms.

use super::pages::Pages;
use super::screens::caller;
use crate::backend::{StepError, Steps, TranslationAct, TranslationView};
use app::pages::{PairView, TranslationPage, translation_page};
use axum::{
    Form, Router,
    extract::{Path, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use model::{DraftId, LaunchId};
use serde::Deserialize;
use std::sync::Arc;
use store::Launch;
use tower_sessions::Session;

/// What the page is made of.
#[derive(Clone)]
struct Desk {
    steps: Arc<Steps>,
    pages: Pages,
}

/// One press of a button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pressed {
    revision: u64,
    act: String,
}

/// The routes, under a draft's path.
pub fn router(steps: Arc<Steps>, pages: Pages) -> Router {
    let path = "/l/{launch}/d/{draft}/translation";
    Router::new()
        .route(path, get(shown).post(pressed))
        .with_state(Desk { steps, pages })
}

type Place = Path<(String, String)>;

async fn shown(State(desk): State<Desk>, session: Session, Path(place): Place) -> Response {
    let asked = async {
        let (launch, draft) = desk.place(&session, place).await?;
        desk.page(&launch, &draft, None).await
    };
    asked.await.unwrap_or_else(|error| desk.refused(error))
}

async fn pressed(
    State(desk): State<Desk>,
    session: Session,
    Path(place): Place,
    sent: Result<Form<Pressed>, FormRejection>,
) -> Response {
    let asked = async {
        let (launch, draft) = desk.place(&session, place).await?;
        let (revision, act) = read(sent)?;
        let acted = desk
            .steps
            .act_on_translation(&launch, &draft, (revision, act));
        let told = match acted.await {
            Ok(()) => {
                let place = format!("/l/{}/d/{draft}/translation", launch.key.id());
                return Ok(Redirect::to(&place).into_response());
            }
            Err(StepError::Conflict) => {
                "The reply was changed meanwhile. Look at it, and do it again.".to_owned()
            }
            Err(error @ (StepError::BadInput(_) | StepError::Drafting(_))) => error.wire().message,
            Err(error) => return Err(error),
        };
        let page = desk.page(&launch, &draft, Some(told)).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    asked.await.unwrap_or_else(|error| desk.refused(error))
}

fn read(sent: Result<Form<Pressed>, FormRejection>) -> Result<(u64, TranslationAct), StepError> {
    let unreadable = || StepError::BadInput("What was sent can’t be read.".to_owned());
    let Form(Pressed { revision, act }) = sent.map_err(|_| unreadable())?;
    let act = match act.as_str() {
        "translate" => TranslationAct::Translate,
        "read" => TranslationAct::Read,
        "drop" => TranslationAct::Drop,
        _ => return Err(unreadable()),
    };
    Ok((revision, act))
}

impl Desk {
    async fn place(
        &self,
        session: &Session,
        (launch, draft): (String, String),
    ) -> Result<(Launch, DraftId), StepError> {
        let caller = caller(session).await;
        let launch = self
            .steps
            .own_launch(caller, &LaunchId::new(launch))
            .await?;
        Ok((launch, DraftId::new(draft)))
    }

    fn refused(&self, error: StepError) -> Response {
        self.pages.refused(error.wire())
    }

    async fn page(
        &self,
        launch: &Launch,
        draft: &DraftId,
        refused: Option<String>,
    ) -> Result<Response, StepError> {
        let view = self.steps.translation(launch, draft).await?;
        let back = format!("/l/{}/d/{draft}", launch.key.id());
        let page = TranslationPage {
            patient: self.steps.banner(launch).await?,
            ..page(view, back, refused)
        };
        let page = translation_page(self.pages.style(), page);
        // A form's Origin is only sent with a referrer policy that allows one.
        let policy = [(header::REFERRER_POLICY, "same-origin")];
        Ok((policy, Html(page)).into_response())
    }
}

fn page(view: TranslationView, back: String, refused: Option<String>) -> TranslationPage {
    let model = view.translation.as_ref().map(|found| found.model.clone());
    let lines = view
        .translation
        .map(|found| found.lines)
        .unwrap_or_default();
    let mut pairs: Vec<PairView> = lines
        .into_iter()
        .map(|line| PairView {
            english: line.english,
            text: line.text,
            why: line.why,
        })
        .collect();
    if model.is_none() {
        let english = view.english.into_iter();
        pairs = english
            .map(|english| PairView {
                english,
                ..PairView::default()
            })
            .collect();
    }
    TranslationPage {
        patient: None,
        action: format!("{back}/translation"),
        back,
        refused,
        revision: view.revision,
        language: view.language.map(|one| (one.tag, one.name)),
        offered: view.offered,
        open: view.open,
        model,
        read: view.read,
        pairs,
    }
}
