use model::{DraftId, DraftKind, view::DraftStatus};
use store::Reviewed;

use crate::support::{Fixture, NOW, after, new_draft, new_note};

const CONTENT: (&[u8], &[u8]) = (b"document", b"review 0");

fn reviewed(before: u64, review: &[u8]) -> Reviewed<'_> {
    Reviewed {
        before,
        revision: before + 1,
        review,
        document: None,
    }
}

pub(crate) async fn only_of_their_launch(fixture: Fixture) {
    let store = &fixture.store;
    let (one, two) = (fixture.launch("l1").await, fixture.launch("l2").await.key);
    let review = fixture.draft(&one, "d1").await;
    store
        .insert_draft(&one.key, &new_draft("d2"))
        .await
        .unwrap();
    let open = DraftId::new("d2");
    let before = store.changed(&one.key).await.unwrap();
    assert!(store.drafts(&two).await.unwrap().is_empty());
    assert!(store.draft(&two, &review).await.unwrap().is_none());
    assert!(
        !store
            .save_review(&two, &review, reviewed(0, b"x"), NOW)
            .await
            .unwrap()
    );
    assert!(!store.save_details(&two, &review, b"x", NOW).await.unwrap());
    assert!(!store.put_section(&two, &open, "i1", 0, b"x").await.unwrap());
    let status = DraftStatus::InReview;
    assert!(
        !store
            .finish_drafting(&two, &open, None, status, CONTENT, NOW)
            .await
            .unwrap()
    );
    assert!(!store.fail_drafting(&two, &open, b"x", NOW).await.unwrap());
    assert!(
        !store
            .lease_draft(&two, &open, "i1", NOW, after(5))
            .await
            .unwrap()
    );
    assert!(!store.sign(&two, &new_note(&review, 0), &[]).await.unwrap());
    assert!(store.note(&two, &review).await.unwrap().is_none());
    assert_eq!(store.changed(&one.key).await.unwrap(), before);
    let found = store.draft(&one.key, &review).await.unwrap().unwrap();
    assert_eq!(found.review.unwrap().as_slice(), b"review 0");
    assert_eq!(found.summary.kind, DraftKind::ChartSummary);
    assert_eq!(store.drafts(&one.key).await.unwrap().len(), 2);
}

pub(crate) async fn reviews_compare_revisions(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let id = fixture.draft(&launch, "d1").await;
    let key = &launch.key;
    let before = store.changed(key).await.unwrap().unwrap();
    assert!(
        store
            .save_review(key, &id, reviewed(0, b"review 1"), NOW)
            .await
            .unwrap()
    );
    let other = fixture.instance().await;
    assert!(
        !other
            .save_review(key, &id, reviewed(0, b"lost"), NOW)
            .await
            .unwrap()
    );
    assert!(
        !other
            .save_review(key, &id, reviewed(2, b"lost"), NOW)
            .await
            .unwrap()
    );
    let found = other.draft(key, &id).await.unwrap().unwrap();
    assert_eq!(found.review.unwrap().as_slice(), b"review 1");
    assert_eq!(found.document.unwrap().as_slice(), b"document");
    assert_eq!(found.summary.revision, 1);
    assert_eq!(store.changed(key).await.unwrap(), Some(before + 1));
    let both = Reviewed {
        document: Some(b"document 2"),
        ..reviewed(1, b"review 2")
    };
    assert!(store.save_review(key, &id, both, NOW).await.unwrap());
    let found = store.draft(key, &id).await.unwrap().unwrap();
    assert_eq!(found.document.unwrap().as_slice(), b"document 2");
    assert!(store.sign(key, &new_note(&id, 2), &[]).await.unwrap());
    assert!(
        !store
            .save_review(key, &id, reviewed(2, b"late"), NOW)
            .await
            .unwrap(),
        "signed"
    );
}

