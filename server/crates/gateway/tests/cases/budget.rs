//! What a request may cost, and what it is charged.

use crate::scene::{GOOD, Scene, compatible};
use gateway::{Budget, GatewayError, Refusal};
use models::Act;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn budgets_are_enforced_before_anything_is_sent_and_counts_are_honest() {
    let first = compatible(vec![Act::say(GOOD)]).await;
    for budget in [
        Budget {
            request_tokens: Some(100),
            ..Budget::default()
        },
        Budget {
            user_tokens: Some(100),
            ..Budget::default()
        },
        Budget {
            tenant_tokens: Some(100),
            ..Budget::default()
        },
        Budget {
            tenant_cost: Some(100),
            ..Budget::default()
        },
    ] {
        let scene = Scene::of(&first).budget(budget).build();
        assert!(matches!(
            scene.ask().await.unwrap_err(),
            GatewayError::Refused(Refusal::Budget(_))
        ));
    }
    assert_eq!(first.connections(), 0);
    // 11 tokens at 1.0 and 7 at 2.0 a million: 25 millionths.
    let scene = Scene::of(&first).build();
    scene.ask().await.unwrap();
    assert_eq!(scene.ledger.tenant("t"), (18, 25));
    for (act, charged) in [
        (Act::status(500), false),
        (Act::Cut(GOOD.into()), true),
        (Act::say("no json"), true),
    ] {
        let mock = compatible(vec![act]).await;
        let scene = Scene::of(&mock).attempts(1).build();
        scene.ask().await.unwrap_err();
        assert_eq!(scene.ledger.tenant("t").0 > 0, charged);
        assert_eq!(scene.log.ended.lock().unwrap()[0].spent.tokens > 0, charged);
    }
}

#[tokio::test]
async fn what_the_clinician_leaves_is_cancelled_and_settled() {
    let mock = compatible(vec![Act::Hang, Act::say(GOOD)]).await;
    let scene = Scene::of(&mock).with(&json!({"concurrency": 1})).build();
    tokio::select! {
        _ = scene.ask() => panic!("it hangs"),
        () = async { while mock.seen().is_empty() { tokio::time::sleep(Duration::from_millis(5)).await } } => {}
    }
    assert_eq!(*scene.log.abandoned.lock().unwrap(), 1);
    let spent = scene.ledger.tenant("t").0;
    assert!(
        spent > 0 && spent < 1000,
        "the endpoint was left at work: the prompt is charged, no answer: {spent}"
    );
    scene.ask().await.unwrap();
}
