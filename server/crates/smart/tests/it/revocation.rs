//! Sign-out at the EHR.

use serde_json::json;
use smart::{RevocationOutcome, SmartError};

use crate::{ehr::Auth, harness::Harness};

#[tokio::test]
async fn a_refused_revocation_is_reported() {
    let harness = Harness::new().await;
    let tokens = harness.launch().await.unwrap().tokens;
    harness.ehr.set(|s| s.auth = Auth::Basic);
    let revocation = harness.client.revoke(&tokens).await.unwrap();
    for outcome in [revocation.refresh_token, revocation.access_token] {
        assert!(matches!(
            outcome,
            RevocationOutcome::Failed(SmartError::Status { status: 400, .. })
        ));
    }
}

#[tokio::test]
async fn an_ehr_without_the_endpoint_is_sent_nothing() {
    let harness = Harness::new().await;
    harness
        .ehr
        .set(|s| s.configuration = json!({ "revocation_endpoint": null }));
    let tokens = harness.launch().await.unwrap().tokens;
    let revocation = harness.client.revoke(&tokens).await.unwrap();
    assert!(!revocation.advertised);
    assert_eq!(harness.ehr.count("/revoke"), 0);
}

#[tokio::test]
async fn both_tokens_are_revoked_by_every_kind_of_client() {
    for harness in [
        Harness::new().await,
        Harness::with(Auth::Basic, None, |_| {}).await,
        Harness::jwt().await,
    ] {
        let tokens = harness.launch().await.unwrap().tokens;
        let revocation = harness.client.revoke(&tokens).await.unwrap();
        assert!(matches!(
            revocation.refresh_token,
            RevocationOutcome::Revoked
        ));
        assert!(matches!(
            revocation.access_token,
            RevocationOutcome::Revoked
        ));
        let pair = |token: &str, hint: &str| (token.to_owned(), hint.to_owned());
        let wanted = [
            pair("refresh-1", "refresh_token"),
            pair("access-1", "access_token"),
        ];
        assert_eq!(harness.ehr.records().revoked, wanted);
    }
}
