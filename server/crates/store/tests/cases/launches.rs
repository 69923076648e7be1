use model::LaunchId;

use crate::support::{Fixture, NOW, after, new_launch};

pub(crate) async fn only_their_owner_sees_them(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    fixture.launch("l2").await;
    assert_eq!(launch.context, new_launch("l1").context);
    assert_eq!(launch.tokens.bytes.as_slice(), b"access-token-1");
    let id = LaunchId::new("l1");
    for owner in ["owner-l2", "", "l1"] {
        assert!(
            store.launch(&id, owner, NOW).await.unwrap().is_none(),
            "{owner}"
        );
    }
    assert!(
        store
            .launch(&LaunchId::new("l3"), "owner-l1", NOW)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .launch(&id, "owner-l1", after(60))
            .await
            .unwrap()
            .is_none(),
        "expired"
    );
    assert!(
        store.insert_launch(&new_launch("l1")).await.is_err(),
        "an id is never reused"
    );
    // One browser may hold many launches.
    let mut second = new_launch("l4");
    second.owner = "owner-l1".into();
    store.insert_launch(&second).await.unwrap();
    let second = store
        .launch(&LaunchId::new("l4"), "owner-l1", NOW)
        .await
        .unwrap()
        .unwrap();
    assert_ne!(second.key.patient_scope(), launch.key.patient_scope());
    assert!(!format!("{:?} {:?}", launch.key, launch.context).contains("patient-"));
}

pub(crate) async fn tokens_are_replaced_once(fixture: Fixture) {
    let launch = fixture.launch("l1").await;
    let other = fixture.instance().await;
    let version = launch.tokens.version;
    assert!(
        fixture
            .store
            .replace_tokens(&launch.key, version, b"token-2")
            .await
            .unwrap()
    );
    assert!(
        !other
            .replace_tokens(&launch.key, version, b"token-3")
            .await
            .unwrap()
    );
    let now = other
        .launch_for_worker(launch.key.id())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(now.tokens.bytes.as_slice(), b"token-2");
    assert_eq!(now.tokens.version, version + 1);
}

pub(crate) async fn one_refresh_at_a_time(fixture: Fixture) {
    let launch = fixture.launch("l1").await;
    let (one, two) = (&fixture.store, fixture.instance().await);
    let (key, version) = (&launch.key, launch.tokens.version);
    assert!(
        one.begin_refresh(key, version, NOW, after(1))
            .await
            .unwrap()
    );
    assert!(
        !two.begin_refresh(key, version, NOW, after(1))
            .await
            .unwrap()
    );
    // The first one vanished: after its time another may.
    assert!(
        two.begin_refresh(key, version, after(1), after(2))
            .await
            .unwrap()
    );
    assert!(two.replace_tokens(key, version, b"token-2").await.unwrap());
    assert!(
        !one.begin_refresh(key, version, after(9), after(10))
            .await
            .unwrap(),
        "done already"
    );
    assert!(
        one.begin_refresh(key, version + 1, NOW, after(1))
            .await
            .unwrap()
    );
}

pub(crate) async fn an_ended_launch_is_gone(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    store
        .put_chart(&launch.key, "h", b"chart", b"report", NOW)
        .await
        .unwrap();
    store.put_chart_state(&launch.key, b"loaded").await.unwrap();
    store.end_launch(launch.key.id(), NOW).await.unwrap();
    assert!(
        store
            .launch(launch.key.id(), "owner-l1", NOW)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .launch_for_worker(launch.key.id())
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(store.changed(&launch.key).await.unwrap(), None);
    assert!(store.chart(&launch.key, None).await.unwrap().is_none());
    assert!(store.chart_state(&launch.key).await.unwrap().is_none());
    assert!(
        store.replace_tokens(&launch.key, 1, b"late").await.is_err(),
        "its key is destroyed"
    );
    store.end_launch(launch.key.id(), NOW).await.unwrap();
}
