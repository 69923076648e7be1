use keys::KeyError;
use model::{RecordingId, RecordingState};
use store::{ChunkPut, Launch, NewNote, NewRecording, RecordingLimits, Store, StoreError};

use crate::support::{Fixture, NOW, after, new_job, new_note, secret};

const LIMITS: RecordingLimits = RecordingLimits {
    chunk: 8,
    bytes: 20,
    chunks: 4,
};

async fn begun(store: &Store, launch: &Launch, name: &str) -> RecordingId {
    let new = NewRecording {
        id: RecordingId::new(name),
        details: secret("consent"),
        created: NOW,
        expires: after(30),
    };
    store.insert_recording(&launch.key, &new).await.unwrap();
    new.id
}

async fn put(store: &Store, launch: &Launch, id: &RecordingId, at: u64, sound: &str) -> ChunkPut {
    store
        .put_chunk(&launch.key, id, at, sound.as_bytes(), &LIMITS)
        .await
        .unwrap()
}

async fn whole(store: &Store, launch: &Launch, name: &str) -> RecordingId {
    let id = begun(store, launch, name).await;
    for (at, sound) in ["one", "two", "three"].into_iter().enumerate() {
        assert_eq!(
            put(store, launch, &id, at as u64, sound).await,
            ChunkPut::Kept
        );
    }
    assert!(store.finish_recording(&launch.key, &id, 3).await.unwrap());
    id
}

async fn state(store: &Store, launch: &Launch, id: &RecordingId) -> RecordingState {
    let row = store.recording(&launch.key, id).await.unwrap();
    row.unwrap().state
}

fn shredded(error: &StoreError) -> bool {
    matches!(error, StoreError::Keys(KeyError::Shredded { .. }))
}

pub(crate) async fn only_of_their_launch(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (fixture.launch("l1").await, fixture.launch("l2").await);
    let id = begun(store, &one, "r1").await;
    assert_eq!(put(store, &one, &id, 0, "mine").await, ChunkPut::Kept);
    assert!(store.recording(&two.key, &id).await.unwrap().is_none());
    assert!(store.recordings(&two.key).await.unwrap().is_empty());
    assert_eq!(put(store, &two, &id, 0, "mine").await, ChunkPut::Unknown);
    assert_eq!(put(store, &two, &id, 1, "mine").await, ChunkPut::Unknown);
    assert!(store.chunks(&two.key, &id).await.unwrap().is_empty());
    assert!(store.sound(&two.key, &id, 0..9).await.unwrap().is_empty());
    assert!(!store.finish_recording(&two.key, &id, 1).await.unwrap());
    assert!(store.finish_recording(&one.key, &id, 1).await.unwrap());
    let lease = store.lease_recording(&two.key, &id, NOW, after(5));
    assert!(!lease.await.unwrap());
    assert!(!store.save_transcript(&two.key, &id, b"x").await.unwrap());
    assert!(!store.delete_recording(&two.key, &id, true).await.unwrap());
    assert_eq!(
        store.sound(&one.key, &id, 0..9).await.unwrap().as_slice(),
        b"mine"
    );
}

pub(crate) async fn a_chunk_is_kept_once(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = begun(store, &launch, "r1").await;
    assert_eq!(put(store, &launch, &id, 1, "two").await, ChunkPut::Kept);
    assert_eq!(put(store, &launch, &id, 1, "two").await, ChunkPut::There);
    assert_eq!(put(store, &launch, &id, 1, "other").await, ChunkPut::Other);
    let other = fixture.instance().await;
    let (mine, theirs) = tokio::join!(
        put(store, &launch, &id, 0, "one"),
        put(&other, &launch, &id, 0, "uno")
    );
    let kept = [mine, theirs]
        .iter()
        .filter(|one| **one == ChunkPut::Kept)
        .count();
    assert_eq!((kept, [mine, theirs].contains(&ChunkPut::Other)), (1, true));
    let row = store.recording(&launch.key, &id).await.unwrap().unwrap();
    assert_eq!((row.chunks, row.bytes), (2, 6));
    let chunks = store.chunks(&launch.key, &id).await.unwrap();
    assert_eq!(chunks, [(0, 3), (1, 3)]);
}

