//! Questionnaires: the page that lists them, and the page on which one is filled in. Both are plain forms; the server decides what is shown.

mod view;

use super::pages::Pages;
use super::screens::caller;
use crate::backend::{FormAct, FormFrom, OpenForm, Shape, StepError, Steps};
use app::pages::{BegunView, FormPage, FormsPage, form_page, forms_page};
use axum::{
    Form, Router,
    extract::{Path, Query, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use model::{DraftKind, LaunchId, Material, MaterialKind};
use serde::Deserialize;
use std::sync::Arc;
use store::Launch;
use tower_sessions::Session;

/// What the pages are made of.
#[derive(Clone)]
struct Desk {
    steps: Arc<Steps>,
    pages: Pages,
}

type Fields = Vec<(String, String)>;
type Sent = Result<Form<Fields>, FormRejection>;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    done: String,
}

/// The routes, under a launch's path.
pub fn router(steps: Arc<Steps>, pages: Pages) -> Router {
    Router::new()
        .route("/l/{launch}/new/intake_summary", get(list).post(act))
        .route("/l/{launch}/forms/{form}", get(one).post(changed))
        .with_state(Desk { steps, pages })
}

async fn list(State(desk): State<Desk>, session: Session, Path(id): Path<String>) -> Response {
    let shown = async {
        let launch = desk.launch(&session, id).await?;
        desk.listed(&launch, &Fields::new(), None).await
    };
    shown.await.unwrap_or_else(|error| desk.refused(error))
}

async fn act(
    State(desk): State<Desk>,
    session: Session,
    Path(id): Path<String>,
    sent: Sent,
) -> Response {
    let launch = match desk.launch(&session, id).await {
        Ok(launch) => launch,
        Err(error) => return desk.refused(error),
    };
    let Ok(Form(fields)) = sent else {
        return desk.refused(unreadable());
    };
    match desk.acted(&launch, &fields).await {
        Ok(place) => Redirect::to(&place).into_response(),
        Err(error @ StepError::BadInput(_)) => {
            let words = error.wire().message;
            let page = desk.listed(&launch, &fields, Some(words)).await;
            page.map_or_else(
                |error| desk.refused(error),
                |page| (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
            )
        }
        Err(error) => desk.refused(error),
    }
}

async fn one(
    State(desk): State<Desk>,
    session: Session,
    Path((id, form)): Path<(String, String)>,
    Query(shown): Query<Shown>,
) -> Response {
    let page = async {
        let launch = desk.launch(&session, id).await?;
        let open = desk.steps.open_form(&launch, &form).await?;
        let done = match shown.done.as_str() {
            "saved" => Some("Saved."),
            "answered" => Some("The answers are given."),
            _ => None,
        };
        desk.form(&launch, &open, done, false).await
    };
    page.await.unwrap_or_else(|error| desk.refused(error))
}

async fn changed(
    State(desk): State<Desk>,
    session: Session,
    Path((id, form)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let launch = match desk.launch(&session, id).await {
        Ok(launch) => launch,
        Err(error) => return desk.refused(error),
    };
    let Ok(Form(fields)) = sent else {
        return desk.refused(unreadable());
    };
    let answer = desk.change(&launch, &form, fields).await;
    answer.unwrap_or_else(|error| desk.refused(error))
}

impl Desk {
    /// The launch, if it is this session's.
    async fn launch(&self, session: &Session, id: String) -> Result<Launch, StepError> {
        let caller = caller(session).await;
        self.steps.own_launch(caller, &LaunchId::new(id)).await
    }

    fn refused(&self, error: StepError) -> Response {
        self.pages.refused(error.wire())
    }

    /// Where to go on.
    async fn acted(&self, launch: &Launch, fields: &Fields) -> Result<String, StepError> {
        let from = match first(fields, "act") {
            "begin" => match first(fields, "from").split_once(':') {
                Some(("file", id)) => FormFrom::File(id.to_owned()),
                Some(("ehr", id)) => FormFrom::Ehr(id.to_owned()),
                _ => return Err(StepError::BadInput("Choose a questionnaire.".to_owned())),
            },
            "paste" => FormFrom::Text(first(fields, "pasted").to_owned()),
            "draft" => {
                let forms = fields.iter().filter(|(name, _)| name == "form");
                let shape = Shape {
                    forms: forms.map(|(_, value)| value.clone()).collect(),
                    ..Shape::default()
                };
                let kind = DraftKind::IntakeSummary;
                let begun = self.steps.begin_shaped(launch, kind, given(fields), shape);
                return Ok(format!("/l/{}/d/{}", launch.key.id(), begun.await?));
            }
            _ => return Err(unreadable()),
        };
        let form = self.steps.begin_form(launch, from).await?;
        Ok(place(launch, &form))
    }

    async fn listed(
        &self,
        launch: &Launch,
        typed: &Fields,
        refused: Option<String>,
    ) -> Result<Response, StepError> {
        let offer = self.steps.forms_offer(launch).await?;
        let named = |kind: &str, all: Vec<(String, String)>| {
            let all = all.into_iter();
            all.map(|(id, title)| (format!("{kind}:{id}"), title))
                .collect::<Vec<_>>()
        };
        let mut known = vec![
            ("Of your hospital".to_owned(), named("file", offer.files)),
            ("Of the EHR".to_owned(), named("ehr", offer.ehr)),
        ];
        known.retain(|(_, all)| !all.is_empty());
        let begun = offer.begun.into_iter();
        let begun = begun.map(|one| BegunView {
            href: place(launch, &one.id),
            id: one.id,
            title: one.title,
            begun: one.when,
            answered: one.answered,
            urgency: one.urgency,
        });
        let text = |name| first(typed, name).to_owned();
        let back = format!("/l/{}", launch.key.id());
        let shown = FormsPage {
            patient: self.steps.banner(launch).await?,
            action: format!("{back}/new/{}", DraftKind::IntakeSummary.name()),
            back,
            refused,
            notes: offer.notes,
            begun: begun.collect(),
            known,
            pasted: text("pasted"),
            words: (text("dictation"), text("transcript")),
        };
        Ok(answer(forms_page(self.pages.style(), shown)))
    }

    async fn change(
        &self,
        launch: &Launch,
        form: &str,
        fields: Fields,
    ) -> Result<Response, StepError> {
        let mut open = self.steps.open_form(launch, form).await?;
        let act = first(&fields, "act").to_owned();
        let read: u64 = first(&fields, "revision").parse().unwrap_or(u64::MAX);
        // Somebody changed it meanwhile, in another tab: what was typed here is shown, and sent again.
        let stale = read != open.revision;
        if act == "drop" {
            self.steps.drop_form(launch, form).await?;
            let list = format!("/l/{}/new/intake_summary", launch.key.id());
            return Ok(Redirect::to(&list).into_response());
        }
        let typed: Fields = fields
            .into_iter()
            .filter(|(name, _)| name != "act" && name != "revision")
            .collect();
        let given = open.answered().is_some();
        if !given && !open.kept.typed.take(&open.form, &typed) {
            return Err(unreadable());
        }
        if stale {
            let told = "It was changed in another window meanwhile. Look at it, and send it again.";
            let page = self.form(launch, &open, Some(told), false).await?;
            return Ok((StatusCode::CONFLICT, page).into_response());
        }
        let (what, done) = match act.as_str() {
            "answer" if !given => (FormAct::Answer, "answered"),
            "reopen" => (FormAct::Reopen, "saved"),
            more if !given => {
                if let Some(at) = more.strip_prefix("more:") {
                    open.kept.typed.more(&open.form, at);
                } else if more != "save" {
                    return Err(unreadable());
                }
                (FormAct::Save, "saved")
            }
            _ => return Err(unreadable()),
        };
        let kept = match self.steps.keep_form(launch, &open, what).await {
            Err(StepError::BadInput(words)) => {
                let looked = self.steps.looked(launch, &open);
                let mut page = view::page(launch, &open, looked, None, true);
                page.patient = self.steps.banner(launch).await?;
                page.refused.push((String::new(), words));
                let page = answer(form_page(self.pages.style(), page));
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
            other => other?,
        };
        if kept {
            // What a person must see, where there is something, gets the focus.
            let place = format!("{}?done={done}#seen", place(launch, form));
            return Ok(Redirect::to(&place).into_response());
        }
        // What was typed is kept already, over the revision that was read.
        open.revision += 1;
        let page = self.form(launch, &open, None, true).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    }

    async fn form(
        &self,
        launch: &Launch,
        open: &OpenForm,
        done: Option<&'static str>,
        whole: bool,
    ) -> Result<Response, StepError> {
        let patient = self.steps.banner(launch).await?;
        let looked = self.steps.looked(launch, open);
        let shown = FormPage {
            patient,
            ..view::page(launch, open, looked, done, whole)
        };
        Ok(answer(form_page(self.pages.style(), shown)))
    }
}

/// A page with forms on it: a form's Origin is only sent with a referrer policy that allows one; the address goes nowhere else.
fn answer(html: String) -> Response {
    let policy = [(header::REFERRER_POLICY, "same-origin")];
    (policy, Html(html)).into_response()
}

fn place(launch: &Launch, form: &str) -> String {
    format!("/l/{}/forms/{form}", launch.key.id())
}

fn first<'f>(fields: &'f Fields, name: &str) -> &'f str {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map_or("", |(_, value)| value)
}

fn unreadable() -> StepError {
    StepError::BadInput("What was sent can’t be read.".to_owned())
}

/// Forms send line ends as browsers write them.
fn given(fields: &Fields) -> Vec<Material> {
    let one = |kind, name| Material {
        kind,
        text: first(fields, name).replace("\r\n", "\n"),
        recordings: Vec::new(),
    };
    let all = [
        one(MaterialKind::Dictation, "dictation"),
        one(MaterialKind::Transcript, "transcript"),
    ];
    all.into_iter()
        .filter(|material| !material.text.trim().is_empty())
        .collect()
}
