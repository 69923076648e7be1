//! The patient picker of a standalone launch with the scope `launch/patient`.

use std::fmt::Write as _;

use axum::extract::{RawForm, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::authorize::Params;
use crate::frame::html::{esc, plain_page};
use crate::frame::person::Person;
use crate::state::{Sandbox, Shared, lock};

/// The page that asks for a patient.
pub(super) fn page(sandbox: &Sandbox, transaction: &str) -> Response {
    let now = sandbox.clock.now();
    let mut rows = String::new();
    for patient in sandbox.store.all("Patient", None) {
        let person = Person::of(&patient.value(), now);
        let _ = write!(
            rows,
            "<li><button name=\"patient\" value=\"{}\">{} <span>{} · MRN {}</span></button></li>",
            esc(&patient.id),
            esc(&person.name),
            esc(&person.age_and_sex()),
            esc(&person.mrn),
        );
    }
    let body = format!(
        "<h1>Choose a patient</h1><p>The application asks for one patient's chart.</p>\
         <form method=\"post\" action=\"/oauth2/pick\"><input type=\"hidden\" name=\"transaction\" value=\"{}\">\
         <ul class=\"picker\">{rows}</ul></form>",
        esc(transaction)
    );
    Html(plain_page("Choose a patient", &body)).into_response()
}

/// `POST {issuer}/pick`
pub async fn pick(State(sandbox): State<Shared>, RawForm(body): RawForm) -> Response {
    let params = Params::parse(&body);
    let picking = params
        .get("transaction")
        .and_then(|name| lock(&sandbox.smart.picking).remove(name));
    let patient = params
        .get("patient")
        .and_then(|id| sandbox.store.get("Patient", id));
    let (Some(mut picking), Some(patient)) = (picking, patient) else {
        return expired();
    };
    if picking.expires <= sandbox.clock.unix() {
        return expired();
    }
    picking.code.grant.context.encounter = sandbox.default_encounter(&patient.id);
    picking.code.grant.context.patient = Some(patient.id.clone());
    let issued = sandbox.issue_code(picking.code);
    Redirect::to(&issued.location(&picking.state)).into_response()
}

fn expired() -> Response {
    let body = "<h1>This choice has expired</h1><p>Start the application again.</p>";
    (StatusCode::BAD_REQUEST, Html(plain_page("Expired", body))).into_response()
}
