//! Fictional patients of the EHR sandbox: each a FHIR R4 `collection` Bundle, US Core shaped, the same at every call.
//! "Today" of the demo is 2026-11-01. All people, places and numbers are invented.

mod build;
mod large;
mod patients;

use serde_json::Value;

/// The demo's "today" (a date); charts end there, only plans lie after it.
pub const TODAY: &str = build::time::TODAY;

/// One patient's chart.
#[derive(Clone, PartialEq)]
pub struct PatientBundle {
    /// Id of the Patient resource.
    pub id: String,
    /// The Bundle, parsed. Decimals may have lost trailing zeros; [`PatientBundle::json`] has not.
    pub bundle: Value,
    /// The exact JSON text of the Bundle, decimals as written (`7.0`, `72.10`).
    pub json: String,
}

/// A chart is patient data, even if invented: only its id is shown.
impl std::fmt::Debug for PatientBundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PatientBundle").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Every patient, in the order of the patient list.
pub fn patients() -> Vec<PatientBundle> {
    patients::ALL.iter().map(|(id, chart)| render(id, *chart)).collect()
}

/// The patient with this id.
pub fn patient(id: &str) -> Option<PatientBundle> {
    patients::ALL.iter().find(|(known, _)| *known == id).map(|(known, chart)| render(known, *chart))
}

/// The ids of all patients, without building their charts.
pub fn ids() -> impl Iterator<Item = &'static str> {
    patients::ALL.iter().map(|(id, _)| *id)
}

#[expect(clippy::expect_used, reason = "the text is made by the JSON writer just above, from this crate's constants")]
fn render(id: &str, chart: fn() -> build::Chart) -> PatientBundle {
    let json = build::exact::json_text(&chart().finish());
    let bundle = serde_json::from_str(&json).expect("the writer's own JSON");
    PatientBundle { id: id.to_owned(), bundle, json }
}
