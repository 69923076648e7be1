//! Users of every form that EHRs send.

use serde_json::{Value, json};
use smart::FhirUser;

use crate::{
    ehr::{CLIENT_ID, Signature},
    harness::Harness,
};

async fn user(claims: Value) -> (Option<FhirUser>, String) {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.claims = claims);
    let user = harness.launch().await.unwrap().user;
    let id = user.user_id().as_str().to_owned();
    (user.fhir_user, id)
}

#[tokio::test]
async fn a_relative_user_is_local() {
    let (user, id) = user(json!({ "fhirUser": "Practitioner/x" })).await;
    assert!(matches!(user, Some(FhirUser::Local { .. })));
    assert_eq!(id, "Practitioner/x");
}

#[tokio::test]
async fn the_profile_claim_stands_in() {
    let (_, id) = user(json!({ "fhirUser": null, "profile": "PractitionerRole/r" })).await;
    assert_eq!(id, "PractitionerRole/r");
}

#[tokio::test]
async fn a_user_of_another_server_is_opaque_and_not_fetched() {
    let address = "https://directory.example/Practitioner/x";
    let (user, id) = user(json!({ "fhirUser": address })).await;
    assert_eq!(user, Some(FhirUser::Opaque(address.to_owned())));
    assert_eq!(id, address);
}

#[tokio::test]
async fn a_user_without_resource_is_named_by_subject() {
    let (user, id) = user(json!({ "fhirUser": null })).await;
    assert_eq!((user, id.as_str()), (None, "sub:user-1"));
}

#[tokio::test]
async fn lists_of_audiences_and_other_keys_are_accepted() {
    for signature in [
        Signature::Right,
        Signature::WithoutKid,
        Signature::Es256,
        Signature::Rs256,
        Signature::Rs384,
    ] {
        let harness = Harness::new().await;
        harness.ehr.set(|s| {
            s.signature = signature;
            s.claims = json!({ "aud": [CLIENT_ID, "other"], "azp": CLIENT_ID });
        });
        harness.launch().await.unwrap();
    }
}
