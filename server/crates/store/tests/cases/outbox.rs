use std::collections::HashSet;

use model::view::DraftStatus;
use store::{JobState, JobUpdate};
use time::OffsetDateTime;

use crate::support::{Fixture, NOW, after, secret};

fn update(state: JobState, keep: Option<OffsetDateTime>) -> JobUpdate {
    JobUpdate {
        state,
        keep_until: keep,
        due: NOW,
        result: None,
        draft: None,
    }
}

pub(crate) async fn one_worker_at_a_time(fixture: Fixture) {
    let store = &fixture.store;
    assert!(
        store
            .lease_job("w1", NOW, after(1))
            .await
            .unwrap()
            .is_none()
    );
    let launch = fixture.launch("l1").await;
    let draft = fixture.signed(&launch, "d1").await;
    let other = fixture.instance().await;
    assert!(
        other
            .lease_job("w2", after(-1), after(1))
            .await
            .unwrap()
            .is_none(),
        "not due yet"
    );
    let job = store.lease_job("w1", NOW, after(1)).await.unwrap().unwrap();
    assert!(
        other
            .lease_job("w2", NOW, after(1))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!((job.state, job.attempts), (JobState::Waiting, 1));
    assert_eq!(job.payload.as_slice(), b"file it");
    assert_eq!(job.launch, launch.key);
    assert_eq!(
        store.note_of(&job).await.unwrap().note.as_slice(),
        b"the signed note"
    );
    let filed = JobUpdate {
        result: Some(secret("DocumentReference/9")),
        draft: Some(DraftStatus::Filed),
        ..update(JobState::Filed, None)
    };
    assert!(store.update_job(&job, &filed, NOW).await.unwrap());
    assert!(
        other
            .lease_job("w2", after(99), after(100))
            .await
            .unwrap()
            .is_none(),
        "settled"
    );
    let view = &other.jobs(&launch.key, &draft).await.unwrap()[0];
    assert_eq!(view.state, JobState::Filed);
    assert_eq!(
        view.result.as_ref().unwrap().as_slice(),
        b"DocumentReference/9"
    );
    let status = other
        .draft(&launch.key, &draft)
        .await
        .unwrap()
        .unwrap()
        .summary
        .status;
    assert_eq!(status, DraftStatus::Filed);
    assert_eq!(other.open_jobs(&launch.key).await.unwrap(), 0);
}

pub(crate) async fn a_lost_lease_changes_nothing(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let draft = fixture.signed(&launch, "d1").await;
    let slow = store.lease_job("w1", NOW, after(1)).await.unwrap().unwrap();
    let quick = store
        .lease_job("w2", after(1), after(2))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(quick.attempts, 2);
    let refused = JobUpdate {
        draft: Some(DraftStatus::NeedsPerson),
        ..update(JobState::NeedsPerson, None)
    };
    assert!(!store.update_job(&slow, &refused, NOW).await.unwrap());
    let view = &store.jobs(&launch.key, &draft).await.unwrap()[0];
    assert_eq!(view.state, JobState::Waiting);
    let status = store
        .draft(&launch.key, &draft)
        .await
        .unwrap()
        .unwrap()
        .summary
        .status;
    assert_eq!(status, DraftStatus::Signed);
    let wait = JobUpdate {
        due: after(30),
        ..update(JobState::Waiting, None)
    };
    assert!(store.update_job(&quick, &wait, NOW).await.unwrap());
    assert!(
        store
            .lease_job("w1", after(29), after(31))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .lease_job("w1", after(30), after(31))
            .await
            .unwrap()
            .is_some()
    );
}

pub(crate) async fn what_was_being_sent_is_marked(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    fixture.signed(&launch, "d1").await;
    let job = store.lease_job("w1", NOW, after(1)).await.unwrap().unwrap();
    let sending = update(JobState::Sending, Some(after(2)));
    assert!(store.update_job(&job, &sending, NOW).await.unwrap());
    let other = fixture.instance().await;
    assert!(
        other
            .lease_job("w2", after(1), after(9))
            .await
            .unwrap()
            .is_none(),
        "lease was kept"
    );
    // The worker vanished while it was sending.
    let found = other
        .lease_job("w2", after(2), after(9))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.state, JobState::Sending);
}

pub(crate) async fn workers_share_the_work(fixture: Fixture) {
    let launch = fixture.launch("l1").await;
    for n in 0..12 {
        fixture.signed(&launch, &format!("d{n}")).await;
    }
    let instances = [fixture.store.clone(), fixture.instance().await];
    let workers: Vec<_> = (0..4)
        .map(|n| {
            let store = instances[n % 2].clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                let name = format!("w{n}");
                // A worker that loses every race for now simply comes again.
                for _ in 0..20 {
                    if let Some(job) = store.lease_job(&name, NOW, after(5)).await.unwrap() {
                        mine.push(job.id);
                    }
                }
                mine
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    let distinct: HashSet<_> = all.iter().collect();
    assert_eq!((all.len(), distinct.len()), (12, 12), "each job once");
}

pub(crate) async fn a_person_can_try_again(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (fixture.launch("l1").await, fixture.launch("l2").await);
    let draft = fixture.signed(&one, "d1").await;
    let id = "job-d1";
    assert!(
        !store.requeue_job(&one.key, &draft, id, NOW).await.unwrap(),
        "it is waiting"
    );
    let job = store.lease_job("w1", NOW, after(1)).await.unwrap().unwrap();
    assert!(
        store
            .update_job(&job, &update(JobState::NeedsPerson, None), NOW)
            .await
            .unwrap()
    );
    assert!(
        !store.requeue_job(&two.key, &draft, id, NOW).await.unwrap(),
        "another launch's"
    );
    assert!(store.requeue_job(&one.key, &draft, id, NOW).await.unwrap());
    let again = store.lease_job("w1", NOW, after(1)).await.unwrap().unwrap();
    assert_eq!(again.state, JobState::Unknown, "the EHR is searched first");
}
