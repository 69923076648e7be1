//! What a person must see stands first and cites its answer; what is harmless or not answered does not.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use crate::spoken::test::frozen;
use crate::{Attention, Drafting, Options};
use model::{DraftKind, NoticeKind};
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::Arc;
use time::Date;
use time::macros::date;

const DAY: Date = date!(2026 - 03 - 02);
const ASKED: &str =
    "Thoughts that you would be better off dead, or of hurting yourself in some way";

fn response(id: &str, authored: &str, items: &[Value]) -> Value {
    json!({"resourceType": "QuestionnaireResponse", "id": id, "subject": {"reference": "Patient/p"}, "status": "completed", "authored": authored,
        "questionnaire": "urn:countersign:questionnaire:phq-9|2", "item": [{"linkId": "phq-9", "text": "Over the last 2 weeks", "item": items}]})
}

fn answer(number: usize, text: &str, code: &str, words: &str) -> Value {
    json!({"linkId": format!("phq-9.{number}"), "text": text, "answer": [{"valueCoding": {"system": "http://loinc.org", "code": code, "display": words}}]})
}

fn last(code: &str, words: &str) -> Value {
    answer(9, ASKED, code, words)
}

fn attention(resources: &[Value]) -> Attention {
    let set = frozen(resources, "message", "none");
    Drafting::shipped()
        .unwrap()
        .attention(DraftKind::IntakeSummary, &set, DAY)
}

/// The first section's statements, each held against its source.
fn first(set: &SourceSet) -> Vec<String> {
    held(set, 0, "")
}

/// The statements of a section, those with these words held against their source.
fn held(set: &SourceSet, section: usize, words: &str) -> Vec<String> {
    let drafting = Drafting::shipped().unwrap();
    let verifier = verify::Verifier::new(set, Arc::new(verify::Lexicon::embedded()));
    let options = Options::default();
    let planned = drafting
        .planned(DraftKind::IntakeSummary, section, &options)
        .unwrap();
    let context = drafting.context(set, DAY, &options).unwrap();
    let lines = planned.lines(context).unwrap().lines;
    let texts = lines.into_iter().map(|line| {
        let id = model::StatementId::new("s1");
        let verdict = verifier.statement(&id, &line.text, &line.citations, DAY);
        let holds = verdict.verdict.releasable() || !line.text.contains(words);
        assert!(holds, "{}: {:?}", line.text, verdict.reasons);
        line.text
    });
    texts.collect()
}

#[test]
fn an_answer_that_denies_it_raises_nothing() {
    let calm = response("q", "2026-03-01", &[last("LA6568-5", "Not at all")]);
    let found = attention(std::slice::from_ref(&calm));
    assert!(found.must.is_empty(), "{found:?}");
    assert!(
        !found.notices.iter().any(|one| one.what.contains("dead")),
        "{found:?}"
    );
    let texts = first(&frozen(&[calm], "message", "none"));
    assert!(
        !texts.iter().any(|text| text.contains("better off dead")),
        "{texts:?}"
    );
}

#[test]
fn a_question_without_an_answer_is_told_and_raises_nothing() {
    let found = attention(&[response(
        "q",
        "2026-03-01",
        &[answer(1, "Little interest", "LA6569-3", "Several days")],
    )]);
    assert!(found.must.is_empty(), "{found:?}");
    let told: Vec<&str> = found.notices.iter().map(|one| one.what.as_str()).collect();
    assert!(
        told.contains(
            &"Not answered on 1 Mar 2026: thoughts of being better off dead or of self-harm."
        ),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|what| what.contains("PHQ-9 total score: not added up, 8 of 9")),
        "{told:?}"
    );
}

#[test]
fn other_kinds_and_old_and_withdrawn_answers_raise_nothing() {
    let bad = |id, day| response(id, day, &[last("LA6571-9", "Nearly every day")]);
    let mut wrong = bad("w", "2026-03-01");
    wrong["status"] = "entered-in-error".into();
    assert_eq!(
        attention(&[bad("o", "2024-01-01"), wrong]),
        Attention::default()
    );
    let set = frozen(&[bad("q", "2026-03-01")], "message", "none");
    let other = Drafting::shipped()
        .unwrap()
        .attention(DraftKind::SoapNote, &set, DAY);
    assert_eq!(other, Attention::default());
}

