use std::sync::Arc;

use audit::{Action, Actor, AuditSink, Auditor, Event, Outcome, SinkError, checker};
use store::Store;

use crate::support::{Fixture, NOW};

fn auditor(store: &Store) -> Auditor {
    let sink = Arc::new(store.database().clone());
    Auditor::new("log-1", sink, store.keys().clone(), Arc::new(|| NOW))
}

fn event() -> Event {
    Event::new(Actor::System, Action::ChartRead)
}

fn known(checkpoints: Vec<&str>, head: Option<(u64, [u8; 32])>) -> checker::Known<'_> {
    checker::Known {
        log_id: "log-1",
        checkpoints,
        head,
    }
}

pub(crate) async fn concurrent_writers_leave_no_gap(fixture: Fixture) {
    let writers = [auditor(&fixture.store), auditor(&fixture.instance().await)];
    let tasks: Vec<_> = (0..40)
        .map(|n| {
            let auditor = writers[n % 2].clone();
            tokio::spawn(async move { auditor.record(&event(), Outcome::Success).await.unwrap() })
        })
        .collect();
    let mut indexes = Vec::new();
    for task in tasks {
        indexes.push(task.await.unwrap());
    }
    indexes.sort_unstable();
    assert_eq!(indexes, (0..40).collect::<Vec<u64>>());
    let db = fixture.store.database();
    let records = AuditSink::read(db, 0, 100).await.unwrap();
    let head = AuditSink::head(db).await.unwrap();
    let report = checker::check(&records, &known(vec![], head.hash.map(|h| (head.size, h))));
    assert!(report.sound(), "{:?}", report.problems);
    assert_eq!(writers[1].read(38, 100).await.unwrap().len(), 2);
}

pub(crate) async fn a_failed_entry_leaves_nothing(fixture: Fixture) {
    let auditor = auditor(&fixture.store);
    auditor.record(&event(), Outcome::Success).await.unwrap();
    let db = fixture.store.database();
    let failed = db.append(&|_| Err(SinkError("no".into()).into())).await;
    assert!(failed.is_err());
    assert_eq!(AuditSink::head(db).await.unwrap().size, 1);
    assert_eq!(auditor.record(&event(), Outcome::Success).await.unwrap(), 1);
}

pub(crate) async fn entries_cannot_be_changed(fixture: Fixture) {
    auditor(&fixture.store)
        .record(&event(), Outcome::Success)
        .await
        .unwrap();
    assert!(
        fixture
            .raw("UPDATE audit_entries SET time = 0")
            .await
            .is_err()
    );
    assert!(fixture.raw("DELETE FROM audit_entries").await.is_err());
    assert_eq!(
        AuditSink::read(fixture.store.database(), 0, 9)
            .await
            .unwrap()
            .len(),
        1
    );
}

pub(crate) async fn checkpoints_come_back(fixture: Fixture) {
    let auditor = auditor(&fixture.store);
    let db = fixture.store.database();
    assert_eq!(db.last_checkpoint().await.unwrap(), None);
    let mut texts = vec![auditor.checkpoint().await.unwrap().text()];
    for _ in 0..5 {
        auditor.record(&event(), Outcome::Success).await.unwrap();
        let made = auditor.checkpoint().await.unwrap();
        assert_eq!(db.last_checkpoint().await.unwrap(), Some(made.clone()));
        texts.push(made.text());
    }
    let records = AuditSink::read(db, 0, 100).await.unwrap();
    let report = checker::check(
        &records,
        &known(texts.iter().map(String::as_str).collect(), None),
    );
    assert!(report.sound(), "{:?}", report.problems);
    assert_eq!(report.covered, 5);
}
