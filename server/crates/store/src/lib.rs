//! Everything that is kept, in SQLite or PostgreSQL, behind one interface.
//!
//! - [`Database`] is the connection: pool, migrations, and the ports that other crates declare
//!   (`keys::KeyStore`, `audit::AuditSink`).
//! - [`Store`] is a database with keys: it seals what holds PHI or tokens before it is written, and
//!   opens it after it is read.
//! - A [`LaunchKey`] comes only from looking up a launch for its owner (or for the filing worker).
//!   Every method that touches a launch's object takes one and compares it: another launch's
//!   object does not exist.
//!
//! One `$1`-style text runs on both databases; values are text, 64-bit integers and bytes only.
//! Payloads are opaque bytes here: the crate that owns a type writes it and rechecks it on reading.

mod audit_log;
mod chart;
mod data_keys;
mod db;
mod draft;
mod error;
mod form;
mod inference;
mod launch;
mod meta;
mod note;
mod outbox;
mod pending;
mod personal;
mod proposal;
mod purge;
mod recording;
mod session;
mod spending;
mod store;
mod tokens;

pub use chart::StoredChart;
pub use db::{Database, Settings};
pub use draft::{DraftRow, DraftSummaryRow, NewDraft, Reviewed};
pub use error::StoreError;
pub use form::FormRow;
pub use inference::KeptInference;
pub use launch::{Launch, LaunchContext, LaunchKey, NewLaunch, Tokens};
pub use note::{NewNote, NoteRow};
pub use outbox::{Job, JobState, JobUpdate, JobView, NewJob};
pub use personal::PersonalKind;
pub use proposal::{DecisionRow, DecisionStamp, NewDecision};
pub use purge::Purged;
pub use recording::{
    Expired, Limits as RecordingLimits, NewRecording, Put as ChunkPut, RecordingRow,
};
pub use session::Sessions;
pub use spending::{Exceeded, Spending, SpendingLimits, Spent};
pub use store::{Secret, Store};
