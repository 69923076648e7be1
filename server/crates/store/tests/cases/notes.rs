use model::view::DraftStatus;

use crate::support::{Fixture, new_job, new_note};

pub(crate) async fn signing_is_one_transaction(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let (key, id) = (&launch.key, fixture.draft(&launch, "d1").await);
    // Another revision than the signed one: nothing happens.
    assert!(
        !store
            .sign(key, &new_note(&id, 1), &[new_job("j1")])
            .await
            .unwrap()
    );
    assert!(store.note(key, &id).await.unwrap().is_none());
    assert_eq!(store.open_jobs(key).await.unwrap(), 0);
    let other = fixture.instance().await;
    let (note_one, note_two) = (new_note(&id, 0), new_note(&id, 0));
    let (jobs_one, jobs_two) = ([new_job("j1")], [new_job("j2")]);
    let (one, two) = tokio::join!(
        store.sign(key, &note_one, &jobs_one),
        other.sign(key, &note_two, &jobs_two)
    );
    assert_eq!(
        u8::from(one.unwrap()) + u8::from(two.unwrap()),
        1,
        "signed once"
    );
    let note = store.note(key, &id).await.unwrap().unwrap();
    assert_eq!(note.note.as_slice(), b"the signed note");
    assert_eq!(
        (note.content_hash.as_str(), note.audit_index),
        ("ab", Some(7))
    );
    assert_eq!(store.jobs(key, &id).await.unwrap().len(), 1);
    let draft = store.draft(key, &id).await.unwrap().unwrap();
    assert_eq!(draft.summary.status, DraftStatus::Signed);
}

pub(crate) async fn a_failed_filing_row_undoes_the_signature(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let (key, id) = (&launch.key, fixture.draft(&launch, "d1").await);
    let twice = [new_job("same"), new_job("same")];
    assert!(store.sign(key, &new_note(&id, 0), &twice).await.is_err());
    assert!(store.note(key, &id).await.unwrap().is_none());
    assert_eq!(store.open_jobs(key).await.unwrap(), 0);
    let draft = store.draft(key, &id).await.unwrap().unwrap();
    assert_eq!(draft.summary.status, DraftStatus::InReview);
    assert!(
        store
            .sign(key, &new_note(&id, 0), &[new_job("one")])
            .await
            .unwrap()
    );
}
