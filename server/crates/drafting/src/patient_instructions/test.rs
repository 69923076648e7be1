//! The patient's sheet: plain words, each with its source, nothing that a patient must not be told.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use crate::message_reply::{Passage, SafetyKind};
use crate::use_case::Options;
use crate::{Drafting, ReadingLevel};
use model::DraftKind;
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::Arc;
use time::macros::date;

const KIND: DraftKind = DraftKind::PatientInstructions;
const DAY: time::Date = date!(2026 - 03 - 02);

fn of(mut resource: Value) -> Value {
    resource["subject"] = json!({"reference": "Patient/p"});
    resource
}

fn order(id: &str, drug: &str, status: &str, day: &str, dose: &str) -> Value {
    of(
        json!({"resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "authoredOn": day,
        "medicationCodeableConcept": {"text": drug}, "dosageInstruction": [{"text": dose}]}),
    )
}

fn home() -> Vec<Value> {
    vec![
        of(
            json!({"resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "IMP"},
            "type": [{"text": "Hospital stay"}], "period": {"start": "2026-02-20", "end": "2026-03-01"}}),
        ),
        order(
            "new",
            "Apixaban 5 MG Oral Tablet",
            "active",
            "2026-02-28",
            "1 tablet twice daily",
        ),
        order(
            "old",
            "Metformin 500 MG Oral Tablet",
            "stopped",
            "2025-05-01",
            "1 tablet twice daily",
        ),
        order(
            "now",
            "Metformin 1000 MG Oral Tablet",
            "active",
            "2026-02-27",
            "1 tablet twice daily",
        ),
        order(
            "gone",
            "Ibuprofen 400 MG Oral Tablet",
            "stopped",
            "2025-12-01",
            "1 tablet as needed",
        ),
        order(
            "same",
            "Lisinopril 10 MG Oral Tablet",
            "active",
            "2024-05-01",
            "1 tablet once daily",
        ),
        of(
            json!({"resourceType": "DiagnosticReport", "id": "r", "status": "preliminary", "code": {"text": "Blood culture"}, "effectiveDateTime": "2026-02-28"}),
        ),
        json!({"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"}, "code": {"text": "Penicillin"},
            "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}}),
    ]
}

fn set(resources: &[Value], died: Option<&str>) -> SourceSet {
    let mut patient = json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-05-02"});
    if let Some(day) = died {
        patient["deceasedDateTime"] = json!(day);
    }
    let entries: Vec<Value> = std::iter::once(&patient)
        .chain(resources)
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    let set = SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap());
    Drafting::shipped().unwrap().with_companions(set).unwrap()
}

/// Sections by id with their statements; what is told. Every statement must pass the verifier, and the check for patients.
fn drafted(set: &SourceSet) -> (Vec<(String, Vec<String>)>, String) {
    let (drafting, options) = (Drafting::shipped().unwrap(), Options::default());
    let verifier = verify::Verifier::new(set, Arc::new(verify::Lexicon::embedded()));
    let (mut all, mut told, mut blocked, mut lines) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (index, plan) in drafting.plan(KIND, &options).iter().enumerate() {
        let planned = drafting.planned(KIND, index, &options).unwrap();
        let made = planned
            .lines(drafting.context(set, DAY, &options).unwrap())
            .unwrap();
        told.extend(made.left_out);
        for line in &made.lines {
            let id = model::StatementId::new("s1");
            let verdict = verifier.statement(&id, &line.text, &line.citations, DAY);
            if !verdict.verdict.releasable() {
                blocked.push(format!("{} {:?}", line.text, verdict.reasons));
            }
        }
        let texts = made.lines.iter().map(|line| line.text.clone()).collect();
        all.push((plan.id.clone(), texts));
        lines.extend(made.lines);
    }
    assert!(blocked.is_empty(), "{blocked:#?}");
    let passages: Vec<Passage<'_>> = lines
        .iter()
        .map(|line| Passage {
            text: &line.text,
            citations: &line.citations,
            supported: true,
        })
        .collect();
    let found = drafting
        .screen(KIND, &passages, set, DAY, &options)
        .unwrap();
    assert!(found.is_empty(), "{found:#?}");
    (all, told.join("\n"))
}

