//! Whose resource it is. Everything that is shown or cited as this patient's must answer `ThisPatient`.

use crate::{Chart, Json, ResourceKey};

/// Whom a resource is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The chart's patient.
    ThisPatient,
    /// Somebody or something else; the reference as written.
    OtherPatient(String),
    /// Somebody who cannot be found in the chart: the reference as written (an unknown `fullUrl`, a search that finds nothing). It may be anybody.
    Unproven(String),
    /// Nothing tells: the resource names no subject (a Practitioner, a Medication), or only by an identifier or a name that nothing proves.
    Unknown,
}

/// The elements that name whom a resource is about, over all types.
const FIELDS: &[&str] = &["subject", "patient", "beneficiary", "for"];

pub(crate) enum Told {
    This,
    Other(String),
    /// A reference that leads nowhere.
    Unproven(String),
    Unresolved,
    Nothing,
}

pub(crate) fn told(chart: &Chart, key: &ResourceKey, json: &Json) -> Told {
    if key.resource_type() == "Patient" {
        return if key == chart.patient() {
            Told::This
        } else {
            Told::Other(key.to_string())
        };
    }
    let own = FIELDS
        .iter()
        .filter_map(|field| json.get(field))
        .filter(|value| !value.is_null());
    let actors = json
        .items_at("participant")
        .iter()
        .filter_map(|participant| participant.get("actor"));
    let actors = actors
        .filter(|_| key.resource_type() == "Appointment")
        .filter(|actor| names_a_patient(chart, actor));
    let mut answer = Told::Nothing;
    for reference in own.chain(actors).flat_map(Json::items) {
        match one(chart, reference) {
            other @ Told::Other(_) => return other,
            Told::This => answer = Told::This,
            unproven @ Told::Unproven(_) if matches!(answer, Told::Nothing | Told::Unresolved) => {
                answer = unproven;
            }
            Told::Unresolved if matches!(answer, Told::Nothing) => answer = Told::Unresolved,
            Told::Unproven(_) | Told::Unresolved | Told::Nothing => {}
        }
    }
    answer
}

fn names_a_patient(chart: &Chart, actor: &Json) -> bool {
    let key = actor
        .str_at("reference")
        .and_then(|text| chart.resolve(text));
    key.is_some_and(|key| key.resource_type() == "Patient")
}

fn one(chart: &Chart, reference: &Json) -> Told {
    if let Some(text) = reference.as_str().or_else(|| reference.str_at("reference")) {
        return match chart.resolve(text) {
            Some(key) if key == *chart.patient() => Told::This,
            Some(_) => Told::Other(text.to_owned()),
            None => Told::Unproven(text.to_owned()),
        };
    }
    // A logical reference: only an identifier that the patient has proves anything.
    let Some(value) = reference.str_at("identifier.value") else {
        return Told::Unresolved;
    };
    let system = reference.str_at("identifier.system");
    let matches = |own: &Json| {
        own.str_at("value") == Some(value) && system.is_some() && own.str_at("system") == system
    };
    if chart
        .patient_json()
        .items_at("identifier")
        .iter()
        .any(matches)
    {
        Told::This
    } else {
        Told::Unresolved
    }
}
