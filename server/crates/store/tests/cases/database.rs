use crate::support::Fixture;

pub(crate) async fn opens_again(fixture: Fixture) {
    fixture.launch("l1").await;
    let again = fixture.instance().await;
    again.ping().await.unwrap();
    let id = model::LaunchId::new("l1");
    assert!(again.launch_for_worker(&id).await.unwrap().is_some());
    fixture.store.database().close().await;
    assert!(fixture.store.ping().await.is_err());
}

pub(crate) async fn facts_are_written_once(fixture: Fixture) {
    let db = fixture.store.database();
    assert_eq!(db.meta("log_id").await.unwrap(), None);
    assert_eq!(db.meta_or("log_id", "a").await.unwrap(), "a");
    let other = fixture.instance().await;
    assert_eq!(other.database().meta_or("log_id", "b").await.unwrap(), "a");
}
