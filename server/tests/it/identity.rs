//! Who the EHR says the user is: nothing that is not proven opens a chart.

use crate::support::{Alter, Browser, FIRST, IdTokenKey, SECOND, Setup, TestApp, alter};
use audit::{Action, Actor};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{Role, UserId};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn an_id_token_that_is_not_right_in_every_part_is_refused() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let launches = app.rows("launches").await;
    for fault in ["forged", "expired", "nonce", "audience", "issuer"] {
        let mark = app.mark().await;
        app.ehr.sandbox.log.clear();
        app.fault(
            json!({ "fault": format!("id-token-{fault}"), "path": "/oauth2/token", "times": 1 }),
        );
        let page = app.open(&browser, SECOND).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{fault}: {}", page.body);
        assert!(
            page.body.contains("Your identity could not be verified"),
            "{fault}: {}",
            page.body
        );
        app.one_refusal(mark, Action::LaunchRefused, "identity_rejected")
            .await;
        assert_eq!(
            app.chart_requests(),
            Vec::<String>::new(),
            "{fault}: nothing of the patient's is read"
        );
        assert_eq!(app.rows("launches").await, launches, "{fault}");
        assert_eq!(
            desk.reload().await.status,
            StatusCode::OK,
            "{fault}: the earlier launch lives"
        );
    }
    app.launch(&browser, SECOND).await;
}

/// Claims that the test changes and signs with a key that the EHR publishes.
fn resigned(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Alter {
    let key = IdTokenKey::new();
    alter(move |_, path, answer| match path {
        "/oauth2/token" => {
            let mut claims = claims(answer);
            change(&mut claims);
            answer["id_token"] = key.sign(&claims).into();
        }
        "/oauth2/jwks" => answer["keys"].as_array_mut().unwrap().push(key.public()),
        _ => {}
    })
}

pub(crate) fn claims(answer: &Value) -> Value {
    let token = answer["id_token"].as_str().unwrap();
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

async fn refused(alter: Alter, status: StatusCode, words: &str, code: &str) {
    let setup = Setup {
        alter: Some(alter),
        ..Setup::new(Personality::Generic)
    };
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let page = app.open(&browser, FIRST).await;
    assert_eq!(page.status, status, "{}", page.body);
    assert!(page.body.contains(words), "{}", page.body);
    app.one_refusal(0, Action::LaunchRefused, code).await;
    assert_eq!(app.rows("launches").await, 0);
    assert_eq!(app.chart_requests(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn patients_and_relatives_may_not_open_it() {
    for user in ["Patient/p01", "RelatedPerson/r1"] {
        let alter = resigned(move |claims| claims["fhirUser"] = user.into());
        refused(
            alter,
            StatusCode::FORBIDDEN,
            "For clinicians only",
            "not_clinician",
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsigned_id_token_is_refused() {
    let alter = alter(|_, path, answer| {
        if path == "/oauth2/token" {
            let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
            let body = URL_SAFE_NO_PAD.encode(claims(answer).to_string());
            answer["id_token"] = format!("{header}.{body}.").into();
        }
    });
    let words = "Your identity could not be verified";
    refused(alter, StatusCode::FORBIDDEN, words, "identity_rejected").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_id_token_is_refused() {
    let alter = alter(|_, path, answer| {
        if path == "/oauth2/token" {
            answer.as_object_mut().unwrap().remove("id_token");
        }
    });
    let words = "Your identity could not be verified";
    refused(alter, StatusCode::FORBIDDEN, words, "identity_rejected").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_names_the_verified_user() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let started = app.audited(0, Action::SessionStarted).await;
    let user = Actor::User {
        user: UserId::new("Practitioner/sandbox-clinician"),
        role: Role::Clinician,
    };
    assert_eq!(started.len(), 2);
    assert!(
        started.iter().all(|entry| entry.actor == user),
        "{started:?}"
    );
    let view = desk.work(None).await.unwrap();
    assert_eq!(view.user, "Sandbox Clinician, MD");
}
