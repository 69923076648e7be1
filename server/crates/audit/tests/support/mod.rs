//! A log in memory with a clock that stands still.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::Arc;

use audit::{Action, Actor, Auditor, Event, MemorySink, Outcome, Patient};
use keys::{KeyRing, LocalKeyProvider, MemoryKeyStore, SystemRandom};
use model::{LaunchId, Role, TenantId, UserId};
use time::macros::datetime;
use zeroize::Zeroizing;

pub(crate) const LOG: &str = "log-1";

pub(crate) fn ring() -> KeyRing {
    let random = Arc::new(SystemRandom::new());
    let master = LocalKeyProvider::new(Zeroizing::new([1; 32]), random.clone());
    KeyRing::new(
        Arc::new(master),
        vec![],
        Arc::new(MemoryKeyStore::default()),
        random,
    )
}

pub(crate) fn auditor(keys: &KeyRing, sink: Arc<dyn audit::AuditSink>) -> Auditor {
    Auditor::new(
        LOG,
        sink,
        keys.clone(),
        Arc::new(|| datetime!(2026-11-02 09:00 UTC)),
    )
}

pub(crate) fn event(action: Action) -> Event {
    let user = Actor::User {
        user: UserId::new("Practitioner/sandbox-1"),
        role: Role::Clinician,
    };
    Event::new(user, action).in_launch(TenantId::new("t"), LaunchId::new("l1"))
}

pub(crate) async fn patient(keys: &KeyRing, id: &str) -> Patient {
    Patient {
        scope: keys
            .patient_scope("https://ehr.example", "t", id)
            .await
            .unwrap(),
        reference: format!("Patient/{id}"),
    }
}

/// A log with `n` entries of two patients.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) async fn filled(n: usize) -> (Auditor, Arc<MemorySink>, KeyRing) {
    let keys = ring();
    let sink = Arc::new(MemorySink::default());
    let auditor = auditor(&keys, sink.clone());
    for i in 0..n {
        let patient = patient(&keys, if i % 2 == 0 { "a" } else { "b" }).await;
        let event = event(Action::ChartRead)
            .of_patient(patient)
            .on([format!("Observation/{i}")]);
        auditor.record(&event, Outcome::Success).await.unwrap();
    }
    (auditor, sink, keys)
}
