//! What may not be sent is not sent.

use crate::scene::{GOOD, Scene, compatible};
use gateway::{GatewayError, Part, Phi, Refusal};
use models::Act;
use serde_json::json;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn only_what_the_use_case_names_is_sent() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    let scene = Scene::of(&mock).build();
    let part = |kind: &str, fields: &[&str]| {
        let mut request = Scene::request("x");
        request.parts.push(Part {
            alias: "a2".into(),
            kind: kind.into(),
            fields: fields.iter().map(|&field| field.to_owned()).collect(),
            text: Phi::new("CANARY-1980".into()),
        });
        request
    };
    for (request, want) in [
        (part("Condition", &["code"]), "may not send Condition"),
        (
            part("Practitioner", &["telecom"]),
            "may not send Practitioner",
        ),
        (part("Coverage", &["subscriberId"]), "may not send Coverage"),
        (part("transcript", &[]), "may not send transcript"),
        // What it is made of must be told.
        (part("Patient", &[]), "may not send Patient."),
        (part("Observation", &[]), "may not send Observation."),
        (
            part("Patient", &["name[0].family"]),
            "may not send Patient.name[0].family",
        ),
        (
            part("Patient", &["birthDateTime"]),
            "may not send Patient.birthDateTime",
        ),
        // One element among others that may go.
        (
            part("Patient", &["birthDate", "telecom[0].value"]),
            "may not send Patient.telecom",
        ),
        (
            part("Observation", &["code", "valueQuantity", "performer[0]"]),
            "may not send Observation.performer",
        ),
    ] {
        let error = scene.send("t", "u", request).await.unwrap_err().to_string();
        assert!(error.contains(want), "{error}");
        assert!(!error.contains("CANARY"));
    }
    let mut named = Scene::request("x");
    named.task = "Section: Key results of Amina Osei.".into();
    assert!(
        scene
            .send("t", "u", named)
            .await
            .unwrap_err()
            .to_string()
            .contains("hold an identifier")
    );
    let mut odd = Scene::request("x");
    odd.schema.1 = json!({"type": "string", "pattern": "a*"});
    assert!(
        scene
            .send("t", "u", odd)
            .await
            .unwrap_err()
            .to_string()
            .contains("not portable")
    );
    assert_eq!(mock.connections(), 0);
    scene
        .send("t", "u", part("Patient", &["birthDate"]))
        .await
        .unwrap();
}

#[tokio::test]
async fn what_cannot_be_marked_or_does_not_fit_or_is_not_recorded_is_not_sent() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    let scene = Scene::of(&mock)
        .with(&json!({"context_window": 4096}))
        .build();
    let mut twice = Scene::request("x");
    twice.parts.push(twice.parts[0].clone());
    let mut odd = Scene::request("x");
    odd.parts[0].alias = "a1⟧".into();
    let big = Scene::request(&"word ".repeat(5000));
    for (bad, want) in [(twice, "aliases"), (odd, "aliases"), (big, "too large")] {
        let error = scene.send("t", "u", bad).await.unwrap_err();
        assert!(error.to_string().contains(want), "{error}");
    }
    let mut direct = Scene::request("x");
    direct.parts[0].fields.push("identifier[0].value".into());
    direct.use_case.may_send[0].fields.push("identifier".into());
    assert!(matches!(
        scene.send("t", "u", direct).await.unwrap_err(),
        GatewayError::Refused(Refusal::ClassNotPlanned { .. })
    ));
    scene.log.broken.store(true, Ordering::SeqCst);
    assert_eq!(
        scene.ask().await.unwrap_err(),
        GatewayError::Refused(Refusal::NotLogged)
    );
    assert_eq!(mock.connections(), 0);
    assert_eq!(scene.ledger.tenant("t"), (0, 0), "and nothing is charged");
}
