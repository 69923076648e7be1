//! What a model gets of a message and of what was said, what it may not write at all, and what stands beside what it wrote.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, DraftingError, Options, SectionJob, Written};
use gateway::Request;
use model::{DraftKind, SourceId, Statement};
use serde_json::{Value, json};
use sources::SourceSet;
use sources::search::Index;
use std::sync::Arc;
use support::fake::{Fake, now};
use support::{chart, condition, order};
use time::macros::date;
use verify::{Beside, Lexicon, RawDraft, RawSection, Verifier};

const DAY: time::Date = date!(2026 - 03 - 20);
const REPLY: DraftKind = DraftKind::MessageReply;

/// The chart with what was given beside it, and everything that drafts of it can cite.
fn given(drafting: &Drafting, resources: &[Value], beside: &[Value]) -> SourceSet {
    let set = beside.iter().fold(chart(resources), |set, one| {
        set.with_sources(&one.to_string(), "given").unwrap()
    });
    drafting.with_companions(set).unwrap()
}

fn message(id: &str, text: &str) -> Value {
    json!({"id": format!("message:{id}"), "kind": "message", "text": text, "date": "2026-03-19"})
}

/// Asks for every section that a model may write; the requests, and the sections that only the rules write.
fn asked(
    drafting: &Drafting,
    set: &SourceSet,
    kind: DraftKind,
    options: &Options,
    answer: &Value,
) -> (Vec<Request>, Vec<String>) {
    let (fake, search) = (Fake::new(answer.clone()), Index::build(set));
    let mut alone = Vec::new();
    for (section, plan) in drafting.sections(kind).iter().enumerate() {
        let job = SectionJob {
            kind,
            section,
            set,
            search: &search,
            as_of: DAY,
            options,
            endpoint: None,
            wish: None,
            standing: None,
        };
        let by_rules = drafting
            .by_rules((kind, section), set, DAY, options)
            .unwrap();
        match now(drafting.draft_with_model(&fake, &job, &|_| ())) {
            Err(DraftingError::ComposerOnly(_)) => alone.push(plan.id.clone()),
            Ok(_) => assert!(!by_rules, "{}", plan.id),
            Err(error) => panic!("{}: {error}", plan.id),
        }
    }
    (fake.seen.into_inner().unwrap(), alone)
}

fn nothing() -> Value {
    json!({"statements": []})
}

#[test]
fn what_is_not_for_a_clinical_reply_never_reaches_a_model() {
    let drafting = Drafting::shipped().unwrap();
    for (text, why) in [
        ("Please reschedule my appointment on Thursday.", "office"),
        (
            "Hola doctora, tengo mucha tos desde hace una semana.",
            "language",
        ),
    ] {
        let set = given(&drafting, &[], &[message("m1", text)]);
        let (seen, alone) = asked(&drafting, &set, REPLY, &Options::default(), &nothing());
        assert!(seen.is_empty(), "{why}");
        assert_eq!(alone.len(), drafting.sections(REPLY).len(), "{why}");
    }
    let patient = json!({
        "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1960-05-02",
        "deceasedDateTime": "2025-01-01", "name": [{"given": ["Testine"], "family": "Examplova"}]
    });
    let bundle =
        json!({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}]});
    let chart = chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap();
    let set = SourceSet::freeze(&chart)
        .with_sources(
            &message("m1", "How is my mother's asthma?").to_string(),
            "m",
        )
        .unwrap();
    let set = drafting.with_companions(set).unwrap();
    let (seen, _) = asked(&drafting, &set, REPLY, &Options::default(), &nothing());
    assert!(seen.is_empty(), "no reply to a patient who died");
}

