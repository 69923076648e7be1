//! Answers are kept as given; what differs from the chart is shown with both sources.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use crate::Drafting;
use crate::spoken::test::frozen;
use crate::use_case::{Options, UseCase};
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::Arc;
use time::macros::date;

fn response(items: &Value, authored: &str) -> Value {
    json!({"resourceType": "QuestionnaireResponse", "id": "q", "subject": {"reference": "Patient/p"}, "status": "completed", "authored": authored, "item": items})
}

fn chart() -> Vec<Value> {
    vec![
        json!({"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"}, "code": {"text": "Penicillin"},
            "clinicalStatus": {"coding": [{"code": "active"}]}}),
        json!({"resourceType": "MedicationRequest", "id": "m", "subject": {"reference": "Patient/p"}, "status": "active", "intent": "order",
            "authoredOn": "2025-02-02", "medicationCodeableConcept": {"text": "Lisinopril 10 MG Oral Tablet"}}),
        json!({"resourceType": "MedicationRequest", "id": "s", "subject": {"reference": "Patient/p"}, "status": "stopped", "intent": "order",
            "authoredOn": "2025-02-03", "medicationCodeableConcept": {"text": "Naproxen 220 MG Oral Tablet"}}),
    ]
}

fn texts(set: &SourceSet) -> Vec<(Vec<String>, Vec<String>)> {
    let day = date!(2026 - 03 - 02);
    let drafting = Drafting::shipped().unwrap();
    let verifier = verify::Verifier::new(set, Arc::new(verify::Lexicon::embedded()));
    let options = Options::default();
    let context = drafting.context(set, day, &options).unwrap();
    super::SECTIONS
        .iter()
        .map(|section| {
            let lines = super::IntakeSummary.compose(section, context).unwrap();
            for line in &lines.lines {
                let id = model::StatementId::new("s1");
                let verdict = verifier.statement(&id, &line.text, &line.citations, day);
                assert!(
                    verdict.verdict.releasable(),
                    "{section}: {} {:?}",
                    line.text,
                    verdict.reasons
                );
            }
            (
                lines.lines.into_iter().map(|line| line.text).collect(),
                lines.left_out,
            )
        })
        .collect()
}

#[test]
fn an_old_questionnaire_and_none_at_all_are_said() {
    for resources in [
        vec![],
        vec![response(
            &json!([{"linkId": "1", "text": "Do you wear glasses?", "answer": [{"valueBoolean": true}]}]),
            "2019-01-01",
        )],
    ] {
        let texts = texts(&frozen(&resources, "message", "none"));
        assert!(texts[1].0.is_empty());
        assert!(
            texts[1].1[0].contains("no questionnaire of the last year"),
            "{:?}",
            texts[1].1
        );
    }
}

#[test]
fn answers_are_kept_and_differences_shown() {
    let items = json!([
        {"linkId": "1", "text": "Reason for the visit", "answer": [{"valueString": "Knee pain"}]},
        {"linkId": "2", "text": "History", "item": [
            {"linkId": "2.1", "text": "Do you smoke?", "answer": [{"valueBoolean": false}]},
            {"linkId": "2.2", "text": "Any allergies?", "answer": [{"valueString": "None"}]},
            {"linkId": "2.3", "text": "Which medicines do you take?", "answer": [{"valueString": "Naproxen"}]},
            {"linkId": "2.4", "text": "Which other medicines do you take?", "answer": [{"valueString": "Melatonin"}]}]}
    ]);
    let mut resources = chart();
    resources.push(response(&items, "2026-03-01"));
    let texts = texts(&frozen(&resources, "message", "none"));
    assert_eq!(
        texts[1].0,
        [
            "Reason for the visit: knee pain.",
            "Do you smoke: no.",
            "Any allergies: none.",
            "Which medicines do you take: naproxen.",
            "Which other medicines do you take: melatonin."
        ]
    );
    assert_eq!(texts[2].0.len(), 4, "{:?}", texts[2].0);
    assert!(
        texts[2].0[1].contains("In the chart: allergy, penicillin"),
        "{:?}",
        texts[2].0
    );
    assert!(
        texts[2].0[3].contains("aproxen 220 mg oral tablet, ordered 3 Feb 2025, stopped"),
        "{:?}",
        texts[2].0
    );
    assert!(
        texts[2].1.iter().any(|text| text.contains("Melatonin")),
        "{:?}",
        texts[2].1
    );
}

