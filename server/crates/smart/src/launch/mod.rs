//! A launch: from the EHR's request, or ours, to the tokens.

mod begin;
mod pending;
mod redirect;

use async_trait::async_trait;

use crate::StoreError;

pub use begin::{EhrLaunch, LaunchKind};
pub use pending::{PendingLaunch, StateKey};
pub use redirect::{Callback, Launched};

/// Where launches wait for the EHR's answer, encrypted, for ten minutes. Several servers may share it.
#[async_trait]
pub trait PendingStore: Send + Sync {
    /// Keeps a launch under its key.
    async fn put(&self, key: &StateKey, launch: &PendingLaunch) -> Result<(), StoreError>;

    /// Takes a launch out, at most once: of two calls with one key, one gets nothing.
    async fn take(&self, key: &StateKey) -> Result<Option<PendingLaunch>, StoreError>;
}
