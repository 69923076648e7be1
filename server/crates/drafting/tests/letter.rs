//! What letters tend to leave out: codes, quantity, duration, earlier treatments with dose and the reason of failure, papers, follow-up, urgency, contacts.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, Options};
use model::DraftKind;
use serde_json::{Value, json};
use std::sync::Arc;
use support::{PATIENT, chart, condition, device_order, note, order, visit};
use time::macros::date;
use verify::{Beside, Lexicon, RawDraft, Verifier};

/// The released statements, and the notes for the clinician.
fn letter(policy: &str, resources: &[Value]) -> (String, String) {
    let drafting = Drafting::shipped().unwrap();
    let set = chart(resources)
        .with_sources(drafting.policy(policy).unwrap().source_json(), policy)
        .unwrap();
    let options = Options {
        policy: Some(policy.into()),
        ..Options::default()
    };
    let (kind, day) = (DraftKind::PriorAuthLetter, date!(2026 - 03 - 20));
    let (mut sections, mut notes) = (Vec::new(), Vec::new());
    for index in 0..drafting.sections(kind).len() {
        let composed = drafting.compose(kind, index, &set, day, &options).unwrap();
        notes.extend(composed.left_out);
        sections.push(composed.section);
    }
    let verifier = Verifier::new(&set, Arc::new(Lexicon::embedded()));
    let grounded = verifier.draft(RawDraft::new(kind, day, sections), 1, Beside::default());
    let document = grounded.document();
    let statements = document
        .draft
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    let mut text = Vec::new();
    for (statement, verdict) in statements.zip(&document.verdicts) {
        assert!(
            verdict.verdict.releasable(),
            "{} {:?}",
            statement.text,
            verdict.reasons
        );
        text.push(statement.text.clone());
    }
    (text.join("\n"), notes.join("\n"))
}

fn stopped(id: &str, drug: &str, date: &str, why: Option<&str>) -> Value {
    let mut order = order(id, drug, "stopped", date);
    order["dosageInstruction"] = json!([{
        "sequence": 1, "text": "4 tablets once weekly", "timing": {"code": {"text": "once weekly"}},
        "doseAndRate": [{"doseQuantity": {"value": 10, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}]
    }]);
    if let Some(why) = why {
        order["statusReason"] = json!({"text": why});
    }
    order
}

#[test]
fn a_failed_treatment_is_told_with_dose_date_and_the_charts_own_reason() {
    let arthritis = condition("c", "Rheumatoid arthritis", "M06.9", "active", "2018-01-01");
    let (text, notes) = letter(
        "biologic_ra",
        &[
            arthritis.clone(),
            stopped(
                "m",
                "Methotrexate 2.5 MG Oral Tablet",
                "2024-02-01",
                Some("Elevated liver enzymes"),
            ),
            stopped("l", "Leflunomide 20 MG Oral Tablet", "2025-02-01", None),
            note(
                "n",
                "Plan: Return in 8 weeks to recheck disease activity.",
                "2026-03-10",
            ),
        ],
    );
    for words in [
        "M06.9",
        "2 pens every 28 days",
        "12 months",
        "Methotrexate 2.5 mg oral tablet",
        "once weekly",
        "1 Feb 2024",
        "Elevated liver enzymes",
        "Return in 8 weeks",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    assert!(
        notes.contains("does not say why these were stopped: Leflunomide"),
        "{notes}"
    );
    assert!(
        notes.contains("Wanted with the request and not in the chart"),
        "{notes}"
    );
    let (text, notes) = letter("biologic_ra", &[arthritis]);
    assert!(
        !text.contains("stopped") && notes.contains("no follow-up plan"),
        "{text}\n{notes}"
    );
}

#[test]
fn a_note_that_tells_the_failure_is_quoted() {
    let (text, _) = letter(
        "biologic_ra",
        &[
            stopped("m", "Methotrexate 2.5 MG Oral Tablet", "2024-02-01", None),
            note(
                "n",
                "Methotrexate was stopped because of mouth sores. Mood is good.",
                "2024-06-01",
            ),
        ],
    );
    assert!(
        text.contains("“Methotrexate was stopped because of mouth sores”"),
        "{text}"
    );
}

#[test]
fn urgency_and_contacts_come_from_the_order() {
    let mut request = device_order("d", "Continuous glucose monitor", "E2103", "2026-03-10");
    request["requester"] = json!({"reference": "Practitioner/t"});
    let doctor = json!({
        "resourceType": "Practitioner", "id": "t", "name": [{"text": "Testa Doctorova, MD"}],
        "telecom": [{"system": "phone", "value": "555-0123"}]
    });
    let diabetes = condition(
        "c",
        "Type 2 diabetes mellitus",
        "E11.9",
        "active",
        "2015-01-01",
    );
    let (text, notes) = letter(
        "cgm",
        &[
            diabetes.clone(),
            request,
            doctor,
            visit("v", "Diabetes follow-up", "2026-02-20"),
        ],
    );
    for words in ["E11.9", "urgent", "Testa Doctorova", "555-0123", "E2103"] {
        assert!(text.contains(words), "{words} is not in:\n{text}\n{notes}");
    }
    let (text, notes) = letter("cgm", &[diabetes]);
    assert!(
        !text.contains("urgent") && notes.contains("no telephone"),
        "{text}\n{notes}"
    );
    assert!(!text.contains(PATIENT));
}
