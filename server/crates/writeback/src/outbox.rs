//! The ports to the outbox and to the EHR sessions.

use async_trait::async_trait;

use crate::{Filer, OutboxError, Settlement};

/// Where a job stood when it was leased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Not sent, or certainly not stored by the EHR.
    Waiting,
    /// A worker marked it and never settled it: its outcome is unknown.
    Sending,
    /// Sent, and its outcome is unknown.
    Unknown,
}

/// A job that this worker alone may work on for now.
#[derive(Clone)]
pub struct Leased {
    /// Its id.
    pub id: String,
    /// Where it stood.
    pub state: JobState,
    /// Attempts so far, this one included.
    pub attempts: u64,
    /// What to file, as [`crate::Order::to_payload`] wrote it.
    pub payload: Vec<u8>,
    /// The EHR's reference of the note that an entry comes from. An entry is not leased before its note is filed.
    pub note: Option<String>,
}

/// The outbox. Jobs are put into it in the signing transaction, by the store itself.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Leases the job that has been due longest.
    async fn lease(&self) -> Result<Option<Leased>, OutboxError>;

    /// Marks a job as being sent, durably, before anything leaves. False where the lease was lost: nothing may be sent.
    async fn mark_sending(&self, job: &Leased) -> Result<bool, OutboxError>;

    /// Records what became of it and gives the lease back. False where the lease was lost meanwhile.
    async fn settle(&self, job: &Leased, settlement: &Settlement) -> Result<bool, OutboxError>;
}

/// Gives the way into the EHR of the launch that a job was signed in.
#[async_trait]
pub trait Desk: Send + Sync {
    /// The filer for this job; `None` where the launch has no valid sign-in any more.
    async fn filer(&self, job: &Leased) -> Option<Filer>;
}
