use model::DraftId;
use model::view::DraftStatus;
use store::{DecisionStamp, JobState, JobUpdate, NewDecision, NewJob, NewNote, Store};
use time::OffsetDateTime;

use crate::support::{Fixture, NOW, after, new_job, new_note, secret};

fn new<'a>(item: &'a str, decision: Option<&'a [u8]>, at: OffsetDateTime) -> NewDecision<'a> {
    NewDecision {
        item,
        decision,
        signed: false,
        job: None,
        at,
    }
}

async fn seen(store: &Store, key: &store::LaunchKey, draft: &DraftId) -> DecisionStamp {
    DecisionStamp::of(&store.decisions(key, draft).await.unwrap())
}

fn of_item(id: &str, item: &str) -> NewJob {
    NewJob {
        item: item.into(),
        ..new_job(id)
    }
}

pub(crate) async fn only_of_their_launch_and_while_the_draft_is_open(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (fixture.launch("l1").await, fixture.launch("l2").await);
    let draft = fixture.draft(&one, "d1").await;
    assert!(
        !store
            .decide(&two.key, &draft, &new("i", Some(b"yes"), NOW))
            .await
            .unwrap()
    );
    let signed = NewDecision {
        signed: true,
        ..new("i", Some(b"yes"), NOW)
    };
    assert!(
        !store.decide(&one.key, &draft, &signed).await.unwrap(),
        "it is not signed"
    );
    assert!(
        !store
            .decide(&one.key, &draft, &new("i", None, NOW))
            .await
            .unwrap(),
        "nothing to take back"
    );
    assert!(
        store
            .decide(&one.key, &draft, &new("i", Some(b"yes"), NOW))
            .await
            .unwrap()
    );
    assert!(
        store
            .decide(&one.key, &draft, &new("i", Some(b"no"), after(1)))
            .await
            .unwrap()
    );
    assert!(store.decisions(&two.key, &draft).await.unwrap().is_empty());
    let found = store.decisions(&one.key, &draft).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].decision.as_slice(), found[0].decided),
        (&b"no"[..], after(1))
    );
    assert!(
        store
            .decide(&one.key, &draft, &new("i", None, after(2)))
            .await
            .unwrap()
    );
    assert!(store.decisions(&one.key, &draft).await.unwrap().is_empty());
}

pub(crate) async fn a_signature_covers_the_decisions_that_it_saw(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let (key, draft) = (&launch.key, fixture.draft(&launch, "d1").await);
    let before = seen(store, key, &draft).await;
    assert!(
        store
            .decide(key, &draft, &new("i", Some(b"yes"), NOW))
            .await
            .unwrap()
    );
    let note = |decided| NewNote {
        decided,
        ..new_note(&draft, 0)
    };
    assert!(
        !store
            .sign(key, &note(before), &[new_job("j1")])
            .await
            .unwrap()
    );
    let row = store.draft(key, &draft).await.unwrap().unwrap();
    assert_eq!(
        row.summary.status,
        DraftStatus::InReview,
        "nothing is signed"
    );
    let now = seen(store, key, &draft).await;
    assert!(
        store
            .decide(key, &draft, &new("i", Some(b"no"), after(1)))
            .await
            .unwrap()
    );
    assert!(
        !store.sign(key, &note(now), &[new_job("j1")]).await.unwrap(),
        "the same number, another day"
    );
    let now = seen(store, key, &draft).await;
    assert!(
        store
            .sign(key, &note(now), &[new_job("j1"), of_item("j2", "k")])
            .await
            .unwrap()
    );
    assert!(
        !store
            .decide(key, &draft, &new("i", None, after(2)))
            .await
            .unwrap(),
        "it is signed"
    );
    let late = |item, job| NewDecision {
        signed: true,
        job,
        ..new(item, Some(b"yes"), after(2))
    };
    assert!(
        !store.decide(key, &draft, &late("k", None)).await.unwrap(),
        "it is being written"
    );
    let job = of_item("j3", "i");
    assert!(
        store
            .decide(key, &draft, &late("i", Some(&job)))
            .await
            .unwrap()
    );
    assert_eq!(store.jobs(key, &draft).await.unwrap().len(), 3);
    let again = of_item("j4", "i");
    assert!(
        !store
            .decide(key, &draft, &late("i", Some(&again)))
            .await
            .unwrap(),
        "once"
    );
}

pub(crate) async fn an_item_waits_for_its_note_and_does_not_speak_for_it(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let (key, draft) = (&launch.key, fixture.draft(&launch, "d1").await);
    let jobs = [of_item("a", "i"), new_job("b"), of_item("c", "k")];
    assert!(store.sign(key, &new_note(&draft, 0), &jobs).await.unwrap());
    assert_eq!(
        store.jobs(key, &draft).await.unwrap()[0].id,
        "b",
        "the note's own first"
    );
    let note = store.lease_job("w", NOW, after(5)).await.unwrap().unwrap();
    assert_eq!((note.id.as_str(), note.item.as_str()), ("b", ""));
    assert!(
        store.lease_job("w", NOW, after(5)).await.unwrap().is_none(),
        "the note is not filed"
    );
    assert_eq!(store.open_jobs(key).await.unwrap(), 3);
    let update = |state, draft| JobUpdate {
        state,
        keep_until: None,
        due: NOW,
        result: Some(secret("DocumentReference/9")),
        draft: Some(draft),
    };
    let filed = update(JobState::Filed, DraftStatus::Filed);
    assert!(store.update_job(&note, &filed, NOW).await.unwrap());
    let item = store.lease_job("w", NOW, after(5)).await.unwrap().unwrap();
    assert_eq!((item.id.as_str(), item.item.as_str()), ("a", "i"));
    assert_eq!(
        item.note.as_ref().unwrap().as_slice(),
        b"DocumentReference/9"
    );
    let refused = update(JobState::Refused, DraftStatus::NeedsPerson);
    assert!(store.update_job(&item, &refused, NOW).await.unwrap());
    let row = store.draft(key, &draft).await.unwrap().unwrap();
    assert_eq!(row.summary.status, DraftStatus::Filed, "the note is filed");
}

pub(crate) async fn items_of_a_note_that_a_person_must_see_to_hold_nobody_up(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let (key, draft) = (&launch.key, fixture.draft(&launch, "d1").await);
    let jobs = [new_job("b"), of_item("c", "k")];
    assert!(store.sign(key, &new_note(&draft, 0), &jobs).await.unwrap());
    let note = store.lease_job("w", NOW, after(5)).await.unwrap().unwrap();
    let person = JobUpdate {
        state: JobState::NeedsPerson,
        keep_until: None,
        due: NOW,
        result: None,
        draft: Some(DraftStatus::NeedsPerson),
    };
    assert!(store.update_job(&note, &person, NOW).await.unwrap());
    assert!(
        store
            .lease_job("w", after(9), after(10))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(store.open_jobs(key).await.unwrap(), 0);
}

pub(crate) async fn a_moved_decision_does_not_open(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let (key, draft) = (&launch.key, fixture.draft(&launch, "d1").await);
    for item in ["i", "k"] {
        let words = format!("decided {item}");
        assert!(
            store
                .decide(key, &draft, &new(item, Some(words.as_bytes()), NOW))
                .await
                .unwrap()
        );
    }
    let moved = "UPDATE proposals SET decision = (SELECT decision FROM proposals WHERE item = 'k') \
                 WHERE item = 'i'";
    assert_eq!(fixture.raw(moved).await.unwrap(), 1);
    assert!(store.decisions(key, &draft).await.is_err());
}
