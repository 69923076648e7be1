//! What a clinician chooses before a kind is drafted: refused in words, kept with the draft, passed to a model, and kept when a section is
//! written anew.

use crate::support::{
    Act, Browser, Desk, FIRST, OWN, Page, SECOND, Setup, TestApp, TestModel, alter,
};
use audit::Action;
use model::view::DraftView;
use model::{DraftId, DraftKind};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::json;
use std::sync::{Arc, Mutex};

/// What a model was asked: the section, the focus, how many results were given, and whether the reader was named.
type Seen = (String, String, usize, bool);

fn form(fields: &[(&str, &str)]) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}

fn place(desk: &Desk<'_>, kind: &str) -> String {
    format!("{}/new/{kind}", desk.url())
}

async fn send(desk: &Desk<'_>, kind: &str, fields: &[(&str, &str)]) -> Page {
    desk.browser.submit(&place(desk, kind), &form(fields)).await
}

/// The draft that the form led to, written to its end.
async fn drafted(desk: &Desk<'_>, kind: &str, fields: &[(&str, &str)]) -> DraftView {
    let page = send(desk, kind, fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let id = page.url.path().rsplit('/').next().unwrap();
    desk.settled(&DraftId::new(id)).await
}

fn notices(view: &DraftView) -> String {
    let all = view.notices.iter().map(|one| one.what.as_str());
    all.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_chosen_is_refused_and_nothing_is_begun() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    for (fields, want) in [
        ([("focus", "magic"), ("reader", "")], "Choose from the list"),
        (
            [("focus", "problem:Condition/nothing"), ("reader", "")],
            "no problem of this name",
        ),
        ([("focus", "whole"), ("reader", "nobody")], "no such reader"),
        ([("focus", "whole"), ("more", "x")], "can’t be read"),
    ] {
        let page = send(&desk, "chart_summary", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.body.contains(want), "{fields:?}: {}", page.body);
    }
    for kind in ["magic", "coding"] {
        let page = desk.browser.get(&place(&desk, kind)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{kind}");
        let page = send(&desk, kind, &[("focus", "whole")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{kind}");
    }
    // In another's session there is neither the page nor the names of problems on it.
    let stranger = Browser::new();
    app.launch(&stranger, SECOND).await;
    let mark = app.mark().await;
    let foreign = app.desk(&stranger, &desk.launch);
    for page in [
        foreign.browser.get(&place(&foreign, "chart_summary")).await,
        send(&foreign, "chart_summary", &[("focus", "whole")]).await,
    ] {
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(!page.body.contains("problem:"), "{}", page.body);
    }
    assert_eq!(app.audited(mark, Action::AccessDenied).await.len(), 2);
    assert_eq!(app.rows("drafts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_chart_for_a_reader_is_drafted_and_named() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let mark = app.mark().await;
    let page = desk.browser.get(&place(&desk, "chart_summary")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("optgroup label=\"One problem\""),
        "{}",
        page.body
    );
    // Before and after.
    assert_eq!(app.audited(mark, Action::SourceOpened).await.len(), 2);
    let fields = [("focus", "days:90"), ("reader", "shift")];
    let view = drafted(&desk, "chart_summary", &fields).await;
    assert_eq!(
        view.title,
        "Chart summary: the last 90 days · Shift handoff (I-PASS)"
    );
    assert_eq!(view.kind, DraftKind::ChartSummary);
    // A chart without a recorded severity has no such section.
    assert_eq!(view.sections[0].title, "Patient summary");
    assert_eq!(
        view.sections.last().unwrap().title,
        "Synthesis by the receiver"
    );
    assert!(view.sections.iter().all(|one| one.title != "Immunizations"));
    // The sandbox's clinician has seen nobody yet.
    let fields = [("focus", "since_last_visit"), ("reader", "")];
    let view = drafted(&desk, "chart_summary", &fields).await;
    assert_eq!(view.title, "Chart summary: the time since my last visit");
    assert!(
        notices(&view).contains("no earlier visit with you"),
        "{}",
        notices(&view)
    );
}

fn texts(view: &DraftView, mark: &str) -> Vec<String> {
    let all = view.sections.iter().flat_map(|section| &section.statements);
    all.map(|one| one.text.clone())
        .filter(|text| text.starts_with(mark))
        .collect()
}

/// The values that the page of a kind offers under a field.
fn offered(page: &Page, field: &str) -> Vec<String> {
    let select = page
        .body
        .split(&format!("name=\"{field}\""))
        .nth(1)
        .unwrap();
    let select = select.split("</select>").next().unwrap();
    let values = select.split("value=\"").skip(1);
    values
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_starts_from_an_earlier_one_of_the_chart_and_stays_with_it() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let nothing = [
        ("base", "DocumentReference/nothing"),
        ("dictation", "Kept words."),
    ];
    let page = send(&desk, "soap_note", &nothing).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("no such note") && page.body.contains("Kept words."),
        "{}",
        page.body
    );
    let page = send(
        &desk,
        "chart_summary",
        &[("base", "DocumentReference/nothing")],
    )
    .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.rows("drafts").await, 0);

    for kind in ["soap_note", "hp_note", "progress_note"] {
        let page = desk.browser.get(&place(&desk, kind)).await;
        let notes = offered(&page, "base");
        let fields = [
            ("base", notes[0].as_str()),
            ("dictation", "Plan:\nReturn in four weeks."),
        ];
        let view = drafted(&desk, kind, &fields).await;
        let title = DraftKind::from_name(kind).unwrap().title();
        assert!(
            view.title
                .starts_with(&format!("{title}: from the note of ")),
            "{}",
            view.title
        );
        let marked = [
            texts(&view, "Carried over from the note of "),
            texts(&view, "Changed since the note of "),
        ]
        .concat();
        assert!(!marked.is_empty(), "{kind}: {view:?}");
        // What was dictated stands beside it.
        let all = texts(&view, "").join("\n");
        assert!(all.contains("Return in four weeks"), "{all}");
        // Written anew, a section still starts from the note.
        let of = |view: &DraftView, place: usize| -> Vec<String> {
            let section = &view.sections[place];
            section
                .statements
                .iter()
                .map(|one| one.text.clone())
                .collect()
        };
        let place = view.sections.iter().position(|section| {
            section
                .statements
                .iter()
                .any(|one| marked.contains(&one.text))
        });
        let place = place.unwrap();
        let again: DraftView = desk
            .call(
                "regenerate",
                json!({"draft": view.id, "revision": view.revision, "section": place, "instruction": null}),
            )
            .await
            .unwrap();
        assert_eq!(of(&again, place), of(&view, place), "{kind}");
        assert_eq!(again.title, view.title);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn instructions_for_the_patient_are_measured_and_screened_and_signed_on_their_own() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let page = send(&desk, "patient_instructions", &[("reading", "magic")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("reading levels"), "{}", page.body);
    let view = drafted(&desk, "patient_instructions", &[("reading", "standard")]).await;
    assert_eq!(view.title, "Patient instructions");
    assert!(
        notices(&view).contains("grade 9 was asked"),
        "{}",
        notices(&view)
    );
    assert!(texts(&view, "Call 911").len() == 1, "{view:?}");
    // What no order supports is found in the clinician's own words, and blocks until a reason is given.
    let one = view.sections.iter().flat_map(|section| &section.statements);
    let one = one
        .clone()
        .find(|one| {
            one.text.starts_with("Allergy")
                || one.text.starts_with("Take")
                || one.text.starts_with("Keep")
        })
        .unwrap();
    let change = model::view::Change::Edit {
        statement: one.id.clone(),
        text: "Stop taking your metformin.".to_owned(),
    };
    let changed = desk.change(&view.id, view.revision, change).await.unwrap();
    let mut all = changed
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    let edited = all.find(|other| other.id == one.id).unwrap();
    assert!(
        !edited.releasable
            && edited
                .reasons
                .iter()
                .any(|reason| reason.line.contains("No order supports this change")),
        "{edited:?}"
    );
    let back = model::view::Change::Remove {
        statement: one.id.clone(),
    };
    desk.change(&view.id, changed.revision, back).await.unwrap();
    let preview = crate::support::signable(&desk, &view.id).await;
    assert!(
        preview.text.contains("When to get help"),
        "{}",
        preview.text
    );
    desk.sign(&view.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let filed = desk
        .status(&view.id, |status| status == model::view::DraftStatus::Filed)
        .await;
    let reference = filed.filed.unwrap().reference.unwrap();
    assert!(reference.starts_with("DocumentReference/"), "{reference}");
}

#[tokio::test(flavor = "multi_thread")]
async fn my_last_visit_is_of_who_is_signed_in() {
    // Every encounter of the chart is with the clinician of the sandbox.
    let mine = alter(|_, path, answer| {
        if path.ends_with("/Encounter") {
            for entry in answer["entry"].as_array_mut().into_iter().flatten() {
                entry["resource"]["participant"] =
                    json!([{"individual": {"reference": "Practitioner/sandbox-clinician"}}]);
            }
        }
    });
    let setup = Setup {
        alter: Some(mine),
        ..Setup::new(Personality::Generic)
    };
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let fields = [("focus", "since_last_visit"), ("reader", "")];
    let view = drafted(&desk, "chart_summary", &fields).await;
    assert!(
        view.title
            .starts_with("Chart summary: the time since my last visit ("),
        "{}",
        view.title
    );
    assert!(
        !notices(&view).contains("no earlier visit"),
        "{}",
        notices(&view)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_bound_to_what_was_chosen_also_when_a_section_is_written_anew() {
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let model = TestModel::start(move |asked| {
        let focus = asked.first("instruction").map(|part| part.text.clone());
        let results = asked.parts.iter().filter(|part| part.kind == "Observation");
        kept.lock().unwrap().push((
            asked.section.clone(),
            focus.unwrap_or_default(),
            results.count(),
            asked
                .body
                .to_string()
                .contains("a specialist who has never met"),
        ));
        Act::Say(Vec::<serde_json::Value>::new())
    })
    .await;
    let app = TestApp::with(Setup {
        more: model.settings(OWN),
        ..Setup::new(Personality::Generic)
    })
    .await;
    let browser = Browser::new();
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let of_results = |from: usize| {
        let all = seen.lock().unwrap();
        let mut rows = all[from..].iter().filter(|row| row.0 == "Key results");
        rows.next().cloned().expect("the section was asked for")
    };
    desk.settled(&desk.start(DraftKind::ChartSummary, None).await.unwrap())
        .await;
    let (_, focus, whole, reader) = of_results(0);
    assert!(focus.is_empty() && whole > 0 && !reader, "{focus}");
    let mark = seen.lock().unwrap().len();
    let fields = [("focus", "days:30"), ("reader", "referral")];
    let view = drafted(&desk, "chart_summary", &fields).await;
    let (_, focus, part, reader) = of_results(mark);
    assert!(reader && focus.starts_with("the last 30 days, "), "{focus}");
    assert!(part < whole, "{part} of {whole}");
    // Written anew, it is still of the last 30 days.
    let mark = seen.lock().unwrap().len();
    let place = view.sections.iter().position(|one| one.title == "Overview");
    let again: DraftView = desk
        .call(
            "regenerate",
            json!({"draft": view.id, "revision": view.revision, "section": place.unwrap(), "instruction": null}),
        )
        .await
        .unwrap();
    assert_eq!(again.title, view.title);
    let (section, _, _, reader) = seen.lock().unwrap()[mark].clone();
    assert!(section == "Overview" && reader, "{section}");
    let drafts = desk.work(None).await.unwrap().drafts;
    assert_eq!(drafts.len(), 2);
}
