//! Stores in memory. They keep the stored text, so that every test also goes through it.

use std::{collections::HashMap, sync::Mutex};

use async_trait::async_trait;
use model::LaunchId;
use smart::{
    PendingLaunch, PendingStore, StateKey, StoreError, TokenSet, TokenStore, TokenVersion,
    VersionedTokens,
};
use time::OffsetDateTime;

#[derive(Default)]
pub(crate) struct MemoryPending(pub(crate) Mutex<HashMap<String, String>>);

#[async_trait]
impl PendingStore for MemoryPending {
    async fn put(&self, key: &StateKey, launch: &PendingLaunch) -> Result<(), StoreError> {
        let text = launch.expose_for_storage().map_err(StoreError::new)?;
        self.0
            .lock()
            .unwrap()
            .insert(key.as_str().to_owned(), text.to_string());
        Ok(())
    }

    async fn take(&self, key: &StateKey) -> Result<Option<PendingLaunch>, StoreError> {
        let text = self.0.lock().unwrap().remove(key.as_str());
        text.map(|text| PendingLaunch::from_storage(&text))
            .transpose()
            .map_err(StoreError::new)
    }
}

#[derive(Default)]
pub(crate) struct MemoryTokens(Mutex<HashMap<LaunchId, Row>>);

struct Row {
    version: u64,
    text: String,
    leased_until: Option<OffsetDateTime>,
}

impl MemoryTokens {
    pub(crate) fn put(&self, launch: &LaunchId, tokens: &TokenSet) {
        let text = tokens.expose_for_storage().unwrap().to_string();
        let row = Row {
            version: 1,
            text,
            leased_until: None,
        };
        self.0.lock().unwrap().insert(launch.clone(), row);
    }

    pub(crate) fn remove(&self, launch: &LaunchId) {
        self.0.lock().unwrap().remove(launch);
    }

    pub(crate) fn stored_text(&self, launch: &LaunchId) -> String {
        self.0.lock().unwrap()[launch].text.clone()
    }
}

#[async_trait]
impl TokenStore for MemoryTokens {
    async fn load(&self, launch: &LaunchId) -> Result<Option<VersionedTokens>, StoreError> {
        let rows = self.0.lock().unwrap();
        let Some(row) = rows.get(launch) else {
            return Ok(None);
        };
        let tokens = TokenSet::from_storage(&row.text).map_err(StoreError::new)?;
        Ok(Some(VersionedTokens {
            version: TokenVersion(row.version),
            tokens,
        }))
    }

    async fn replace(
        &self,
        launch: &LaunchId,
        expected: TokenVersion,
        tokens: &TokenSet,
    ) -> Result<bool, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let Some(row) = rows.get_mut(launch).filter(|row| row.version == expected.0) else {
            return Ok(false);
        };
        row.version += 1;
        row.text = tokens
            .expose_for_storage()
            .map_err(StoreError::new)?
            .to_string();
        Ok(true)
    }

    async fn acquire_lease(
        &self,
        launch: &LaunchId,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let Some(row) = rows.get_mut(launch) else {
            return Ok(false);
        };
        let free = row.leased_until.is_none_or(|end| end <= now);
        if free {
            row.leased_until = Some(until);
        }
        Ok(free)
    }

    async fn release_lease(
        &self,
        launch: &LaunchId,
        until: OffsetDateTime,
    ) -> Result<(), StoreError> {
        if let Some(row) = self.0.lock().unwrap().get_mut(launch)
            && row.leased_until == Some(until)
        {
            row.leased_until = None;
        }
        Ok(())
    }
}
