//! The monitor's criteria over small charts: each judged alone.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, Options};
use model::CriterionResult as R;
use serde_json::{Value, json};
use support::{chart, condition, glucose, note, order, visit};
use time::macros::date;

fn results(resources: &[Value]) -> Vec<(String, R, usize, Option<String>)> {
    let drafting = Drafting::shipped().unwrap();
    let set = chart(resources)
        .with_sources(drafting.policy("cgm").unwrap().source_json(), "cgm")
        .unwrap();
    let options = Options {
        policy: Some("cgm".into()),
        ..Options::default()
    };
    let criteria = drafting
        .criteria(&set, date!(2026 - 03 - 20), &options)
        .unwrap();
    for criterion in &criteria {
        assert!(
            criterion.result == R::NotDocumented || !criterion.evidence.is_empty(),
            "{criterion:?} has no evidence"
        );
        assert!(
            criterion
                .evidence
                .iter()
                .all(|place| set.get(&place.source).is_some_and(|snippet| place
                    .source_span
                    .is_none_or(|span| span.of(&snippet.text).is_some())))
        );
        assert_eq!(
            criterion.result == R::Met,
            criterion.gap.is_none(),
            "{criterion:?}"
        );
    }
    criteria
        .into_iter()
        .map(|one| (one.criterion, one.result, one.evidence.len(), one.gap))
        .collect()
}

fn of(resources: &[Value], criterion: &str) -> R {
    results(resources)
        .into_iter()
        .find(|(id, ..)| id == criterion)
        .unwrap()
        .1
}

#[test]
fn an_empty_chart_documents_nothing() {
    assert!(
        results(&[])
            .iter()
            .all(|(_, result, ..)| *result == R::NotDocumented)
    );
}

#[test]
fn the_diagnosis_must_be_an_active_diabetes() {
    for (resource, want) in [
        (
            condition(
                "c",
                "Type 2 diabetes mellitus",
                "E11.9",
                "active",
                "2015-01-01",
            ),
            R::Met,
        ),
        (
            condition("c", "Prediabetes", "R73.03", "active", "2015-01-01"),
            R::NotMet,
        ),
        (
            condition(
                "c",
                "Type 2 diabetes mellitus",
                "E11.9",
                "resolved",
                "2015-01-01",
            ),
            R::NotMet,
        ),
        (
            condition("c", "Diabetes insipidus", "E23.2", "active", "2015-01-01"),
            R::NotMet,
        ),
        (
            condition(
                "c",
                "Type 2 diabetes mellitus",
                "E11.9",
                "active",
                "2026-04-01",
            ),
            R::NotDocumented,
        ),
        (
            condition("c", "Hypertension", "I10", "active", "2015-01-01"),
            R::NotDocumented,
        ),
    ] {
        assert_eq!(
            of(std::slice::from_ref(&resource), "diabetes"),
            want,
            "{resource}"
        );
    }
    let mut refuted = condition(
        "c",
        "Type 2 diabetes mellitus",
        "E11.9",
        "active",
        "2015-01-01",
    );
    refuted["verificationStatus"]["coding"][0]["code"] = json!("refuted");
    assert_eq!(of(&[refuted], "diabetes"), R::NotDocumented);
    let mut doubtful = condition(
        "c",
        "Type 2 diabetes mellitus",
        "E11.9",
        "active",
        "2015-01-01",
    );
    doubtful["verificationStatus"]["coding"][0]["code"] = json!("provisional");
    assert_eq!(of(&[doubtful], "diabetes"), R::NeedsReview);
}

#[test]
fn a_stopped_insulin_is_no_insulin() {
    for (status, want) in [
        ("active", R::Met),
        ("stopped", R::NotMet),
        ("entered-in-error", R::NotDocumented),
    ] {
        assert_eq!(
            of(
                &[order(
                    "m",
                    "Insulin glargine 100 UNT/ML",
                    status,
                    "2025-05-01"
                )],
                "insulin"
            ),
            want,
            "{status}"
        );
    }
    assert_eq!(
        of(
            &[order("m", "Metformin 500 MG", "active", "2025-05-01")],
            "insulin"
        ),
        R::NotDocumented
    );
}

#[test]
fn low_glucose_is_counted_by_day_and_unit() {
    let low = |id, date| glucose(id, "2.8", "mmol/L", date);
    for (resources, want) in [
        (vec![glucose("g", "51", "mg/dL", "2026-01-01")], R::NotMet),
        (
            vec![
                glucose("g", "51", "mg/dL", "2026-01-01"),
                glucose("h", "50", "mg/dL", "2026-01-01"),
            ],
            R::NotMet,
        ),
        (
            vec![low("g", "2026-01-01"), low("h", "2026-02-01")],
            R::NeedsReview,
        ),
        (
            vec![low("g", "2024-01-01"), low("h", "2024-02-01")],
            R::NotDocumented,
        ),
        (
            vec![glucose("g", "54", "mg/dL", "2026-01-01")],
            R::NeedsReview,
        ),
        (vec![glucose("g", "90", "mg/dL", "2026-01-01")], R::NotMet),
        (
            vec![glucose("g", "51", "mg/kg", "2026-01-01")],
            R::NotDocumented,
        ),
    ] {
        assert_eq!(of(&resources, "low_glucose"), want, "{resources:?}");
    }
}

#[test]
fn a_severe_event_needs_both_the_value_and_the_words() {
    let low = glucose("g", "2.8", "mmol/L", "2026-02-01");
    let helped = note(
        "n",
        "Found confused, then a seizure; spouse gave glucagon.",
        "2026-02-01",
    );
    assert_eq!(
        of(&[low.clone(), helped.clone()], "severe_low_glucose"),
        R::Met
    );
    assert_eq!(
        of(std::slice::from_ref(&low), "severe_low_glucose"),
        R::NeedsReview
    );
    assert_eq!(
        of(
            &[
                low.clone(),
                note("n", "Denies seizure. No glucagon was needed.", "2026-02-01")
            ],
            "severe_low_glucose"
        ),
        R::NotMet
    );
    assert_eq!(
        of(
            &[glucose("g", "100", "mg/dL", "2026-02-01"), helped],
            "severe_low_glucose"
        ),
        R::NotMet
    );
}

#[test]
fn the_visit_must_lie_within_six_months() {
    for (date, reason, want) in [
        ("2025-12-20", "Diabetes follow-up", R::Met),
        ("2025-08-20", "Diabetes follow-up", R::NotMet),
        ("2025-09-20", "Diabetes follow-up", R::NeedsReview),
        ("2025-12-20", "Ankle sprain", R::NeedsReview),
        ("2026-03-21", "Diabetes follow-up", R::NotDocumented),
    ] {
        assert_eq!(
            of(&[visit("v", reason, date)], "visit"),
            want,
            "{date} {reason}"
        );
    }
    let measured = [
        visit("v", "Check-up", "2025-12-20"),
        glucose("g", "120", "mg/dL", "2025-12-20"),
    ];
    assert_eq!(of(&measured, "visit"), R::Met);
}

#[test]
fn choosing_no_policy_or_an_unknown_one_is_said() {
    let drafting = Drafting::shipped().unwrap();
    let set = chart(&[]);
    for options in [
        Options::default(),
        Options {
            policy: Some("x".into()),
            ..Options::default()
        },
    ] {
        assert!(
            drafting
                .criteria(&set, date!(2026 - 03 - 20), &options)
                .err()
                .unwrap()
                .to_string()
                .contains("policy")
        );
    }
}
