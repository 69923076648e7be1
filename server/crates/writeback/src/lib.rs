//! Files what was signed in the EHR, once as far as the EHR allows.
//!
//! The signing transaction puts an [`Order`] into the outbox. A worker leases it, marks it as being sent before
//! anything leaves, sends it, and settles it. An outcome that is unknown (the answer was lost, the worker died) is
//! searched for in the EHR before anything is sent again; what stays ambiguous goes to a person.

mod answers;
mod attempt;
mod entry;
mod error;
mod filer;
mod find;
mod message;
mod order;
mod outbox;
mod settle;
mod vital;

pub use answers::FormAnswers;
pub use attempt::run_next;
pub use entry::{ChartEntry, EntryCode, EntryKind};
pub use error::{OrderError, OutboxError};
pub use filer::{Filer, FilerConfig, drafted_by};
pub use order::Order;
pub use outbox::{Desk, JobState, Leased, Outbox};
pub use settle::{ProvenanceOutcome, Receipt, Settlement, Why};
pub use vital::ConfirmedVital;
