//! The page on which clinicians keep their phrases and instructions, and the phrases for the script that puts them in.

use super::pages::Pages;
use super::screens::caller;
use crate::backend::{Phrases, StepError, Steps};
use app::asked::status_of;
use app::pages::{PhraseView, PhrasesPage, phrases_page};
use axum::{
    Form, Json, Router,
    extract::{Path, Query, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use drafting::DotPhrase;
use model::{DraftKind, LaunchId};
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

/// What a form sends.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sent {
    act: String,
    was: String,
    name: String,
    title: String,
    text: String,
    kind: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    done: String,
}

/// The routes, under a launch's path.
pub fn router(steps: Arc<Steps>, pages: Pages) -> Router {
    Router::new()
        .route("/l/{launch}/phrases", get(page).post(sent))
        .route("/l/{launch}/phrases.json", get(expansions))
        .with_state(Desk { steps, pages })
}

async fn page(
    State(desk): State<Desk>,
    session: Session,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
) -> Response {
    let done = match shown.done.as_str() {
        "saved" => Some("Saved."),
        "deleted" => Some("Deleted."),
        _ => None,
    };
    match desk.shown(&session, id, done, None).await {
        Ok(response) => response,
        Err(error) => desk.pages.refused(error.wire()),
    }
}

async fn sent(
    State(desk): State<Desk>,
    session: Session,
    Path(id): Path<String>,
    form: Result<Form<Sent>, FormRejection>,
) -> Response {
    let launch = match desk.launch(&session, id.clone()).await {
        Ok(launch) => launch,
        Err(error) => return desk.pages.refused(error.wire()),
    };
    let Ok(Form(sent)) = form else {
        let words = "What was sent can’t be read.".to_owned();
        return desk.pages.refused(StepError::BadInput(words).wire());
    };
    match desk.act(&launch, &sent).await {
        Ok(done) => {
            let place = format!("/l/{}/phrases?done={done}", launch.key.id());
            // The address is our own; the form is not sent again when the page is loaded again.
            Redirect::to(&place).into_response()
        }
        Err(error @ StepError::BadInput(_)) => {
            let refused = (error.wire().message, view(sent.phrase()));
            match desk.shown(&session, id, None, Some(refused)).await {
                Ok(response) => (StatusCode::UNPROCESSABLE_ENTITY, response).into_response(),
                Err(error) => desk.pages.refused(error.wire()),
            }
        }
        Err(error) => desk.pages.refused(error.wire()),
    }
}

async fn expansions(
    State(desk): State<Desk>,
    session: Session,
    Path(id): Path<String>,
) -> Response {
    let found = async {
        let launch = desk.launch(&session, id).await?;
        desk.steps.phrases(&launch).await
    };
    match found.await {
        Ok(phrases) => Json(phrases.expansions()).into_response(),
        Err(error) => {
            let error = error.wire();
            let status = StatusCode::from_u16(status_of(error.code));
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(error)).into_response()
        }
    }
}

impl Desk {
    /// The launch, if it is this session's.
    async fn launch(&self, session: &Session, id: String) -> Result<Launch, StepError> {
        let caller = caller(session).await;
        self.steps.own_launch(caller, &LaunchId::new(id)).await
    }

    async fn act(&self, launch: &Launch, sent: &Sent) -> Result<&'static str, StepError> {
        match sent.act.as_str() {
            "save" => {
                let was = Some(sent.was.as_str()).filter(|was| !was.is_empty());
                self.steps.save_phrase(launch, was, sent.phrase()).await?;
                Ok("saved")
            }
            "delete" => {
                self.steps.delete_phrase(launch, &sent.was).await?;
                Ok("deleted")
            }
            "instruct" => {
                let kind = DraftKind::from_name(&sent.kind).ok_or(StepError::NotFound("kind"))?;
                let text = unix(&sent.text);
                self.steps.save_instruction(launch, kind, &text).await?;
                Ok("saved")
            }
            _ => Err(StepError::BadInput(
                "What was sent can’t be read.".to_owned(),
            )),
        }
    }

    async fn shown(
        &self,
        session: &Session,
        id: String,
        done: Option<&str>,
        refused: Option<(String, PhraseView)>,
    ) -> Result<Response, StepError> {
        let launch = self.launch(session, id).await?;
        let Phrases { own, given } = self.steps.phrases(&launch).await?;
        let instructions = self.steps.instructions(&launch).await?;
        let kinds = self
            .steps
            .instructed_kinds(&launch)
            .into_iter()
            .map(|kind| {
                let text = instructions.get(&kind).cloned().unwrap_or_default();
                (kind.name().to_owned(), kind.title().to_owned(), text)
            });
        let back = format!("/l/{}", launch.key.id());
        let shown = PhrasesPage {
            action: format!("{back}/phrases"),
            back,
            done: done.map(str::to_owned),
            refused,
            own: own.into_iter().map(view).collect(),
            given: given
                .into_iter()
                .map(|(phrase, locked)| (view(phrase), locked))
                .collect(),
            kinds: kinds.collect(),
            model: self.steps.drafts_with_model(),
        };
        let html = Html(phrases_page(self.pages.style(), shown));
        // A form's Origin is only sent with a referrer policy that allows one; the address goes nowhere else.
        let policy = [(header::REFERRER_POLICY, "same-origin")];
        Ok((policy, html).into_response())
    }
}

impl Sent {
    fn phrase(&self) -> DotPhrase {
        DotPhrase {
            name: self.name.trim().trim_start_matches('.').to_lowercase(),
            title: self.title.trim().to_owned(),
            text: unix(&self.text).trim().to_owned(),
        }
    }
}

fn view(phrase: DotPhrase) -> PhraseView {
    let DotPhrase { name, title, text } = phrase;
    PhraseView { name, title, text }
}

/// Forms send line ends as browsers write them.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}
