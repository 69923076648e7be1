//! The ports that `smart` declares, over the store.

use async_trait::async_trait;
use model::LaunchId;
use smart::{
    Clock, PendingLaunch, PendingStore, StateKey, StoreError, TokenSet, TokenStore, TokenVersion,
    VersionedTokens,
};
use std::sync::Arc;
use store::Store;
use time::{Duration, OffsetDateTime};

/// How long an expired launch is kept, so that its late answer gets the right page.
const KEPT: Duration = Duration::hours(1);

/// Launches that wait for the EHR's answer.
pub struct PendingLaunches {
    /// Where they wait.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl PendingStore for PendingLaunches {
    async fn put(&self, key: &StateKey, launch: &PendingLaunch) -> Result<(), StoreError> {
        let text = launch.expose_for_storage().map_err(fault)?;
        let kept = self
            .store
            .put_pending(key.as_str(), text.as_bytes(), launch.expires_at() + KEPT)
            .await
            .map_err(fault)?;
        if kept {
            Ok(())
        } else {
            Err(fault("the state is taken"))
        }
    }

    async fn take(&self, key: &StateKey) -> Result<Option<PendingLaunch>, StoreError> {
        // The launch's own lifetime is judged by its owner, who can say why it is refused.
        let taken = self
            .store
            .take_pending(key.as_str(), self.clock.now())
            .await
            .map_err(fault)?;
        let Some(bytes) = taken else { return Ok(None) };
        let text = std::str::from_utf8(&bytes).map_err(fault)?;
        PendingLaunch::from_storage(text).map(Some).map_err(fault)
    }
}

/// The tokens of launches.
pub struct TokenRows {
    /// Where they are kept.
    pub store: Store,
}

#[async_trait]
impl TokenStore for TokenRows {
    async fn load(&self, launch: &LaunchId) -> Result<Option<VersionedTokens>, StoreError> {
        let found = self.store.launch_for_worker(launch).await.map_err(fault)?;
        let Some(launch) = found else { return Ok(None) };
        let text = std::str::from_utf8(&launch.tokens.bytes).map_err(fault)?;
        let tokens = TokenSet::from_storage(text).map_err(fault)?;
        Ok(Some(VersionedTokens {
            version: TokenVersion(launch.tokens.version),
            tokens,
        }))
    }

    async fn replace(
        &self,
        launch: &LaunchId,
        expected: TokenVersion,
        tokens: &TokenSet,
    ) -> Result<bool, StoreError> {
        let Some(found) = self.store.launch_for_worker(launch).await.map_err(fault)? else {
            return Ok(false);
        };
        let text = tokens.expose_for_storage().map_err(fault)?;
        self.store
            .replace_tokens(&found.key, expected.0, text.as_bytes())
            .await
            .map_err(fault)
    }

    async fn acquire_lease(
        &self,
        launch: &LaunchId,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let Some(found) = self.store.launch_for_worker(launch).await.map_err(fault)? else {
            return Ok(false);
        };
        self.store
            .begin_refresh(&found.key, found.tokens.version, now, until)
            .await
            .map_err(fault)
    }

    async fn release_lease(
        &self,
        launch: &LaunchId,
        until: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let Some(found) = self.store.launch_for_worker(launch).await.map_err(fault)? else {
            return Ok(());
        };
        self.store
            .end_refresh(&found.key, until)
            .await
            .map_err(fault)
    }
}

fn fault(error: impl std::fmt::Display) -> StoreError {
    StoreError::new(error.to_string())
}