#[test]
fn it_stands_first_with_its_citation_and_must_be_said() {
    let bad = response("q", "2026-03-01", &[last("LA6569-3", "Several days")]);
    let set = frozen(std::slice::from_ref(&bad), "message", "none");
    let want = format!("{ASKED}: several days.");
    assert_eq!(first(&set)[0], want);
    let found = attention(&[bad]);
    assert_eq!(found.must.len(), 1);
    assert_eq!(found.must[0].what, want);
    assert_eq!(found.must[0].sources[0].as_str(), "QuestionnaireResponse/q");
    let told = &found.notices[0];
    assert_eq!(told.kind, NoticeKind::Answers);
    assert!(told.what.starts_with("Needs a person now: thoughts of being better off dead or of self-harm, answered “Several days” on 1 Mar 2026."), "{told:?}");
}

#[test]
fn the_newest_answers_count_and_old_ones_are_asked_again() {
    let bad = |day| response("b", day, &[last("LA6570-1", "More than half the days")]);
    let calm = |day| response("c", day, &[last("LA6568-5", "Not at all")]);
    assert!(
        attention(&[bad("2026-02-01"), calm("2026-03-01")])
            .must
            .is_empty()
    );
    assert_eq!(
        attention(&[bad("2026-03-01"), calm("2026-02-01")])
            .must
            .len(),
        1
    );
    let old = attention(&[bad("2026-01-05")]);
    assert!(
        old.notices[0].what.starts_with("To be asked again: "),
        "{old:?}"
    );
}

#[test]
fn the_score_is_told_with_its_band() {
    let codes = ["LA6571-9"; 9];
    let items: Vec<Value> = codes
        .iter()
        .enumerate()
        .map(|(at, code)| answer(at + 1, "Asked", code, "Nearly every day"))
        .collect();
    let found = attention(&[response("q", "2026-03-01", &items)]);
    assert!(
        found.notices.iter().any(|one| one
            .what
            .starts_with("PHQ-9 total score 27 of 27, severe: added up by rule")),
        "{found:?}"
    );
}

#[test]
fn a_red_flag_in_own_words_is_raised() {
    let words = |text: &str| {
        json!({"resourceType": "QuestionnaireResponse", "id": "q", "subject": {"reference": "Patient/p"}, "status": "completed", "authored": "2026-03-01",
        "item": [{"linkId": "1", "text": "Reason for the visit", "answer": [{"valueString": text}]}]})
    };
    assert!(
        attention(&[words("My left knee hurts when I climb stairs.")])
            .must
            .is_empty()
    );
    let found = attention(&[words("I want to kill myself.")]);
    assert_eq!(found.must.len(), 1, "{found:?}");
    assert!(
        found.notices[0].what.starts_with("Needs a person now: "),
        "{found:?}"
    );
    assert_eq!(
        first(&frozen(
            &[words("I want to kill myself.")],
            "message",
            "none"
        ))[0],
        "Reason for the visit: I want to kill myself."
    );
}

#[test]
fn the_score_of_the_shipped_questionnaires_holds_against_its_answers() {
    let drafting = Drafting::shipped().unwrap();
    for (id, questions) in [("phq-9", 9), ("gad-7", 7)] {
        let all = drafting.questionnaires().iter();
        let asked = all.clone().find(|one| one.id == id).unwrap();
        for option in ["0", "1", "2", "3"] {
            let mut typed = asked.form.start();
            let places = (0..questions).map(|at| format!("0_0.{at}_0"));
            for place in places.chain(["1_0".to_owned()]) {
                let sent = [
                    ("s".to_owned(), place.clone()),
                    (format!("a:{place}"), option.to_owned()),
                ];
                assert!(typed.take(&asked.form, &sent));
            }
            let mut sheet = forms::Sheet::of(&asked.form, &typed);
            drafting.fill(&mut sheet);
            let about = forms::About {
                id: "q".into(),
                patient: "Patient/p".into(),
                encounter: None,
                author: None,
                authored: "2026-03-01T10:00:00Z".into(),
            };
            let json = forms::response(&sheet, &about).to_string();
            let set = frozen(&[serde_json::from_str(&json).unwrap()], "message", "none");
            let texts = held(&set, 1, "total score");
            let total = questions * option.parse::<usize>().unwrap();
            let score = format!("{} total score: {total}.", id.to_uppercase());
            assert!(texts.contains(&score), "{score}: {texts:?}");
        }
    }
}
