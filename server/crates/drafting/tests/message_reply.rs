//! Replies to messages: what they say, what they refuse, and what the safety check finds in a text for a patient.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::triage::{Category, Urgency};
use drafting::{Drafting, DraftingError, Options, ReadingLevel, SafetyKind, grade};
use model::{DraftKind, SourceId};
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::Arc;
use support::{chart, condition, order};
use time::macros::date;
use verify::{Beside, Lexicon, RawDraft, Verifier};

const DAY: time::Date = date!(2026 - 03 - 20);

fn with_message(resources: &[Value], text: &str, drafting: &Drafting) -> SourceSet {
    let message =
        json!({"id": "message:m1", "kind": "message", "text": text, "date": "2026-03-19"});
    chart(resources)
        .with_sources(&message.to_string(), "message")
        .unwrap()
        .with_sources(&drafting.message_guidance(), "guidance")
        .unwrap()
}

/// The released words, and the notes for the clinician.
fn reply(
    drafting: &Drafting,
    set: &SourceSet,
    options: &Options,
) -> Result<(String, String), DraftingError> {
    let kind = DraftKind::MessageReply;
    let (mut sections, mut notes) = (Vec::new(), Vec::new());
    for index in 0..drafting.sections(kind).len() {
        let composed = drafting.compose(kind, index, set, DAY, options)?;
        notes.extend(composed.left_out);
        sections.push(composed.section);
    }
    let verifier = Verifier::new(set, Arc::new(Lexicon::embedded()));
    let grounded = verifier.draft(RawDraft::new(kind, DAY, sections), 1, Beside::default());
    let document = grounded.document();
    let mut out = Vec::new();
    for (statement, verdict) in document
        .draft
        .sections
        .iter()
        .flat_map(|section| &section.statements)
        .zip(&document.verdicts)
    {
        assert!(
            verdict.verdict.releasable(),
            "{} {verdict:?}",
            statement.text
        );
        out.push(statement.text.clone());
    }
    Ok((out.join("\n"), notes.join("\n")))
}

#[test]
fn a_red_flag_leads_to_its_advice() {
    let drafting = Drafting::shipped().unwrap();
    let set = with_message(&[], "Hi. My chest hurts since noon. Thanks.", &drafting);
    let (text, notes) = reply(&drafting, &set, &Options::default()).unwrap();
    assert!(text.contains("Call 911 now"), "{text}");
    assert!(text.contains("“My chest hurts since noon”"), "{text}");
    assert!(notes.contains("Red flag: Chest pain"), "{notes}");
    let triage = drafting
        .triage_message(&set, DAY, &Options::default())
        .unwrap();
    assert!(drafting.reply_safety(&text, &triage, &set, DAY).is_empty());
}

#[test]
fn the_chart_answers_what_the_message_names() {
    let drafting = Drafting::shipped().unwrap();
    let resources = [
        order("m", "Metformin 500 MG Oral Tablet", "active", "2025-05-01"),
        order("n", "Simvastatin 10 MG Oral Tablet", "active", "2025-05-01"),
        condition("c", "Asthma", "J45", "active", "2010-01-01"),
    ];
    let set = with_message(
        &resources,
        "Should I still take metformin with my asthma?",
        &drafting,
    );
    let (text, _) = reply(&drafting, &set, &Options::default()).unwrap();
    assert!(
        text.contains("Metformin 500 mg") && text.contains("Asthma"),
        "{text}"
    );
    assert!(!text.contains("Simvastatin"), "{text}");
}

#[test]
fn an_administrative_message_gets_no_clinical_reply() {
    let drafting = Drafting::shipped().unwrap();
    let resources = [order(
        "m",
        "Metformin 500 MG Oral Tablet",
        "active",
        "2025-05-01",
    )];
    let set = with_message(
        &resources,
        "Please reschedule my appointment on Thursday.",
        &drafting,
    );
    let (text, notes) = reply(&drafting, &set, &Options::default()).unwrap();
    let triage = drafting
        .triage_message(&set, DAY, &Options::default())
        .unwrap();
    assert_eq!(
        (triage.category, triage.urgency),
        (Category::Administrative, Urgency::Routine)
    );
    assert!(
        !text.contains("Metformin") && notes.contains("scheduling"),
        "{text} {notes}"
    );
}

