//! What a vendor checks of signatures and assertions, it checks here, too.

use crate::scene::{BEGIN, GOOD, Scene};
use models::{Account, Act, Style, start};
use serde_json::json;
use time::Duration;

#[tokio::test]
async fn a_request_that_is_signed_with_another_secret_or_at_another_time_is_refused() {
    let mock = start(Style::Bedrock, vec![Act::say(GOOD)]).await;
    let scene = Scene::of(&mock)
        .attempts(1)
        .but("/auth/secret_access_key_file", json!("wrong"))
        .build();
    assert_eq!(scene.ask().await.unwrap_err().name(), "credentials");
    let scene = Scene::of(&mock).attempts(1).build();
    mock.set_time(BEGIN + Duration::minutes(10));
    assert_eq!(scene.ask().await.unwrap_err().name(), "credentials");
    assert_eq!(
        mock.faults(),
        ["the signature does not match", "the signature expired"]
    );
    assert!(mock.seen().is_empty());
    mock.set_time(BEGIN);
    scene.ask().await.unwrap();
}

#[tokio::test]
async fn an_assertion_of_another_key_or_time_gets_no_token() {
    let mock = start(Style::Gemini, vec![Act::say(GOOD)]).await;
    let scene = Scene::of(&mock).attempts(1).build();
    mock.set_time(BEGIN + Duration::hours(2));
    assert_eq!(scene.ask().await.unwrap_err().name(), "credentials");
    mock.set_time(BEGIN);
    mock.trust(Account {
        email: "app@p.iam.example.org".to_owned(),
        key_id: "k1".to_owned(),
        public_key: Vec::new(),
    });
    assert_eq!(scene.ask().await.unwrap_err().name(), "credentials");
    assert_eq!(mock.faults(), ["the times", "the signature"]);
    assert_eq!((mock.tokens(), mock.seen().len()), (0, 0));
}
