//! Where endpoints are found, and where they may not be.

use serde_json::{Value, json};
use smart::{Endpoint, IdTokenError, IssuerUrl, SmartError, SmartErrorKind};

use crate::{
    ehr::Auth,
    harness::{Harness, browser},
};

async fn fails(configuration: Value) -> SmartError {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.configuration = configuration);
    harness
        .client
        .begin(&harness.ehr_launch(), browser())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn endpoints_without_https_are_refused() {
    for address in [
        "http://auth.example/authorize",
        "ftp://auth.example/a",
        "javascript:alert(1)",
    ] {
        let error = fails(json!({ "authorization_endpoint": address })).await;
        assert!(
            matches!(error, SmartError::InsecureUrl(Endpoint::Authorization)),
            "{address}"
        );
        let error = fails(json!({ "token_endpoint": address })).await;
        assert!(
            matches!(error, SmartError::InsecureUrl(Endpoint::Token)),
            "{address}"
        );
        let error = fails(json!({ "jwks_uri": address })).await;
        assert!(
            matches!(error, SmartError::InsecureUrl(Endpoint::Jwks)),
            "{address}"
        );
    }
}

#[tokio::test]
async fn missing_endpoints_are_named() {
    for field in ["authorization_endpoint", "token_endpoint"] {
        let error = fails(json!({ field: null })).await;
        assert!(error.to_string().contains(field));
        assert_eq!(error.kind(), SmartErrorKind::EhrMisconfigured);
    }
}

#[tokio::test]
async fn an_ehr_that_is_not_there_is_unreachable() {
    let harness = Harness::with(Auth::Public, None, |registered| {
        // Port 9 (discard) of loopback: nothing listens.
        registered.issuer = IssuerUrl::parse("http://127.0.0.1:9/fhir").unwrap();
    })
    .await;
    let error = harness
        .client
        .begin_standalone("http://127.0.0.1:9/fhir", browser())
        .await;
    assert_eq!(error.unwrap_err().kind(), SmartErrorKind::EhrUnavailable);
}

#[tokio::test]
async fn relative_addresses_are_resolved_against_the_issuer() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| {
        s.configuration = json!({
            "authorization_endpoint": "auth/authorize",
            "token_endpoint": "./auth/token",
            "revocation_endpoint": "/fhir/auth/revoke",
            "jwks_uri": "jwks",
            "issuer": null,
        });
    });
    let launched = harness.launch().await.unwrap();
    let revocation = harness.client.revoke(&launched.tokens).await.unwrap();
    assert!(revocation.advertised);
}

#[tokio::test]
async fn the_configuration_is_read_once_for_a_while() {
    let harness = Harness::new().await;
    harness.launch().await.unwrap();
    harness.launch().await.unwrap();
    assert_eq!(harness.ehr.count("/smart-configuration"), 1);
    harness.clock.advance(time::Duration::minutes(10));
    harness.launch().await.unwrap();
    assert_eq!(harness.ehr.count("/smart-configuration"), 2);
}

#[tokio::test]
async fn an_old_server_is_found_by_its_capability_statement() {
    let harness = Harness::new().await;
    let jwks = format!("{}/jwks", harness.ehr.base);
    let issuer = harness.ehr.base.clone();
    harness.ehr.set(|s| {
        s.only_capability_statement = true;
        s.openid_configuration = Some(json!({ "issuer": issuer, "jwks_uri": jwks }));
    });
    let launched = harness.launch().await.unwrap();
    let revocation = harness.client.revoke(&launched.tokens).await.unwrap();
    assert!(!revocation.advertised);
}

#[tokio::test]
async fn without_a_key_set_nobody_is_believed() {
    let harness = Harness::new().await;
    harness
        .ehr
        .set(|s| s.configuration = json!({ "jwks_uri": null }));
    let error = harness.launch().await.unwrap_err();
    assert!(matches!(
        error,
        SmartError::MissingField {
            field: "jwks_uri",
            ..
        }
    ));
}

#[tokio::test]
async fn the_openid_configuration_fills_what_is_missing() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| {
        s.configuration = json!({ "issuer": null });
        s.openid_configuration = Some(json!({ "issuer": "https://identity.example/t1" }));
    });
    let error = harness.launch().await.unwrap_err();
    assert!(matches!(
        error,
        SmartError::IdToken(IdTokenError::WrongIssuer)
    ));
    harness
        .ehr
        .set(|s| s.claims = json!({ "iss": "https://identity.example/t1" }));
    harness.launch().await.unwrap();
}

#[tokio::test]
async fn a_registered_identity_provider_goes_before_the_declared_one() {
    let harness = Harness::with(Auth::Public, None, |registered| {
        registered.openid_issuer = Some(registered.issuer.clone());
    })
    .await;
    harness
        .ehr
        .set(|s| s.configuration = json!({ "issuer": "https://elsewhere.example" }));
    harness.launch().await.unwrap();
}
