//! The port to where records are kept, and one in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::{AuditError, Checkpoint, Hash, Record};

/// The place where records are kept failed; the text is for operators and holds no PHI.
#[derive(Debug, thiserror::Error)]
#[error("audit store: {0}")]
pub struct SinkError(pub String);

/// The end of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of records; the next one gets this index.
    pub size: u64,
    /// Leaf hash of the last record; none in an empty log.
    pub hash: Option<Hash>,
}

/// Makes the next record for a given head. It may be called more than once for one append.
pub type Build<'a> = &'a (dyn Fn(Head) -> Result<Record, AuditError> + Send + Sync);

/// Keeps the log. Appending is the only change it allows.
#[async_trait]
pub trait AuditSink: Send + Sync {
    /// Appends one record in one transaction that no other writer can interleave: reads the head,
    /// calls `build` with it, stores the answer durably.
    async fn append(&self, build: Build<'_>) -> Result<Record, AuditError>;

    /// The end of the log.
    async fn head(&self) -> Result<Head, SinkError>;

    /// Up to `limit` records from index `from`, in order: the exact bytes.
    async fn read(&self, from: u64, limit: u32) -> Result<Vec<Vec<u8>>, SinkError>;

    /// Keeps a checkpoint.
    async fn save_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), SinkError>;

    /// The newest checkpoint.
    async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, SinkError>;
}

/// A log in memory: for tests, and for commands that leave nothing behind.
#[derive(Debug, Default)]
pub struct MemorySink(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    records: Vec<Record>,
    checkpoints: Vec<Checkpoint>,
}

impl MemorySink {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn end_of(records: &[Record]) -> Head {
    Head {
        size: records.len() as u64,
        hash: records.last().map(|record| record.hash),
    }
}

#[async_trait]
impl AuditSink for MemorySink {
    async fn append(&self, build: Build<'_>) -> Result<Record, AuditError> {
        let mut kept = self.kept();
        let record = build(end_of(&kept.records))?;
        kept.records.push(record.clone());
        Ok(record)
    }

    async fn head(&self) -> Result<Head, SinkError> {
        Ok(end_of(&self.kept().records))
    }

    async fn read(&self, from: u64, limit: u32) -> Result<Vec<Vec<u8>>, SinkError> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let kept = self.kept();
        let records = kept.records.iter().skip(from).take(limit as usize);
        Ok(records.map(|record| record.bytes.clone()).collect())
    }

    async fn save_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), SinkError> {
        self.kept().checkpoints.push(checkpoint.clone());
        Ok(())
    }

    async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, SinkError> {
        Ok(self.kept().checkpoints.last().cloned())
    }
}
