//! The chart of one patient: header, tabs, and the app's frame.

use std::fmt::Write as _;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::html::{esc, page, plain_page};
use super::person::Person;
use super::{messages, notes, results, summary};
use crate::smart::context::LaunchRequest;
use crate::state::{Sandbox, Shared};
use crate::store::Stored;

const TABS: &[(&str, &str, &str)] = &[
    ("summary", "Summary", ""),
    ("notes", "Notes", "/notes"),
    ("results", "Results", "/results"),
    ("messages", "Messages", "/messages"),
];

/// `GET /patients/{id}`
pub async fn summary(State(sandbox): State<Shared>, Path(id): Path<String>) -> Response {
    sandbox.chart(&id, "summary")
}

/// `GET /patients/{id}/notes`
pub async fn notes(State(sandbox): State<Shared>, Path(id): Path<String>) -> Response {
    sandbox.chart(&id, "notes")
}

/// `GET /patients/{id}/results`
pub async fn results(State(sandbox): State<Shared>, Path(id): Path<String>) -> Response {
    sandbox.chart(&id, "results")
}

/// `GET /patients/{id}/messages`
pub async fn messages(State(sandbox): State<Shared>, Path(id): Path<String>) -> Response {
    sandbox.chart(&id, "messages")
}

/// `GET /patients/{id}/panel/{tab}`: a tab's content alone, fetched each time that it is opened.
pub async fn panel(
    State(sandbox): State<Shared>,
    Path((id, tab)): Path<(String, String)>,
) -> Response {
    match (
        sandbox.store.get("Patient", &id),
        TABS.iter().any(|(name, ..)| *name == tab),
    ) {
        (Some(patient), true) => Html(sandbox.panel(&patient, &tab)).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The form of *Open Countersign*.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LaunchForm {
    own_window: bool,
    encounter: Option<String>,
    intent: Option<String>,
}

/// `POST /patients/{id}/launch`: mints a launch token and goes to the app's launch URL.
pub async fn launch(
    State(sandbox): State<Shared>,
    Path(id): Path<String>,
    Form(form): Form<LaunchForm>,
) -> Response {
    let request = LaunchRequest {
        patient: id,
        own_window: form.own_window,
        encounter: form.encounter.filter(|encounter| !encounter.is_empty()),
        intent: form.intent.filter(|intent| !intent.is_empty()),
        ..LaunchRequest::default()
    };
    match sandbox.mint_launch(request) {
        Some(minted) => Redirect::to(&minted.url).into_response(),
        None => missing(),
    }
}

fn missing() -> Response {
    let body = "<h1>No such patient</h1><p><a href=\"/\">Back to the patient list</a></p>";
    (
        StatusCode::NOT_FOUND,
        Html(plain_page("No such patient", body)),
    )
        .into_response()
}

impl Sandbox {
    fn chart(&self, id: &str, tab: &str) -> Response {
        let Some(patient) = self.store.get("Patient", id) else {
            return missing();
        };
        let person = Person::of(&patient.value(), self.clock.now());
        let mut tabs = String::new();
        for (name, label, path) in TABS {
            let current = if *name == tab {
                " aria-current=\"page\""
            } else {
                ""
            };
            let _ = write!(
                tabs,
                "<a href=\"/patients/{}{path}\" data-tab=\"{name}\"{current}>{label}</a>",
                esc(id)
            );
        }
        let body = format!(
            "{header}<div class=\"chartbar\"><nav class=\"tabs\" aria-label=\"Chart\">{tabs}\
             <button type=\"button\" data-tab=\"app\" hidden>Countersign</button></nav>\
             <form class=\"launch\" method=\"post\" action=\"/patients/{id}/launch\" target=\"app\">\
             <button class=\"primary\" data-open-app>Open Countersign</button>\
             <button name=\"own_window\" value=\"true\" formtarget=\"_blank\" title=\"Open Countersign in a window of \
             its own\">In a new window</button></form></div>\
             <main id=\"panel\" class=\"panel\" data-patient-id=\"{id}\" data-tab=\"{tab}\">{panel}</main>\
             <section id=\"app\" class=\"app\" hidden aria-label=\"Countersign\">\
             <iframe name=\"app\" title=\"Countersign\" allow=\"clipboard-write; microphone *\"></iframe></section>",
            header = header(&person),
            id = esc(id),
            panel = self.panel(&patient, tab),
        );
        Html(page(&person.name, "<a href=\"/\">Patients</a>", &body)).into_response()
    }

    fn panel(&self, patient: &Stored, tab: &str) -> String {
        match tab {
            "notes" => notes::panel(self, &patient.id),
            "results" => results::panel(self, &patient.id),
            "messages" => messages::panel(self, &patient.id),
            _ => summary::panel(self, &patient.id),
        }
    }
}

fn header(person: &Person) -> String {
    let died = person
        .died
        .as_ref()
        .map(|died| format!("<span>Died <b>{}</b></span>", esc(died)))
        .unwrap_or_default();
    format!(
        "<header class=\"patient\"><h1>{}</h1><span><b>{}</b></span><span>Born <b>{}</b></span>\
         <span>MRN <b>{}</b></span>{died}</header>",
        esc(&person.name),
        esc(&person.age_and_sex()),
        esc(&person.born),
        esc(&person.mrn),
    )
}
