use crate::support::{Fixture, NOW, after};

pub(crate) async fn only_of_their_launch(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (
        fixture.launch("l1").await.key,
        fixture.launch("l2").await.key,
    );
    store
        .put_chart(&one, "h1", b"chart 1", b"report 1", NOW)
        .await
        .unwrap();
    store
        .put_chart(&one, "h2", b"chart 2", b"report 2", after(1))
        .await
        .unwrap();
    store
        .put_chart(&one, "h1", b"ignored", b"ignored", after(2))
        .await
        .unwrap();
    assert!(store.chart(&two, None).await.unwrap().is_none());
    assert!(store.chart(&two, Some("h1")).await.unwrap().is_none());
    assert!(store.chart(&one, Some("h3")).await.unwrap().is_none());
    let newest = store.chart(&one, None).await.unwrap().unwrap();
    assert_eq!(
        (newest.hash.as_str(), newest.chart.as_slice()),
        ("h2", b"chart 2".as_slice())
    );
    let first = store.chart(&one, Some("h1")).await.unwrap().unwrap();
    assert_eq!(first.chart.as_slice(), b"chart 1");
    assert_eq!(first.report.as_slice(), b"report 1");
}

pub(crate) async fn loading_state(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (
        fixture.launch("l1").await.key,
        fixture.launch("l2").await.key,
    );
    let before = store.changed(&one).await.unwrap().unwrap();
    assert!(store.chart_state(&one).await.unwrap().is_none());
    store.put_chart_state(&one, b"half").await.unwrap();
    store.put_chart_state(&one, b"whole").await.unwrap();
    let state = store.chart_state(&one).await.unwrap().unwrap();
    assert_eq!(state.as_slice(), b"whole");
    assert!(store.chart_state(&two).await.unwrap().is_none());
    assert_eq!(store.changed(&one).await.unwrap(), Some(before + 2));
    assert_eq!(store.changed(&two).await.unwrap(), Some(1));
}
