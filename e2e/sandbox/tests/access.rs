//! Scopes are enforced on every call.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use axum::http::StatusCode;
use common::{Ehr, PATIENT};
use sandbox::Personality::{Epic, Generic, Oracle};
use serde_json::json;

#[tokio::test]
async fn no_token_no_data() {
    for personality in [Epic, Oracle, Generic] {
        let ehr = Ehr::new(personality);
        for (method, path) in [
            ("GET", "/fhir/r4/Patient/demo-patient-1"),
            ("GET", "/fhir/r4/Patient?_id=demo-patient-1"),
            ("POST", "/fhir/r4/Patient/_search"),
            ("GET", "/fhir/r4/Binary/demo-binary-1"),
            ("POST", "/fhir/r4/DocumentReference"),
            ("PUT", "/fhir/r4/DocumentReference/demo-note-1"),
        ] {
            let none = ehr.call(method, path, &[], "").await;
            assert_eq!(
                none.status,
                StatusCode::UNAUTHORIZED,
                "{personality:?} {method} {path}"
            );
            let wrong = ehr
                .call(method, path, &[("authorization", "Bearer nothing")], "")
                .await;
            assert_eq!(
                wrong.status,
                StatusCode::UNAUTHORIZED,
                "{personality:?} {method} {path}"
            );
        }
        assert_eq!(
            ehr.call("GET", "/fhir/r4/metadata", &[], "").await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn a_scope_reaches_its_type_and_action_only() {
    let ehr = Ehr::new(Generic);
    let read = ehr.token("launch user/Condition.r").await;
    assert_eq!(
        ehr.get("Condition/demo-condition-1", &read).await.status,
        StatusCode::OK
    );
    assert_eq!(
        ehr.get("Condition?patient=demo-patient-1", &read)
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        ehr.get("Patient/demo-patient-1", &read).await.status,
        StatusCode::FORBIDDEN
    );
    let search = ehr.token("launch user/Condition.s").await;
    assert_eq!(
        ehr.get("Condition?patient=demo-patient-1", &search)
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        ehr.get("Condition/demo-condition-1", &search).await.status,
        StatusCode::FORBIDDEN
    );
    let body = json!({ "resourceType": "Observation" });
    assert_eq!(
        ehr.write("POST", "Observation", &read, &[], &body)
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_patient_scope_stays_in_the_chart() {
    let ehr = Ehr::new(Generic);
    let token = ehr.token("launch patient/*.read").await;
    for path in [
        "Patient/demo-patient-2",
        "Condition/demo-condition-2",
        "Condition?patient=demo-patient-2",
        "Encounter?patient=Patient/demo-patient-2",
        "Condition?subject=Patient/demo-patient-2",
    ] {
        assert_eq!(
            ehr.get(path, &token).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(
        ehr.get("Condition", &token).await.ids(),
        ["demo-condition-1"]
    );
    assert_eq!(ehr.get("Patient", &token).await.ids(), [PATIENT]);
    assert_eq!(
        ehr.get("Practitioner/sandbox-clinician", &token)
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        ehr.get("Binary/demo-binary-1", &token).await.status,
        StatusCode::OK
    );
    let other = ehr.tokens("launch patient/*.read", "demo-patient-2").await;
    let other = other["access_token"].as_str().expect("a token");
    assert_eq!(
        ehr.get("Binary/demo-binary-1", other).await.status,
        StatusCode::FORBIDDEN
    );
    let include = ehr
        .get(
            "Provenance?_id=demo-provenance-1&_include=Provenance:target",
            other,
        )
        .await;
    assert!(include.ids().is_empty());
}

#[tokio::test]
async fn a_patient_scope_writes_into_its_chart_only() {
    let ehr = Ehr::new(Generic);
    let token = ehr.token("launch patient/Observation.crs").await;
    let mut vital = json!({
        "resourceType": "Observation", "status": "final",
        "category": [{ "coding": [{ "code": "vital-signs" }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }] },
        "subject": { "reference": "Patient/demo-patient-2" }, "effectiveDateTime": "2026-03-12",
        "valueQuantity": { "value": 70, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" },
    });
    assert_eq!(
        ehr.write("POST", "Observation", &token, &[], &vital)
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    vital["subject"]["reference"] = "Patient/demo-patient-1".into();
    assert_eq!(
        ehr.write("POST", "Observation", &token, &[], &vital)
            .await
            .status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn a_granular_scope_filters() {
    let ehr = Ehr::new(Generic);
    let system = "http://terminology.hl7.org/CodeSystem/observation-category";
    let token = ehr
        .token(&format!(
            "launch patient/Observation.rs?category={system}|vital-signs"
        ))
        .await;
    assert_eq!(
        ehr.get("Observation?patient=demo-patient-1", &token)
            .await
            .ids(),
        ["demo-weight-1"]
    );
    assert_eq!(
        ehr.get("Observation/demo-a1c-1", &token).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        ehr.get("Observation/demo-weight-1", &token).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn epic_decides_by_registration_and_oracle_refuses_wildcards() {
    let epic = Ehr::new(Epic);
    let token = epic.token("launch openid fhirUser").await;
    assert_eq!(
        epic.get("Condition?patient=demo-patient-1", &token)
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        epic.get("Claim?patient=demo-patient-1", &token)
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let oracle = Ehr::new(Oracle);
    let refused = oracle
        .authorize("launch user/*.read", &oracle.launch(PATIENT), &[])
        .await
        .redirect();
    assert_eq!(refused["error"], "invalid_scope");
}
