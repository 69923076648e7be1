use keys::KeyError;
use store::{KeptInference, Store, StoreError};
use time::OffsetDateTime;

use crate::support::{Fixture, NOW, after};

async fn kept(
    store: &Store,
    launch: &store::Launch,
    now: OffsetDateTime,
) -> (Option<String>, Option<String>) {
    let KeptInference { prompt, answer } =
        store.kept_inference(&launch.key, "7", now).await.unwrap();
    let text = |secret: store::Secret| String::from_utf8(secret.to_vec()).unwrap();
    (prompt.map(text), answer.map(text))
}

pub(crate) async fn prompts_and_answers_lie_apart(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    assert_eq!(kept(store, &launch, NOW).await, (None, None));
    store
        .keep_prompt(&launch.key, "7", "asked", after(10))
        .await
        .unwrap();
    assert_eq!(
        kept(store, &launch, NOW).await,
        (Some("asked".into()), None)
    );
    store
        .keep_answer(&launch.key, "7", "told", after(20))
        .await
        .unwrap();
    assert_eq!(
        kept(store, &launch, NOW).await,
        (Some("asked".into()), Some("told".into()))
    );
    let again = store.keep_prompt(&launch.key, "7", "other", after(10));
    assert!(again.await.is_err(), "what was asked is not overwritten");
}

pub(crate) async fn only_of_their_launch_and_until_their_time(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (fixture.launch("l1").await, fixture.launch("l2").await);
    store
        .keep_prompt(&one.key, "7", "asked", after(10))
        .await
        .unwrap();
    store
        .keep_answer(&one.key, "7", "told", after(20))
        .await
        .unwrap();
    assert_eq!(kept(store, &two, NOW).await, (None, None));
    assert_eq!(
        kept(store, &one, after(10)).await,
        (None, Some("told".into()))
    );
    assert_eq!(store.purge(after(10)).await.unwrap().inferences, 1);
    assert_eq!(store.purge(after(10)).await.unwrap().inferences, 0);
    assert_eq!(kept(store, &one, NOW).await, (None, Some("told".into())));
}

pub(crate) async fn a_moved_text_does_not_open(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    store
        .keep_prompt(&launch.key, "7", "asked", after(10))
        .await
        .unwrap();
    store
        .keep_prompt(&launch.key, "8", "other", after(10))
        .await
        .unwrap();
    fixture
        .raw("UPDATE inference_prompts SET text = (SELECT text FROM inference_prompts WHERE inference = '8') WHERE inference = '7'")
        .await
        .unwrap();
    let read = store.kept_inference(&launch.key, "7", NOW).await;
    assert!(matches!(read.err(), Some(StoreError::Keys(_))));
}

pub(crate) async fn a_shredded_patient_keeps_nothing(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    store
        .keep_prompt(&launch.key, "7", "asked", after(10))
        .await
        .unwrap();
    let scope = launch.key.patient_scope();
    store.keys().shred(scope, NOW).await.unwrap();
    let shredded = |error: Option<StoreError>| {
        matches!(error, Some(StoreError::Keys(KeyError::Shredded { .. })))
    };
    let read = store.kept_inference(&launch.key, "7", NOW).await;
    assert!(shredded(read.err()));
    let write = store.keep_answer(&launch.key, "7", "told", after(10)).await;
    assert!(shredded(write.err()));
}
