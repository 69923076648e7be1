//! A hand-made chart whose truths are known, and what must not be made of it.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

use serde_json::{Value, json};
use verify_bench::name::Name;
use verify_bench::pair::World;
use verify_bench::pool::{self, Item, Plan};
use verify_bench::ward::Ward;

fn observation(id: &str, day: &str, value: f64) -> Value {
    json!({ "resource": {
        "resourceType": "Observation", "id": id, "status": "final",
        "code": { "coding": [{ "system": "http://loinc.org", "code": "2345-7" }] },
        "subject": { "reference": "Patient/t" },
        "effectiveDateTime": day,
        "valueQuantity": { "value": value, "unit": "mg/dL", "code": "mg/dL" },
    }})
}

fn procedure(id: &str, day: &str) -> Value {
    json!({ "resource": {
        "resourceType": "Procedure", "id": id, "status": "completed", "code": { "text": "Colonoscopy" },
        "subject": { "reference": "Patient/t" }, "performedDateTime": day,
    }})
}

fn order(id: &str, day: &str, status: &str) -> Value {
    json!({ "resource": {
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order",
        "medicationCodeableConcept": { "text": "Lisinopril 10 MG Oral Tablet" },
        "subject": { "reference": "Patient/t" }, "authoredOn": day,
    }})
}

/// A ward of one patient with these entries.
fn ward(entries: &[Value]) -> Ward {
    let mut all = vec![
        json!({ "resource": { "resourceType": "Patient", "id": "t", "gender": "female", "birthDate": "1950-06-15" } }),
    ];
    all.extend_from_slice(entries);
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": all });
    Ward::new("tiny", bundle.to_string().into_bytes(), None, 1).expect("a chart")
}

/// Perturbed statements of this name that rest on the chart alone.
fn made(ward: Ward, name: Name) -> Vec<Item> {
    let wards = [ward];
    let mut all = Vec::new();
    for seed in 0..6 {
        let plan = Plan {
            seed,
            each: 40,
            names: vec![name],
        };
        let items = pool::make(&wards, &plan);
        all.extend(items.into_iter().filter(|item| {
            item.error.is_some()
                && !item
                    .citations
                    .iter()
                    .any(|one| one.source.as_str().contains("laid-over"))
        }));
    }
    all
}

#[test]
fn a_wrong_number_is_never_a_value_of_the_day_told() {
    let chart = || {
        ward(&[
            observation("a", "2019-02-03", 95.0),
            observation("b", "2019-02-03", 102.0),
            observation("c", "2020-05-06", 131.0),
        ])
    };
    for name in [Name::Number, Name::Period, Name::Scale] {
        let items = made(chart(), name);
        assert!(items.len() > 20, "{}: {}", name.text(), items.len());
        for item in items.iter().filter(|item| {
            item.citations
                .iter()
                .all(|one| one.source.as_str() == "Observation/a")
        }) {
            let words: Vec<&str> = item
                .text
                .split(|c: char| !c.is_ascii_digit() && c != '.')
                .map(|word| word.trim_end_matches('.'))
                .collect();
            assert!(
                !words.contains(&"95") && !words.contains(&"102"),
                "{}",
                item.text
            );
        }
    }
}

#[test]
fn equal_values_have_no_wrong_period_and_no_trend() {
    let chart = || {
        ward(&[
            observation("a", "2019-02-03", 95.0),
            observation("b", "2020-02-03", 95.0),
            observation("c", "2021-02-03", 95.0),
        ])
    };
    assert_eq!(made(chart(), Name::Period), []);
    assert_eq!(made(chart(), Name::Trend), []);
}

#[test]
fn a_stopped_order_is_superseded_only_where_none_is_active() {
    let stopped = || order("a", "2019-02-03", "stopped");
    assert!(!made(ward(&[stopped()]), Name::Superseded).is_empty());
    assert_eq!(
        made(
            ward(&[stopped(), order("b", "2020-02-03", "active")]),
            Name::Superseded
        ),
        []
    );
}

#[test]
fn what_may_be_counted_twice_is_not_counted() {
    let twice = [procedure("a", "2019-02-03"), procedure("b", "2020-02-03")];
    let counted = made(ward(&twice), Name::Count);
    assert!(!counted.is_empty());
    assert!(
        counted
            .iter()
            .all(|item| !item.text.contains("two") && !item.text.contains(" 2 ")),
        "{counted:?}"
    );
    assert_eq!(
        made(
            ward(&[procedure("a", "2019-02-03"), procedure("b", "2019-02-03")]),
            Name::Count
        ),
        []
    );
}

#[test]
fn a_chart_without_facts_makes_none() {
    let dated = json!({ "resource": { "resourceType": "CarePlan", "id": "c", "period": { "end": "2019-02-03" } } });
    for name in [
        Name::Number,
        Name::Dose,
        Name::Negation,
        Name::Trend,
        Name::Code,
    ] {
        assert_eq!(
            made(ward(std::slice::from_ref(&dated)), name),
            [],
            "{}",
            name.text()
        );
    }
}

#[test]
fn what_is_no_chart_is_refused() {
    for text in ["", "[]", "{}", r#"{"resourceType":"Bundle","entry":[]}"#] {
        assert!(
            Ward::new("x", text.as_bytes().to_vec(), None, 1).is_err(),
            "{text}"
        );
    }
}

#[test]
fn retracted_statements_keep_their_text_and_change_the_chart() {
    let wards = [ward(&[observation("a", "2019-02-03", 95.0)])];
    let items = pool::make(
        &wards,
        &Plan {
            seed: 1,
            each: 10,
            names: vec![Name::Retracted],
        },
    );
    let wrong: Vec<&Item> = items.iter().filter(|item| item.error.is_some()).collect();
    assert!(!wrong.is_empty());
    for item in wrong {
        assert_eq!(item.world, World::Retracted);
        assert_eq!(item.parent.as_ref(), Some(&item.text));
    }
    assert!(
        wards[0]
            .overlays(World::Retracted)
            .iter()
            .any(|bundle| bundle.to_string().contains("entered-in-error")
                || bundle.to_string().contains("refuted"))
    );
}
