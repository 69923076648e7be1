//! The audit log: append-only, hash-chained, encrypted, with Merkle checkpoints.
//!
//! [`Auditor::audited`] runs an action between two entries and refuses it when the first cannot be
//! written. [`checker`] reads the raw bytes alone and finds any tampering; it shares nothing with
//! the writer but the format that `FORMAT.md` describes.

pub mod checker;
pub mod export;

mod auditor;
mod checkpoint;
mod entry;
mod error;
mod record;
mod sink;
mod tree;

pub use auditor::{Audited, Auditor, Clock, FailureCode, Pending};
pub use checkpoint::Checkpoint;
pub use entry::{Action, Actor, Detail, Entry, Event, Outcome, Patient};
pub use error::{AuditError, AuditedError};
pub use record::{Hash, Record, genesis};
pub use sink::{AuditSink, Build, Head, MemorySink, SinkError};
pub use tree::Frontier;
