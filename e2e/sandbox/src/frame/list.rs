//! The patient list, with search.

use std::fmt::Write as _;

use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;

use super::html::{esc, page as whole_page};
use super::person::Person;
use crate::state::Shared;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Find {
    q: String,
}

/// `GET /`
pub async fn page(State(sandbox): State<Shared>, Query(find): Query<Find>) -> Html<String> {
    let now = sandbox.clock.now();
    let wanted = find.q.to_lowercase();
    let mut rows = String::new();
    let mut shown = 0;
    let patients = sandbox.store.all("Patient", None);
    for patient in &patients {
        let person = Person::of(&patient.value(), now);
        let text = format!("{} {}", person.name, person.mrn).to_lowercase();
        if !wanted.split_whitespace().all(|word| text.contains(word)) {
            continue;
        }
        shown += 1;
        let notes = sandbox
            .store
            .all("DocumentReference", Some(&patient.id))
            .len();
        let results = sandbox.store.all("Observation", Some(&patient.id)).len();
        let _ = write!(
            rows,
            "<tr data-patient-id=\"{id}\"><td><a href=\"/patients/{id}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td>\
             <td class=\"n\">{notes}</td><td class=\"n\">{results}</td></tr>",
            esc(&person.name),
            esc(&person.died.as_ref().map_or_else(
                || person.age_and_sex(),
                |_| format!("{} (deceased)", person.sex)
            )),
            esc(&person.born),
            esc(&person.mrn),
            id = esc(&patient.id),
        );
    }
    if shown == 0 {
        rows.push_str("<tr><td colspan=\"6\">No patient matches. Try a part of the name or the MRN.</td></tr>");
    }
    let body = format!(
        "<main class=\"list\"><h1>Patients</h1><form class=\"find\" role=\"search\">\
         <label for=\"q\">Find by name or MRN</label><input id=\"q\" name=\"q\" type=\"search\" value=\"{}\" autofocus>\
         <button>Find</button></form><p class=\"quiet\">{shown} of {} patients</p>\
         <table><thead><tr><th>Name</th><th>Age, sex</th><th>Born</th><th>MRN</th><th class=\"n\">Notes</th>\
         <th class=\"n\">Observations</th></tr></thead><tbody>{rows}</tbody></table></main>",
        esc(&find.q),
        patients.len(),
    );
    Html(whole_page("Patients", "", &body))
}