pub(crate) async fn too_much_is_refused(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = begun(store, &launch, "r1").await;
    assert_eq!(put(store, &launch, &id, 0, "").await, ChunkPut::Full);
    assert_eq!(
        put(store, &launch, &id, 0, "123456789").await,
        ChunkPut::Full
    );
    assert_eq!(put(store, &launch, &id, 4, "1").await, ChunkPut::Full);
    assert_eq!(
        put(store, &launch, &id, 0, "12345678").await,
        ChunkPut::Kept
    );
    assert_eq!(
        put(store, &launch, &id, 1, "12345678").await,
        ChunkPut::Kept
    );
    assert_eq!(put(store, &launch, &id, 2, "12345").await, ChunkPut::Full);
    assert_eq!(
        put(store, &launch, &id, 1, "12345678").await,
        ChunkPut::There
    );
    assert_eq!(put(store, &launch, &id, 2, "1234").await, ChunkPut::Kept);
    let row = store.recording(&launch.key, &id).await.unwrap().unwrap();
    assert_eq!((row.chunks, row.bytes), (3, 20));
}

pub(crate) async fn only_whole_recordings_are_finished(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = begun(store, &launch, "r1").await;
    let finish = |chunks| store.finish_recording(&launch.key, &id, chunks);
    assert!(!finish(0).await.unwrap(), "nothing was recorded");
    assert_eq!(put(store, &launch, &id, 0, "one").await, ChunkPut::Kept);
    assert_eq!(put(store, &launch, &id, 2, "three").await, ChunkPut::Kept);
    assert!(!finish(2).await.unwrap(), "one in the middle is missing");
    assert!(!finish(3).await.unwrap());
    assert!(!finish(u64::MAX).await.unwrap());
    assert_eq!(put(store, &launch, &id, 1, "two").await, ChunkPut::Kept);
    assert!(!finish(2).await.unwrap(), "one more is there");
    assert!(finish(3).await.unwrap());
    assert!(!finish(3).await.unwrap(), "once");
    assert_eq!(put(store, &launch, &id, 3, "four").await, ChunkPut::Closed);
    assert_eq!(put(store, &launch, &id, 0, "one").await, ChunkPut::Closed);
}

pub(crate) async fn one_transcribes_at_a_time(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let open = begun(store, &launch, "open").await;
    let lease = |id: RecordingId, now| {
        let key = launch.key.clone();
        async move {
            store
                .lease_recording(&key, &id, after(now), after(now + 5))
                .await
                .unwrap()
        }
    };
    assert!(!lease(open.clone(), 0).await, "it is not finished");
    assert!(
        !store
            .save_transcript(&launch.key, &open, b"x")
            .await
            .unwrap()
    );
    let id = whole(store, &launch, "r1").await;
    assert!(lease(id.clone(), 0).await);
    assert!(!lease(id.clone(), 4).await);
    assert!(lease(id.clone(), 5).await, "whoever had it vanished");
    store.release_recording(&launch.key, &id).await.unwrap();
    assert!(lease(id.clone(), 6).await);
    assert!(
        store
            .save_transcript(&launch.key, &id, b"words")
            .await
            .unwrap()
    );
    assert!(
        !store
            .save_transcript(&launch.key, &id, b"other")
            .await
            .unwrap()
    );
    assert!(!lease(id.clone(), 60).await);
    let row = store.recording(&launch.key, &id).await.unwrap().unwrap();
    assert_eq!(row.state, RecordingState::Transcribed);
    assert_eq!(row.transcript.unwrap().as_slice(), b"words");
}

pub(crate) async fn a_moved_chunk_does_not_open(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = whole(store, &launch, "r1").await;
    fixture
        .raw("UPDATE recording_chunks SET sound = (SELECT sound FROM recording_chunks WHERE position = 1) WHERE position = 0")
        .await
        .unwrap();
    let read = store.sound(&launch.key, &id, 0..3).await;
    assert!(matches!(read.err(), Some(StoreError::Keys(_))));
}

pub(crate) async fn any_part_of_the_sound_comes_back(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = whole(store, &launch, "r1").await;
    let all = b"onetwothree";
    for from in 0..=all.len() {
        for to in from..=all.len() {
            let part = store.sound(&launch.key, &id, from as u64..to as u64);
            assert_eq!(part.await.unwrap().as_slice(), &all[from..to]);
        }
    }
    let beyond = store.sound(&launch.key, &id, 9..u64::MAX).await.unwrap();
    assert_eq!(beyond.as_slice(), b"ee");
}