fn section(all: &[(String, Vec<String>)], id: &str) -> String {
    let (_, texts) = all.iter().find(|(name, _)| name == id).unwrap();
    texts.join("\n")
}

#[test]
fn what_a_patient_must_not_be_told_is_found() {
    let (drafting, set) = (Drafting::shipped().unwrap(), set(&home(), None));
    for (text, want) in [
        ("You have pneumonia.", Some(SafetyKind::NewDiagnosis)),
        ("Stop taking your metformin.", Some(SafetyKind::DoseChange)),
        ("Take 850 mg of metformin.", Some(SafetyKind::DoseChange)),
        ("Drink water.", None),
    ] {
        let passages = [Passage {
            text,
            citations: &[],
            supported: false,
        }];
        let found = drafting.screen(KIND, &passages, &set, DAY, &Options::default());
        let kinds: Vec<SafetyKind> = found.unwrap().iter().map(|one| one.finding.kind).collect();
        assert_eq!(kinds, Vec::from_iter(want), "{text}");
    }
}

#[test]
fn nothing_is_drafted_for_a_patient_who_died() {
    let (all, told) = drafted(&set(&home(), Some("2026-03-01")));
    assert!(all.iter().all(|(_, texts)| texts.is_empty()), "{all:?}");
    assert!(told.contains("has died"), "{told}");
}

#[test]
fn each_medicine_stands_where_it_belongs_in_plain_words() {
    let (all, told) = drafted(&set(&home(), None));
    for (id, there, gone) in [
        (
            "stay",
            "You were here from 20 Feb 2026 to 1 Mar 2026.",
            "class",
        ),
        (
            "started",
            "Take apixaban 5 mg oral tablet, 1 tablet twice a day.",
            "metformin",
        ),
        (
            "changed",
            "Take metformin 1000 mg oral tablet, 1 tablet twice a day; before, metformin 500 mg",
            "apixaban",
        ),
        (
            "stopped",
            "You no longer take ibuprofen 400 mg oral tablet.",
            "metformin",
        ),
        (
            "continued",
            "Keep taking lisinopril 10 mg oral tablet, 1 tablet once a day.",
            "apixaban",
        ),
        ("allergies", "Allergy: penicillin.", "lisinopril"),
        ("pending", "Blood culture", "lisinopril"),
        ("help", "Call 911", "inhaler"),
        ("help", "it does not stop", "pillows"),
    ] {
        let text = section(&all, id);
        assert!(text.contains(there) && !text.contains(gone), "{id}: {text}");
    }
    assert!(told.contains("when to come back must be added"), "{told}");
    let words: Vec<&String> = all.iter().flat_map(|(_, texts)| texts).collect();
    let whole: Vec<&str> = words.iter().map(|text| text.as_str()).collect();
    let measured = ReadingLevel::Plain.measured(&whole.join(" ")).unwrap();
    assert!(
        measured.contains("Flesch-Kincaid") && measured.contains("grade 6"),
        "{measured}"
    );
}

#[test]
fn a_chart_without_anything_says_what_must_be_added() {
    let (all, told) = drafted(&set(&[], None));
    assert!(section(&all, "help").contains("Call 911"));
    assert_eq!(section(&all, "started"), "");
    for want in ["no stay", "no medicine in force", "no appointment"] {
        assert!(told.contains(want), "{want}: {told}");
    }
}

#[test]
fn a_hospital_without_the_advice_is_told_to_add_it() {
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1960-05-02"}}]});
    let set = SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap());
    let (all, told) = drafted(&set);
    assert_eq!(section(&all, "help"), "");
    assert!(told.contains("When to get help must be added"), "{told}");
}
