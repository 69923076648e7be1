//! Charts of which little can be said: every kind drafts what there is, in clear words.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, Focus, Options};
use model::DraftKind;
use serde_json::json;
use sources::SourceSet;
use std::sync::Arc;
use time::{Date, macros::date};
use verify::{Beside, Lexicon, RawDraft, Verifier};

const DAY: Date = date!(2026 - 03 - 20);

fn of(patient: &serde_json::Value, drafting: &Drafting) -> SourceSet {
    let bundle =
        json!({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}]});
    let chart = chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap();
    let set = drafting
        .policies()
        .iter()
        .fold(SourceSet::freeze(&chart), |set, policy| {
            set.with_sources(policy.source_json(), "policy").unwrap()
        });
    set.with_sources(&drafting.message_guidance(), "guidance")
        .unwrap()
        .with_sources(
            r#"{"id":"message:m","kind":"message","text":"He feels hot and won't drink."}"#,
            "message",
        )
        .unwrap()
}

/// Every statement of a kind, all released, and the notes.
fn drafted(drafting: &Drafting, kind: DraftKind, set: &SourceSet) -> (String, String) {
    let options = Options {
        policy: Some("cgm".into()),
        ..Options::default()
    };
    let (mut sections, mut notes) = (Vec::new(), Vec::new());
    for index in 0..drafting.sections(kind).len() {
        let composed = drafting.compose(kind, index, set, DAY, &options).unwrap();
        notes.extend(composed.left_out);
        sections.push(composed.section);
    }
    let verifier = Verifier::new(set, Arc::new(Lexicon::embedded()));
    let grounded = verifier.draft(RawDraft::new(kind, DAY, sections), 1, Beside::default());
    let document = grounded.document();
    let statements = document
        .draft
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    for (statement, verdict) in statements.clone().zip(&document.verdicts) {
        assert!(
            verdict.verdict.releasable(),
            "{}: {} {:?}",
            kind.name(),
            statement.text,
            verdict.reasons
        );
    }
    let text: Vec<&str> = statements
        .map(|statement| statement.text.as_str())
        .collect();
    (text.join("\n"), notes.join("\n"))
}

#[test]
fn a_newborn_an_unborn_date_and_the_dead_are_told_as_they_are() {
    let drafting = Drafting::shipped().unwrap();
    for patient in [
        json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "2026-03-18", "name": [{"given": ["Newt"], "family": "Bornova"}]}),
        json!({"resourceType": "Patient", "id": "p"}),
        json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1950-01-01", "deceasedDateTime": "2025-12-01T10:00:00Z", "name": [{"given": ["Late"], "family": "Patientova"}]}),
        json!({"resourceType": "Patient", "id": "p", "birthDate": "1950", "deceasedBoolean": true}),
    ] {
        let set = of(&patient, &drafting);
        for info in drafting.kinds() {
            let (text, notes) = drafted(&drafting, info.kind, &set);
            assert!(
                !text.is_empty() || !notes.is_empty(),
                "{}",
                info.kind.name()
            );
            if patient.get("deceasedDateTime").is_some() && info.kind == DraftKind::MessageReply {
                assert!(
                    !text.contains("Dear") && notes.contains("has died"),
                    "{text} {notes}"
                );
            }
        }
        let insight = drafting.insight(&set, DAY);
        assert!(insight.conflicts.is_empty());
        assert!(drafting.timeline(&set, DAY).visits.is_empty());
    }
}

#[test]
fn a_feverish_newborn_is_an_emergency_by_the_charts_age() {
    let drafting = Drafting::shipped().unwrap();
    let patient =
        json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "2026-03-18"});
    let set = of(&patient, &drafting);
    let triage = drafting
        .triage_message(&set, DAY, &Options::default())
        .unwrap();
    assert!(
        triage
            .flags
            .iter()
            .any(|flag| flag.id == "fever_young_infant")
    );
}

#[test]
fn a_summary_of_a_problem_that_is_not_there_is_refused() {
    let drafting = Drafting::shipped().unwrap();
    let set = support::chart(&[support::condition(
        "c",
        "Asthma",
        "J45",
        "active",
        "2010-01-01",
    )]);
    let with = |focus| {
        let options = Options {
            focus,
            ..Options::default()
        };
        (0..drafting.sections(DraftKind::ChartSummary).len())
            .map(|index| drafting.compose(DraftKind::ChartSummary, index, &set, DAY, &options))
            .collect::<Result<Vec<_>, _>>()
    };
    assert!(with(Focus::Problem("asthma".into())).is_ok());
    let error = with(Focus::Problem("gout".into()))
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("no problem of this name"), "{error}");
}

#[test]
fn a_policy_with_an_error_names_file_and_place() {
    let mut drafting = Drafting::shipped().unwrap();
    let before = drafting.policies().len();
    for (text, want) in [
        ("{\n \"id\": \"p\",\n \"title\": 3\n}", "line 3"),
        (
            r#"{"id":"p","title":"t","logic":"a","criteria":[{"id":"a","text":"A","test":{"age":{}}}]}"#,
            "criterion `a`",
        ),
        (
            r#"{"id":"p","title":"t","logic":"a","criteria":[{"id":"a","text":"A","test":{"tried":{"any_of":[["x"]],"n":2}}}]}"#,
            "`n`",
        ),
        (
            r#"{"id":"p","title":"t","logic":"a","criteria":[{"id":"a","text":"A","test":{"done":{"words":["x"],"types":["Banana"]}}}]}"#,
            "Banana",
        ),
        (
            r#"{"id":"p","title":"t","logic":"a","criteria":[{"id":"a","text":"A"}],"documents":[{"title":"x","found":{}}]}"#,
            "document 1",
        ),
    ] {
        let error = drafting
            .add_policy("ours.json", text)
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.starts_with("ours.json: ") && error.contains(want),
            "{error} should name {want}"
        );
    }
    assert_eq!(drafting.policies().len(), before);
}
