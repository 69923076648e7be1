//! Files signed notes, once as far as the EHR allows: the ports of `writeback` over the store, each attempt between two audit entries.

use super::clients::Clients;
use super::{Steps, now};
use async_trait::async_trait;
use audit::{Action, Actor, Auditor, Event, Outcome, Pending};
use model::view::DraftStatus;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use store::{Job, JobUpdate, Secret, Store};
use time::Duration;
use tokio::sync::Mutex;
use writeback::{Desk, Filer, FilerConfig, JobState, Leased, Outbox, OutboxError, Settlement, Why};

/// How long a worker has a job: longer than an attempt can take.
const LEASE: Duration = Duration::minutes(5);

/// What the last attempt left, as screens show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    /// In words.
    pub words: String,
    /// The EHR's reference, once filed.
    pub reference: Option<String>,
}

impl Told {
    /// Reads what an attempt left.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

impl Steps {
    /// Files one note that is due; false where none is.
    pub(super) async fn file_one(&self) -> bool {
        let worker = Worker {
            store: &self.store,
            auditor: &self.auditor,
            clients: &self.clients,
            instance: &self.instance,
            at: Mutex::default(),
        };
        match writeback::run_next(&worker, &worker, &now).await {
            Ok(settled) => settled.is_some(),
            Err(error) => {
                tracing::error!(%error, "filing could not go on");
                false
            }
        }
    }
}

/// One worker at one job.
struct Worker<'a> {
    store: &'a Store,
    auditor: &'a Auditor,
    clients: &'a Clients,
    instance: &'a str,
    at: Mutex<At>,
}

#[derive(Default)]
struct At {
    job: Option<Job>,
    begun: Option<Pending>,
}

impl Worker<'_> {
    async fn job(&self) -> Result<Job, OutboxError> {
        self.at
            .lock()
            .await
            .job
            .clone()
            .ok_or_else(|| fault("no job is leased"))
    }

    /// An event of the job's patient. A launch that is gone names none; the entry is still the patient's, by its key.
    async fn event(&self, job: &Job, action: Action) -> Result<Event, OutboxError> {
        let key = &job.launch;
        let launch = self
            .store
            .launch_for_worker(key.id())
            .await
            .map_err(fault)?;
        let patient = audit::Patient {
            scope: key.patient_scope().clone(),
            reference: launch
                .map(|launch| format!("Patient/{}", launch.context.patient))
                .unwrap_or_default(),
        };
        Ok(Event::new(Actor::System, action)
            .in_launch(key.tenant().clone(), key.id().clone())
            .of_patient(patient)
            .on([job.draft.to_string()].into_iter().chain(item(job))))
    }

    async fn begin_entry(&self, job: &Job) -> Result<(), OutboxError> {
        let begun = self
            .auditor
            .begin(self.event(job, Action::Filed).await?)
            .await
            .map_err(fault)?;
        self.at.lock().await.begun = Some(begun);
        Ok(())
    }

    /// What came of an attempt that sent nothing.
    async fn entry(&self, job: &Job, settlement: &Settlement) -> Result<u64, OutboxError> {
        let action = if matches!(settlement, Settlement::Filed(_)) {
            Action::Filed
        } else {
            Action::FilingFailed
        };
        self.auditor
            .record(&self.event(job, action).await?, outcome(settlement))
            .await
            .map_err(fault)
    }
}

#[async_trait]
impl Outbox for Worker<'_> {
    async fn lease(&self) -> Result<Option<Leased>, OutboxError> {
        let Some(job) = self
            .store
            .lease_job(self.instance, now(), now() + LEASE)
            .await
            .map_err(fault)?
        else {
            return Ok(None);
        };
        let state = match job.state {
            store::JobState::Sending => JobState::Sending,
            store::JobState::Unknown => JobState::Unknown,
            _ => JobState::Waiting,
        };
        let leased = Leased {
            id: job.id.clone(),
            state,
            attempts: job.attempts,
            payload: job.payload.to_vec(),
            note: job
                .note
                .as_ref()
                .and_then(|bytes| Told::read(bytes)?.reference),
        };
        self.at.lock().await.job = Some(job);
        Ok(Some(leased))
    }

    async fn mark_sending(&self, _leased: &Leased) -> Result<bool, OutboxError> {
        let job = self.job().await?;
        self.begin_entry(&job).await?;
        let update = JobUpdate {
            state: store::JobState::Sending,
            keep_until: Some(now() + LEASE),
            due: now(),
            result: None,
            draft: None,
        };
        self.store
            .update_job(&job, &update, now())
            .await
            .map_err(fault)
    }

    async fn settle(&self, _leased: &Leased, settlement: &Settlement) -> Result<bool, OutboxError> {
        let job = self.job().await?;
        let begun = self.at.lock().await.begun.take();
        match begun {
            Some(begun) => begun
                .also_on(filed_as(settlement))
                .finish(self.auditor, outcome(settlement))
                .await
                .map_err(fault)?,
            None => self.entry(&job, settlement).await?,
        };
        self.store
            .update_job(&job, &update(settlement, !job.item.is_empty())?, now())
            .await
            .map_err(fault)
    }
}

