use crate::support::{Fixture, NOW, after};

pub(crate) async fn used_once(fixture: Fixture) {
    let store = &fixture.store;
    assert!(
        store
            .put_pending("state-1", b"verifier", after(5))
            .await
            .unwrap()
    );
    assert!(
        !store
            .put_pending("state-1", b"other", after(5))
            .await
            .unwrap()
    );
    let instances = [store.clone(), fixture.instance().await];
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let store = instances[n % 2].clone();
            tokio::spawn(async move { store.take_pending("state-1", NOW).await.unwrap() })
        })
        .collect();
    let mut taken = Vec::new();
    for task in tasks {
        taken.extend(task.await.unwrap());
    }
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].as_slice(), b"verifier");
}

pub(crate) async fn expired_or_unknown_is_none(fixture: Fixture) {
    let store = &fixture.store;
    store
        .put_pending("state-1", b"verifier", NOW)
        .await
        .unwrap();
    assert!(store.take_pending("state-2", NOW).await.unwrap().is_none());
    assert!(store.take_pending("state-1", NOW).await.unwrap().is_none());
    // An expired one is used up, too.
    assert!(
        store
            .take_pending("state-1", after(-5))
            .await
            .unwrap()
            .is_none()
    );
}
