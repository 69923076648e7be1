//! What an endpoint's fault leads to: the next endpoint, a rest, or an end.

use crate::scene::{GOOD, Scene, compatible};
use gateway::{GatewayError, Refusal};
use models::Act;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn each_fault_of_the_first_endpoint_ends_at_the_second() {
    for act in [
        Act::status(500),
        Act::Status(429, None, Value::Null),
        Act::status(401),
        Act::Cut(GOOD.into()),
        Act::say("not json"),
        Act::say(r#"{"statements":[{"text":"x","citations":["a99"]}]}"#),
        Act::Endless,
        Act::Hang,
        Act::Redirect("http://127.0.0.1:1/".into()),
        Act::Broken,
    ] {
        let (bad, good) = (
            compatible(vec![act]).await,
            compatible(vec![Act::say(GOOD)]).await,
        );
        let scene = Scene::of(&bad)
            .with(&json!({"attempts": 1, "idle_seconds": 1}))
            .then("second", &good)
            .build();
        let answer = scene.ask().await.unwrap();
        assert_eq!(answer.endpoint, "second");
        let begun = scene.log.begun.lock().unwrap();
        assert_eq!(begun.len(), 2);
        assert_eq!(
            (begun[0].route.as_str(), begun[1].route.as_str()),
            ("registry", "registry, number 2 of the route")
        );
        assert_eq!(scene.log.ended.lock().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn an_endpoint_that_is_down_is_replaced_and_what_the_model_declined_is_not() {
    let good = compatible(vec![Act::say(GOOD)]).await;
    let declines = compatible(vec![Act::Decline]).await;
    let down = compatible(vec![Act::say(GOOD)]).await;
    let scene = Scene::of(&down)
        .with(&json!({"attempts": 1, "url": "http://127.0.0.1:1/v1"}))
        .then("second", &good)
        .build();
    assert_eq!(scene.ask().await.unwrap().endpoint, "second");
    assert_eq!(
        scene.ledger.tenant("t").0,
        18,
        "nothing is charged for what was never reached"
    );
    let scene = Scene::of(&declines).then("second", &good).build();
    assert_eq!(scene.ask().await.unwrap_err(), GatewayError::Declined);
}

#[tokio::test]
async fn an_endpoint_that_fails_again_and_again_is_left_alone_and_tried_once_after_its_rest() {
    let acts = std::iter::repeat_n(Act::status(500), 5).chain([Act::say(GOOD)]);
    let mock = compatible(acts.collect()).await;
    let scene = Scene::of(&mock).attempts(1).build();
    for _ in 0..5 {
        assert_eq!(scene.ask().await.unwrap_err().name(), "status");
    }
    assert!(matches!(
        scene.ask().await.unwrap_err(),
        GatewayError::Refused(Refusal::Resting { seconds: 31, .. })
    ));
    assert_eq!(mock.seen().len(), 5);
    assert_eq!(
        scene.log.refused.lock().unwrap().len(),
        1,
        "a refusal is logged"
    );
    scene.clock.forward(30);
    scene.ask().await.unwrap();
    scene.ask().await.unwrap();
}

#[tokio::test]
async fn a_busy_endpoint_is_tried_again_and_not_for_ever() {
    let busy = |status, after| Act::Status(status, Some(after), Value::Null);
    let mock = compatible(vec![busy(429, "0"), busy(503, "0"), Act::say(GOOD)]).await;
    let scene = Scene::of(&mock).attempts(3).build();
    scene.ask().await.unwrap();
    assert_eq!(scene.log.ended.lock().unwrap()[0].attempts, 3);
    let mock = compatible(vec![busy(429, "0")]).await;
    let scene = Scene::of(&mock).attempts(2).build();
    assert_eq!(
        scene.ask().await.unwrap_err(),
        GatewayError::Busy {
            endpoint: "ward".into(),
            retry_after: Some(Duration::ZERO)
        }
    );
    assert_eq!(mock.seen().len(), 2);
    assert_eq!(scene.ledger.tenant("t"), (0, 0));
    // Longer than the deadline: not waited for.
    let mock = compatible(vec![busy(429, "3000")]).await;
    let scene = Scene::of(&mock).build();
    assert_eq!(scene.ask().await.unwrap_err().name(), "busy");
    assert_eq!(mock.seen().len(), 1);
}

#[tokio::test]
async fn without_a_hint_it_waits_by_itself_and_tries_again() {
    let mock = compatible(vec![Act::status(429), Act::say(GOOD)]).await;
    let scene = Scene::of(&mock).attempts(2).build();
    scene.ask().await.unwrap();
    assert_eq!(mock.seen().len(), 2);
}

#[tokio::test]
async fn a_stream_that_goes_quiet_ends_at_the_deadline() {
    let mock = compatible(vec![Act::Hang]).await;
    let scene = Scene::of(&mock).with(&json!({"idle_seconds": 1})).build();
    assert_eq!(
        scene.ask().await.unwrap_err(),
        GatewayError::Deadline("ward".into())
    );
}
