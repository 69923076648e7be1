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
    // A port that was free a moment ago: nothing listens there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let iss = format!("http://{}/fhir", listener.local_addr().unwrap());
    drop(listener);
    let issuer = IssuerUrl::parse(&iss).unwrap();
    let harness = Harness::with(Auth::Public, None, |registered| registered.issuer = issuer).await;
    let error = harness
        .client
        .begin_standalone(&iss, browser())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), SmartErrorKind::EhrUnavailable);
}

async fn fails_with(status: u16, body: &str) -> SmartError {
    let harness = Harness::new().await;
    let body = body.replace("{base}", &harness.ehr.base);
    harness
        .ehr
        .set(|s| s.configuration_answer = Some((status, body)));
    harness
        .client
        .begin(&harness.ehr_launch(), browser())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn answers_that_are_no_configuration_are_told_apart() {
    let about = Endpoint::SmartConfiguration;
    let error = fails_with(500, "{}").await;
    assert!(matches!(error, SmartError::Status { endpoint, status: 500 } if endpoint == about));
    for body in ["<html>", "", "[]", "\"x\"", "{\"token_endpoint\":"] {
        let error = fails_with(200, body).await;
        assert!(matches!(error, SmartError::InvalidJson(endpoint) if endpoint == about));
    }
    let error = fails_with(200, &" ".repeat(2 << 20)).await;
    assert!(matches!(error, SmartError::TooLarge(endpoint) if endpoint == about));
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let soon = std::time::Duration::from_millis(200);
    let harness = Harness::with_timeout(Auth::Public, None, |_| {}, soon).await;
    harness.ehr.set(|s| s.configuration_hangs = true);
    let error = harness
        .client
        .begin(&harness.ehr_launch(), browser())
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        SmartError::Timeout(Endpoint::SmartConfiguration)
    ));
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let other = Harness::new().await;
    let error = fails_with(302, &format!("{}/moved", other.ehr.base)).await;
    assert!(matches!(error, SmartError::RedirectRefused(_)));
    assert_eq!(other.ehr.records().requests, Vec::<String>::new());
    let error = fails_with(308, "https://evil.example/moved").await;
    assert!(matches!(error, SmartError::RedirectRefused(_)));
    let endless = "{base}/.well-known/smart-configuration";
    let error = fails_with(307, endless).await;
    assert!(matches!(error, SmartError::RedirectRefused(_)));
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is_followed() {
    let harness = Harness::new().await;
    harness
        .ehr
        .set(|s| s.configuration_answer = Some((301, "/fhir/moved".to_owned())));
    harness.launch().await.unwrap();
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
