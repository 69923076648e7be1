//! The session cookie and the session behind it.

use crate::support::{Browser, FIRST, TestApp};
use reqwest::StatusCode;
use sandbox::Personality;

const NAME: &str = "__Host-countersign";

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_has_exactly_these_attributes() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let first = browser.get(&app.launch_url(FIRST)).await;
    let sets: Vec<_> = first.headers.get_all("set-cookie").iter().collect();
    assert_eq!(sets.len(), 1, "{sets:?}");
    app.launch(&browser, FIRST).await;
    // Both when it is first given and when it is changed at login.
    let later = browser
        .cookies()
        .into_iter()
        .find(|cookie| cookie.name == NAME)
        .unwrap()
        .set;
    for set in [sets[0].to_str().unwrap(), &later] {
        let mut parts: Vec<&str> = set.split("; ").collect();
        let value = parts.remove(0);
        assert!(
            value.starts_with("__Host-countersign=") && value.len() > 30,
            "{set}"
        );
        parts.retain(|part| !part.starts_with("Max-Age=") && !part.starts_with("Expires="));
        parts.sort_unstable();
        assert_eq!(
            parts,
            [
                "HttpOnly",
                "Partitioned",
                "Path=/",
                "SameSite=None",
                "Secure"
            ],
            "{set}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_id_changes_at_login_and_the_old_one_is_dead() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let callback = browser
        .follow_to(&app.launch_url(FIRST), |url| url.path() == "/callback")
        .await;
    let (planted, before) = (browser.stolen(), browser.cookies());
    let page = browser.follow(callback.as_str()).await;
    let desk = app.at(&browser, &page);
    assert_eq!(page.status, StatusCode::OK);
    assert_ne!(browser.cookies()[0].value, before[0].value);
    let page = planted.get(&desk.url()).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.body);
    assert!(
        page.body.contains("Your session has ended"),
        "{}",
        page.body
    );
    assert_eq!(desk.reload().await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_made_up_session_id_opens_nothing() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    for value in ["x", "AAAAAAAAAAAAAAAAAAAAAA", &"a".repeat(4000)] {
        let headers = [("cookie".to_owned(), format!("{NAME}={value}"))];
        let page = Browser::new()
            .send(reqwest::Method::GET, &desk.url(), &headers, String::new())
            .await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_need_no_session_set_no_cookie() {
    let app = TestApp::start(Personality::Generic).await;
    for path in [
        "/",
        "/signed-out",
        "/jwks.json",
        "/nothing",
        "/health/live",
        "/health/ready",
        "/pkg/countersign.0a1b.css",
    ] {
        let page = Browser::new().get(&format!("{}{path}", app.url)).await;
        assert!(page.headers.get("set-cookie").is_none(), "{path}");
    }
}
