//! What an endpoint's fault leads to: the next endpoint, a rest, or an end.

use crate::scene::{GOOD, Scene, compatible};
use gateway::{GatewayError, Outcome, Refusal};
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

#[tokio::test]
async fn an_answer_that_drips_ends_at_the_deadline_however_often_it_says_something() {
    for stream in [true, false] {
        let mock = compatible(vec![Act::Drip]).await;
        let scene = Scene::of(&mock)
            .with(&json!({"deadline_seconds": 1, "attempts": 1}))
            .stream(stream)
            .build();
        assert_eq!(
            scene.ask().await.unwrap_err(),
            GatewayError::Deadline("ward".into())
        );
        let ended = scene.log.ended.lock().unwrap();
        assert_eq!(ended[0].outcome, Outcome::Failed("deadline"));
        assert!(
            scene.ledger.tenant("t").0 > 0,
            "what had begun to come is charged"
        );
    }
}

#[tokio::test]
async fn whatever_fails_nothing_stays_reserved_and_every_begin_has_its_end() {
    for act in [
        Act::Hang,
        Act::Endless,
        Act::Broken,
        Act::WrongType,
        Act::Cut(GOOD.into()),
        Act::Status(429, Some("0"), Value::Null),
        Act::status(401),
        Act::say("no json"),
        Act::Redirect("http://127.0.0.1:1/".into()),
    ] {
        for stream in [true, false] {
            let mock = compatible(vec![act.clone()]).await;
            let scene = Scene::of(&mock)
                .with(&json!({"attempts": 2, "idle_seconds": 1}))
                .stream(stream)
                .build();
            let error = scene.ask().await.unwrap_err();
            let (begun, ended) = (
                scene.log.begun.lock().unwrap().len(),
                scene.log.ended.lock().unwrap(),
            );
            assert_eq!((begun, ended.len()), (1, 1), "{error}");
            assert_eq!(ended[0].outcome, Outcome::Failed(error.name()));
            assert_eq!(
                scene.ledger.tenant("t").0,
                ended[0].spent.tokens,
                "{error}: charged is what was spent, nothing stays reserved"
            );
            assert_eq!(*scene.log.abandoned.lock().unwrap(), 0);
        }
    }
}

#[tokio::test]
async fn a_full_queue_of_our_own_says_nothing_against_the_endpoint() {
    let mock = compatible(vec![Act::Hang]).await;
    let scene = Scene::of(&mock)
        .with(&json!({"attempts": 1, "concurrency": 1}))
        .build();
    let crowd = async {
        // One is at work and sixteen wait: the next ones are too many, and more in a row than open the breaker.
        let mut waiting: Vec<_> = (0..17).map(|_| Box::pin(scene.ask())).collect();
        for one in &mut waiting {
            while mock.seen().is_empty() {
                assert!(futures::poll!(&mut *one).is_pending());
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            assert!(futures::poll!(one).is_pending());
        }
        for _ in 0..8 {
            assert_eq!(scene.ask().await.unwrap_err().name(), "crowded");
        }
    };
    tokio::time::timeout(Duration::from_mins(1), crowd)
        .await
        .unwrap();
    assert_eq!(mock.seen().len(), 1);
}

#[tokio::test]
async fn an_endpoint_that_was_left_at_work_is_charged_as_estimated() {
    let mock = compatible(vec![Act::Hang]).await;
    let scene = Scene::of(&mock)
        .with(&json!({"attempts": 1, "deadline_seconds": 1}))
        .stream(false)
        .build();
    assert_eq!(scene.ask().await.unwrap_err().name(), "deadline");
    assert!(scene.ledger.tenant("t").0 > 0, "the prompt was worked on");
    assert!(scene.log.ended.lock().unwrap()[0].spent.estimated);
}