#[test]
fn what_is_new_and_what_differs_is_told_and_what_agrees_is_not() {
    let quantity = |value: f64| json!({"valueQuantity": {"value": value, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}});
    let words =
        |all: &[&str]| -> Value { all.iter().map(|one| json!({"valueString": one})).collect() };
    let items = json!([
        {"linkId": "1", "text": "Weight", "answer": [quantity(78.5)]},
        {"linkId": "2", "text": "Which medicines did you stop by yourself?", "answer": words(&["lisinopril"])},
        {"linkId": "3", "text": "Which medicines do you take?", "answer": words(&["Lisinopril", "Ibuprofen"])},
        {"linkId": "4", "text": "Which allergies do you have?", "answer": words(&["Penicillin", "Latex"])},
        {"linkId": "5", "text": "Which new problems did another doctor find?", "answer": words(&["Gout", "High blood pressure (hypertension)"])},
        {"linkId": "6", "text": "What illnesses run in your family?", "answer": words(&["Diabetes"])},
        {"linkId": "7", "text": "How difficult have these problems made it for you?", "answer": [{"valueCoding": {"display": "Very difficult"}}]},
    ]);
    let observation = json!({"resourceType": "Observation", "id": "w", "subject": {"reference": "Patient/p"}, "status": "final", "effectiveDateTime": "2026-01-05",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7", "display": "Body weight"}], "text": "Body weight"},
        "valueQuantity": {"value": 82.0, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}});
    let condition = json!({"resourceType": "Condition", "id": "h", "subject": {"reference": "Patient/p"}, "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "Hypertension"}});
    let mut resources = chart();
    resources.extend([observation, condition, response(&items, "2026-03-01")]);
    let found = texts(&frozen(&resources, "message", "none"));
    let (said, told) = (found[2].0.join("\n"), found[2].1.join("\n"));
    assert!(
        said.contains("Weight: 78.5 kg") && said.contains("ody weight 82.0 kg on 5 Jan 2026"),
        "{said}"
    );
    assert!(said.contains("active order of lisinopril"), "{said}");
    for new in ["Ibuprofen", "Latex", "Gout"] {
        assert!(told.contains(new), "{new}: {told}");
    }
    for same in [
        "Penicillin",
        "hypertension",
        "Diabetes",
        "Very difficult",
        "Lisinopril",
    ] {
        assert!(!told.contains(same), "{same}: {told}");
    }
    // The same weight is no difference.
    let same = response(
        &json!([{"linkId": "1", "text": "Weight", "answer": [quantity(82.0)]}]),
        "2026-03-01",
    );
    resources.pop();
    resources.push(same);
    assert!(
        texts(&frozen(&resources, "message", "none"))[2]
            .0
            .is_empty()
    );
}

#[test]
fn an_interview_is_quoted_and_compared() {
    let mut resources = chart();
    resources.truncate(2);
    let said = "Nurse: Are you taking your lisinopril?\nPatient: I stopped taking lisinopril in January.\nPatient: My knee hurts.";
    let texts = texts(&frozen(&resources, "transcript", said));
    assert_eq!(
        texts[1].0,
        [
            "Patient: “I stopped taking lisinopril in January”.",
            "Patient: “My knee hurts”."
        ]
    );
    assert!(
        texts[2].0[1].contains("active order of lisinopril"),
        "{:?}",
        texts[2].0
    );
}
