//! Data that a note proposes for the chart: decided one by one, signed with the note, written once or listed.

use crate::support::{Browser, Desk, FIRST, Page, SECOND, Setup, TestApp, signable};
use audit::{Action, Outcome};
use model::view::{DraftStatus, DraftView};
use model::{DraftId, DraftKind};
use reqwest::{Method, StatusCode};
use sandbox::Personality;
use serde_json::{Value, json};
use std::time::Duration;

const SAID: &str = "Subjective:\nShe takes naproxen 250 mg twice daily for her knee.\nObjective:\nWeight 81.5 kg today.\nFerritin 12 ng/mL today.\nAssessment:\nGout.\nPneumonia was ruled out.\nPlan:\nStart colchicine 0.6 mg daily.";

/// A SOAP note of dictated words, written.
async fn note(desk: &Desk<'_>) -> DraftView {
    desk.ready().await;
    let given = json!([{ "kind": "dictation", "text": SAID }]);
    let arguments = json!({ "kind": DraftKind::SoapNote, "choice": null, "given": given });
    let id: DraftId = desk.call("start", arguments).await.unwrap();
    desk.settled(&id).await
}

fn at(desk: &Desk<'_>, draft: &DraftId) -> String {
    format!("{}/d/{draft}/proposals", desk.url())
}

