//! What an earlier note said and today's chart says otherwise is never copied.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use crate::Drafting;
use crate::error::DraftingError;
use crate::soap_note::test::base64;
use crate::spoken::test::frozen;
use crate::use_case::Options;
use model::{DraftKind, SourceId};
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::Arc;
use time::macros::date;

const DAY: time::Date = date!(2026 - 03 - 02);
const KINDS: [DraftKind; 3] = [
    DraftKind::SoapNote,
    DraftKind::HpNote,
    DraftKind::ProgressNote,
];

fn of(mut resource: Value) -> Value {
    resource["subject"] = json!({"reference": "Patient/p"});
    resource
}

fn note(id: &str, text: &str) -> Value {
    of(
        json!({"resourceType": "DocumentReference", "id": id, "status": "current", "date": "2026-01-10T10:00:00Z",
        "type": {"text": "Progress note"}, "content": [{"attachment": {"contentType": "text/plain", "data": base64(text)}}]}),
    )
}

fn problem(id: &str, name: &str, status: &str, end: Option<&str>) -> Value {
    let mut problem = of(
        json!({"resourceType": "Condition", "id": id, "code": {"text": name}, "onsetDateTime": "2025-06-01",
        "clinicalStatus": {"coding": [{"code": status}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}}),
    );
    if let Some(end) = end {
        problem["abatementDateTime"] = json!(end);
    }
    problem
}

fn order(id: &str, drug: &str, status: &str, day: &str, dose: &str) -> Value {
    of(
        json!({"resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "authoredOn": day,
        "medicationCodeableConcept": {"text": drug}, "dosageInstruction": [{"text": dose}]}),
    )
}

fn value(id: &str, name: &str, loinc: &str, amount: f64, unit: &str, day: &str) -> Value {
    of(
        json!({"resourceType": "Observation", "id": id, "status": "final", "effectiveDateTime": day,
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"text": name, "coding": [{"system": "http://loinc.org", "code": loinc, "display": name}]},
        "valueQuantity": {"value": amount, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}}),
    )
}

