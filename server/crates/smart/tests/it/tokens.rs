//! Token responses, good and bad.

use serde_json::json;
use smart::SmartError;

use crate::harness::Harness;

async fn fails(token: serde_json::Value) -> SmartError {
    let harness = Harness::new().await;
    harness.ehr.set(|s| s.token = token);
    harness.launch().await.unwrap_err()
}

#[tokio::test]
async fn a_response_without_patient_is_refused() {
    assert!(matches!(
        fails(json!({ "patient": null })).await,
        SmartError::MissingPatient
    ));
    assert!(matches!(
        fails(json!({ "patient": "" })).await,
        SmartError::MissingPatient
    ));
    assert!(matches!(
        fails(json!({ "patient": "a/../b" })).await,
        SmartError::InvalidContext
    ));
    assert!(matches!(
        fails(json!({ "encounter": 5 })).await,
        SmartError::InvalidContext
    ));
}

#[tokio::test]
async fn a_response_that_is_no_bearer_token_is_refused() {
    for token in [
        json!({ "token_type": "mac" }),
        json!({ "token_type": null }),
    ] {
        assert!(matches!(
            fails(token).await,
            SmartError::UnsupportedTokenType
        ));
    }
    let error = fails(json!({ "access_token": null })).await;
    assert!(matches!(
        error,
        SmartError::MissingField {
            field: "access_token",
            ..
        }
    ));
    let error = fails(json!({ "error": "invalid_scope" })).await;
    assert!(matches!(error, SmartError::TokenRefused(_)));
}

#[tokio::test]
async fn failures_of_the_token_endpoint_are_told_apart() {
    let harness = Harness::new().await;
    for (status, body, wanted) in [
        (
            500,
            "Oops: Jane Doe",
            "the EHR's token endpoint answered with status 500",
        ),
        (200, "<html>", "not valid JSON"),
        (200, "[]", "not valid JSON"),
        (400, r#"{"error":"invalid_grant"}"#, "invalid_grant"),
        (401, r#"{"error":"in valid\u0000"}"#, "unreadable"),
        (307, "", "redirected"),
    ] {
        harness
            .ehr
            .set(|s| s.token_failure = Some((status, body.to_owned())));
        let error = harness.launch().await.unwrap_err().to_string();
        // "[]" and "<html>" are named as unreadable, nothing of a body is repeated.
        assert!(
            error.contains(wanted) && !error.contains("Jane"),
            "{status} {body}: {error}"
        );
    }
    let huge = format!(r#"{{"access_token":"{}"}}"#, "x".repeat(2 << 20));
    harness.ehr.set(|s| s.token_failure = Some((200, huge)));
    assert!(matches!(
        harness.launch().await.unwrap_err(),
        SmartError::TooLarge(_)
    ));
}

#[tokio::test]
async fn what_ehrs_send_in_other_types_is_understood() {
    let harness = Harness::new().await;
    harness.ehr.set(|s| {
        s.token = json!({
            "token_type": "bearer",
            "expires_in": "570",
            "need_patient_banner": "false",
            "patient": "Patient/pat-9",
            "smart_style_url": "styles/smart.json",
            "intent": "review",
            "tenant": "t-1",
            "fhirContext": [
                { "reference": "ImagingStudy/1", "type": "ImagingStudy", "role": "launch" },
                { "canonical": "https://example.org/Questionnaire/1" },
                { "identifier": {} },
                "nonsense",
            ],
            "__vendor.extension": "left out",
        });
    });
    let launched = harness.launch().await.unwrap();
    let context = &launched.context;
    assert_eq!(context.patient, "pat-9");
    assert!(!context.need_patient_banner);
    let style = context.style_url.as_ref().unwrap().as_str();
    assert_eq!(style, format!("{}/styles/smart.json", harness.ehr.base));
    assert_eq!(
        (context.intent.as_deref(), context.tenant.as_deref()),
        (Some("review"), Some("t-1"))
    );
    assert_eq!(context.fhir_context.len(), 2);
    assert_eq!(
        context.fhir_context[0].resource_type.as_deref(),
        Some("ImagingStudy")
    );
    let lifetime = launched.tokens.expires_at().unwrap() - smart::Clock::now(&*harness.clock);
    assert_eq!(lifetime, time::Duration::seconds(570));
}

#[tokio::test]
async fn a_style_that_leads_elsewhere_is_left_out() {
    let harness = Harness::new().await;
    for style in [
        "http://plain.example/style.json",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ] {
        harness
            .ehr
            .set(|s| s.token = json!({ "smart_style_url": style }));
        assert_eq!(
            harness.launch().await.unwrap().context.style_url,
            None,
            "{style}"
        );
    }
}
