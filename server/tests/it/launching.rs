//! Launches that must not come about, and what each costs: a clear page, one audit entry, nothing else.

use crate::support::{Browser, FIRST, SECOND, Setup, Steady, TestApp, alter};
use audit::{Action, Outcome};
use reqwest::StatusCode;
use sandbox::Personality;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use url::Url;

fn is_callback(url: &Url) -> bool {
    url.path() == "/callback"
}

/// A server that counts who comes.
async fn stranger() -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/fhir", listener.local_addr().unwrap());
    let came = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&came);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    (url, came)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_issuer_is_refused_before_any_request_leaves() {
    let steady = Steady::new().await;
    let (issuer, came) = stranger().await;
    let url = format!("{}/launch?iss={issuer}&launch=abc", steady.app.url);
    let page = steady.browser.follow(&url).await;
    steady
        .refused(&page, 403, "This EHR is not registered", "unknown_issuer")
        .await;
    assert_eq!(came.load(Ordering::SeqCst), 0, "the stranger heard nothing");
    assert_eq!(steady.app.ehr_requests(), Vec::<String>::new());
    assert!(!page.body.contains("127.0.0.1"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn issuers_that_resemble_a_registered_one_are_refused() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    app.launch(&browser, FIRST).await.ready().await;
    app.ehr.sandbox.log.clear();
    let good = app.ehr.base_url.clone();
    let port = app.ehr.address.port().to_string();
    for iss in [
        good.replace("localhost", "127.0.0.1"),
        good.replace("localhost", "localhost.evil.example"),
        good.replace("localhost", "user@localhost"),
        good.replace("/fhir/r4", "/fhir/r4/.."),
        good.replace("/fhir/r4", "/fhir"),
        good.replace(&port, "1"),
        format!("{good}?x=1"),
        "file:///etc/passwd".to_owned(),
        "\u{0}".to_owned(),
        "x".repeat(9000),
    ] {
        let mark = app.mark().await;
        let url = Url::parse_with_params(
            &format!("{}/launch", app.url),
            [("iss", iss.as_str()), ("launch", "a")],
        )
        .unwrap();
        let page = browser.follow(url.as_str()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{iss}: {}", page.body);
        app.one_refusal(mark, Action::LaunchRefused, "unknown_issuer")
            .await;
    }
    assert_eq!(app.ehr_requests(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_without_issuer_is_refused() {
    let steady = Steady::new().await;
    let page = steady
        .browser
        .follow(&format!("{}/launch?launch=abc", steady.app.url))
        .await;
    steady
        .refused(&page, 403, "This EHR is not registered", "unknown_issuer")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_without_its_handle_is_refused() {
    let steady = Steady::new().await;
    let url = format!("{}/launch?iss={}", steady.app.url, steady.app.ehr.base_url);
    let page = steady.browser.follow(&url).await;
    steady
        .refused(&page, 400, "The launch is incomplete", "invalid_launch")
        .await;
    assert_eq!(steady.app.ehr_requests(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standalone_launch_at_an_ehr_that_is_not_listed_is_refused() {
    let steady = Steady::new().await;
    let page = steady
        .browser
        .follow(&format!("{}/start/7", steady.app.url))
        .await;
    steady
        .refused(&page, 403, "This EHR is not registered", "unknown_issuer")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_state_is_refused_and_its_code_never_sent() {
    let steady = Steady::new().await;
    let page = steady
        .browser
        .get(&format!("{}/callback?code=c&state=s", steady.app.url))
        .await;
    steady
        .refused(&page, 400, "This launch was already used", "state_rejected")
        .await;
    assert_eq!(steady.app.ehr_requests(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_state_is_refused() {
    let steady = Steady::new().await;
    let page = steady
        .browser
        .get(&format!("{}/callback?code=c", steady.app.url))
        .await;
    steady
        .refused(&page, 400, "This launch was already used", "state_rejected")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_code_is_refused() {
    let steady = Steady::new().await;
    let mut callback = steady
        .browser
        .follow_to(&steady.app.launch_url(SECOND), is_callback)
        .await;
    let state = query(&callback, "state");
    callback.set_query(Some(&format!("state={state}")));
    let page = steady.browser.get(callback.as_str()).await;
    steady
        .refused(&page, 400, "The launch is incomplete", "invalid_launch")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_answer_is_refused_and_the_first_launch_lives() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let callback = browser.follow_to(&app.launch_url(FIRST), is_callback).await;
    let page = browser.follow(callback.as_str()).await;
    let desk = app.at(&browser, &page);
    desk.ready().await;
    let (mark, launches) = (app.mark().await, app.rows("launches").await);
    app.ehr.sandbox.log.clear();
    let again = browser.follow(callback.as_str()).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(
        again.body.contains("This launch was already used"),
        "{}",
        again.body
    );
    app.one_refusal(mark, Action::LaunchRefused, "state_rejected")
        .await;
    assert_eq!(
        app.ehr_requests(),
        Vec::<String>::new(),
        "the code is not sent twice"
    );
    assert_eq!(app.rows("launches").await, launches);
    assert_eq!(desk.reload().await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_code_under_a_fresh_state_is_refused() {
    let steady = Steady::new().await;
    let used = steady
        .browser
        .follow_to(&steady.app.launch_url(SECOND), is_callback)
        .await;
    let fresh = steady
        .browser
        .follow_to(&steady.app.launch_url(SECOND), is_callback)
        .await;
    let stolen = steady.browser.stolen();
    assert_eq!(
        steady.browser.follow(used.as_str()).await.status,
        StatusCode::OK
    );
    let mark = steady.app.mark().await;
    let mixed = format!(
        "{}/callback?code={}&state={}",
        steady.app.url,
        query(&used, "code"),
        query(&fresh, "state")
    );
    let page = steady.browser.get(&mixed).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.body);
    assert!(page.body.contains("The EHR refused"), "{}", page.body);
    steady
        .app
        .one_refusal(mark, Action::LaunchRefused, "refused_by_ehr")
        .await;
    drop(stolen);
    steady.steady().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_another_browser_is_refused_and_spends_the_state() {
    let steady = Steady::new().await;
    let other = Browser::new();
    steady.app.launch(&other, SECOND).await.ready().await;
    let callback = steady
        .browser
        .follow_to(&steady.app.launch_url(SECOND), is_callback)
        .await;
    let (mark, launches) = (steady.app.mark().await, steady.app.rows("launches").await);
    steady.app.ehr.sandbox.log.clear();
    for browser in [&other, &steady.browser] {
        let page = browser.get(callback.as_str()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.body);
        assert!(page.body.contains("This launch was already used"));
    }
    let refusals = steady.app.audited(mark, Action::LaunchRefused).await;
    assert_eq!(refusals.len(), 2);
    assert_eq!(
        steady.app.ehr_requests(),
        Vec::<String>::new(),
        "the code is never sent"
    );
    assert_eq!(steady.app.rows("launches").await, launches);
    steady.steady().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_a_browser_without_session_is_refused() {
    let steady = Steady::new().await;
    let callback = steady
        .browser
        .follow_to(&steady.app.launch_url(SECOND), is_callback)
        .await;
    steady.app.ehr.sandbox.log.clear();
    let page = Browser::new().get(callback.as_str()).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(
        page.body.contains("Open Countersign in a window"),
        "{}",
        page.body
    );
    assert_eq!(steady.app.ehr_requests(), Vec::<String>::new());
    // Not this browser's business: who began it can still complete it.
    assert_eq!(
        steady.browser.follow(callback.as_str()).await.status,
        StatusCode::OK
    );
    steady.steady().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_keeps_no_cookie_is_told_so_before_the_launch_is_spent() {
    let app = TestApp::start(Personality::Epic).await;
    let url = app.launch_url(FIRST);
    let page = Browser::without_cookies().follow(&url).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.url.path(), "/launch/check");
    assert!(
        page.body.contains("Open Countersign in a window"),
        "{}",
        page.body
    );
    app.one_refusal(0, Action::LaunchRefused, "no_cookie").await;
    assert_eq!(app.ehr_requests(), Vec::<String>::new());
    assert_eq!(app.rows("launches").await, 0);

    let link = page
        .body
        .split("href=\"")
        .filter_map(|part| part.split('"').next())
        .find(|href| href.starts_with("/launch?"));
    let link = link
        .expect("a link that opens it in a window")
        .replace("&amp;", "&");
    assert!(page.body.contains("target=\"_blank\""), "{}", page.body);
    let window = Browser::new().follow(&format!("{}{link}", app.url)).await;
    assert_eq!(
        window.status,
        StatusCode::OK,
        "the same launch opens in a window: {}",
        window.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_the_ehr_is_told_and_spends_the_state() {
    let steady = Steady::new().await;
    let callback = steady
        .browser
        .follow_to(&steady.app.launch_url(SECOND), is_callback)
        .await;
    steady.app.ehr.sandbox.log.clear();
    let (code, state) = (query(&callback, "code"), query(&callback, "state"));
    let denied = format!(
        "{}/callback?error=access_denied&error_description=%3Cscript%3Ehello&state={state}",
        steady.app.url
    );
    let page = steady.browser.get(&denied).await;
    steady
        .refused(&page, 403, "The EHR refused", "refused_by_ehr")
        .await;
    assert!(
        !page.body.contains("hello"),
        "foreign words are not shown: {}",
        page.body
    );
    let late = steady
        .browser
        .get(&format!(
            "{}/callback?code={code}&state={state}",
            steady.app.url
        ))
        .await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST);
    assert_eq!(steady.app.ehr_requests(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_the_ehr_does_not_know_is_refused() {
    let steady = Steady::new().await;
    let url = format!(
        "{}/launch?iss={}&launch=made-up",
        steady.app.url, steady.app.ehr.base_url
    );
    let page = steady.browser.follow(&url).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.body);
    assert!(page.body.contains("The EHR refused"));
    steady.steady().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_patient_is_refused() {
    let setup = Setup {
        alter: Some(alter(|_, path, answer| {
            if path == "/oauth2/token" {
                answer.as_object_mut().unwrap().remove("patient");
            }
        })),
        ..Setup::new(Personality::Generic)
    };
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let page = app.open(&browser, FIRST).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.body);
    assert!(page.body.contains("No patient"));
    app.one_refusal(0, Action::LaunchRefused, "no_patient")
        .await;
    assert_eq!(app.rows("launches").await, 0);
    assert_eq!(app.chart_requests(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ehr_that_fails_is_named_and_the_next_launch_works() {
    let steady = Steady::new().await;
    steady
        .app
        .fault(serde_json::json!({ "fault": "server-error", "path": "/oauth2/token", "times": 1 }));
    let page = steady.app.open(&steady.browser, SECOND).await;
    steady
        .refused(&page, 502, "The EHR does not answer", "ehr_unavailable")
        .await;
    steady.app.launch(&steady.browser, SECOND).await;
    steady.steady().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_is_recorded_before_the_chart_is_read() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let log = app.audit().await;
    let at = |action| {
        let begun =
            |entry: &&audit::Entry| entry.action == action && entry.outcome == Outcome::Begin;
        log.iter()
            .find(begun)
            .unwrap_or_else(|| panic!("{action:?}: {log:?}"))
            .index
    };
    assert!(at(Action::SessionStarted) < at(Action::ChartRead));
    for action in [Action::SessionStarted, Action::ChartRead] {
        let entry = &log[usize::try_from(at(action)).unwrap()];
        assert_eq!(entry.launch, Some(desk.launch.clone()));
        let detail = entry.detail.as_ref().unwrap();
        assert_eq!(detail.patient.as_deref(), Some("Patient/p01"));
    }
}

fn query(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(key, _)| key == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {url}"))
        .1
        .into_owned()
}
