use std::sync::Arc;

use store::{JobState, JobUpdate, Purged, Sessions, StoreError};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use crate::support::{Fixture, NOW, after};

pub(crate) async fn expired_goes_unsettled_stays(fixture: Fixture) {
    let store = &fixture.store;
    let (quiet, busy) = (fixture.launch("l1").await, fixture.launch("l2").await);
    fixture.signed(&busy, "d1").await;
    store.put_pending("s", b"x", after(60)).await.unwrap();
    let sessions = Sessions::new(store.clone(), Arc::new(|| NOW));
    let mut record = Record {
        id: Id(1),
        data: std::collections::HashMap::default(),
        expiry_date: after(60),
    };
    sessions.create(&mut record).await.unwrap();
    store
        .keep_prompt(&quiet.key, "1", "prompt", after(60))
        .await
        .unwrap();
    store
        .keep_answer(&quiet.key, "1", "answer", after(60))
        .await
        .unwrap();
    assert_eq!(store.purge(after(59)).await.unwrap(), Purged::default());
    let all = Purged {
        sessions: 1,
        pending: 1,
        inferences: 2,
        launches: 1,
    };
    assert_eq!(store.purge(after(60)).await.unwrap(), all);
    assert!(
        store
            .launch_for_worker(quiet.key.id())
            .await
            .unwrap()
            .is_none()
    );
    // Its note is not filed yet, so its tokens stay.
    assert!(
        store
            .launch_for_worker(busy.key.id())
            .await
            .unwrap()
            .is_some()
    );
    let job = store
        .lease_job("w", after(60), after(61))
        .await
        .unwrap()
        .unwrap();
    let filed = JobUpdate {
        state: JobState::Filed,
        keep_until: None,
        due: NOW,
        result: None,
        draft: None,
    };
    assert!(store.update_job(&job, &filed, after(60)).await.unwrap());
    assert_eq!(store.purge(after(61)).await.unwrap().launches, 1);
    assert!(
        store.note_of(&job).await.is_ok(),
        "our copy of what was signed stays"
    );
}

pub(crate) async fn shredding_a_patient_hides_drafts_and_notes(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (fixture.launch("l1").await, fixture.launch("l2").await);
    let gone = fixture.signed(&one, "d1").await;
    let kept = fixture.signed(&two, "d2").await;
    store
        .keys()
        .shred(one.key.patient_scope(), NOW)
        .await
        .unwrap();
    let shredded =
        |error: StoreError| matches!(error, StoreError::Keys(keys::KeyError::Shredded { .. }));
    assert!(store.draft(&one.key, &gone).await.is_err_and(shredded));
    assert!(store.note(&one.key, &gone).await.is_err_and(shredded));
    assert!(store.note(&two.key, &kept).await.unwrap().is_some());
    assert_eq!(
        store.drafts(&one.key).await.unwrap().len(),
        1,
        "that there was one stays known"
    );
}
