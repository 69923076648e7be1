//! The page on which what can be chosen of a kind is chosen before it is drafted.

use super::pages::Pages;
use super::screens::caller;
use crate::backend::{Offer, Shape, StepError, Steps};
use app::pages::{BeginPage, begin_page};
use axum::{
    Form, Router,
    extract::{Path, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use model::{DraftKind, LaunchId, Material, MaterialKind};
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

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sent {
    focus: String,
    reader: String,
    base: String,
    reading: String,
    dictation: String,
    transcript: String,
}

/// The routes, under a launch's path.
pub fn router(steps: Arc<Steps>, pages: Pages) -> Router {
    Router::new()
        .route("/l/{launch}/new/{kind}", get(page).post(sent))
        .with_state(Desk { steps, pages })
}

async fn page(
    State(desk): State<Desk>,
    session: Session,
    Path(at): Path<(String, String)>,
) -> Response {
    let shown = async {
        let (launch, kind) = desk.launch(&session, at).await?;
        desk.shown(&launch, kind, &Sent::default(), None).await
    };
    match shown.await {
        Ok(response) => response,
        Err(error) => desk.pages.refused(error.wire()),
    }
}

async fn sent(
    State(desk): State<Desk>,
    session: Session,
    Path(at): Path<(String, String)>,
    form: Result<Form<Sent>, FormRejection>,
) -> Response {
    let (launch, kind) = match desk.launch(&session, at).await {
        Ok(found) => found,
        Err(error) => return desk.pages.refused(error.wire()),
    };
    let Ok(Form(sent)) = form else {
        let words = "What was sent can’t be read.".to_owned();
        return desk.pages.refused(StepError::BadInput(words).wire());
    };
    let begun = desk
        .steps
        .begin_shaped(&launch, kind, sent.given(), sent.shape());
    match begun.await {
        Ok(draft) => {
            let place = format!("/l/{}/d/{draft}", launch.key.id());
            Redirect::to(&place).into_response()
        }
        Err(error @ StepError::BadInput(_)) => {
            let words = error.wire().message;
            match desk.shown(&launch, kind, &sent, Some(words)).await {
                Ok(response) => (StatusCode::UNPROCESSABLE_ENTITY, response).into_response(),
                Err(error) => desk.pages.refused(error.wire()),
            }
        }
        Err(error) => desk.pages.refused(error.wire()),
    }
}

impl Desk {
    /// The launch, if it is this session's, and the kind.
    async fn launch(
        &self,
        session: &Session,
        (id, kind): (String, String),
    ) -> Result<(Launch, DraftKind), StepError> {
        let caller = caller(session).await;
        let launch = self.steps.own_launch(caller, &LaunchId::new(id)).await?;
        let kind = DraftKind::from_name(&kind).ok_or(StepError::NotFound("kind"))?;
        Ok((launch, kind))
    }

    async fn shown(
        &self,
        launch: &Launch,
        kind: DraftKind,
        sent: &Sent,
        refused: Option<String>,
    ) -> Result<Response, StepError> {
        let Offer {
            mut selects,
            mut texts,
        } = self.steps.offer(launch, kind).await?;
        for select in &mut selects {
            let value = sent.value(select.name);
            let there = |(_, options): &(String, Vec<(String, String)>)| {
                options.iter().any(|(other, _)| other == value)
            };
            if !value.is_empty() && select.groups.iter().any(there) {
                value.clone_into(&mut select.chosen);
            }
        }
        for text in &mut texts {
            sent.value(text.name).clone_into(&mut text.text);
        }
        let back = format!("/l/{}", launch.key.id());
        let shown = BeginPage {
            title: kind.title().to_owned(),
            action: format!("{back}/new/{}", kind.name()),
            back,
            refused,
            selects,
            texts,
        };
        let html = Html(begin_page(self.pages.style(), shown));
        // A form's Origin is only sent with a referrer policy that allows one; the address goes nowhere else.
        let policy = [(header::REFERRER_POLICY, "same-origin")];
        Ok((policy, html).into_response())
    }
}

impl Sent {
    fn value(&self, name: &str) -> &str {
        match name {
            "focus" => &self.focus,
            "reader" => &self.reader,
            "base" => &self.base,
            "reading" => &self.reading,
            "dictation" => &self.dictation,
            "transcript" => &self.transcript,
            _ => "",
        }
    }

    fn shape(&self) -> Shape {
        let chosen = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        Shape {
            focus: chosen(&self.focus).filter(|focus| focus != "whole"),
            reader: chosen(&self.reader),
            base: chosen(&self.base),
            reading: chosen(&self.reading),
            forms: Vec::new(),
        }
    }

    /// Forms send line ends as browsers write them.
    fn given(&self) -> Vec<Material> {
        let one = |kind, text: &str| Material {
            kind,
            text: text.replace("\r\n", "\n"),
            recordings: Vec::new(),
        };
        [
            one(MaterialKind::Dictation, &self.dictation),
            one(MaterialKind::Transcript, &self.transcript),
        ]
        .into_iter()
        .filter(|material| !material.text.trim().is_empty())
        .collect()
    }
}
