//! Without an agreement that covers the data nothing is contacted.

use crate::scene::{BEGIN, GOOD, Scene, compatible};
use gateway::{DataClass, Gateway, GatewayError, Limits, Refusal};
use models::Act;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn without_a_covering_agreement_no_connection_is_made() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    for (pointer, value, want) in [
        (
            "/agreement/expires",
            json!("2026-03-09"),
            "expired on 2026-03-09",
        ),
        (
            "/agreement/signed",
            json!("2026-03-11"),
            "signed as of 2026-03-11",
        ),
        (
            "/agreement/covers",
            json!(["clinical", "quasi_identifier"]),
            "does not cover free_text",
        ),
    ] {
        let scene = Scene::of(&mock).but(pointer, value).build();
        let error = scene.ask().await.unwrap_err();
        assert!(
            matches!(error, GatewayError::Refused(_)) && error.to_string().contains(want),
            "{error}"
        );
        // The same where the route was made earlier.
        let route = gateway::Route {
            endpoint: "ward".into(),
            model: "test-model".into(),
            data_class: DataClass::all(),
            limits: Limits {
                input_tokens: 1,
                input_bytes: 1,
                output_tokens: 1,
            },
            ..gateway::Route::default()
        };
        let error = scene
            .engine
            .infer(&route, Scene::request("x"), &|_| ())
            .await
            .unwrap_err();
        assert!(error.to_string().contains(want), "{error}");
        assert!(scene.log.begun.lock().unwrap().is_empty());
        assert!(!scene.log.refused.lock().unwrap().is_empty());
    }
    assert_eq!(mock.connections(), 0);
}

#[tokio::test]
async fn the_last_day_of_an_agreement_still_counts() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    let scene = Scene::of(&mock)
        .but("/agreement/expires", json!("2026-03-10"))
        .build();
    scene.ask().await.unwrap();
}

#[tokio::test]
async fn an_agreement_that_ends_while_it_is_tried_again_stops_it() {
    let mock = compatible(vec![
        Act::Status(503, Some("1"), Value::Null),
        Act::say(GOOD),
    ])
    .await;
    let scene = Scene::of(&mock)
        .but("/agreement/expires", json!("2026-03-10"))
        .build();
    let (answer, ()) = tokio::join!(scene.ask(), async {
        while mock.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        scene.clock.forward(86_400);
    });
    assert!(matches!(
        answer.unwrap_err(),
        GatewayError::Refused(Refusal::AgreementExpired { .. })
    ));
    assert_eq!(mock.seen().len(), 1);
    assert_eq!(scene.ledger.tenant("t"), (0, 0));
}

#[tokio::test]
async fn an_agreement_that_ends_while_a_request_waits_for_its_place_stops_it() {
    let mock = compatible(vec![Act::Hang, Act::say(GOOD)]).await;
    let scene = Scene::of(&mock)
        .with(&json!({"attempts": 1, "idle_seconds": 1, "concurrency": 1}))
        .but("/agreement/expires", json!("2026-03-10"))
        .build();
    let (first, second, ()) = tokio::join!(
        scene.ask(),
        async {
            while mock.seen().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            scene.ask().await
        },
        async {
            while scene.log.begun.lock().unwrap().len() < 2 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            scene.clock.forward(86_400);
        }
    );
    assert!(matches!(first.unwrap_err(), GatewayError::Deadline(_)));
    assert!(matches!(
        second.unwrap_err(),
        GatewayError::Refused(Refusal::AgreementExpired { .. })
    ));
    assert_eq!(mock.seen().len(), 1, "the one that waited is not sent");
}

#[tokio::test]
async fn an_agreement_that_ends_soon_is_told_in_time() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    for (expires, want) in [
        ("2026-03-09", Some("ended on 2026-03-09")),
        ("2026-03-10", Some("ends on 2026-03-10, 0 days")),
        ("2026-04-09", Some("ends on 2026-04-09, 30 days")),
        ("2026-04-10", None),
    ] {
        let registry = Scene::of(&mock)
            .but("/agreement/expires", json!(expires))
            .read()
            .unwrap();
        let told = registry.ending(BEGIN.date());
        assert_eq!(told.len(), usize::from(want.is_some()), "{expires}");
        assert!(
            told.iter()
                .all(|one| one.contains(want.unwrap()) && one.contains("`ward`"))
        );
    }
}