async fn sheet(desk: &Desk<'_>, draft: &DraftId) -> String {
    let page = desk.browser.get(&format!("{}?part", at(desk, draft))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page.body
}

/// The name of the item with these words in its heading.
fn item(sheet: &str, words: &str) -> String {
    let line = sheet
        .split("<li")
        .find(|line| line.contains("data-item=") && line.contains(words));
    let line = line.unwrap_or_else(|| panic!("no {words} in {sheet}"));
    let (_, rest) = line.split_once("data-item=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

async fn press(desk: &Desk<'_>, draft: &DraftId, item: &str, button: &str) -> Page {
    let form = format!("item={item}&{button}");
    desk.browser
        .submit(&format!("{}?part", at(desk, draft)), &form)
        .await
}

/// Everything that the EHR got from us, by type.
async fn written(app: &TestApp, kind: &str) -> Vec<Value> {
    let page = Browser::new()
        .get(&format!("{}/__sandbox/filed", app.ehr.public_url))
        .await;
    let filed = page.json()["filed"].as_array().unwrap().clone();
    let resources = filed.into_iter().map(|one| one["resource"].clone());
    resources
        .filter(|resource| resource["resourceType"] == kind)
        .collect()
}

/// Waits until nothing is on its way any more.
async fn settled(app: &TestApp, desk: &Desk<'_>, draft: &DraftId) -> String {
    let database = app.database().await;
    for _ in 0..240 {
        let sheet = sheet(desk, draft).await;
        if !sheet.contains("data-pending") {
            return sheet;
        }
        sqlx::query("UPDATE outbox SET due = 0 WHERE lease_owner IS NULL")
            .execute(&database)
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("it is never written");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_elses_note_and_no_other_sites_press_decides_anything() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = note(&desk).await;
    let gout = item(&sheet(&desk, &draft.id).await, "Gout");
    let mark = app.mark().await;
    let stranger = app.desk(&Browser::new(), &desk.launch);
    let page = stranger.browser.get(&at(&stranger, &draft.id)).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let other = app.launch(&browser, SECOND).await;
    for url in [
        at(&other, &draft.id),
        format!("{}?part", at(&other, &draft.id)),
    ] {
        let page = other.browser.get(&url).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{}", page.body);
        assert!(!page.body.contains("naproxen"));
        let page = other
            .browser
            .submit(&url, &format!("item={gout}&accept=text"))
            .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
    for (origin, site) in [
        ("https://evil.example", "cross-site"),
        ("null", "cross-site"),
    ] {
        let headers = [
            ("origin", origin),
            ("sec-fetch-site", site),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let form = format!("item={gout}&accept=text");
        let page = desk
            .browser
            .send(Method::POST, &at(&desk, &draft.id), &headers, form)
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(app.rows("proposals").await, 0);
    assert!(
        app.audited(mark, Action::ProposalAccepted)
            .await
            .iter()
            .all(|entry| entry.outcome != Outcome::Success)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unreadable_unknown_or_of_a_letter_is_refused() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = note(&desk).await;
    let sheet = sheet(&desk, &draft.id).await;
    let gout = item(&sheet, "Gout");
    for form in [
        "",
        "item=",
        "accept=0",
        &format!("item={gout}"),
        &format!("item={gout}&accept=0&reject=1"),
        &format!("item={gout}&accept=0&more=1"),
    ] {
        let page = desk.browser.submit(&at(&desk, &draft.id), form).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{form}: {}",
            page.body
        );
    }
    for button in ["accept=99", "accept=-1", "undo=1"] {
        let page = press(&desk, &draft.id, &gout, button).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{button}");
    }
    for name in ["0123456789abcdef01234567", "%3Cscript%3E"] {
        let page = press(&desk, &draft.id, name, "accept=text").await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{name}");
        assert!(!page.body.contains("<script>"));
    }
    assert_eq!(app.rows("proposals").await, 0);
    let summary = desk.written(DraftKind::ChartSummary).await;
    let page = desk.browser.get(&at(&desk, &summary.id)).await;
    assert_eq!(
        page.status,
        StatusCode::NOT_FOUND,
        "a summary proposes nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_undecided_rejected_or_taken_back_reaches_the_chart() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = note(&desk).await;
    let page = sheet(&desk, &draft.id).await;
    assert!(
        !page.to_lowercase().contains("pneumonia</b>") && !page.contains("olchicine</b>"),
        "{page}"
    );
    let (gout, weight) = (item(&page, "Gout"), item(&page, "Weight"));
    press(&desk, &draft.id, &gout, "accept=text").await;
    press(&desk, &draft.id, &gout, "undo=1").await;
    press(&desk, &draft.id, &weight, "accept=0").await;
    let after = press(&desk, &draft.id, &weight, "reject=1").await;
    assert!(after.body.contains("Left out"), "{}", after.body);
    let preview = signable(&desk, &draft.id).await;
    assert!(!preview.text.contains("Proposed for the chart"));
    assert!(
        preview
            .changes
            .iter()
            .any(|line| line.contains("not decided")),
        "{:?}",
        preview.changes
    );
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    assert_eq!(app.filed(&desk, &draft.id).await.status, DraftStatus::Filed);
    settled(&app, &desk, &draft.id).await;
    for kind in ["Condition", "MedicationStatement", "Observation"] {
        assert_eq!(written(&app, kind).await.len(), 0, "{kind}");
    }
    let log = app.audit().await;
    let count = |action| {
        log.iter()
            .filter(|one| one.action == action && one.outcome == Outcome::Success)
            .count()
    };
    assert_eq!(
        [
            Action::ProposalAccepted,
            Action::ProposalUndone,
            Action::ProposalRejected
        ]
        .map(count),
        [2, 1, 1]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_ends_with_the_words_that_say_it_and_a_preview_with_a_later_decision() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = note(&desk).await;
    let gout = item(&sheet(&desk, &draft.id).await, "Gout");
    let before = signable(&desk, &draft.id).await;
    press(&desk, &draft.id, &gout, "accept=text").await;
    let error = desk
        .sign(&draft.id, before.revision, &before.content_hash)
        .await
        .unwrap_err();
    assert_eq!(
        error.status,
        StatusCode::CONFLICT,
        "what was previewed lacks the item"
    );
    let preview = desk.preview(&draft.id).await.unwrap();
    assert!(
        preview
            .text
            .contains("Proposed for the chart\n- Condition: Gout"),
        "{}",
        preview.text
    );
    let view = desk.draft(&draft.id).await;
    let mut statements = view.sections.iter().flat_map(|section| &section.statements);
    let told = statements.find(|one| one.text.starts_with("Gout")).unwrap();
    let change = model::view::Change::Remove {
        statement: told.id.clone(),
    };
    desk.change(&draft.id, view.revision, change).await.unwrap();
    let preview = desk.preview(&draft.id).await.unwrap();
    assert!(
        !preview.text.contains("Proposed for the chart"),
        "{}",
        preview.text
    );
    assert!(!sheet(&desk, &draft.id).await.contains(&gout));
}

/// Accepts all four, signs, and answers the signed text and the sheet once all is settled.
async fn all_accepted(app: &TestApp, desk: &Desk<'_>) -> (DraftView, String, String) {
    let draft = note(desk).await;
    let page = sheet(desk, &draft.id).await;
    for (words, button) in [
        ("Gout", "accept=text"),
        ("naproxen", "accept=text"),
        ("Weight", "accept=0"),
        ("Ferritin", "accept=text"),
    ] {
        let page = press(desk, &draft.id, &item(&page, words), button).await;
        assert_eq!(page.status, StatusCode::OK, "{words}: {}", page.body);
    }
    let preview = signable(desk, &draft.id).await;
    for kind in ["Condition", "Observation", "DocumentReference"] {
        assert_eq!(
            written(app, kind).await.len(),
            0,
            "nothing before the signature"
        );
    }
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let done = app.filed(desk, &draft.id).await;
    assert_eq!(done.status, DraftStatus::Filed, "{:?}", done.filed);
    let view = done.filed.clone().unwrap();
    assert_eq!(
        view.text, preview.text,
        "the signed text is the previewed one"
    );
    let sheet = settled(app, desk, &draft.id).await;
    (done, preview.text, sheet)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ehr_that_takes_vital_signs_alone_gets_these_and_the_note_lists_the_rest() {
    for personality in [Personality::Epic, Personality::Oracle] {
        let (app, browser) = (TestApp::start(personality).await, Browser::new());
        let desk = app.launch(&browser, FIRST).await;
        let (_, text, sheet) = all_accepted(&app, &desk).await;
        let (_, list) = text
            .split_once("Proposed for the chart\n")
            .expect("the list");
        assert!(list.contains("- Condition: Gout, active ("), "{list}");
        assert!(
            list.contains("- Medication taken: naproxen 250 mg twice daily (no code)"),
            "{list}"
        );
        assert!(
            list.contains("- Observation: Ferritin 12 ng/mL on "),
            "{list}"
        );
        assert!(!list.contains("Weight"), "{list}");
        let weights = written(&app, "Observation").await;
        assert_eq!(weights.len(), 1, "{personality:?}: {weights:?} {sheet}");
        assert_eq!(weights[0]["valueQuantity"]["value"], json!(81.5));
        assert_eq!(weights[0]["code"]["coding"][0]["code"], "29463-7");
        for kind in ["Condition", "MedicationStatement"] {
            assert_eq!(written(&app, kind).await.len(), 0, "{personality:?} {kind}");
        }
        assert_eq!(sheet.matches("Listed in the note.").count(), 3, "{sheet}");
        assert!(
            sheet.contains("Written to the chart as Observation/"),
            "{sheet}"
        );
        let filed = app.audited(0, Action::Filed).await;
        let detail = |entry: &audit::Entry| entry.detail.as_ref().unwrap().objects.clone();
        let entry = filed
            .iter()
            .filter(|entry| entry.outcome == Outcome::Success)
            .map(detail)
            .find(|objects| objects.iter().any(|one| one.starts_with("proposal ")));
        assert!(entry.unwrap().last().unwrap().starts_with("Observation/"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ehr_that_takes_them_gets_each_with_its_note_and_lists_what_has_no_code() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let (done, text, sheet) = all_accepted(&app, &desk).await;
    let note = done.filed.unwrap().reference.unwrap();
    let condition = written(&app, "Condition").await.remove(0);
    assert_eq!(
        condition["evidence"][0]["detail"][0]["reference"],
        note.as_str(),
        "{condition}"
    );
    assert_eq!(condition["code"]["text"], "Gout");
    assert_eq!(condition["clinicalStatus"]["coding"][0]["code"], "active");
    let statement = written(&app, "MedicationStatement").await.remove(0);
    assert_eq!(statement["derivedFrom"][0]["reference"], note.as_str());
    assert_eq!(
        statement["dosage"][0]["text"],
        "naproxen 250 mg twice daily"
    );
    assert!(
        statement["medicationCodeableConcept"]
            .get("coding")
            .is_none()
    );
    assert_eq!(written(&app, "Observation").await.len(), 1);
    assert_eq!(
        sheet.matches("Written to the chart as").count(),
        3,
        "{sheet}"
    );
    let (_, list) = text.split_once("Proposed for the chart\n").unwrap();
    assert_eq!(
        list.lines().filter(|line| line.starts_with("- ")).count(),
        1,
        "{list}"
    );
    assert!(
        list.contains("Ferritin"),
        "a measurement without a code is read, not written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_granted_is_not_written_and_the_note_lists_it() {
    let mut setup = Setup::new(Personality::Generic);
    setup.apis = Some(
        sandbox::config::default_apis()
            .into_iter()
            .map(|api| {
                api.replace("Condition.crs", "Condition.rs")
                    .replace("Observation.crus", "Observation.rs")
            })
            .collect(),
    );
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let (_, text, _) = all_accepted(&app, &desk).await;
    let (_, list) = text.split_once("Proposed for the chart\n").unwrap();
    for what in ["Gout", "Weight", "Ferritin"] {
        assert!(list.contains(what), "not granted: {list}");
    }
    assert_eq!(
        written(&app, "Condition").await.len() + written(&app, "Observation").await.len(),
        0
    );
    assert_eq!(written(&app, "MedicationStatement").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_leaves_one_entry_and_a_refused_one_is_told_and_the_note_stays_filed() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    app.fault(json!({ "fault": "answer-lost", "method": "POST", "type": "Condition", "times": 1 }));
    app.fault(
        json!({ "fault": "forbidden-outcome", "method": "POST", "type": "MedicationStatement" }),
    );
    let (done, _, sheet) = all_accepted(&app, &desk).await;
    assert_eq!(written(&app, "Condition").await.len(), 1);
    assert_eq!(written(&app, "MedicationStatement").await.len(), 0);
    assert!(sheet.contains("The EHR did not take it"), "{sheet}");
    assert!(sheet.contains("Enter it in the EHR by hand"), "{sheet}");
    assert_eq!(desk.draft(&done.id).await.status, DraftStatus::Filed);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_signature_what_the_ehr_takes_can_still_be_accepted_once_and_nothing_else() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = note(&desk).await;
    let preview = signable(&desk, &draft.id).await;
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    assert_eq!(app.filed(&desk, &draft.id).await.status, DraftStatus::Filed);
    let page = sheet(&desk, &draft.id).await;
    let (gout, weight) = (item(&page, "Gout"), item(&page, "Weight"));
    assert!(page.contains("enter it there by hand"), "{page}");
    let refused = press(&desk, &draft.id, &gout, "accept=text").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        press(&desk, &draft.id, &weight, "accept=0").await.status,
        StatusCode::OK
    );
    for button in ["accept=0", "undo=1", "reject=1"] {
        let again = press(&desk, &draft.id, &weight, button).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{button}");
    }
    settled(&app, &desk, &draft.id).await;
    assert_eq!(written(&app, "Observation").await.len(), 1);
}
