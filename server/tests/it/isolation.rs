//! One launch never sees another: not in the same session, not in another one.

use crate::support::{Browser, Desk, FIRST, Refused, SECOND, TestApp};
use audit::{Action, Actor, Outcome};
use model::view::ChartState;
use model::{DraftKind, WireErrorCode};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::{Value, json};

/// Every function that takes a draft, with arguments that name this one.
fn on_draft(draft: &str, statement: &str, source: &str) -> Vec<(&'static str, Value)> {
    let on = |mut more: Value| {
        more["draft"] = draft.into();
        more
    };
    let change = |change: Value| ("change", on(json!({ "revision": 0, "change": change })));
    vec![
        ("work", json!({ "open": draft })),
        ("watch", json!({ "open": draft, "seen": 0 })),
        ("stop", on(json!({}))),
        (
            "evidence",
            on(json!({ "statement": statement, "source": source })),
        ),
        (
            "evidence",
            on(json!({ "statement": null, "source": source })),
        ),
        change(json!({ "change": "edit", "statement": statement, "text": "x" })),
        change(json!({ "change": "remove", "statement": statement })),
        change(json!({ "change": "restore", "statement": statement })),
        change(json!({ "change": "attest", "statement": statement, "text": "x" })),
        change(json!({ "change": "add", "section": 0, "text": "x", "citations": [] })),
        change(json!({ "change": "insert_omission", "index": 0 })),
        change(json!({ "change": "dismiss_omission", "index": 0 })),
        ("check", on(json!({ "statement": statement, "text": "x" }))),
        (
            "regenerate",
            on(json!({ "revision": 0, "section": 0, "instruction": null })),
        ),
        ("preview", on(json!({}))),
        ("sign", on(json!({ "revision": 0, "content_hash": "x" }))),
    ]
}

fn not_found(refused: &Refused, what: &str) {
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{what}: {refused:?}");
    assert_eq!(refused.error.code, WireErrorCode::NotFound, "{what}");
}

/// Every word of this chart that no other patient's chart has: names and record numbers.
fn own_words(patient: &str) -> Vec<String> {
    let chart: Value =
        serde_json::from_str(&sandbox_patients::patient(patient).unwrap().json).unwrap();
    let entries = chart["entry"].as_array().unwrap();
    let resource = &entries
        .iter()
        .find(|entry| entry["resource"]["resourceType"] == "Patient")
        .unwrap()["resource"];
    let mut words = vec![resource["name"][0]["family"].as_str().unwrap().to_owned()];
    words.extend(
        resource["identifier"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["value"].as_str())
            .map(str::to_owned),
    );
    words.extend(entries.iter().filter_map(|entry| {
        let resource = &entry["resource"];
        let id = resource["id"].as_str()?;
        Some(format!("{}/{id}", resource["resourceType"].as_str()?))
    }));
    words.retain(|word| word.len() > 3 && !shared(word));
    words
}

/// Practitioners and organizations are the same in every chart.
fn shared(word: &str) -> bool {
    ["Practitioner", "Organization", "Location", "Medication/"]
        .iter()
        .any(|kind| word.starts_with(kind))
}

