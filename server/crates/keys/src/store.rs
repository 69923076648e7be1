//! The port to where wrapped keys are kept.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Scope, WrappedKey};

/// One stored data key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRecord {
    /// What it covers.
    pub scope: Scope,
    /// Version within its scope, from 1.
    pub version: u32,
    /// The key, or its tombstone.
    pub state: KeyState,
}

/// A stored key, or what is left of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyState {
    /// In use.
    Active(WrappedKey),
    /// Destroyed.
    Shredded {
        /// When.
        at: OffsetDateTime,
    },
}

/// The store failed; the text is for operators and holds no key.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct KeyStoreError(pub String);

/// Keeps wrapped keys. Each method is one transaction.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// Every version of a scope, oldest first; empty if it has none.
    async fn load(&self, scope: &Scope) -> Result<Vec<KeyRecord>, KeyStoreError>;

    /// Adds a record; false if that scope and version exist already.
    async fn insert(&self, record: &KeyRecord) -> Result<bool, KeyStoreError>;

    /// Replaces an active key's wrapping; false if it is no longer `before`.
    async fn rewrap(
        &self,
        scope: &Scope,
        version: u32,
        before: &WrappedKey,
        after: &WrappedKey,
    ) -> Result<bool, KeyStoreError>;

    /// Destroys every key of a scope and keeps tombstones; answers how many it destroyed.
    async fn shred(&self, scope: &Scope, at: OffsetDateTime) -> Result<u64, KeyStoreError>;

    /// Up to `limit` records after (`scope`, `version`) in that order, for rotation.
    async fn page(
        &self,
        after: Option<(&Scope, u32)>,
        limit: u32,
    ) -> Result<Vec<KeyRecord>, KeyStoreError>;
}
