//! Launches and callbacks that must fail.

use serde_json::json;
use smart::{BrowserBinding, Callback, EhrLaunch, SmartError, SmartErrorKind};
use time::Duration;

use crate::{
    ehr::{Auth, LAUNCH_HANDLE},
    harness::{Harness, browser},
};

#[tokio::test]
async fn an_unknown_issuer_is_sent_nothing() {
    let harness = Harness::new().await;
    let base = &harness.ehr.base;
    let others = [
        base.replace("/fhir", "/other"),
        format!("{base}/sub"),
        base.replace("127.0.0.1", "localhost"),
        format!("{base}?x=1"),
        "https://evil.example/fhir".to_owned(),
        "not an address".to_owned(),
    ];
    for iss in others {
        let launch = EhrLaunch {
            iss: Some(iss.clone()),
            launch: Some(LAUNCH_HANDLE.to_owned()),
        };
        let error = harness.client.begin(&launch, browser()).await.unwrap_err();
        assert!(matches!(error, SmartError::UnknownIssuer), "{iss}");
        assert_eq!(error.kind(), SmartErrorKind::UnknownIssuer);
        let error = harness
            .client
            .begin_standalone(&iss, browser())
            .await
            .unwrap_err();
        assert!(matches!(error, SmartError::UnknownIssuer), "{iss}");
    }
    assert_eq!(harness.ehr.records().requests, Vec::<String>::new());
    assert!(harness.pending.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_launch_without_issuer_or_handle_is_refused_unsent() {
    let harness = Harness::new().await;
    let mut launch = harness.ehr_launch();
    launch.launch = None;
    let error = harness.client.begin(&launch, browser()).await.unwrap_err();
    assert!(matches!(error, SmartError::MissingLaunch));
    launch.launch = Some(String::new());
    let error = harness.client.begin(&launch, browser()).await.unwrap_err();
    assert!(matches!(error, SmartError::MissingLaunch));
    launch.iss = None;
    let error = harness.client.begin(&launch, browser()).await.unwrap_err();
    assert!(matches!(error, SmartError::MissingIssuer));
    assert_eq!(harness.ehr.records().requests, Vec::<String>::new());
}

#[tokio::test]
async fn a_state_that_was_never_given_is_unknown() {
    let harness = Harness::new().await;
    let mut callback = harness.agree().await;
    callback.state = Some("0123456789abcdef0123456789abcdef".to_owned());
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::UnknownState));
    callback.state = None;
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::MissingState));
    assert_eq!(harness.ehr.count("/token"), 0);
}

#[tokio::test]
async fn a_state_of_another_launch_is_a_mismatch() {
    let harness = Harness::new().await;
    let (first, second) = (harness.agree().await, harness.agree().await);
    {
        // A store that mixes its rows up.
        let mut rows = harness.pending.0.lock().unwrap();
        let texts: Vec<String> = rows.values().cloned().collect();
        for (row, text) in rows.values_mut().zip(texts.into_iter().rev()) {
            *row = text;
        }
    }
    for callback in [first, second] {
        let error = harness
            .client
            .redirect(&callback, &browser())
            .await
            .unwrap_err();
        assert!(matches!(error, SmartError::StateMismatch));
    }
    assert_eq!(harness.ehr.count("/token"), 0);
}

#[tokio::test]
async fn the_code_of_another_launch_fails_by_its_proof_key() {
    let harness = Harness::new().await;
    let (mut first, second) = (harness.agree().await, harness.agree().await);
    first.code = second.code;
    let error = harness
        .client
        .redirect(&first, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::TokenRefused(code) if code.as_str() == "invalid_grant"));
}

#[tokio::test]
async fn a_replayed_callback_is_refused() {
    let harness = Harness::new().await;
    let callback = harness.agree().await;
    harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap();
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::UnknownState));
    assert_eq!(harness.ehr.count("/token"), 1);
}

#[tokio::test]
async fn of_two_callbacks_at_once_one_counts() {
    let harness = Harness::new().await;
    let callback = harness.agree().await;
    let browser = browser();
    let (one, two) = tokio::join!(
        harness.client.redirect(&callback, &browser),
        harness.client.redirect(&callback, &browser),
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
    assert_eq!(harness.ehr.count("/token"), 1);
}

#[tokio::test]
async fn another_browser_cannot_complete_a_launch_and_ends_it() {
    let harness = Harness::new().await;
    let callback = harness.agree().await;
    let other = BrowserBinding::of_cookie_secret("cookie secret of the second browser");
    let error = harness
        .client
        .redirect(&callback, &other)
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::OtherBrowser));
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::UnknownState));
    assert_eq!(harness.ehr.count("/token"), 0);
}

#[tokio::test]
async fn a_launch_expires_after_ten_minutes() {
    let harness = Harness::new().await;
    let callback = harness.agree().await;
    harness.clock.advance(Duration::minutes(10));
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::LaunchExpired));
    assert_eq!(harness.ehr.count("/token"), 0);
}

#[tokio::test]
async fn an_error_of_the_ehr_is_named_and_ends_the_launch() {
    let harness = Harness::new().await;
    harness
        .ehr
        .set(|s| s.authorize_error = Some("access_denied"));
    let callback = harness.agree().await;
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), SmartErrorKind::RefusedByEhr);
    assert!(error.to_string().ends_with("access_denied"));
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::UnknownState));
}

#[tokio::test]
async fn an_error_without_state_is_named_and_made_safe() {
    let harness = Harness::new().await;
    let error = |text: &str| Callback {
        error: Some(text.to_owned()),
        ..Callback::default()
    };
    let refused = harness
        .client
        .redirect(&error("login_required"), &browser())
        .await
        .unwrap_err();
    assert!(refused.to_string().ends_with("login_required"));
    let odd = error("<script>alert('Jane Doe')</script>");
    let refused = harness.client.redirect(&odd, &browser()).await.unwrap_err();
    assert!(refused.to_string().ends_with("unreadable"));
}

#[tokio::test]
async fn an_answer_of_another_authorization_server_is_refused() {
    let harness = Harness::new().await;
    harness
        .ehr
        .set(|s| s.callback_iss = Some("https://evil.example".to_owned()));
    let callback = harness.agree().await;
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::WrongAuthorizationServer));
    assert_eq!(harness.ehr.count("/token"), 0);
    let base = harness.ehr.base.clone();
    harness.ehr.set(|s| s.callback_iss = Some(base));
    harness.launch().await.unwrap();
}

#[tokio::test]
async fn a_promised_issuer_parameter_may_not_be_missing() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| {
        s.configuration = json!({ "authorization_response_iss_parameter_supported": true });
    });
    let error = harness.launch().await.unwrap_err();
    assert!(matches!(error, SmartError::WrongAuthorizationServer));
}

#[tokio::test]
async fn a_callback_without_code_is_refused() {
    let harness = Harness::new().await;
    let mut callback = harness.agree().await;
    callback.code = None;
    let error = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap_err();
    assert!(matches!(error, SmartError::MissingCode));
}

#[tokio::test]
async fn a_client_that_the_ehr_does_not_know_is_told_so() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.auth = Auth::Basic);
    let error = harness.launch().await.unwrap_err();
    assert!(matches!(error, SmartError::TokenRefused(code) if code.as_str() == "invalid_client"));
}
