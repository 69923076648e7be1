//! A stay with every change of medicines, what is pending, and charts that have no stay.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use crate::Drafting;
use crate::use_case::{Options, UseCase};
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::Arc;
use time::Date;
use time::macros::date;

const DAY: Date = date!(2026 - 03 - 06);

fn frozen(resources: &[Value], patient: &Value) -> SourceSet {
    let entries: Vec<Value> = std::iter::once(patient)
        .chain(resources)
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap())
}

fn patient() -> Value {
    json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-05-02"})
}

fn order(id: &str, drug: &str, status: &str, date: &str, why: Option<&str>) -> Value {
    let mut order = json!({"resourceType": "MedicationRequest", "id": id, "subject": {"reference": "Patient/p"}, "status": status, "intent": "order",
        "authoredOn": date, "medicationCodeableConcept": {"text": drug},
        "dosageInstruction": [{"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}, "route": {"text": "oral"}}]});
    if let Some(why) = why {
        order["statusReason"] = json!({"text": why});
    }
    order
}

fn stay() -> Vec<Value> {
    vec![
        json!({"resourceType": "Encounter", "id": "e", "subject": {"reference": "Patient/p"}, "status": "finished", "class": {"code": "IMP"},
            "type": [{"text": "Hospital admission"}], "reasonCode": [{"text": "Heart failure"}], "period": {"start": "2026-03-01", "end": "2026-03-05"}}),
        json!({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}, "code": {"text": "Heart failure"}, "onsetDateTime": "2021-02-03",
            "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}, "encounter": {"reference": "Encounter/e"}}),
        order(
            "new",
            "Furosemide 40 MG Oral Tablet",
            "active",
            "2026-03-02",
            None,
        ),
        order(
            "old",
            "Lisinopril 10 MG Oral Tablet",
            "stopped",
            "2025-02-02",
            None,
        ),
        order(
            "dose",
            "Lisinopril 20 MG Oral Tablet",
            "active",
            "2026-03-03",
            None,
        ),
        order(
            "same",
            "Atorvastatin 20 MG Oral Tablet",
            "active",
            "2024-02-02",
            None,
        ),
        order(
            "gone",
            "Ibuprofen 400 MG Oral Tablet",
            "stopped",
            "2025-06-02",
            Some("Kidney function"),
        ),
        json!({"resourceType": "DiagnosticReport", "id": "r", "subject": {"reference": "Patient/p"}, "status": "preliminary", "effectiveDateTime": "2026-03-05",
            "code": {"text": "Blood culture"}}),
        json!({"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"}, "code": {"text": "Penicillin"},
            "clinicalStatus": {"coding": [{"code": "active"}]}}),
    ]
}

/// Every section's texts; every statement must pass the verifier.
fn texts(set: &SourceSet, as_of: Date) -> Vec<(String, Vec<String>, Vec<String>)> {
    let drafting = Drafting::shipped().unwrap();
    let verifier = verify::Verifier::new(set, Arc::new(verify::Lexicon::embedded()));
    let options = Options::default();
    let context = drafting.context(set, as_of, &options).unwrap();
    super::SECTIONS
        .iter()
        .map(|section| {
            let lines = super::DischargeSummary.compose(section, context).unwrap();
            for line in &lines.lines {
                let id = model::StatementId::new("s1");
                let verdict = verifier.statement(&id, &line.text, &line.citations, as_of);
                assert_eq!(
                    verdict.verdict,
                    model::Verdict::Supported,
                    "{section}: {} {:?}",
                    line.text,
                    verdict.reasons
                );
            }
            let said = lines.lines.into_iter().map(|line| line.text).collect();
            ((*section).to_owned(), said, lines.left_out)
        })
        .collect()
}

fn said<'t>(texts: &'t [(String, Vec<String>, Vec<String>)], section: &str) -> &'t [String] {
    texts
        .iter()
        .find(|(name, _, _)| name == section)
        .map(|(_, said, _)| said.as_slice())
        .unwrap()
}

#[test]
fn each_medicine_stands_in_one_place_by_what_became_of_it() {
    let texts = texts(&frozen(&stay(), &patient()), DAY);
    for (section, drug) in [
        ("started", "Furosemide"),
        ("changed", "Lisinopril 20 mg"),
        ("continued", "Atorvastatin"),
        ("stopped", "Ibuprofen"),
    ] {
        for other in ["started", "changed", "continued"] {
            let there = said(&texts, other)
                .iter()
                .any(|text| text.starts_with(drug));
            assert_eq!(
                there,
                other == section,
                "{drug} in {other}: {:?}",
                said(&texts, other)
            );
        }
    }
    assert!(said(&texts, "changed")[0].contains("before, lisinopril 10 mg"));
    assert!(
        said(&texts, "stopped")
            .iter()
            .any(|text| text.contains("reason: kidney function"))
    );
    assert!(said(&texts, "pending")[0].contains("Blood culture on 5 Mar 2026: preliminary"));
    assert!(said(&texts, "course")[0].starts_with("Heart failure"));
    assert!(
        said(&texts, "instructions")
            .iter()
            .any(|text| text.starts_with("Take furosemide"))
    );
    let sheet = &texts.last().unwrap().2;
    assert!(sheet[0].contains("grade"), "{sheet:?}");
}

#[test]
fn an_empty_chart_a_newborn_and_a_deceased_patient_are_told_as_they_are() {
    let newborn =
        json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "2026-03-05"});
    let dead = json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1940-01-05", "deceasedDateTime": "2026-03-04"});
    for (patient, want) in [
        (patient(), "65-year-old woman"),
        (newborn, "0-month-old boy"),
        (dead, "Deceased on 4 Mar 2026"),
    ] {
        let texts = texts(&frozen(&[], &patient), DAY);
        assert!(
            said(&texts, "stay").join(" ").contains(want),
            "{:?}",
            said(&texts, "stay")
        );
        assert!(
            texts[0].2[0].contains("no hospital stay"),
            "{:?}",
            texts[0].2
        );
    }
}
