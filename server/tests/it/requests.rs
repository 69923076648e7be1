//! What every request and every answer must be like, whatever it is about.

use crate::support::{Browser, FIRST, Page, TestApp};
use reqwest::{Method, StatusCode};
use sandbox::Personality;
use serde_json::{Value, json};

/// Every server function with arguments that it would take.
fn functions(launch: &str, draft: &str) -> Vec<(&'static str, Value)> {
    let with = |mut more: Value| {
        more["launch"] = launch.into();
        more
    };
    let on = |mut more: Value| {
        more["draft"] = draft.into();
        with(more)
    };
    vec![
        ("work", with(json!({ "open": null }))),
        ("watch", with(json!({ "open": null, "seen": 0 }))),
        ("sign_out", with(json!({}))),
        (
            "start",
            with(json!({ "kind": "chart_summary", "choice": null, "given": [] })),
        ),
        ("search", with(json!({ "words": "blood" }))),
        ("sheet", with(json!({ "which": "overview" }))),
        ("stop", on(json!({}))),
        (
            "evidence",
            on(json!({ "statement": null, "source": "Patient/p01" })),
        ),
        (
            "change",
            on(json!({ "revision": 0, "change": { "change": "remove", "statement": "s1" } })),
        ),
        ("check", on(json!({ "statement": "s1", "text": "x" }))),
        (
            "regenerate",
            on(json!({ "revision": 0, "section": 0, "instruction": null })),
        ),
        ("preview", on(json!({}))),
        ("sign", on(json!({ "revision": 0, "content_hash": "x" }))),
    ]
}

