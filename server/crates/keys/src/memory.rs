//! Keys kept in memory: for tests, and for commands that leave nothing behind.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::{KeyRecord, KeyState, KeyStore, KeyStoreError, Scope, WrappedKey};

type Records = BTreeMap<(Scope, u32), KeyState>;

/// A [`KeyStore`] that forgets everything when dropped.
#[derive(Debug, Default)]
pub struct MemoryKeyStore(Mutex<Records>);

impl MemoryKeyStore {
    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn record((scope, version): &(Scope, u32), state: &KeyState) -> KeyRecord {
    KeyRecord {
        scope: scope.clone(),
        version: *version,
        state: state.clone(),
    }
}

#[async_trait]
impl KeyStore for MemoryKeyStore {
    async fn load(&self, scope: &Scope) -> Result<Vec<KeyRecord>, KeyStoreError> {
        let records = self.records();
        let of_scope = records.range((scope.clone(), 0)..=(scope.clone(), u32::MAX));
        Ok(of_scope.map(|(key, state)| record(key, state)).collect())
    }

    async fn insert(&self, new: &KeyRecord) -> Result<bool, KeyStoreError> {
        let mut records = self.records();
        let key = (new.scope.clone(), new.version);
        if records.contains_key(&key) {
            return Ok(false);
        }
        records.insert(key, new.state.clone());
        Ok(true)
    }

    async fn rewrap(
        &self,
        scope: &Scope,
        version: u32,
        before: &WrappedKey,
        after: &WrappedKey,
    ) -> Result<bool, KeyStoreError> {
        let mut records = self.records();
        match records.get_mut(&(scope.clone(), version)) {
            Some(KeyState::Active(wrapped)) if wrapped == before => {
                *wrapped = after.clone();
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn shred(&self, scope: &Scope, at: OffsetDateTime) -> Result<u64, KeyStoreError> {
        let mut destroyed = 0;
        let mut records = self.records();
        for (_, state) in records.range_mut((scope.clone(), 0)..=(scope.clone(), u32::MAX)) {
            if matches!(state, KeyState::Active(_)) {
                *state = KeyState::Shredded { at };
                destroyed += 1;
            }
        }
        Ok(destroyed)
    }

    async fn page(
        &self,
        after: Option<(&Scope, u32)>,
        limit: u32,
    ) -> Result<Vec<KeyRecord>, KeyStoreError> {
        let records = self.records();
        let beyond = |key: &(Scope, u32)| after.is_none_or(|(s, v)| (&key.0, key.1) > (s, v));
        let rows = records.iter().filter(|(key, _)| beyond(key));
        let rows = rows.take(limit as usize);
        Ok(rows.map(|(key, state)| record(key, state)).collect())
    }
}