pub(crate) async fn one_writer_at_a_time(fixture: Fixture) {
    let (one, two) = (&fixture.store, fixture.instance().await);
    let launch = fixture.launch("l1").await;
    let key = &launch.key;
    one.insert_draft(key, &new_draft("d1")).await.unwrap();
    let id = DraftId::new("d1");
    assert!(
        one.put_section(key, &id, "i1", 0, b"draft of 0")
            .await
            .unwrap()
    );
    assert!(
        one.put_section(key, &id, "i1", 0, b"section 0")
            .await
            .unwrap()
    );
    assert!(
        !two.put_section(key, &id, "i2", 1, b"intruder")
            .await
            .unwrap()
    );
    assert!(
        !two.lease_draft(key, &id, "i2", NOW, after(5))
            .await
            .unwrap()
    );
    assert!(
        one.lease_draft(key, &id, "i1", NOW, after(2))
            .await
            .unwrap(),
        "renewed"
    );
    assert!(two.abandoned_drafts(after(1), 9).await.unwrap().is_empty());
    // The first instance vanishes; the second resumes.
    let found = two.abandoned_drafts(after(2), 9).await.unwrap();
    assert_eq!(found, [(key.id().clone(), id.clone())]);
    assert!(
        two.lease_draft(key, &id, "i2", after(2), after(4))
            .await
            .unwrap()
    );
    assert!(
        !one.put_section(key, &id, "i1", 1, b"too late")
            .await
            .unwrap()
    );
    let status = DraftStatus::InReview;
    assert!(
        !one.finish_drafting(key, &id, Some("i1"), status, CONTENT, NOW)
            .await
            .unwrap()
    );
    assert!(
        two.put_section(key, &id, "i2", 1, b"section 1")
            .await
            .unwrap()
    );
    assert!(
        two.finish_drafting(key, &id, Some("i2"), status, CONTENT, NOW)
            .await
            .unwrap()
    );
    let found = one.draft(key, &id).await.unwrap().unwrap();
    let sections: Vec<_> = found
        .sections
        .iter()
        .map(|(n, s)| (*n, s.as_slice()))
        .collect();
    assert_eq!(sections, [(0, b"section 0".as_slice()), (1, b"section 1")]);
    assert_eq!(found.summary.status, status);
}

pub(crate) async fn stopping_beats_the_writer(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let key = &launch.key;
    store.insert_draft(key, &new_draft("d1")).await.unwrap();
    let id = DraftId::new("d1");
    assert!(
        !store
            .save_review(key, &id, reviewed(0, b"x"), NOW)
            .await
            .unwrap(),
        "nothing yet"
    );
    let stopped = DraftStatus::Stopped;
    assert!(
        store
            .finish_drafting(key, &id, None, stopped, CONTENT, NOW)
            .await
            .unwrap()
    );
    assert!(!store.put_section(key, &id, "i1", 0, b"x").await.unwrap());
    let done = DraftStatus::InReview;
    assert!(
        !store
            .finish_drafting(key, &id, Some("i1"), done, CONTENT, NOW)
            .await
            .unwrap()
    );
    assert!(!store.fail_drafting(key, &id, b"x", NOW).await.unwrap());
    let found = store.draft(key, &id).await.unwrap().unwrap();
    assert_eq!(found.summary.status, stopped);
    assert!(
        store
            .save_review(key, &id, reviewed(0, b"reviewed"), NOW)
            .await
            .unwrap()
    );
}

pub(crate) async fn a_moved_value_does_not_open(fixture: Fixture) {
    let store = &fixture.store;
    let launch = fixture.launch("l1").await;
    let (one, two) = (
        fixture.draft(&launch, "d1").await,
        fixture.draft(&launch, "d2").await,
    );
    let copy = "UPDATE drafts SET document = (SELECT document FROM drafts WHERE id = 'd1') \
                WHERE id = 'd2'";
    fixture.raw(copy).await.unwrap();
    assert!(store.draft(&launch.key, &one).await.is_ok());
    assert!(store.draft(&launch.key, &two).await.is_err());
    fixture
        .raw("UPDATE drafts SET document = review WHERE id = 'd1'")
        .await
        .unwrap();
    assert!(store.draft(&launch.key, &one).await.is_err());
}
