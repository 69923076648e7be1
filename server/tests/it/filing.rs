//! Signed notes reach the EHR: word for word, once, or a person is told why not.

use crate::support::{Browser, FIRST, TestApp, signable};
use audit::{Action, Outcome};
use model::view::DraftStatus;
use model::{DraftKind, WireErrorCode};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::{Value, json};

const KINDS: [DraftKind; 3] = [
    DraftKind::ChartSummary,
    DraftKind::ProgressNote,
    DraftKind::PriorAuthLetter,
];

/// The documents that the EHR has from us, with their text.
async fn filed(app: &TestApp) -> Vec<Value> {
    let page = Browser::new()
        .get(&format!("{}/__sandbox/filed", app.ehr.public_url))
        .await;
    let filed = page.json()["filed"].as_array().unwrap().clone();
    filed
        .into_iter()
        .filter(|one| one["resource"]["resourceType"] == "DocumentReference")
        .collect()
}

async fn files(personality: Personality, kind: DraftKind) {
    let (app, browser) = (TestApp::start(personality).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = desk.written(kind).await;
    assert_eq!(draft.status, DraftStatus::InReview, "{kind:?}: {draft:?}");
    let preview = signable(&desk, &draft.id).await;
    assert!(
        filed(&app).await.is_empty(),
        "nothing is filed before it is signed"
    );
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let done = desk
        .status(&draft.id, |status| {
            !matches!(status, DraftStatus::Signed | DraftStatus::InReview)
        })
        .await;
    assert_eq!(
        done.status,
        DraftStatus::Filed,
        "{personality:?} {kind:?}: {:?}",
        done.filed
    );
    let documents = filed(&app).await;
    assert_eq!(documents.len(), 1, "{documents:?}");
    let document = &documents[0];
    assert_eq!(
        document["text"],
        preview.text.as_str(),
        "{personality:?} {kind:?}"
    );
    assert_eq!(document["patient"], FIRST);
    let view = done.filed.unwrap();
    assert_eq!(view.text, preview.text);
    assert_eq!(view.reference.as_deref(), document["reference"].as_str());
    let log = app.audited(0, Action::Filed).await;
    let end = log.iter().find(|entry| entry.outcome == Outcome::Success);
    let detail = end.expect("the filing's end").detail.as_ref().unwrap();
    assert_eq!(detail.patient, Some(format!("Patient/{FIRST}")));
    assert_eq!(detail.objects.last(), view.reference.as_ref());
    let page = desk.reload().await;
    assert!(page.body.contains("Filed"), "{kind:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_filed_at_epic() {
    for kind in KINDS {
        files(Personality::Epic, kind).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_filed_at_oracle() {
    for kind in KINDS {
        files(Personality::Oracle, kind).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_filed_at_any_other_ehr() {
    for kind in KINDS {
        files(Personality::Generic, kind).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_leaves_exactly_one_document() {
    for personality in [Personality::Epic, Personality::Oracle, Personality::Generic] {
        let (app, browser) = (TestApp::start(personality).await, Browser::new());
        let desk = app.launch(&browser, FIRST).await;
        let draft = desk.written(DraftKind::ProgressNote).await;
        let preview = signable(&desk, &draft.id).await;
        app.fault(json!({ "fault": "answer-lost", "method": "POST", "type": "DocumentReference", "times": 1 }));
        desk.sign(&draft.id, preview.revision, &preview.content_hash)
            .await
            .unwrap();
        let done = app.filed(&desk, &draft.id).await;
        assert_eq!(
            done.status,
            DraftStatus::Filed,
            "{personality:?}: {:?}",
            done.filed
        );
        let documents = filed(&app).await;
        assert_eq!(documents.len(), 1, "{personality:?}");
        assert_eq!(
            done.filed.unwrap().reference.as_deref(),
            documents[0]["reference"].as_str()
        );
        assert_eq!(documents[0]["versions"], 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_certainly_failed_is_tried_again() {
    for fault in ["throttled", "maintenance", "expired-token"] {
        let (app, browser) = (TestApp::start(Personality::Oracle).await, Browser::new());
        let desk = app.launch(&browser, FIRST).await;
        let draft = desk.written(DraftKind::ProgressNote).await;
        let preview = signable(&desk, &draft.id).await;
        app.fault(
            json!({ "fault": fault, "method": "POST", "type": "DocumentReference", "times": 1 }),
        );
        desk.sign(&draft.id, preview.revision, &preview.content_hash)
            .await
            .unwrap();
        let done = app.filed(&desk, &draft.id).await;
        assert_eq!(done.status, DraftStatus::Filed, "{fault}: {:?}", done.filed);
        assert_eq!(filed(&app).await.len(), 1, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_the_ehr_refuses_is_kept_and_a_person_is_told() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = desk.written(DraftKind::ProgressNote).await;
    let preview = signable(&desk, &draft.id).await;
    app.fault(
        json!({ "fault": "forbidden-outcome", "method": "POST", "type": "DocumentReference" }),
    );
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let done = desk
        .status(&draft.id, |status| {
            matches!(status, DraftStatus::NeedsPerson | DraftStatus::Filed)
        })
        .await;
    assert_eq!(done.status, DraftStatus::NeedsPerson);
    let view = done.filed.unwrap();
    assert_eq!(view.text, preview.text, "the words are kept");
    assert!(
        view.state.contains("did not take the note"),
        "{}",
        view.state
    );
    assert!(filed(&app).await.is_empty());
    let log = app.audited(0, Action::Filed).await;
    assert!(
        log.iter()
            .any(|entry| matches!(entry.outcome, Outcome::Failure(_))),
        "{log:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_out_while_a_note_waits_to_be_filed() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = desk.written(DraftKind::ProgressNote).await;
    let preview = signable(&desk, &draft.id).await;
    app.fault(json!({ "fault": "maintenance", "method": "POST", "type": "DocumentReference", "times": 1 }));
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let error = desk.sign_out().await.unwrap_err();
    assert_eq!(
        (error.status, error.error.code),
        (StatusCode::UNPROCESSABLE_ENTITY, WireErrorCode::BadInput)
    );
    assert!(
        error.error.message.contains("still being filed"),
        "{error:?}"
    );
    assert_eq!(app.filed(&desk, &draft.id).await.status, DraftStatus::Filed);
    desk.sign_out().await.unwrap();
    assert_eq!(filed(&app).await.len(), 1);
}
