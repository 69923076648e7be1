//! Said and recorded are told apart, conflicts are shown, and a recording of somebody else is noticed.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use super::*;
use serde_json::{Value, json};
use sources::{SourceInput, SourceSet};
use time::macros::date;

pub(crate) fn frozen(resources: &[Value], kind: &str, said: &str) -> SourceSet {
    let patient = json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-05-02", "name": [{"given": ["Testine"], "family": "Examplova"}]});
    let entries: Vec<Value> = std::iter::once(&patient)
        .chain(resources)
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    let mut set =
        SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap());
    let json = json!({"id": "s", "kind": kind, "text": said}).to_string();
    set.extend(&SourceInput::parse_all(&json, "s").unwrap())
        .unwrap();
    set
}

fn view(set: &SourceSet) -> View<'_> {
    View {
        set,
        as_of: date!(2026 - 03 - 02),
    }
}

fn lisinopril() -> Value {
    json!({"resourceType": "MedicationRequest", "id": "m", "subject": {"reference": "Patient/p"}, "status": "active", "intent": "order",
        "authoredOn": "2025-02-02", "medicationCodeableConcept": {"text": "Lisinopril 10 MG Oral Tablet"}})
}

#[test]
fn a_recording_of_somebody_else_is_noticed() {
    for (said, odd) in [
        ("[doctor] hi , testine . how are you ?", 0),
        ("[doctor] hi there , how are you ?", 0),
        ("[doctor] hi , martha . how are you ?", 1),
        ("[doctor] martha is a 50-year-old female", 1),
        ("[doctor] she is a 65-year-old female", 0),
        ("[doctor] hello , mr. smith , a 20 year old", 2),
    ] {
        let set = frozen(&[], "transcript", said);
        assert_eq!(
            strangers(view(&set)).len(),
            odd,
            "{said}: {:?}",
            strangers(view(&set))
        );
    }
}

#[test]
fn a_conflict_cites_both_and_agreement_is_none() {
    let allergy = json!({"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"}, "code": {"text": "Penicillin"},
        "clinicalStatus": {"coding": [{"code": "active"}]}});
    let chart = [lisinopril(), allergy];
    for (said, count) in [
        ("[patient] i stopped taking lisinopril last month .", 2),
        ("[patient] i take my lisinopril every day .", 0),
        ("[patient] i have no allergies .", 2),
        ("[doctor] did you stop taking lisinopril ?", 0),
    ] {
        let set = frozen(&chart, "transcript", said);
        let found = conflicts(view(&set), &utterances(view(&set))).lines;
        assert_eq!(found.len(), count, "{said}: {found:?}");
        assert!(found.iter().all(|line| line.citations.len() == 1));
    }
}

#[test]
fn questions_and_small_talk_belong_nowhere() {
    let set = frozen(
        &[],
        "transcript",
        "[doctor] how is your pain ?\n[patient] okay .\n[patient] i have had knee pain for two weeks .\n[doctor] nice weather today though .\n[doctor] i want to order an x-ray of the knee .",
    );
    let parts: Vec<Part> = utterances(view(&set)).iter().map(Part::of).collect();
    assert_eq!(
        parts,
        [
            Part::Nothing,
            Part::Nothing,
            Part::Subjective,
            Part::Nothing,
            Part::Plan
        ]
    );
}
