//! Charts that come in part or not at all: what is missing is named, and nothing is taken for absent.

use crate::support::{Browser, FIRST, SECOND, Setup, TestApp};
use audit::{Action, Outcome};
use model::DraftKind;
use model::view::{ChartProblem, ChartState, DraftStatus, WorkView};
use sandbox::Personality;
use serde_json::json;

fn problems(view: &WorkView) -> &[ChartProblem] {
    match &view.chart {
        ChartState::Loaded { problems, .. } => problems,
        other => panic!("{other:?}"),
    }
}

fn named(view: &WorkView, what: &str) -> bool {
    problems(view)
        .iter()
        .any(|problem| problem.what.contains(what))
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_that_fail_are_named_on_the_page_and_in_the_draft() {
    for (fault, kind) in [
        ("server-error", "Condition"),
        ("forbidden", "AllergyIntolerance"),
        ("truncated", "Observation"),
        ("not-found", "Procedure"),
        ("break-the-glass", "DocumentReference"),
    ] {
        let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
        app.fault(json!({ "fault": fault, "type": kind, "method": "GET" }));
        let desk = app.launch(&browser, FIRST).await;
        let view = desk.ready().await;
        assert!(named(&view, kind), "{fault}: {:?}", problems(&view));
        let ChartState::Loaded { lines, items, .. } = &view.chart else {
            panic!("{fault}: {:?}", view.chart);
        };
        assert!(*items > 5, "{fault}: the rest is there");
        let line = lines
            .iter()
            .find(|line| line.what.starts_with(kind))
            .unwrap();
        assert!(line.failure.is_some(), "{fault}: {line:?}");
        let draft = desk.written(DraftKind::ChartSummary).await;
        assert_eq!(draft.status, DraftStatus::InReview, "{fault}: {draft:?}");
        assert!(
            draft
                .notices
                .iter()
                .any(|notice| notice.what.contains(kind)),
            "{fault}: {:?}",
            draft.notices
        );
        let page = desk.reload().await;
        assert!(page.body.contains(kind), "{fault}: the page names it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_load_is_not_called_absent() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    app.fault(json!({ "fault": "server-error", "type": "AllergyIntolerance" }));
    let desk = app.launch(&browser, FIRST).await;
    let draft = desk.written(DraftKind::ChartSummary).await;
    let statements = draft
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    for statement in statements.filter(|statement| statement.releasable) {
        let text = statement.text.to_lowercase();
        let denies = text.contains("allerg") && (text.contains("no ") || text.contains("none"));
        assert!(!denies, "{}", statement.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn narrow_scopes_are_shown_as_limits() {
    for personality in [Personality::Epic, Personality::Oracle, Personality::Generic] {
        let (app, browser) = (TestApp::start(personality).await, Browser::new());
        app.fault(json!({ "fault": "narrow-scope", "path": "/oauth2/token" }));
        let desk = app.launch(&browser, FIRST).await;
        let view = desk.ready().await;
        let limits = view.limits.join(" ");
        assert!(
            limits.contains("does not let Countersign read") && limits.contains("Observation"),
            "{limits}"
        );
        assert!(limits.contains("file notes"), "{limits}");
        let forbidden = app
            .chart_requests()
            .into_iter()
            .filter(|request| request.ends_with("/Observation"));
        assert_eq!(forbidden.count(), 0, "what is not granted is not asked for");
        let page = desk.reload().await;
        assert!(
            page.body.contains("does not let Countersign read"),
            "{}",
            page.body
        );
        assert!(named(&view, "Observation"), "{:?}", problems(&view));
        let draft = desk.written(DraftKind::ChartSummary).await;
        assert!(
            draft
                .notices
                .iter()
                .any(|notice| notice.what.contains("Observation")),
            "{:?}",
            draft.notices
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_without_filing_is_shown_as_a_limit() {
    let mut apis = sandbox::config::default_apis();
    apis.retain(|api| !api.starts_with("DocumentReference"));
    apis.push("DocumentReference.rs".to_owned());
    let setup = Setup {
        apis: Some(apis),
        ..Setup::new(Personality::Epic)
    };
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let view = app.launch(&browser, FIRST).await.ready().await;
    assert_eq!(view.limits.len(), 1, "{:?}", view.limits);
    assert!(view.limits[0].contains("file notes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_without_its_patient_fails_and_is_tried_again_when_the_page_is_opened() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    app.fault(json!({ "fault": "server-error", "path": "/Patient/" }));
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.ready().await;
    let ChartState::Failed { message } = &view.chart else {
        panic!("{:?}", view.chart);
    };
    assert!(message.len() > 20, "{message}");
    let read = app.audited(0, Action::ChartRead).await;
    assert!(matches!(&read[1].outcome, Outcome::Failure(_)), "{read:?}");
    let refused = desk.start(DraftKind::ChartSummary, None).await.unwrap_err();
    assert_eq!(
        refused.error.code,
        model::WireErrorCode::Conflict,
        "{refused:?}"
    );
    assert_eq!(app.rows("drafts").await, 0);
    app.ehr.sandbox.faults.clear();
    desk.reload().await;
    let view = desk
        .until(None, |view| matches!(view.chart, ChartState::Loaded { .. }))
        .await;
    assert_eq!(problems(&view), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_that_expires_is_replaced_and_the_load_goes_on() {
    let (app, browser) = (TestApp::start(Personality::Oracle).await, Browser::new());
    app.fault(json!({ "fault": "expired-token", "type": "Condition", "times": 1 }));
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.ready().await;
    assert_eq!(problems(&view), []);
    let refreshed = app
        .ehr_requests()
        .into_iter()
        .filter(|request| request == "POST /oauth2/token")
        .count();
    assert_eq!(refreshed, 2, "once for the launch, once for the refresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_that_changes_with_a_refresh_ends_the_session_and_reads_nothing() {
    let (app, browser) = (TestApp::start(Personality::Oracle).await, Browser::new());
    app.fault(json!({ "fault": "other-patient", "path": "/oauth2/token", "after": 1 }));
    app.fault(json!({ "fault": "expired-token", "type": "Patient" }));
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.ready().await;
    assert!(
        matches!(view.chart, ChartState::Failed { .. }),
        "{:?}",
        view.chart
    );
    let other = format!("GET /fhir/r4/Patient/{SECOND}");
    assert!(!app.ehr_requests().contains(&other));
}

#[tokio::test(flavor = "multi_thread")]
async fn throttling_and_paging_are_followed_to_the_end() {
    let mut setup = Setup::new(Personality::Epic);
    setup.rules.default_count = 7;
    setup.rules.max_count = 7;
    setup.rules.ignore_count = true;
    let (whole, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let paged = TestApp::with(setup).await;
    paged.fault(json!({ "fault": "throttled", "type": "Observation", "times": 3, "arg": 1 }));
    let items = async |app: &TestApp| match app.launch(&browser, FIRST).await.ready().await.chart {
        ChartState::Loaded {
            items, problems, ..
        } => {
            assert_eq!(problems, []);
            items
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(items(&whole).await, items(&paged).await);
}