#[test]
fn a_reply_is_drafted_from_the_one_message_its_guidelines_and_the_chart() {
    let drafting = Drafting::shipped().unwrap();
    let resources = [
        order("m", "Metformin 500 MG Oral Tablet", "active", "2025-05-01"),
        condition("c", "Asthma", "J45", "active", "2010-01-01"),
        json!({
            "resourceType": "Communication", "id": "k", "status": "completed", "subject": {"reference": support::PATIENT},
            "sender": {"reference": support::PATIENT}, "sent": "2026-03-18T10:00:00Z",
            "payload": [{"contentString": "Another matter: my knee."}]
        }),
    ];
    let guideline = json!({"id": "guideline:met", "kind": "guideline", "title": "Metformin", "text": "Take metformin with food."});
    let beside = [
        message("m1", "Should I take metformin with food?"),
        message("m2", "An older message about my elbow."),
        guideline,
    ];
    let set = given(&drafting, &resources, &beside);
    let answered = |id: &str| Options {
        message: Some(SourceId::new(id)),
        ..Options::default()
    };
    let (seen, alone) = asked(&drafting, &set, REPLY, &answered("message:m1"), &nothing());
    assert_eq!(alone, ["urgent", "closing"]);
    assert_eq!(seen.len(), 3);
    for request in &seen {
        assert!(request.task.contains("grade 6"), "{}", request.task);
        let messages: Vec<&str> = request
            .parts
            .iter()
            .filter(|part| part.kind == "message")
            .map(|part| part.text.expose().as_str())
            .collect();
        assert_eq!(messages, ["Should I take metformin with food?"]);
        let all: Vec<&str> = request
            .parts
            .iter()
            .map(|part| part.text.expose().as_str())
            .collect();
        let all = all.join("\n");
        assert!(!all.contains("elbow") && !all.contains("knee"), "{all}");
        assert!(!all.contains("A billable code"), "no entry of a code table");
        assert!(!all.contains("Examplova"), "{all}");
    }
    let kinds = |at: usize| -> Vec<&str> {
        seen[at]
            .parts
            .iter()
            .map(|part| part.kind.as_str())
            .collect()
    };
    assert_eq!(kinds(0), ["Patient", "message"]);
    assert!(kinds(1).contains(&"MedicationRequest") && kinds(1).contains(&"Condition"));
    assert_eq!(kinds(2), ["Patient", "message", "guideline"]);

    // A message of the chart goes as its words, without sender and time.
    let (seen, _) = asked(
        &drafting,
        &set,
        REPLY,
        &answered("Communication/k"),
        &nothing(),
    );
    let part = seen[0].parts.iter().find(|part| part.kind == "message");
    assert_eq!(part.unwrap().text.expose(), "Another matter: my knee.");
}

#[test]
fn what_was_said_is_given_in_the_order_in_which_it_was_said() {
    let drafting = Drafting::shipped().unwrap();
    let lines: Vec<String> = (1..=23)
        .map(|number| format!("Patient: sentence number {number}"))
        .collect();
    let transcript = json!({"id": "transcript:1", "kind": "transcript", "text": lines.join("\n")});
    let set = given(&drafting, &[], &[transcript]);
    let kind = DraftKind::SoapNote;
    let (seen, _) = asked(&drafting, &set, kind, &Options::default(), &nothing());
    for request in &seen {
        let said: Vec<&str> = request
            .parts
            .iter()
            .filter(|part| part.kind == "transcript")
            .map(|part| part.text.expose().as_str())
            .collect();
        assert_eq!(said, lines, "every section gets the whole, in order");
    }
    assert!(!seen.is_empty());
}

/// A section of a model's statements, judged, and put beside what the rules owe it: texts and notes.
fn merged(
    drafting: &Drafting,
    set: &SourceSet,
    place: (DraftKind, &str),
    options: &Options,
    said: &[(&str, &str)],
) -> (Vec<String>, Vec<String>) {
    let verifier = Verifier::new(set, Arc::new(Lexicon::embedded()));
    merged_by(&verifier, drafting, set, place, options, said)
}

fn merged_by(
    verifier: &Verifier<'_>,
    drafting: &Drafting,
    set: &SourceSet,
    (kind, section): (DraftKind, &str),
    options: &Options,
    said: &[(&str, &str)],
) -> (Vec<String>, Vec<String>) {
    let search = Index::build(set);
    let plan = drafting.sections(kind);
    let section = plan.iter().position(|one| one.id == section).unwrap();
    let job = SectionJob {
        kind,
        section,
        set,
        search: &search,
        as_of: DAY,
        options,
        endpoint: None,
        wish: None,
        standing: None,
    };
    let statements: Vec<Statement> = said
        .iter()
        .enumerate()
        .map(|(index, (text, source))| Statement {
            id: model::StatementId::new(format!("s{index}")),
            text: (*text).to_owned(),
            citations: vec![model::Citation {
                source: SourceId::new(*source),
                quote: None,
            }],
        })
        .collect();
    let written: Vec<Written<'_>> = statements
        .iter()
        .map(|statement| {
            let verdict =
                verifier.statement(&statement.id, &statement.text, &statement.citations, DAY);
            Written {
                statement,
                released: verdict.verdict.releasable(),
            }
        })
        .collect();
    let merged = drafting.merged(&job, &written).unwrap();
    (texts(verifier, kind, merged.section), merged.told)
}

