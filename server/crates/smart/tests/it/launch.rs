//! Launches that must work.

use serde_json::json;
use smart::{ClientKeys, Interactions, LaunchKind, ScopeNeed};

use crate::{
    ehr::{Auth, PATIENT},
    harness::{Harness, browser, visit},
    keys,
};

async fn completes(harness: Harness) {
    let launched = harness.launch().await.unwrap();
    assert_eq!(launched.kind, LaunchKind::Ehr);
    assert_eq!(launched.context.patient, PATIENT);
    assert_eq!(launched.context.encounter.as_deref(), Some("enc-1"));
    assert!(!launched.context.need_patient_banner);
    assert_eq!(launched.user.subject, "user-1");
    assert_eq!(launched.user.user_id().as_str(), "Practitioner/prac-1");
    assert_eq!(launched.tokens.access_token().expose(), "access-1");
    assert!(launched.tokens.can_refresh());
}

#[tokio::test]
async fn a_public_client_launches() {
    completes(Harness::new().await).await;
}

#[tokio::test]
async fn a_client_with_a_secret_launches() {
    completes(Harness::with(Auth::Basic, None, |_| {}).await).await;
}

#[tokio::test]
async fn a_client_with_a_p384_key_launches() {
    completes(Harness::jwt().await).await;
}

#[tokio::test]
async fn a_client_with_an_rsa_key_launches() {
    let keys = ClientKeys::new(keys::rsa_key(), Some(keys::p384_key()));
    completes(Harness::with(Auth::Jwt, Some(keys), |_| {}).await).await;
}

#[tokio::test]
async fn a_standalone_launch_asks_for_the_patient() {
    let harness = Harness::new().await;
    let iss = format!("{}/", harness.ehr.base);
    let url = harness
        .client
        .begin_standalone(&iss, browser())
        .await
        .unwrap();
    let launched = harness
        .client
        .redirect(&visit(&url).await, &browser())
        .await
        .unwrap();
    assert_eq!(launched.kind, LaunchKind::Standalone);
    assert_eq!(launched.context.patient, PATIENT);
    assert!(launched.scopes.has("launch/patient"));
}

#[tokio::test]
async fn another_spelling_of_the_issuer_is_the_same_issuer() {
    let harness = Harness::new().await;
    let mut launch = harness.ehr_launch();
    launch.iss = Some(format!("{}/", harness.ehr.base.replace("http", "HTTP")));
    let url = harness.client.begin(&launch, browser()).await.unwrap();
    harness
        .client
        .redirect(&visit(&url).await, &browser())
        .await
        .unwrap();
}

#[tokio::test]
async fn two_launches_of_one_browser_do_not_disturb_each_other() {
    let harness = Harness::new().await;
    let (first, second) = (harness.agree().await, harness.agree().await);
    assert_ne!(first.state, second.state);
    harness.client.redirect(&second, &browser()).await.unwrap();
    harness.client.redirect(&first, &browser()).await.unwrap();
}

#[tokio::test]
async fn a_launch_with_less_in_context_works() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| {
        s.token = json!({ "encounter": null, "need_patient_banner": null, "refresh_token": null,
            "expires_in": null });
    });
    let launched = harness.launch().await.unwrap();
    assert_eq!(launched.context.encounter, None);
    assert!(
        launched.context.need_patient_banner,
        "unless the EHR says otherwise"
    );
    assert!(!launched.tokens.can_refresh());
    assert_eq!(launched.tokens.expires_at(), None);
}

#[tokio::test]
async fn narrower_scopes_launch_and_are_reported() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| {
        s.token = json!({ "scope": "launch openid fhirUser user/Observation.rs?category=laboratory" });
    });
    let launched = harness.launch().await.unwrap();
    let report = launched.scope_report(&[
        ScopeNeed::new("Patient", Interactions::READ),
        ScopeNeed::new("Observation", Interactions::READ_SEARCH),
    ]);
    assert_eq!(report.missing.len(), 1);
    assert_eq!(report.narrower[0].filters, ["category=laboratory"]);
}

#[tokio::test]
async fn a_response_without_scopes_granted_what_was_asked() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.token = json!({ "scope": null }));
    let launched = harness.launch().await.unwrap();
    assert!(launched.scopes.has("user/Observation.rs"));
    assert!(launched.tokens.scopes().has("user/Observation.rs"));
}

#[tokio::test]
async fn nothing_secret_shows_in_debug_or_errors() {
    let harness = Harness::new().await;
    let callback = harness.agree().await;
    let shown = format!("{callback:?}");
    assert!(!shown.contains(callback.code.as_deref().unwrap()));
    let stored = harness
        .pending
        .0
        .lock()
        .unwrap()
        .values()
        .next()
        .unwrap()
        .clone();
    let pending = smart::PendingLaunch::from_storage(&stored).unwrap();
    let stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    for secret in ["nonce", "code_verifier", "state_key", "browser"] {
        assert!(
            !format!("{pending:?}").contains(stored[secret].as_str().unwrap()),
            "{secret}"
        );
    }
    let launched = harness
        .client
        .redirect(&callback, &browser())
        .await
        .unwrap();
    let shown = format!("{launched:?}");
    assert!(
        !shown.contains("access-1") && !shown.contains("refresh-1") && !shown.contains(PATIENT)
    );
}