async fn two<'a>(app: &'a TestApp, browser: &Browser) -> (Desk<'a>, Desk<'a>) {
    let one = app.launch(browser, FIRST).await;
    let two = app.launch(&browser.tab(), SECOND).await;
    (one, two)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_with_two_charts_keeps_them_apart() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (one, two) = two(&app, &browser).await;
    let (first, second) = (
        one.written(DraftKind::ChartSummary).await,
        two.written(DraftKind::ChartSummary).await,
    );
    let statement = |draft: &model::view::DraftView| draft.sections[0].statements[0].id.to_string();
    let source = |draft: &model::view::DraftView| {
        let citations = draft
            .sections
            .iter()
            .flat_map(|section| &section.statements)
            .flat_map(|statement| &statement.citations);
        citations
            .map(|citation| citation.source.to_string())
            .next()
            .expect("a citation")
    };
    for (name, arguments) in on_draft(first.id.as_str(), &statement(&first), &source(&first)) {
        not_found(&two.call::<Value>(name, arguments).await.unwrap_err(), name);
    }
    // A source of the other chart is none of this draft's, whatever draft is named.
    not_found(
        &two.evidence(&second.id, None, &source(&first))
            .await
            .unwrap_err(),
        "source",
    );
    for (desk, other) in [(&two, &first), (&one, &second)] {
        let page = desk
            .browser
            .get(&format!("{}/d/{}", desk.url(), other.id))
            .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{}", page.body);
        let view = desk.work(None).await.unwrap();
        assert!(view.drafts.iter().all(|draft| draft.id != other.id));
    }
    assert_eq!(
        one.draft(&first.id).await.sections,
        first.sections,
        "nothing of the first draft changed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_one_chart_is_on_the_others_pages() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let (one, two) = two(&app, &browser).await;
    for (desk, words) in [(&one, own_words(SECOND)), (&two, own_words(FIRST))] {
        let draft = desk.written(DraftKind::ChartSummary).await;
        let page = desk
            .browser
            .get(&format!("{}/d/{}", desk.url(), draft.id))
            .await;
        assert_eq!(page.status, StatusCode::OK);
        let search: Value = desk
            .call("search", json!({ "words": "blood pressure note plan" }))
            .await
            .unwrap();
        let evidence = draft
            .sections
            .iter()
            .flat_map(|section| &section.statements)
            .flat_map(|one| &one.citations);
        let mut texts = vec![page.body, search.to_string()];
        for which in ["overview", "inbox"] {
            let sheet: String = desk.call("sheet", json!({ "which": which })).await.unwrap();
            assert!(
                sheet.contains("data-sources") || which == "inbox",
                "{sheet}"
            );
            texts.push(sheet);
        }
        for citation in evidence.take(10) {
            let view = desk
                .evidence(&draft.id, None, citation.source.as_str())
                .await
                .unwrap();
            texts.push(serde_json::to_string(&view).unwrap());
        }
        for text in &texts {
            for word in &words {
                assert!(
                    !text.contains(word.as_str()),
                    "{word} is on a page of {}",
                    desk.launch
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sessions_launch_is_not_found_and_the_attempt_is_recorded() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = desk.written(DraftKind::ChartSummary).await;
    let stranger = Browser::new();
    let other = app.launch(&stranger, FIRST).await;
    other.ready().await;
    let mut calls = on_draft(draft.id.as_str(), "s1", "Patient/p01");
    calls.extend([
        ("work", json!({ "open": null })),
        ("watch", json!({ "open": null, "seen": 0 })),
        ("search", json!({ "words": "x" })),
        ("sheet", json!({ "which": "overview" })),
        ("sheet", json!({ "which": "inbox" })),
        (
            "evidence",
            json!({ "draft": null, "statement": null, "source": "Patient/p01" }),
        ),
        (
            "start",
            json!({ "kind": "chart_summary", "choice": null, "given": [] }),
        ),
        ("sign_out", json!({})),
    ]);
    for (name, mut arguments) in calls {
        let mark = app.mark().await;
        arguments["launch"] = desk.launch.as_str().into();
        let page = stranger.call(&app.url, name, &arguments).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}: {}", page.body);
        let denied = app.audited(mark, Action::AccessDenied).await;
        assert_eq!(denied.len(), 1, "{name}");
        assert_eq!(denied[0].actor, Actor::Unknown);
        assert_eq!(denied[0].outcome, Outcome::Failure("not_found".to_owned()));
    }
    let mark = app.mark().await;
    for path in [desk.url(), format!("{}/d/{}", desk.url(), draft.id)] {
        let page = stranger.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{}", page.body);
        assert!(
            page.body.contains("There is no such page in this session"),
            "{}",
            page.body
        );
    }
    assert_eq!(app.audited(mark, Action::AccessDenied).await.len(), 2);
    assert_eq!(
        desk.reload().await.status,
        StatusCode::OK,
        "its owner still has it"
    );
    assert_eq!(desk.draft(&draft.id).await, draft);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_patient_is_the_launchs_whatever_was_launched_later() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let open = |patient: &'static str| {
        let (app, browser) = (&app, browser.tab());
        async move {
            app.at(
                &browser,
                &browser.submit(&app.press(patient), "own_window=true").await,
            )
        }
    };
    let one = open(FIRST).await;
    let before = one.ready().await.banner.expect("a banner");
    let two = open(SECOND).await;
    let other = two.ready().await.banner.expect("a banner");
    assert_ne!(before.name, other.name);
    assert_eq!(one.work(None).await.unwrap().banner, Some(before));
    assert_ne!(one.launch, two.launch);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_of_one_chart_leaves_the_other() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (one, two) = two(&app, &browser).await;
    one.ready().await;
    two.ready().await;
    one.sign_out().await.unwrap();
    assert_ne!(one.reload().await.status, StatusCode::OK);
    let view = two.work(None).await.unwrap();
    assert!(matches!(view.chart, ChartState::Loaded { .. }));
    two.written(DraftKind::ChartSummary).await;
}