/// The chart as it is today, long after the note.
fn today(text: &str) -> SourceSet {
    let chart = [
        problem("c1", "Pneumonia", "resolved", Some("2026-02-01")),
        problem("c2", "Type 2 diabetes mellitus", "active", None),
        problem("c3", "Migraine", "active", None),
        order(
            "m1",
            "Metformin 500 MG Oral Tablet",
            "stopped",
            "2026-01-10",
            "1 tablet twice daily",
        ),
        order(
            "m2",
            "Metformin 1000 MG Oral Tablet",
            "active",
            "2026-02-10",
            "1 tablet twice daily",
        ),
        order(
            "m3",
            "Doxycycline 100 MG Oral Tablet",
            "stopped",
            "2026-01-10",
            "1 tablet twice daily",
        ),
        order(
            "m4",
            "Lisinopril 10 MG Oral Tablet",
            "active",
            "2025-06-01",
            "1 tablet daily",
        ),
        value("o1", "HbA1c", "4548-4", 9.1, "%", "2026-01-09"),
        value("o2", "HbA1c", "4548-4", 7.4, "%", "2026-02-20"),
        value("o3", "Creatinine", "2160-0", 1.1, "mg/dL", "2026-01-09"),
        of(
            json!({"resourceType": "AllergyIntolerance", "id": "a1", "code": {"text": "Penicillin"}, "recordedDate": "2026-02-03",
            "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}}),
        ),
        note("n", text),
    ]
    .map(|mut one| {
        // An allergy names its patient otherwise.
        if one["resourceType"] == "AllergyIntolerance" {
            one["patient"] = one["subject"].take();
            one.as_object_mut().unwrap().remove("subject");
        }
        one
    });
    frozen(&chart, "dictation", "Exam:\nLungs are clear on both sides.")
}

fn options(base: &str) -> Options {
    Options {
        base: Some(SourceId::new(base)),
        ..Options::default()
    }
}

/// Every statement of a kind from the base, and what is told; each statement must pass the verifier.
fn drafted(kind: DraftKind, set: &SourceSet) -> (Vec<String>, String) {
    let drafting = Drafting::shipped().unwrap();
    let verifier = verify::Verifier::new(set, Arc::new(verify::Lexicon::embedded()));
    let options = options("DocumentReference/n");
    let (mut said, mut told, mut blocked) = (Vec::new(), Vec::new(), Vec::new());
    for index in 0..drafting.plan(kind, &options).len() {
        let planned = drafting.planned(kind, index, &options).unwrap();
        let context = drafting.context(set, DAY, &options).unwrap();
        let lines = planned.lines(context).unwrap();
        told.extend(lines.told);
        for line in lines.lines {
            let id = model::StatementId::new("s1");
            let verdict = verifier.statement(&id, &line.text, &line.citations, DAY);
            if !verdict.verdict.releasable() {
                blocked.push(format!("{} {:?}", line.text, verdict.reasons));
            }
            if line.text.contains("since the note of") || line.text.starts_with("Carried over") {
                let quoted = |one: &model::Citation| {
                    one.source.as_str() == "DocumentReference/n" && one.quote.is_some()
                };
                assert!(line.citations.iter().any(quoted), "{}", line.text);
                said.push(line.text);
            }
        }
    }
    assert!(blocked.is_empty(), "{kind:?}: {blocked:#?}");
    (said, told.join("\n"))
}

/// What becomes of one sentence under a heading that every kind carries.
fn one(sentence: &str) -> (Vec<String>, String) {
    let set = today(&format!("Assessment:\n{sentence}\n"));
    drafted(DraftKind::SoapNote, &set)
}

#[test]
fn what_the_chart_changed_is_told_as_it_is_today() {
    let mut wrong = Vec::new();
    for (sentence, want, never) in [
        (
            "Continue metformin 500 mg twice daily.",
            "Metformin 1000 mg",
            "500",
        ),
        ("Metformin 1 g BID is too much for her.", "", "Changed"),
        ("Metformin 1000 mg once daily.", "twice daily", "once daily"),
        ("Increase lisinopril to 20 mg.", "Lisinopril 10 mg", "20 mg"),
        (
            "Doxycycline is well tolerated.",
            "Doxycycline 100 mg",
            "tolerated",
        ),
        ("Doxycycline is well tolerated.", "stopped", "tolerated"),
        (
            "Pneumonia is improving.",
            "Pneumonia resolved on 1 Feb 2026",
            "improving",
        ),
        ("The migraine has resolved.", "Migraine", "has resolved"),
        (
            "HbA1c 9.1 % is above target.",
            "HbA1c 7.4 %",
            "above target",
        ),
        ("A1c pending.", "HbA1c 7.4 %", "pending"),
        (
            "NKDA, so a penicillin may be used.",
            "Penicillin",
            "may be used",
        ),
    ] {
        let (said, told) = one(sentence);
        let all = said.join("\n");
        let mark = if want.is_empty() {
            "Carried over from the note of 10 Jan 2026: "
        } else {
            "Changed since the note of 10 Jan 2026: "
        };
        let has = all.to_lowercase().contains(&want.to_lowercase());
        if !all.starts_with(mark) || !has || all.contains(never) {
            wrong.push(format!("{sentence}: {all} | {told}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_of_that_day_is_not_copied_and_said() {
    for (sentence, why) in [
        ("She feels well today.", "that day"),
        ("Blood pressure 150/90 mmHg.", "value of that day"),
        ("Peak flow was 80 % of her best.", "value of that day"),
        (
            "Amoxicillin 500 mg three times daily for a week.",
            "does not have",
        ),
        ("Return in four weeks.", "time has passed"),
        ("A 51-year-old woman who gardens.", "years old today"),
    ] {
        let (said, told) = one(sentence);
        assert_eq!(said, Vec::<String>::new(), "{sentence}");
        assert!(told.contains(why), "{sentence}: {told}");
        let words = sentence.trim_end_matches('.');
        assert!(told.contains(words), "{sentence}: {told}");
    }
}

#[test]
fn what_still_holds_is_carried_over_marked_in_its_own_words() {
    for sentence in [
        "Knee pain from gardening.",
        "Lisinopril 10 mg daily is well tolerated.",
        "History of pneumonia.",
        "No migraine since spring.",
        "Creatinine 1.1 mg/dL is her usual value.",
        "Return in six months.",
        "Type 2 diabetes is discussed at length.",
    ] {
        let (said, told) = one(sentence);
        let words = sentence.trim_end_matches('.');
        assert_eq!(
            said,
            [format!(
                "Carried over from the note of 10 Jan 2026: “{words}”."
            )],
            "{sentence}: {told}"
        );
    }
}

#[test]
fn every_kind_takes_the_parts_that_it_has_and_none_twice() {
    let text = "Subjective:\nHer sleep is poor.\nAllergies:\nNone that she knows.\nExam:\nThe knee is swollen.\nAssessment:\nKnee pain from gardening.\nPlan:\nPhysical therapy for the knee.\n";
    let set = today(text);
    for kind in KINDS {
        let (said, _) = drafted(kind, &set);
        let all = said.join("\n");
        for words in ["sleep is poor", "Knee pain", "Physical therapy"] {
            assert_eq!(all.matches(words).count(), 1, "{kind:?} {words}: {all}");
        }
        for never in ["swollen", "None that"] {
            assert!(!all.contains(never), "{kind:?}: {all}");
        }
    }
}

#[test]
fn a_note_of_this_application_is_read_by_its_own_headings_and_marks() {
    let text = "SOAP note\n\nAssessment\n- Carried over from the note of 3 Dec 2025: “Knee pain from gardening”.\n- Changed since the note of 3 Dec 2025: doxycycline 100 mg oral tablet.\n\nPlan\n- Physical therapy for the knee.\n\nPrepared with software assistance (Countersign, built-in composer, no language model). Reviewed and signed by Dr Example.\n";
    let (said, _) = drafted(DraftKind::SoapNote, &today(text));
    let all = said.join("\n");
    assert!(
        all.contains("10 Jan 2026: “Knee pain from gardening”."),
        "{all}"
    );
    assert!(all.contains("“Physical therapy for the knee”"), "{all}");
    assert!(
        all.contains("Doxycycline") || all.contains("doxycycline"),
        "{all}"
    );
    assert!(!all.contains("Prepared") && !all.contains("3 Dec"), "{all}");
}

#[test]
fn a_base_that_the_chart_does_not_have_is_refused() {
    let (drafting, set) = (Drafting::shipped().unwrap(), today("Plan:\nRest.\n"));
    let options = options("DocumentReference/other");
    for kind in KINDS {
        let error = drafting.about(kind, &set, DAY, &options).unwrap_err();
        assert!(matches!(error, DraftingError::Choice { .. }), "{error}");
    }
    let bases = drafting.bases(&set, DAY);
    assert_eq!(bases.len(), 1);
    assert_eq!(bases[0].value, "DocumentReference/n");
    assert_eq!(bases[0].label, "Progress note, 10 Jan 2026");
}
