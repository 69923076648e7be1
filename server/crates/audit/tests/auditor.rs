//! The writer: what it refuses, what it keeps secret, what it gives back.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod support;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use audit::{
    Action, AuditError, AuditSink, AuditedError, Build, Checkpoint, FailureCode, Head, MemorySink,
    Outcome, Record, SinkError, checker,
};
use support::{LOG, auditor, event, filled, patient, ring};
use time::OffsetDateTime;

/// Fails from the n-th append on.
struct Failing {
    inner: MemorySink,
    after: u64,
}

#[async_trait]
impl AuditSink for Failing {
    async fn append(&self, build: Build<'_>) -> Result<Record, AuditError> {
        if self.inner.head().await?.size >= self.after {
            return Err(SinkError("disk full".into()).into());
        }
        self.inner.append(build).await
    }
    async fn head(&self) -> Result<Head, SinkError> {
        self.inner.head().await
    }
    async fn read(&self, from: u64, limit: u32) -> Result<Vec<Vec<u8>>, SinkError> {
        self.inner.read(from, limit).await
    }
    async fn save_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), SinkError> {
        self.inner.save_checkpoint(checkpoint).await
    }
    async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, SinkError> {
        self.inner.last_checkpoint().await
    }
}

#[derive(Debug, PartialEq)]
struct Timeout(&'static str);

impl FailureCode for Timeout {
    fn failure_code(&self) -> &str {
        self.0
    }
}

#[tokio::test]
async fn an_action_whose_start_cannot_be_written_does_not_happen() {
    let sink = Failing {
        inner: MemorySink::default(),
        after: 0,
    };
    let auditor = auditor(&ring(), Arc::new(sink));
    let ran = AtomicBool::new(false);
    let answer = auditor
        .audited(event(Action::ChartRead), || async {
            ran.store(true, Ordering::SeqCst);
            Ok::<_, Timeout>(())
        })
        .await;
    assert!(matches!(answer, Err(AuditedError::Refused(_))));
    assert!(!ran.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_result_whose_end_cannot_be_written_is_not_lost() {
    let sink = Failing {
        inner: MemorySink::default(),
        after: 1,
    };
    let auditor = auditor(&ring(), Arc::new(sink));
    let answer = auditor
        .audited(event(Action::Filed), || async { Ok::<_, Timeout>(7) })
        .await;
    assert!(matches!(
        answer,
        Err(AuditedError::EndNotRecorded { result: Ok(7), .. })
    ));
}

#[tokio::test]
async fn a_destroyed_patient_key_refuses_further_actions() {
    let keys = ring();
    let auditor = auditor(&keys, Arc::new(MemorySink::default()));
    let gone = patient(&keys, "gone").await;
    keys.shred(&gone.scope, OffsetDateTime::UNIX_EPOCH)
        .await
        .unwrap();
    let answer = auditor
        .begin(event(Action::ChartRead).of_patient(gone))
        .await;
    assert!(matches!(answer, Err(AuditError::Keys(_))));
}

#[tokio::test]
async fn free_text_is_no_outcome_code() {
    let auditor = auditor(&ring(), Arc::new(MemorySink::default()));
    for code in ["", "Mrs Example", "a-b", &"x".repeat(41)] {
        let outcome = Outcome::Failure(code.into());
        let answer = auditor.record(&event(Action::ChartRead), outcome).await;
        assert!(matches!(answer, Err(AuditError::OutcomeCode)));
    }
    let answer = auditor
        .audited(event(Action::ChartRead), || async {
            Err::<(), _>(Timeout("No Code!"))
        })
        .await;
    assert!(matches!(answer, Err(AuditedError::Failed(_))));
    let entries = auditor.read(0, 9).await.unwrap();
    assert_eq!(entries[1].outcome, Outcome::Failure("unnamed".into()));
}

#[tokio::test]
async fn start_and_end_come_back_as_written() {
    let keys = ring();
    let sink = Arc::new(MemorySink::default());
    let auditor = auditor(&keys, sink.clone());
    let event = event(Action::Signed)
        .of_patient(patient(&keys, "p1").await)
        .on(["draft-1", "Observation/9"])
        .with_hash("ab".repeat(32));
    let failed = auditor
        .audited(event.clone(), || async { Err::<(), _>(Timeout("timeout")) })
        .await;
    assert!(matches!(
        failed,
        Err(AuditedError::Failed(Timeout("timeout")))
    ));
    let entries = auditor.read(0, 10).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(
        (entries[0].outcome.clone(), entries[0].ends),
        (Outcome::Begin, None)
    );
    assert_eq!(entries[1].outcome, Outcome::Failure("timeout".into()));
    assert_eq!(entries[1].ends, Some(0));
    let detail = entries[1].detail.clone().unwrap();
    assert_eq!(detail.patient.as_deref(), Some("Patient/p1"));
    assert_eq!(detail.objects, event.objects);
    let stored = sink.read(0, 10).await.unwrap().concat();
    for secret in [
        "Patient/p1",
        "Practitioner",
        "Observation/9",
        "timeout",
        "signed",
    ] {
        let found = stored.windows(secret.len()).any(|w| w == secret.as_bytes());
        assert!(!found, "{secret} is readable in the stored bytes");
    }
    assert!(!format!("{event:?} {:?}", entries[1]).contains("p1"));
}

#[tokio::test]
async fn shredding_hides_one_patient_and_keeps_the_chain() {
    let (auditor, sink, keys) = filled(6).await;
    let checkpoint = auditor.checkpoint().await.unwrap();
    let scope = patient(&keys, "a").await.scope;
    keys.shred(&scope, OffsetDateTime::UNIX_EPOCH)
        .await
        .unwrap();
    let entries = auditor.read(0, 10).await.unwrap();
    assert!(
        entries
            .iter()
            .all(|e| e.detail.is_some() == (e.scope != scope))
    );
    assert!(entries.iter().all(|e| e.action == Action::ChartRead));
    let text = checkpoint.text();
    let known = checker::Known {
        log_id: LOG,
        checkpoints: vec![&text],
        head: None,
    };
    let report = checker::check(sink.read(0, 10).await.unwrap(), &known);
    assert!(report.sound(), "{:?}", report.problems);
    assert_eq!(report.covered, 6);
}

#[tokio::test]
async fn checkpoints_continue_from_each_other_and_carry_the_key() {
    let (auditor, sink, keys) = filled(1).await;
    let mut texts = vec![auditor.checkpoint().await.unwrap().text()];
    for n in 1..20 {
        let event = event(Action::DraftRendered).of_patient(patient(&keys, "a").await);
        for _ in 0..n % 3 {
            auditor.record(&event, Outcome::Success).await.unwrap();
        }
        texts.push(auditor.checkpoint().await.unwrap().text());
    }
    let records = sink.read(0, 1000).await.unwrap();
    let known = checker::Known {
        log_id: LOG,
        checkpoints: texts.iter().map(String::as_str).collect(),
        head: None,
    };
    let report = checker::check(&records, &known);
    assert!(report.sound(), "{:?}", report.problems);
    assert!(auditor.checkpoint_is_ours(&texts[3]).await.unwrap());
    let forged = texts[3].replacen('1', "2", 3);
    assert!(!auditor.checkpoint_is_ours(&forged).await.unwrap());
    assert!(!auditor.checkpoint_is_ours("").await.unwrap());
}

#[tokio::test]
async fn exports_are_audit_events() {
    let (auditor, _, keys) = filled(2).await;
    let scope = patient(&keys, "b").await.scope;
    keys.shred(&scope, OffsetDateTime::UNIX_EPOCH)
        .await
        .unwrap();
    let entries = auditor.read(0, 10).await.unwrap();
    let text = audit::export::ndjson(&entries, "countersign-test");
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    for line in &lines {
        assert_eq!(line["resourceType"], "AuditEvent");
        assert_eq!(line["recorded"], "2026-11-02T09:00:00Z");
        assert_eq!(line["action"], "R");
        assert_eq!(line["agent"][0]["requestor"], true);
        assert!(line["source"]["observer"].is_object() && line["type"]["code"].is_string());
    }
    assert_eq!(lines[0]["entity"][1]["what"]["reference"], "Patient/a");
    assert!(!lines[1].to_string().contains("Patient/b"));
}