#[test]
fn every_server_function_is_in_the_table() {
    let mut ours: Vec<String> = functions("l", "d")
        .into_iter()
        .map(|(name, _)| format!("/api/{name}"))
        .collect();
    let mut all: Vec<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    ours.sort();
    all.sort();
    assert_eq!(all, ours);
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_of_other_sites_are_refused_and_do_nothing() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let (mark, drafts) = (app.mark().await, app.rows("drafts").await);
    let ours = app.url.as_str();
    let forged: &[&[(&str, &str)]] = &[
        &[],
        &[("origin", "null")],
        &[("origin", "https://evil.example")],
        &[("origin", &app.ehr.public_url)],
        &[("origin", ours), ("sec-fetch-site", "cross-site")],
        &[("origin", ours), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "none")],
        &[("origin", ours), ("origin", "https://evil.example")],
        &[("origin", &ours.replace("http:", "https:"))],
    ];
    for (name, arguments) in functions(desk.launch.as_str(), "d") {
        for headers in forged {
            for kind in [
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
            ] {
                let mut all = vec![
                    ("content-type".to_owned(), kind.to_owned()),
                    ("accept".to_owned(), "application/json".to_owned()),
                ];
                all.extend(
                    headers
                        .iter()
                        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
                );
                let url = format!("{}/api/{name}", app.url);
                let page = browser
                    .send(Method::POST, &url, &all, arguments.to_string())
                    .await;
                assert_eq!(
                    page.status,
                    StatusCode::FORBIDDEN,
                    "{name} {headers:?}: {}",
                    page.body
                );
                assert_sealed(&page, &app);
            }
        }
    }
    assert_eq!(app.mark().await, mark, "nothing was begun");
    assert_eq!(app.rows("drafts").await, drafts);
    assert_eq!(
        desk.reload().await.status,
        StatusCode::OK,
        "still signed in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_changes_nothing() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let mark = app.mark().await;
    for (name, arguments) in functions(desk.launch.as_str(), "d") {
        for method in [
            Method::GET,
            Method::HEAD,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ] {
            let headers = [
                ("origin", app.url.as_str()),
                ("content-type", "application/json"),
                ("sec-fetch-site", "same-origin"),
            ];
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let url = url::Url::parse_with_params(
                &format!("{}/api/{name}", app.url),
                [("launch", desk.launch.as_str()), ("draft", "d")],
            )
            .unwrap();
            let page = browser
                .send(
                    method.clone(),
                    url.as_str(),
                    &headers,
                    arguments.to_string(),
                )
                .await;
            assert_eq!(
                page.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {name}: {}",
                page.body
            );
        }
    }
    assert_eq!(app.mark().await, mark);
    assert_eq!(desk.reload().await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_without_a_session_answer_that_it_ended() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let mark = app.mark().await;
    for (name, arguments) in functions(desk.launch.as_str(), "d") {
        let page = Browser::new().call(&app.url, name, &arguments).await;
        assert_eq!(
            page.status,
            StatusCode::UNAUTHORIZED,
            "{name}: {}",
            page.body
        );
        assert_eq!(page.json()["code"], "session_expired", "{name}");
    }
    assert_eq!(app.audited(mark, audit::Action::DraftMade).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_beyond_the_limit_are_refused() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let mark = app.mark().await;
    let arguments = json!({ "launch": desk.launch, "words": "x".repeat(70_000) });
    let page = browser.call(&app.url, "search", &arguments).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", page.body);
    assert_sealed(&page, &app);
    assert_eq!(app.mark().await, mark);
}

#[tokio::test(flavor = "multi_thread")]
async fn arguments_that_cannot_be_read_are_answered_without_quoting_them() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    for (name, _) in functions("l", "d") {
        for arguments in [
            json!({}),
            json!([]),
            json!({ "launch": { "secret-words": 1 } }),
            json!("secret-words"),
        ] {
            let page = browser.call(&app.url, name, &arguments).await;
            assert!(
                page.status.is_client_error() || page.status.is_server_error(),
                "{name}: {}",
                page.status
            );
            assert!(!page.body.contains("secret-words"), "{name}: {}", page.body);
            assert!(page.json()["message"].is_string(), "{name}: {}", page.body);
        }
    }
    assert_eq!(desk.reload().await.status, StatusCode::OK);
}

/// The headers that every answer carries.
fn assert_sealed(page: &Page, app: &TestApp) {
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'"),
        "{}: {policy}",
        page.url
    );
    assert!(
        policy.ends_with(&format!("frame-ancestors {}", app.ehr.public_url)),
        "{}: {policy}",
        page.url
    );
    assert!(
        !policy.contains("unsafe-inline")
            && !policy.contains("'unsafe-eval'")
            && !policy.contains('*'),
        "{policy}"
    );
    assert!(
        policy.contains("base-uri 'none'") && policy.contains("form-action 'self'"),
        "{policy}"
    );
    assert_eq!(
        page.header("x-content-type-options"),
        "nosniff",
        "{}",
        page.url
    );
    assert_eq!(
        page.header("referrer-policy"),
        "no-referrer",
        "{}",
        page.url
    );
    assert!(page.headers.get("x-powered-by").is_none() && page.headers.get("server").is_none());
    assert!(page.headers.get("access-control-allow-origin").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_sealed_and_never_cached() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let launch = desk.launch.as_str();
    let cases = [
        ("/", 200),
        ("/signed-out", 200),
        ("/launch", 403),
        ("/callback", 400),
        ("/start/9", 403),
        ("/nothing", 404),
        ("/l/nothing", 404),
        ("/l", 404),
        ("/api", 404),
        ("/../../etc/passwd", 404),
        ("/pkg/../../app.db", 404),
        ("/pkg/%2e%2e/%2e%2e/app.db", 404),
        ("/pkg/nothing.js", 404),
        ("/health/ready", 200),
    ];
    for (path, status) in cases {
        let page = browser.get(&format!("{}{path}", app.url)).await;
        assert_eq!(page.status.as_u16(), status, "{path}: {}", page.body);
        assert_sealed(&page, &app);
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
    for path in [format!("/l/{launch}"), format!("/l/{launch}/d/nothing")] {
        let page = browser.get(&format!("{}{path}", app.url)).await;
        assert_sealed(&page, &app);
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_page_has_a_nonce_of_its_own() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let nonce = |page: &Page| {
        let policy = page.header("content-security-policy").to_owned();
        let start = policy.find("'nonce-").unwrap_or_else(|| panic!("{policy}"));
        policy[start + 7..].split('\'').next().unwrap().to_owned()
    };
    let (one, two) = (nonce(&desk.reload().await), nonce(&desk.reload().await));
    assert!(one.len() >= 16);
    assert_ne!(one, two);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browsers_files_are_kept_for_good() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let page = browser
        .get(&format!("{}/pkg/countersign.0a1b.css", app.url))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        page.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(page.header("content-type"), "text/css");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_ours_tells_whose_chart_it_is() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let page = app.open(&browser, FIRST).await;
    assert_eq!(page.status, StatusCode::OK);
    let chart: Value =
        serde_json::from_str(&sandbox_patients::patient(FIRST).unwrap().json).unwrap();
    let name = &chart["entry"][0]["resource"]["name"][0];
    let family = name["family"].as_str().unwrap();
    let ours = page
        .trail
        .iter()
        .filter(|location| location.starts_with('/') || location.starts_with(&app.url));
    for location in ours {
        assert!(
            !location.contains(FIRST) && !location.contains(family),
            "{location}"
        );
    }
    let last = page.trail.last().unwrap();
    let id = last.strip_prefix("/l/").unwrap();
    assert!(
        id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{last}"
    );
    for location in &page.trail {
        assert!(
            !location.contains("access_token") && !location.contains("id_token"),
            "{location}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn query_parameters_that_cannot_be_read_get_a_page() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    for path in [
        "/launch?iss=a&iss=b",
        "/callback?state=a&state=b",
        "/launch/check?launch=a&launch=b",
        "/start/one",
    ] {
        let page = browser.follow(&format!("{}{path}", app.url)).await;
        assert!(page.status.is_client_error(), "{path}: {}", page.status);
        assert!(page.body.contains("<h1>"), "{path}: {}", page.body);
        assert_sealed(&page, &app);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_compressed_and_answers_to_calls_are_not() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let headers = |more: &[(&str, &str)]| {
        let own = [("accept-encoding", "br"), ("sec-fetch-site", "same-origin")];
        own.iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<Vec<_>>()
    };
    let page = browser
        .send(Method::GET, &desk.url(), &headers(&[]), String::new())
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("content-encoding"), "br");
    let call = headers(&[
        ("origin", &app.url),
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ]);
    let arguments = json!({ "launch": desk.launch, "open": null }).to_string();
    let work = format!("{}/api/work", app.url);
    let answer = browser.send(Method::POST, &work, &call, arguments).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("content-encoding"), "");
    assert_eq!(answer.json()["launch"], desk.launch.as_str());
}
