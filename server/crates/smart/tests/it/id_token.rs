//! id_tokens that must be refused, each wrong in one thing.

use serde_json::{Value, json};
use smart::{IdTokenError, SmartError, SmartErrorKind};
use time::Duration;

use crate::{
    ehr::{CLIENT_ID, Signature},
    harness::Harness,
};

async fn rejected(harness: &Harness) -> IdTokenError {
    match harness.launch().await {
        Err(error @ SmartError::IdToken(reason)) => {
            assert_eq!(error.kind(), SmartErrorKind::IdentityRejected);
            reason
        }
        other => panic!("not rejected: {other:?}"),
    }
}

async fn rejected_signature(signature: Signature) -> IdTokenError {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.signature = signature);
    rejected(&harness).await
}

async fn rejected_claims(claims: Value) -> IdTokenError {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.claims = claims);
    rejected(&harness).await
}

#[tokio::test]
async fn signed_by_a_stranger() {
    assert_eq!(
        rejected_signature(Signature::WrongKey).await,
        IdTokenError::BadSignature
    );
}

#[tokio::test]
async fn changed_after_signing() {
    assert_eq!(
        rejected_signature(Signature::Tampered).await,
        IdTokenError::BadSignature
    );
}

#[tokio::test]
async fn not_signed_at_all() {
    assert_eq!(
        rejected_signature(Signature::AlgNone).await,
        IdTokenError::AlgorithmRefused
    );
}

#[tokio::test]
async fn signed_with_the_public_key_as_a_shared_secret() {
    let reason = rejected_signature(Signature::Hs256OfPublicKey).await;
    assert_eq!(reason, IdTokenError::AlgorithmRefused);
}

#[tokio::test]
async fn signed_with_an_algorithm_outside_the_list() {
    assert_eq!(
        rejected_signature(Signature::Rs512).await,
        IdTokenError::AlgorithmRefused
    );
}

#[tokio::test]
async fn demanding_an_unknown_extension() {
    let reason = rejected_signature(Signature::CriticalHeader).await;
    assert_eq!(reason, IdTokenError::CriticalExtension);
}

#[tokio::test]
async fn signed_with_a_key_that_is_not_published() {
    assert_eq!(
        rejected_signature(Signature::UnknownKid).await,
        IdTokenError::UnknownKey
    );
}

#[tokio::test]
async fn not_a_token() {
    for text in ["", "x", "a.b", "a.b.c.d", "e30.e30.e30"] {
        let harness = Harness::new().await;
        harness.ehr.set(|s| s.token = json!({ "id_token": text }));
        let error = harness.launch().await.unwrap_err();
        assert_eq!(error.kind(), SmartErrorKind::IdentityRejected, "{text}");
    }
}

#[tokio::test]
async fn for_another_client() {
    for audience in [json!("somebody"), json!(["a", "b"]), json!([])] {
        assert_eq!(
            rejected_claims(json!({ "aud": audience })).await,
            IdTokenError::WrongAudience
        );
    }
}

#[tokio::test]
async fn authorised_for_another_client() {
    for claims in [
        json!({ "azp": "somebody" }),
        json!({ "azp": "" }),
        json!({ "aud": [CLIENT_ID, "somebody"] }),
    ] {
        assert_eq!(rejected_claims(claims).await, IdTokenError::WrongParty);
    }
}

#[tokio::test]
async fn from_another_issuer() {
    let reason = rejected_claims(json!({ "iss": "https://evil.example" })).await;
    assert_eq!(reason, IdTokenError::WrongIssuer);
}

#[tokio::test]
async fn made_for_another_launch() {
    let reason = rejected_claims(json!({ "nonce": "another nonce" })).await;
    assert_eq!(reason, IdTokenError::WrongNonce);
}

#[tokio::test]
async fn lacking_a_claim() {
    for claim in ["iss", "sub", "aud", "exp", "iat", "nonce"] {
        let reason = rejected_claims(json!({ claim: null })).await;
        assert_eq!(reason, IdTokenError::MissingClaim(claim));
    }
    assert_eq!(
        rejected_claims(json!({ "sub": "" })).await,
        IdTokenError::MissingClaim("sub")
    );
}

#[tokio::test]
async fn out_of_its_time() {
    let harness = Harness::new().await;
    let now = harness.ehr.now();
    for (claims, wanted) in [
        (json!({ "exp": now - 60 }), IdTokenError::Expired),
        (json!({ "iat": now + 61 }), IdTokenError::NotYetValid),
        (json!({ "nbf": now + 61 }), IdTokenError::NotYetValid),
        (json!({ "exp": "tomorrow" }), IdTokenError::Malformed),
    ] {
        harness.ehr.set(|s| s.claims = claims);
        assert_eq!(rejected(&harness).await, wanted);
    }
    // A clock that is a little off is not an attack.
    let claims = json!({ "exp": now - 59, "iat": now + 60, "nbf": now + 60 });
    harness.ehr.set(|s| s.claims = claims);
    harness.launch().await.unwrap();
}

#[tokio::test]
async fn missing_although_granted() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.token = json!({ "id_token": null }));
    let error = harness.launch().await.unwrap_err();
    assert!(matches!(
        error,
        SmartError::MissingIdToken {
            openid_granted: true
        }
    ));
    harness
        .ehr
        .set(|s| s.token = json!({ "id_token": null, "scope": "launch" }));
    let error = harness.launch().await.unwrap_err();
    assert!(matches!(
        error,
        SmartError::MissingIdToken {
            openid_granted: false
        }
    ));
}

#[tokio::test]
async fn an_unknown_key_is_looked_up_again_but_not_at_will() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.publish_keys = false);
    assert_eq!(rejected(&harness).await, IdTokenError::UnknownKey);
    assert_eq!(rejected(&harness).await, IdTokenError::UnknownKey);
    assert_eq!(
        harness.ehr.count("/jwks"),
        1,
        "a minute must pass before the set is read again"
    );
    harness.ehr.set(|s| s.publish_keys = true);
    harness.clock.advance(Duration::seconds(61));
    harness.launch().await.unwrap();
    harness.launch().await.unwrap();
    assert_eq!(harness.ehr.count("/jwks"), 2);
    harness.clock.advance(Duration::hours(1));
    harness.launch().await.unwrap();
    assert_eq!(
        harness.ehr.count("/jwks"),
        3,
        "a withdrawn key must not be accepted for ever"
    );
}
