use crate::support::{Fixture, NOW, after};
use keys::KeyError;
use store::StoreError;

pub(crate) async fn only_of_their_launch(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (fixture.launch("l1").await, fixture.launch("l2").await);
    let form = (b"asked".as_slice(), b"typed".as_slice());
    store.insert_form(&one.key, "f", form, NOW).await.unwrap();
    assert!(store.form(&two.key, "f").await.unwrap().is_none());
    assert!(store.forms(&two.key).await.unwrap().is_empty());
    assert!(!store.save_form(&two.key, "f", 0, b"x", NOW).await.unwrap());
    assert!(!store.delete_form(&two.key, "f").await.unwrap());
    assert!(store.insert_form(&two.key, "f", form, NOW).await.is_err());
    let found = store.form(&one.key, "f").await.unwrap().unwrap();
    assert_eq!(found.answers.as_slice(), b"typed");
    assert!(store.delete_form(&one.key, "f").await.unwrap());
    assert!(store.form(&one.key, "f").await.unwrap().is_none());
}

pub(crate) async fn changes_compare_revisions(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let form = (b"asked".as_slice(), b"".as_slice());
    store
        .insert_form(&launch.key, "f", form, NOW)
        .await
        .unwrap();
    let save =
        |revision, text: &'static [u8]| store.save_form(&launch.key, "f", revision, text, after(1));
    assert!(!save(1, b"early").await.unwrap());
    assert!(!save(u64::MAX, b"far").await.is_ok_and(|saved| saved));
    assert!(save(0, b"one").await.unwrap());
    assert!(!save(0, b"late").await.unwrap());
    assert!(save(1, b"two").await.unwrap());
    let found = store.forms(&launch.key).await.unwrap().remove(0);
    assert_eq!((found.revision, found.answers.as_slice()), (2, &b"two"[..]));
    assert_eq!(found.questionnaire.as_slice(), b"asked");
    assert_eq!((found.created, found.updated), (NOW, after(1)));
}

pub(crate) async fn a_moved_answer_does_not_open(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    for id in ["a", "b"] {
        let form = (b"asked".as_slice(), id.as_bytes());
        store.insert_form(&launch.key, id, form, NOW).await.unwrap();
    }
    fixture
        .raw("UPDATE forms SET answers = (SELECT answers FROM forms WHERE id = 'b') WHERE id = 'a'")
        .await
        .unwrap();
    let read = store.form(&launch.key, "a").await;
    assert!(matches!(read.err(), Some(StoreError::Keys(_))));
}

pub(crate) async fn a_shredded_patient_keeps_nothing(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let form = (b"asked".as_slice(), b"typed".as_slice());
    store
        .insert_form(&launch.key, "f", form, NOW)
        .await
        .unwrap();
    let scope = launch.key.patient_scope();
    store.keys().shred(scope, NOW).await.unwrap();
    let shredded = |error: Option<StoreError>| {
        matches!(error, Some(StoreError::Keys(KeyError::Shredded { .. })))
    };
    assert!(shredded(store.form(&launch.key, "f").await.err()));
    assert!(shredded(
        store.insert_form(&launch.key, "g", form, NOW).await.err()
    ));
}
