//! An abnormal result is told although another code of the same test has a newer, normal value.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use drafting::{Drafting, Options};
use model::DraftKind;
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::Arc;
use time::{Date, macros::date};
use verify::{Beside, Lexicon, RawDraft, Verifier};

const DAY: Date = date!(2026 - 03 - 20);

fn glucose(id: &str, code: &str, name: &str, taken: &str, value: i64, flag: &str) -> Value {
    json!({
        "resourceType": "Observation", "id": id, "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}], "text": name},
        "subject": {"reference": "Patient/p"}, "effectiveDateTime": taken,
        "valueQuantity": {"value": value, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"},
        "interpretation": [{"coding": [{"code": flag}]}],
    })
}

/// What a kind says of the results of the day before and the morning.
fn told(kind: DraftKind, first: &Value, second: &Value) -> String {
    let patient =
        json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1950-01-01"});
    let stay = json!({
        "resourceType": "Encounter", "id": "e", "status": "in-progress", "class": {"code": "IMP"},
        "subject": {"reference": "Patient/p"}, "period": {"start": "2026-03-17"},
    });
    let entry: Vec<Value> = [&patient, &stay, first, second]
        .iter()
        .map(|resource| json!({ "resource": resource }))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entry});
    let set = SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap());
    let drafting = Drafting::shipped().unwrap();
    let options = Options::default();
    let sections = (0..drafting.sections(kind).len())
        .map(|index| {
            drafting
                .compose(kind, index, &set, DAY, &options)
                .unwrap()
                .section
        })
        .collect();
    let verifier = Verifier::new(&set, Arc::new(Lexicon::embedded()));
    let grounded = verifier.draft(RawDraft::new(kind, DAY, sections), 1, Beside::default());
    let sections = &grounded.document().draft.sections;
    let told = sections.iter().flat_map(|section| &section.statements);
    told.map(|statement| statement.text.clone() + "\n")
        .collect()
}

const KINDS: [DraftKind; 5] = [
    DraftKind::ChartSummary,
    DraftKind::Handoff,
    DraftKind::HpNote,
    DraftKind::ProgressNote,
    DraftKind::DischargeSummary,
];

#[test]
fn a_low_fingerstick_is_not_hidden_by_a_later_laboratory_value() {
    let low = glucose(
        "low",
        "41653-7",
        "Glucose, fingerstick",
        "2026-03-18",
        52,
        "L",
    );
    let normal = glucose("normal", "2345-7", "Glucose", "2026-03-19", 99, "N");
    for kind in KINDS {
        let text = told(kind, &low, &normal);
        assert!(text.contains("52 mg/dL"), "{kind:?}: {text}");
        assert!(text.contains("99 mg/dL"), "{kind:?}: {text}");
    }
}

#[test]
fn what_a_newer_value_of_the_same_code_replaced_gets_no_line_of_its_own() {
    let low = glucose("low", "2345-7", "Glucose", "2026-03-18", 52, "L");
    let normal = glucose("normal", "2345-7", "Glucose", "2026-03-19", 99, "N");
    for kind in KINDS {
        let text = told(kind, &low, &normal);
        let lines = text.lines().filter(|line| line.contains("52 mg/dL"));
        assert!(lines.count() <= 1, "{kind:?}: {text}");
    }
}
