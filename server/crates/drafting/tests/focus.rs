//! Summaries of a part of the chart, and for a reader: what is read, what a model is given, what is said.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, DraftingError, Focus, ModelSection, Options, SectionJob};
use gateway::Request;
use model::{DraftKind, SourceId};
use serde_json::{Value, json};
use sources::SourceSet;
use sources::search::Index;
use support::fake::{Fake, now};
use support::{PATIENT, chart, condition, glucose, note, order, visit};
use time::{Date, macros::date};

const KIND: DraftKind = DraftKind::ChartSummary;
const TODAY: Date = date!(2026 - 03 - 01);

fn with(id: &str, who: &str, day: &str) -> Value {
    let mut visit = visit(id, "Control", day);
    visit["participant"] = json!([{ "individual": { "reference": who } }]);
    visit
}

fn stay(id: &str, from: &str, to: &str) -> Value {
    json!({
        "resourceType": "Encounter", "id": id, "subject": {"reference": PATIENT}, "status": "finished", "class": {"code": "IMP"},
        "type": [{"text": "Hospital stay"}], "period": {"start": from, "end": to}
    })
}

fn set() -> SourceSet {
    chart(&[
        condition(
            "c1",
            "Type 2 diabetes mellitus",
            "E11.9",
            "active",
            "2015-01-01",
        ),
        condition("c2", "Asthma", "J45.909", "active", "2010-01-01"),
        condition("c3", "Pneumonia", "J18.9", "resolved", "2016-02-01"),
        order("m1", "Metformin 500 MG Oral Tablet", "active", "2015-01-02"),
        glucose("g1", "101.5", "mg/dL", "2026-01-10"),
        glucose("g2", "140", "mg/dL", "2025-02-01"),
        with("v1", "Practitioner/me", "2025-12-01"),
        with("v2", "Practitioner/other", "2026-02-01"),
        stay("s1", "2025-01-30", "2025-02-03"),
    ])
}

fn options(focus: Focus) -> Options {
    Options {
        focus,
        clinician: Some(SourceId::new("Practitioner/me")),
        ..Options::default()
    }
}

fn place(drafting: &Drafting, options: &Options, id: &str) -> usize {
    let plan = drafting.plan(KIND, options);
    plan.iter().position(|section| section.id == id).unwrap()
}

/// What a model is asked for a section, and what it wrote.
fn asked(options: &Options, id: &str) -> (Request, ModelSection) {
    let (drafting, set) = (Drafting::shipped().unwrap(), set());
    let (search, fake) = (Index::build(&set), Fake::new(json!({"statements": []})));
    let job = SectionJob {
        kind: KIND,
        section: place(&drafting, options, id),
        set: &set,
        search: &search,
        as_of: TODAY,
        options,
        endpoint: None,
        wish: None,
        standing: None,
    };
    let made = now(drafting.draft_with_model(&fake, &job, &|_| ())).unwrap();
    (fake.seen.lock().unwrap().remove(0), made)
}

fn parts(request: &Request) -> String {
    let texts = request.parts.iter().map(|part| part.text.expose().clone());
    texts.collect::<Vec<_>>().join("\n")
}

fn name(focus: Focus) -> (String, bool) {
    let drafting = Drafting::shipped().unwrap();
    let about = drafting.about(KIND, &set(), TODAY, &options(focus));
    let about = about.unwrap().unwrap();
    (about.focus.unwrap(), about.unnarrowed.is_some())
}

#[test]
fn what_the_chart_or_the_data_does_not_have_cannot_be_chosen() {
    let drafting = Drafting::shipped().unwrap();
    let refused = |options: &Options| {
        let error = drafting.about(KIND, &set(), TODAY, options).unwrap_err();
        assert!(matches!(error, DraftingError::Choice { .. }), "{error}");
    };
    refused(&options(Focus::Problem("Condition/nothing".into())));
    refused(&options(Focus::Specialty("magic".into())));
    refused(&Options {
        reader: Some("nobody".into()),
        ..Options::default()
    });
    let whole = drafting.about(KIND, &set(), TODAY, &Options::default());
    assert_eq!(whole.unwrap(), None);
}

#[test]
fn my_last_visit_is_one_that_i_took_part_in() {
    assert_eq!(
        name(Focus::SinceLastVisit),
        ("the time since my last visit (1 Dec 2025)".into(), false)
    );
    let drafting = Drafting::shipped().unwrap();
    let asks = |clinician: Option<&str>| {
        let options = Options {
            clinician: clinician.map(SourceId::new),
            ..options(Focus::SinceLastVisit)
        };
        let about = drafting.about(KIND, &set(), TODAY, &options);
        let about = about.unwrap().unwrap();
        (about.focus.unwrap(), about.unnarrowed)
    };
    let (_, why) = asks(Some("Practitioner/new"));
    assert!(why.unwrap().contains("no earlier visit with you"));
    // Who asks is not known: anybody's visit.
    assert_eq!(
        asks(None),
        ("the time since the last visit (1 Feb 2026)".into(), None)
    );
}

