//! One attempt: search where the last outcome is unknown, mark, send, settle.

use fhir::{WriteError, Written};
use time::OffsetDateTime;

use crate::find::Found;
use crate::settle::{MOST_ATTEMPTS, pause};
use crate::{
    Desk, Filer, JobState, Leased, Order, Outbox, OutboxError, ProvenanceOutcome, Receipt,
    Settlement, Why,
};

/// Works on the job that has been due longest. Answers what became of it, or `None` where nothing was due or the lease
/// was lost.
pub async fn run_next(
    outbox: &dyn Outbox,
    desk: &dyn Desk,
    now: &(dyn Fn() -> OffsetDateTime + Send + Sync),
) -> Result<Option<Settlement>, OutboxError> {
    let Some(job) = outbox.lease().await? else {
        return Ok(None);
    };
    let settlement = match Order::from_payload(&job.payload) {
        // Nothing can be sent for it, and nothing may be lost.
        Err(error) => Some(person("unreadable_order", error, Vec::new())),
        Ok(order) => match desk.filer(&job).await {
            None => Some(later(
                &job,
                Why::new(
                    "no_session",
                    "the sign-in has ended; open Countersign from the chart again",
                ),
            )),
            Some(filer) => {
                Attempt {
                    outbox,
                    filer: &filer,
                    job: &job,
                    order: &order,
                    now,
                }
                .run()
                .await?
            }
        },
    };
    let Some(settlement) = settlement else {
        return Ok(None);
    };
    let kept = outbox.settle(&job, &settlement).await?;
    tracing::info!(
        settlement = name(&settlement),
        attempts = job.attempts,
        kept,
        "outbox job"
    );
    Ok(kept.then_some(settlement))
}

struct Attempt<'a> {
    outbox: &'a dyn Outbox,
    filer: &'a Filer,
    job: &'a Leased,
    order: &'a Order,
    now: &'a (dyn Fn() -> OffsetDateTime + Send + Sync),
}

impl Attempt<'_> {
    /// `None` where the lease was lost before anything was sent.
    async fn run(&self) -> Result<Option<Settlement>, OutboxError> {
        if self.job.state != JobState::Waiting {
            match self.filer.find(self.order).await {
                Ok(Found::Once { key, version }) => {
                    return Ok(Some(self.filed(key.to_string(), version, true).await));
                }
                Ok(Found::Unclear(keys)) => return Ok(Some(Self::unclear(&keys))),
                Ok(Found::Nowhere) => {}
                Err(error) => return Ok(Some(self.unknown(Why::new("search_failed", error)))),
            }
        }
        let prepared = match self.filer.prepare(self.order, self.job.note.as_deref()) {
            Ok(prepared) => prepared,
            Err(error) => {
                return Ok(Some(Settlement::Refused {
                    why: Why::new("incomplete", error),
                }));
            }
        };
        if !self.outbox.mark_sending(self.job).await? {
            return Ok(None);
        }
        let settlement = match self.filer.send(&prepared).await {
            Ok(Written {
                key: Some(key),
                version,
                ..
            }) => self.filed(key.to_string(), version, false).await,
            // Stored, and the EHR does not say where.
            Ok(_) => {
                self.searched(Why::new(
                    "no_reference",
                    "the EHR accepted it and named no reference",
                ))
                .await
            }
            Err(WriteError::Exists(error)) => self.searched(Why::new("said_to_exist", error)).await,
            Err(WriteError::Unknown(error)) => self.unknown(Why::new("answer_lost", error)),
            Err(WriteError::NotNow(error)) => later(self.job, Why::new("not_now", error)),
            Err(WriteError::Refused(error)) => Settlement::Refused {
                why: Why::new("refused", error),
            },
        };
        Ok(Some(settlement))
    }

    /// The EHR says that it has it: it must be found, exactly once.
    async fn searched(&self, why: Why) -> Settlement {
        match self.filer.find(self.order).await {
            Ok(Found::Once { key, version }) => self.filed(key.to_string(), version, true).await,
            Ok(Found::Unclear(keys)) => Self::unclear(&keys),
            Ok(Found::Nowhere) => Settlement::NeedsPerson {
                why,
                candidates: Vec::new(),
            },
            Err(_) => self.unknown(why),
        }
    }

    async fn filed(
        &self,
        reference: String,
        version: Option<String>,
        found_by_search: bool,
    ) -> Settlement {
        // After a crash between note and Provenance it is not known whether the Provenance was sent: one too many
        // would be worse than none, as Countersign keeps its own.
        let provenance = match self.order {
            Order::Note { note, .. } if !found_by_search => {
                self.filer.provenance(note, &reference).await
            }
            Order::Entry(entry) if !found_by_search => {
                let note = self.job.note.as_deref();
                self.filer.entry_provenance(entry, note, &reference).await
            }
            Order::Note { .. } | Order::Entry(_) if self.filer.rules().provenance => {
                ProvenanceOutcome::Failed
            }
            _ => ProvenanceOutcome::NotTaken,
        };
        Settlement::Filed(Receipt {
            reference,
            version,
            filed_at: (self.now)(),
            found_by_search,
            provenance,
        })
    }

    fn unclear(keys: &[fhir::ResourceKey]) -> Settlement {
        let candidates = keys.iter().map(ToString::to_string).collect();
        person(
            "ambiguous",
            "whether the EHR has it, or has it twice, could not be found out",
            candidates,
        )
    }

    fn unknown(&self, why: Why) -> Settlement {
        if self.job.attempts >= MOST_ATTEMPTS {
            return Settlement::NeedsPerson {
                why,
                candidates: Vec::new(),
            };
        }
        Settlement::Unknown {
            why,
            retry_in: pause(self.job.attempts),
        }
    }
}

/// To be tried again; where the outcome of an earlier attempt is unknown, it stays so.
fn later(job: &Leased, why: Why) -> Settlement {
    if job.attempts >= MOST_ATTEMPTS {
        return Settlement::NeedsPerson {
            why,
            candidates: Vec::new(),
        };
    }
    let retry_in = pause(job.attempts);
    if why.code == "no_session" && job.state != JobState::Waiting {
        return Settlement::Unknown { why, retry_in };
    }
    Settlement::Waiting { why, retry_in }
}

fn person(code: &str, text: impl std::fmt::Display, candidates: Vec<String>) -> Settlement {
    Settlement::NeedsPerson {
        why: Why::new(code, text),
        candidates,
    }
}

fn name(settlement: &Settlement) -> &'static str {
    match settlement {
        Settlement::Filed(_) => "filed",
        Settlement::Waiting { .. } => "waiting",
        Settlement::Unknown { .. } => "unknown",
        Settlement::Refused { .. } => "refused",
        Settlement::NeedsPerson { .. } => "needs_person",
    }
}