fn texts(verifier: &Verifier<'_>, kind: DraftKind, section: RawSection) -> Vec<String> {
    let raw = RawDraft::new(kind, DAY, vec![section]);
    let grounded = verifier.draft(raw, 1, Beside::default());
    let sections = &grounded.document().draft.sections;
    let statements = sections.iter().flat_map(|one| &one.statements);
    statements.map(|one| one.text.clone()).collect()
}

#[test]
fn a_conflict_and_a_stranger_are_told_whatever_the_model_leaves_out() {
    let drafting = Drafting::shipped().unwrap();
    let resources = [order(
        "m",
        "Metformin 500 MG Oral Tablet",
        "active",
        "2025-05-01",
    )];
    let said = "Doctor: Hello Bartholomew.\nPatient: I stopped metformin last week.";
    let transcript = json!({"id": "transcript:1", "kind": "transcript", "text": said});
    let set = given(&drafting, &resources, &[transcript]);
    let options = Options::default();
    let kind = DraftKind::SoapNote;
    let true_line = [(
        "Metformin 500 mg oral tablet, active.",
        "MedicationRequest/m",
    )];
    let (text, _) = merged(&drafting, &set, (kind, "conflicts"), &options, &true_line);
    assert!(
        text.iter().any(|one| one.contains("I stopped metformin"))
            && text.iter().any(|one| one.starts_with("In the chart:")),
        "{text:?}"
    );
    let quoted = [(
        "Patient reports: stopped metformin last week.",
        "transcript:2",
    )];
    let (_, told) = merged(&drafting, &set, (kind, "subjective"), &options, &quoted);
    assert!(
        told.iter().any(|one| one.contains("“bartholomew”")),
        "{told:?}"
    );
}

#[test]
fn what_must_be_said_stands_unless_the_model_says_it() {
    let drafting = Drafting::shipped().unwrap();
    let resources = [
        condition("a", "Asthma", "J45", "active", "2010-01-01"),
        condition("b", "Gout", "M10", "active", "2012-01-01"),
    ];
    let set = given(&drafting, &resources, &[]);
    let place = (DraftKind::ChartSummary, "active_problems");
    let options = Options::default();
    let (text, told) = merged(
        &drafting,
        &set,
        place,
        &options,
        &[("Asthma.", "Condition/a")],
    );
    assert_eq!(text.len(), 2, "{text:?}");
    assert!(
        text[0] == "Asthma." && text[1].starts_with("Gout"),
        "{text:?}"
    );
    assert!(told.is_empty(), "{told:?}");
    // What the check rejects says nothing: both of the composer's lines stand, and it is told.
    let lie = [("Asthma since 4 May 1931.", "Condition/a")];
    let (text, told) = merged(&drafting, &set, place, &options, &lie);
    assert_eq!(text.len(), 3, "{text:?}");
    assert!(
        told[0].contains("nothing that the model wrote holds"),
        "{told:?}"
    );
}

#[test]
fn the_letter_keeps_every_line_and_note_of_the_rules() {
    let drafting = Drafting::shipped().unwrap();
    let resources = [
        condition(
            "a",
            "Type 2 diabetes mellitus",
            "E11.9",
            "active",
            "2010-01-01",
        ),
        order("m", "Metformin 500 MG Oral Tablet", "stopped", "2025-05-01"),
    ];
    let set = drafting
        .policies()
        .iter()
        .fold(chart(&resources), |set, policy| {
            set.with_sources(policy.source_json(), "policy").unwrap()
        });
    let set = drafting.with_companions(set).unwrap();
    let kind = DraftKind::PriorAuthLetter;
    let verifier = Verifier::new(&set, Arc::new(Lexicon::embedded()));
    for policy in drafting.policies().iter().take(2) {
        let options = Options {
            policy: Some(policy.id.clone()),
            ..Options::default()
        };
        for (index, plan) in drafting.sections(kind).iter().enumerate() {
            let composed = drafting.compose(kind, index, &set, DAY, &options).unwrap();
            let rules = texts(&verifier, kind, composed.section);
            let said = [("Type 2 diabetes mellitus is active.", "Condition/a")];
            let place = (kind, plan.id.as_str());
            let (text, told) = merged_by(&verifier, &drafting, &set, place, &options, &said);
            for line in &rules {
                assert!(text.contains(line), "{} lost {line}", plan.id);
            }
            assert!(
                composed.left_out.iter().all(|note| told.contains(note)),
                "{}: {told:?}",
                plan.id
            );
        }
    }
}
