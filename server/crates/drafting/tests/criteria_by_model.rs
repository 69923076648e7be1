//! Criteria in free text, with a model that says what the test wants.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, DraftingError, Options, SectionJob};
use model::{Criterion, CriterionResult, DraftKind};
use serde_json::{Value, json};
use sources::SourceSet;
use sources::search::Index;
use support::fake::{Fake, now};
use support::{chart, condition, note};
use time::macros::date;

const DAY: time::Date = date!(2026 - 03 - 20);
const POLICY: &str = r#"{
    "id": "test-1", "title": "A test item", "applies_to": ["E0000"],
    "logic": {"all": ["asthma", "home"]},
    "criteria": [
        {"id": "asthma", "text": "Asthma", "test": {"condition": {"icd10": ["J45"], "words": ["asthma"]}}},
        {"id": "home", "text": "Somebody at home can help with the device"}
    ]
}"#;
const SAID: &str = "Her daughter lives with her and sets the device up.";

fn set(drafting: &Drafting) -> SourceSet {
    let text = format!("# Social\n{SAID}");
    let resources = [
        condition("a", "Asthma", "J45", "active", "2010-01-01"),
        note("n", &text, "2026-02-01"),
    ];
    chart(&resources)
        .with_sources(drafting.policy("test-1").unwrap().source_json(), "policy")
        .unwrap()
}

fn judged(answer: Value) -> (Result<Vec<Criterion>, DraftingError>, Fake) {
    let mut drafting = Drafting::shipped().unwrap();
    drafting.add_policy("test", POLICY).unwrap();
    let set = set(&drafting);
    let options = Options {
        policy: Some("test-1".to_owned()),
        ..Options::default()
    };
    let search = Index::build(&set);
    let job = SectionJob {
        kind: DraftKind::PriorAuthLetter,
        section: 0,
        set: &set,
        search: &search,
        as_of: DAY,
        options: &options,
        endpoint: None,
        wish: None,
        standing: None,
    };
    let fake = Fake::new(answer);
    let found = now(drafting.criteria_with_model(&fake, &job, &|_| ()));
    (found, fake)
}

/// The alias of the note, by asking once.
fn alias() -> String {
    let (_, fake) = judged(json!({"findings": []}));
    let seen = fake.seen.lock().unwrap();
    let parts = seen[0].parts.iter();
    let mut notes = parts.filter(|part| part.kind == "DocumentReference");
    notes.next().unwrap().alias.clone()
}

fn finding(criterion: &str, quote: &str) -> Value {
    json!({"findings": [{"criterion": criterion, "citation": alias(), "quote": quote}]})
}

fn row<'a>(rows: &'a [Criterion], id: &str) -> &'a Criterion {
    rows.iter().find(|row| row.criterion == id).unwrap()
}

#[test]
fn what_the_chart_does_not_say_is_no_evidence() {
    for quote in [
        "Her son lives with her and sets the device up.",
        "daughter lives",
        "",
    ] {
        let (rows, _) = judged(finding("home", quote));
        let rows = rows.unwrap();
        let home = row(&rows, "home");
        assert_eq!(home.result, CriterionResult::NotDocumented, "{quote}");
        assert!(home.evidence.is_empty(), "{quote}");
    }
    for bad in [
        json!([]),
        json!({"findings": [{"criterion": "home", "citation": "a99", "quote": SAID}]}),
        json!({"findings": [], "result": "met"}),
    ] {
        let (rows, _) = judged(bad);
        assert!(matches!(rows, Err(DraftingError::Answer { .. })));
    }
}

#[test]
fn what_a_rule_judged_is_not_for_a_model() {
    let (rows, fake) = judged(finding("asthma", SAID));
    let rows = rows.unwrap();
    let asthma = row(&rows, "asthma");
    assert_eq!(asthma.result, CriterionResult::Met);
    assert!(
        asthma
            .evidence
            .iter()
            .all(|one| one.source.as_str() == "Condition/a")
    );
    let seen = fake.seen.lock().unwrap();
    assert!(seen[0].task.contains("home") && !seen[0].task.contains("Criterion asthma"));
}

#[test]
fn words_of_the_chart_make_it_a_matter_for_a_person_never_met() {
    let (rows, _) = judged(finding("home", SAID));
    let rows = rows.unwrap();
    let home = row(&rows, "home");
    assert_eq!(home.result, CriterionResult::NeedsReview);
    assert_eq!(home.evidence.len(), 1);
    assert_eq!(home.evidence[0].source.as_str(), "DocumentReference/n");
    assert!(home.evidence[0].source_span.is_some());
    assert!(home.gap.as_deref().unwrap().contains("decide"));
}