#[async_trait]
impl Desk for Worker<'_> {
    async fn filer(&self, _leased: &Leased) -> Option<Filer> {
        let job = self.job().await.ok()?;
        let launch = self.store.launch_for_worker(job.launch.id()).await.ok()??;
        let client = self.clients.of(&launch).ok()?;
        let config = FilerConfig {
            software: format!("Countersign {}", env!("CARGO_PKG_VERSION")),
            ..FilerConfig::default()
        };
        Some(Filer::new(client, config))
    }
}

/// What the EHR calls the note, once it has it.
fn filed_as(settlement: &Settlement) -> Option<String> {
    match settlement {
        Settlement::Filed(receipt) => Some(receipt.reference.clone()),
        _ => None,
    }
}

fn outcome(settlement: &Settlement) -> Outcome {
    match settlement {
        Settlement::Filed(_) => Outcome::Success,
        Settlement::Waiting { why, .. }
        | Settlement::Unknown { why, .. }
        | Settlement::Refused { why }
        | Settlement::NeedsPerson { why, .. } => Outcome::Failure(why.code.clone()),
    }
}

/// The item of a note that a job writes, as audit entries name it.
fn item(job: &Job) -> Option<String> {
    (!job.item.is_empty()).then(|| format!("proposal {}", job.item))
}

/// What is kept of an attempt at a note, or at an item of it.
fn update(settlement: &Settlement, item: bool) -> Result<JobUpdate, OutboxError> {
    let told = |words: String, reference: Option<String>| {
        serde_json::to_vec(&Told { words, reference })
            .map(Secret::from)
            .map_err(fault)
    };
    let again = |state, why: &Why, after: &std::time::Duration| {
        Ok(JobUpdate {
            state,
            keep_until: None,
            due: now() + *after,
            result: Some(told(sentence(why), None)?),
            draft: None,
        })
    };
    let person = |state, words: String| {
        Ok(JobUpdate {
            state,
            keep_until: None,
            due: now(),
            result: Some(told(words, None)?),
            draft: Some(DraftStatus::NeedsPerson),
        })
    };
    match settlement {
        Settlement::Filed(receipt) => Ok(JobUpdate {
            state: store::JobState::Filed,
            keep_until: None,
            due: now(),
            result: Some(told(
                "Filed in the EHR.".to_owned(),
                Some(receipt.reference.clone()),
            )?),
            draft: Some(DraftStatus::Filed),
        }),
        Settlement::Waiting { why, retry_in } => again(store::JobState::Waiting, why, retry_in),
        Settlement::Unknown { why, retry_in } => again(store::JobState::Unknown, why, retry_in),
        Settlement::Refused { why } => person(
            store::JobState::Refused,
            if item {
                format!(
                    "The EHR did not take it: {} Enter it in the EHR by hand.",
                    sentence(why)
                )
            } else {
                format!(
                    "The EHR did not take the note: {} The signed note is kept here; enter it in the EHR by hand or tell your IT department.",
                    sentence(why)
                )
            },
        ),
        Settlement::NeedsPerson { why, candidates } => {
            let look = if candidates.is_empty() {
                String::new()
            } else {
                format!(" Look at {}.", candidates.join(", "))
            };
            person(
                store::JobState::NeedsPerson,
                format!("A person must look: {}{look}", sentence(why)),
            )
        }
    }
}

fn sentence(why: &Why) -> String {
    let text = why.text.trim_end_matches('.');
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().collect::<String>())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn fault(error: impl Display) -> OutboxError {
    OutboxError(error.to_string())
}
