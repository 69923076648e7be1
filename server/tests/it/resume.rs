//! The application dies in the middle and is started again on the same database.

use crate::support::{Browser, FIRST, TestApp, signable};
use model::view::{ChartState, DraftStatus};
use model::{DraftId, DraftKind};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_on_where_it_was() {
    let (mut app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let launch = {
        let desk = app.launch(&browser, FIRST).await;
        desk.ready().await;
        desk.launch.clone()
    };
    let mut caught: Option<DraftId> = None;
    for _ in 0..8 {
        let draft = app
            .desk(&browser, &launch)
            .start(DraftKind::ChartSummary, None)
            .await
            .unwrap();
        app.kill();
        let status: String = sqlx::query_scalar("SELECT status FROM drafts WHERE id = $1")
            .bind(draft.as_str())
            .fetch_one(&app.database().await)
            .await
            .unwrap();
        app.run().await;
        if status == "drafting" {
            caught = Some(draft);
            break;
        }
    }
    let draft = caught.expect("a draft is caught while it is being written");
    // The vanished instance's lease is taken to be over.
    sqlx::query("UPDATE drafts SET lease_until = 0")
        .execute(&app.database().await)
        .await
        .unwrap();
    let desk = app.desk(&browser, &launch);
    let done = desk.settled(&draft).await;
    assert_eq!(done.status, DraftStatus::InReview, "{done:?}");
    let whole = desk.written(DraftKind::ChartSummary).await;
    let words = |view: &model::view::DraftView| {
        let statements = view.sections.iter().flat_map(|section| &section.statements);
        statements
            .map(|statement| (statement.id.clone(), statement.text.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        words(&done),
        words(&whole),
        "as one that was never interrupted"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_charts_and_reviews_outlive_a_restart() {
    let (mut app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let (launch, draft) = {
        let desk = app.launch(&browser, FIRST).await;
        let draft = desk.written(DraftKind::ChartSummary).await;
        (desk.launch.clone(), draft)
    };
    app.ehr.sandbox.log.clear();
    app.restart().await;
    let desk = app.desk(&browser, &launch);
    let view = desk.work(Some(&draft.id)).await.unwrap();
    assert!(matches!(view.chart, ChartState::Loaded { .. }));
    assert_eq!(view.open, Some(draft.clone()));
    assert_eq!(desk.reload().await.status, StatusCode::OK);
    assert_eq!(
        app.chart_requests(),
        Vec::<String>::new(),
        "the chart is not read again"
    );
    signable(&desk, &draft.id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_was_cut_off_begins_anew() {
    let (mut app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    app.fault(json!({ "fault": "slow", "arg": 20_000, "type": "Condition", "times": 1 }));
    let launch = app.launch(&browser, FIRST).await.launch.clone();
    app.restart().await;
    let desk = app.desk(&browser, &launch);
    let view = desk.ready().await;
    assert!(
        matches!(view.chart, ChartState::Loaded { .. }),
        "{:?}",
        view.chart
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_while_filing_leaves_exactly_one_document() {
    for personality in [Personality::Epic, Personality::Generic] {
        let (mut app, browser) = (TestApp::start(personality).await, Browser::new());
        let (launch, draft) = {
            let desk = app.launch(&browser, FIRST).await;
            let draft = desk.written(DraftKind::ProgressNote).await;
            let preview = signable(&desk, &draft.id).await;
            // The EHR stores it, and the application is gone before it hears so.
            app.fault(json!({ "fault": "answer-lost", "method": "POST", "type": "DocumentReference", "times": 1 }));
            desk.sign(&draft.id, preview.revision, &preview.content_hash)
                .await
                .unwrap();
            (desk.launch.clone(), draft.id)
        };
        while app.ehr.sandbox.store.filed().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        app.kill();
        sqlx::query("UPDATE outbox SET lease_until = 0")
            .execute(&app.database().await)
            .await
            .unwrap();
        app.run().await;
        let done = app.filed(&app.desk(&browser, &launch), &draft).await;
        assert_eq!(
            done.status,
            DraftStatus::Filed,
            "{personality:?}: {:?}",
            done.filed
        );
        let documents = app
            .ehr
            .sandbox
            .store
            .filed()
            .iter()
            .filter(|one| one.reference().starts_with("DocumentReference/"))
            .count();
        assert_eq!(documents, 1, "{personality:?}");
    }
}