#[test]
fn what_cannot_be_answered_is_refused_in_words() {
    let drafting = Drafting::shipped().unwrap();
    let none = reply(&drafting, &chart(&[]), &Options::default())
        .err()
        .unwrap();
    assert!(none.to_string().contains("give the message"), "{none}");
    let unknown = Options {
        message: Some(SourceId::new("message:x")),
        ..Options::default()
    };
    let set = with_message(&[], "Hello", &drafting);
    assert!(
        reply(&drafting, &set, &unknown)
            .err()
            .unwrap()
            .to_string()
            .contains("not among the sources")
    );
    let foreign = json!({
        "resourceType": "Communication", "id": "k", "status": "completed", "subject": {"reference": "Patient/other"},
        "payload": [{"contentString": "My chest hurts"}]
    });
    let options = Options {
        message: Some(SourceId::new("Communication/k")),
        ..Options::default()
    };
    let error = reply(&drafting, &chart(&[foreign]), &options)
        .err()
        .unwrap();
    assert!(error.to_string().contains("another patient"), "{error}");
    let two = with_message(&[], "Hello", &drafting)
        .with_sources(
            r#"{"id":"message:m2","kind":"message","text":"Again"}"#,
            "message",
        )
        .unwrap();
    assert!(
        reply(&drafting, &two, &Options::default())
            .err()
            .unwrap()
            .to_string()
            .contains("which of the messages")
    );
}

#[test]
fn a_foreign_language_is_urgent_and_not_guessed() {
    let drafting = Drafting::shipped().unwrap();
    let set = with_message(
        &[],
        "Hola doctora, tengo mucha tos desde hace una semana.",
        &drafting,
    );
    let (text, notes) = reply(&drafting, &set, &Options::default()).unwrap();
    assert!(
        !text.contains("tos") && notes.contains("language"),
        "{text} {notes}"
    );
    assert_eq!(
        drafting
            .triage_message(&set, DAY, &Options::default())
            .unwrap()
            .urgency,
        Urgency::Urgent
    );
}

#[test]
fn the_reading_level_is_measured() {
    let drafting = Drafting::shipped().unwrap();
    let set = with_message(
        &[condition(
            "c",
            "Chronic obstructive pulmonary disease exacerbation with hypoxemic respiratory insufficiency",
            "J44.1",
            "active",
            "2010-01-01",
        )],
        "What about my respiratory insufficiency?",
        &drafting,
    );
    let (text, _) = reply(&drafting, &set, &Options::default()).unwrap();
    let hard = ReadingLevel::Plain.exceeded(&text).unwrap();
    assert!(hard.contains("grade 6 was asked"), "{hard}");
    assert_eq!(ReadingLevel::Any.exceeded(&text), None);
    assert_eq!(ReadingLevel::Plain.exceeded("Call us today."), None);
    assert!(grade("Call us today.").unwrap() < 6.0);
}

#[test]
fn what_a_reply_must_not_say_is_found() {
    let drafting = Drafting::shipped().unwrap();
    let resources = [
        order("m", "Metformin 500 MG Oral Tablet", "active", "2025-05-01"),
        condition("c", "Asthma", "J45", "active", "2010-01-01"),
    ];
    let set = with_message(&resources, "My chest hurts and I feel dizzy", &drafting);
    let triage = drafting
        .triage_message(&set, DAY, &Options::default())
        .unwrap();
    let calm = with_message(&resources, "Question about metformin", &drafting);
    let routine = drafting
        .triage_message(&calm, DAY, &Options::default())
        .unwrap();
    let found = |text: &str, red: bool| -> Vec<SafetyKind> {
        let (triage, set) = if red {
            (&triage, &set)
        } else {
            (&routine, &calm)
        };
        drafting
            .reply_safety(text, triage, set, DAY)
            .into_iter()
            .map(|one| one.kind)
            .collect()
    };
    for (text, red, want) in [
        (
            "It sounds like you have pneumonia.",
            false,
            vec![SafetyKind::NewDiagnosis],
        ),
        ("You have asthma, as your list says.", false, vec![]),
        (
            "Please double your metformin dose.",
            false,
            vec![SafetyKind::DoseChange],
        ),
        (
            "Stop taking the metformin tonight.",
            false,
            vec![SafetyKind::DoseChange],
        ),
        (
            "Do not stop your metformin before you call us.",
            false,
            vec![],
        ),
        (
            "Take 850 mg with dinner.",
            false,
            vec![SafetyKind::DoseChange],
        ),
        ("Take 500 mg as ordered.", false, vec![]),
        (
            "Don't worry, this is normal. Call 911 if it comes back.",
            true,
            vec![SafetyKind::FalseReassurance, SafetyKind::FalseReassurance],
        ),
        (
            "Thank you, we will look at it next week.",
            true,
            vec![SafetyKind::NoEscalation],
        ),
        ("Call 911 now.", true, vec![]),
        ("This is normal.", false, vec![]),
    ] {
        assert_eq!(found(text, red), want, "{text}");
    }
}
