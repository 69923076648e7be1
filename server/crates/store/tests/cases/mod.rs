//! The cases. Each gets an empty database.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

pub(crate) mod audit;
pub(crate) mod charts;
pub(crate) mod data_keys;
pub(crate) mod database;
pub(crate) mod drafts;
pub(crate) mod forms;
pub(crate) mod inferences;
pub(crate) mod launches;
pub(crate) mod notes;
pub(crate) mod outbox;
pub(crate) mod pending;
pub(crate) mod personal;
pub(crate) mod proposals;
pub(crate) mod purge;
pub(crate) mod recordings;
pub(crate) mod sessions;
pub(crate) mod spending;