#[test]
fn a_model_is_given_what_the_focus_holds_and_told_so() {
    let whole = asked(&options(Focus::Whole), "results");
    let all = parts(&whole.0);
    assert!(all.contains("101.5") && all.contains("140"), "{all}");
    assert!(!whole.0.task.contains("focus"));
    for (focus, there, gone) in [
        (Focus::Days(90), "101.5", "140"),
        (Focus::SinceLastVisit, "101.5", "140"),
        (Focus::LastStay, "140", "101.5"),
    ] {
        let (request, made) = asked(&options(focus.clone()), "results");
        let text = parts(&request);
        assert!(
            text.contains(there) && !text.contains(gone),
            "{focus}: {text}"
        );
        assert!(request.task.contains("part named focus"), "{focus}");
        assert!(
            made.left_out
                .iter()
                .any(|what| what.contains("1 sources") && what.contains("not of")),
            "{:?}",
            made.left_out
        );
    }
    let (request, _) = asked(
        &options(Focus::Problem("Condition/c3".into())),
        "past_problems",
    );
    assert!(parts(&request).contains("Pneumonia"));
    // The problem's name is the patient's: it is no part of the static words.
    assert!(!request.task.contains("neumonia") && !request.instructions.contains("neumonia"));
    let (request, _) = asked(
        &options(Focus::Problem("Condition/c2".into())),
        "past_problems",
    );
    assert!(!parts(&request).contains("Pneumonia"));
    // What nobody may miss stays whole.
    let (request, _) = asked(
        &options(Focus::Problem("Condition/c2".into())),
        "medications",
    );
    assert!(parts(&request).contains("Metformin"));
    assert!(!request.task.contains("focus"));
}

#[test]
fn the_composer_cuts_to_the_focus_and_counts_what_it_left_out() {
    let drafting = Drafting::shipped().unwrap();
    let composed = |focus: Focus| {
        let options = options(focus);
        let index = place(&drafting, &options, "past_problems");
        let made = drafting.compose(KIND, index, &set(), TODAY, &options);
        made.unwrap().left_out.join("\n")
    };
    assert_eq!(composed(Focus::Whole), "");
    let said = composed(Focus::Problem("Condition/c2".into()));
    assert!(
        said.contains("1 statement of the section past problems is not of asthma"),
        "{said}"
    );
}

#[test]
fn a_model_is_not_given_the_base_and_what_is_carried_over_stands_beside_what_it_writes() {
    let set = chart(&[
        order(
            "m1",
            "Metformin 500 MG Oral Tablet",
            "stopped",
            "2025-01-02",
        ),
        note(
            "n1",
            "Plan:\nPhysical therapy for the knee.\nContinue metformin.",
            "2026-01-01",
        ),
        note("n2", "Plan:\nAnother word.", "2026-02-01"),
    ]);
    let (drafting, search) = (Drafting::shipped().unwrap(), Index::build(&set));
    let options = Options {
        base: Some(SourceId::new("DocumentReference/n1")),
        ..Options::default()
    };
    let kind = DraftKind::SoapNote;
    let plan = drafting.plan(kind, &options);
    let job = SectionJob {
        kind,
        section: plan.iter().position(|one| one.id == "plan").unwrap(),
        set: &set,
        search: &search,
        as_of: TODAY,
        options: &options,
        endpoint: None,
        wish: None,
        standing: None,
    };
    let fake = Fake::new(json!({"statements": []}));
    now(drafting.draft_with_model(&fake, &job, &|_| ())).unwrap();
    let request = fake.seen.lock().unwrap().remove(0);
    let text = parts(&request);
    assert!(
        !text.contains("Physical therapy") && text.contains("Another word"),
        "{text}"
    );
    assert!(
        request.task.contains("Carry nothing over"),
        "{}",
        request.task
    );
    let said = model::Statement {
        id: model::StatementId::new("s1"),
        text: "Rest.".into(),
        citations: Vec::new(),
    };
    let written = [drafting::Written {
        statement: &said,
        released: true,
    }];
    let merged = drafting.merged(&job, &written).unwrap();
    assert_eq!(merged.of_model, 1);
    let verifier = verify::Verifier::new(&set, std::sync::Arc::new(verify::Lexicon::embedded()));
    let raw = verify::RawDraft::new(kind, TODAY, vec![merged.section]);
    let checked = verifier.draft(raw, 1, verify::Beside::default());
    let section = &checked.document().draft.sections[0];
    let all: Vec<&str> = section
        .statements
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(all[0], "Rest.");
    assert_eq!(
        all[1],
        "Carried over from the note of 1 Jan 2026: “Physical therapy for the knee”."
    );
    assert!(
        all[2].starts_with("Changed since the note of 1 Jan 2026: metformin"),
        "{all:?}"
    );
}

#[test]
fn a_reader_gets_sections_of_other_documents_and_a_model_is_told_who_reads() {
    let drafting = Drafting::shipped().unwrap();
    let options = Options {
        reader: Some("shift".into()),
        ..options(Focus::Whole)
    };
    let plan = drafting.plan(KIND, &options);
    let titles: Vec<&str> = plan.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles[0], "Illness severity");
    assert_eq!(titles.last(), Some(&"Synthesis by the receiver"));
    let about = drafting.about(KIND, &set(), TODAY, &options).unwrap();
    assert_eq!(about.unwrap().reader.unwrap(), "Shift handoff (I-PASS)");
    let (request, _) = asked(&options, "actions");
    assert!(
        request
            .instructions
            .contains("the clinician of the next shift")
    );
    assert!(request.use_case.name.starts_with("chart_summary/"));
    // Of another kind a reader changes nothing.
    let other = drafting.plan(DraftKind::SoapNote, &options);
    assert_eq!(other.len(), drafting.sections(DraftKind::SoapNote).len());
    let last = plan.len() - 1;
    assert!(
        drafting
            .by_rules((KIND, last), &set(), TODAY, &options)
            .unwrap()
    );
    assert!(
        drafting
            .compose(KIND, last + 1, &set(), TODAY, &options)
            .is_err()
    );
}