fn ending(note: NewNote, id: &RecordingId) -> NewNote {
    NewNote {
        ends: vec![id.clone()],
        ..note
    }
}

pub(crate) async fn signing_deletes_the_sound(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let (id, stays) = (
        whole(store, &launch, "r1").await,
        whole(store, &launch, "r2").await,
    );
    assert!(
        store
            .save_transcript(&launch.key, &id, b"words")
            .await
            .unwrap()
    );
    let draft = fixture.draft(&launch, "d1").await;
    let note = ending(new_note(&draft, 0), &id);
    assert!(
        store
            .sign(&launch.key, &note, &[new_job("j1")])
            .await
            .unwrap()
    );
    assert_eq!(state(store, &launch, &id).await, RecordingState::Deleted);
    assert!(store.chunks(&launch.key, &id).await.unwrap().is_empty());
    assert!(
        store
            .sound(&launch.key, &id, 0..99)
            .await
            .unwrap()
            .is_empty()
    );
    let row = store.recording(&launch.key, &id).await.unwrap().unwrap();
    assert_eq!(
        row.transcript.unwrap().as_slice(),
        b"words",
        "what was heard stays"
    );
    let kept = store.recordings(&launch.key).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].id, stays);
}

pub(crate) async fn a_failed_signature_keeps_the_sound(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = whole(store, &launch, "r1").await;
    let draft = fixture.draft(&launch, "d1").await;
    let stale = ending(new_note(&draft, 1), &id);
    assert!(!store.sign(&launch.key, &stale, &[]).await.unwrap());
    let note = ending(new_note(&draft, 0), &id);
    let twice = [new_job("same"), new_job("same")];
    assert!(store.sign(&launch.key, &note, &twice).await.is_err());
    assert_eq!(state(store, &launch, &id).await, RecordingState::Finished);
    let sound = store.sound(&launch.key, &id, 0..99).await.unwrap();
    assert_eq!(sound.as_slice(), b"onetwothree");
}

pub(crate) async fn what_is_abandoned_is_deleted(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = whole(store, &launch, "r1").await;
    assert!(
        store
            .expired_recordings(after(29), 9)
            .await
            .unwrap()
            .is_empty()
    );
    store.end_launch(launch.key.id(), after(5)).await.unwrap();
    let expired = store.expired_recordings(after(30), 9).await.unwrap();
    assert_eq!(expired.len(), 1);
    assert_eq!((&expired[0].id, &expired[0].launch), (&id, launch.key.id()));
    assert!(store.delete_expired(&expired[0]).await.unwrap());
    assert!(!store.delete_expired(&expired[0]).await.unwrap());
    assert!(
        store
            .expired_recordings(after(30), 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(store.chunks(&launch.key, &id).await.unwrap().is_empty());
    let discarded = begun(store, &launch, "r2").await;
    assert!(
        store
            .delete_recording(&launch.key, &discarded, true)
            .await
            .unwrap()
    );
    assert!(
        !store
            .delete_recording(&launch.key, &discarded, true)
            .await
            .unwrap()
    );
    assert_eq!(
        put(store, &launch, &discarded, 0, "late").await,
        ChunkPut::Closed
    );
}

pub(crate) async fn a_shredded_patient_records_nothing(fixture: Fixture) {
    let (store, launch) = (&fixture.store, fixture.launch("l1").await);
    let id = whole(store, &launch, "r1").await;
    let scope = launch.key.patient_scope();
    store.keys().shred(scope, NOW).await.unwrap();
    let read = store.sound(&launch.key, &id, 0..9).await;
    assert!(read.is_err_and(|error| shredded(&error)));
    let row = store.recording(&launch.key, &id).await;
    assert!(row.is_err_and(|error| shredded(&error)));
    let heard = store.save_transcript(&launch.key, &id, b"x").await;
    assert!(heard.is_err_and(|error| shredded(&error)));
    let new = NewRecording {
        id: RecordingId::new("r2"),
        details: secret("consent"),
        created: NOW,
        expires: after(30),
    };
    let begun = store.insert_recording(&launch.key, &new).await;
    assert!(begun.is_err_and(|error| shredded(&error)));
    // What is left of it can still be deleted.
    let expired = store.expired_recordings(after(30), 9).await.unwrap();
    assert!(store.delete_expired(&expired[0]).await.unwrap());
}
