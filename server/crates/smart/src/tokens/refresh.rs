//! Keeps a launch's access token fresh. A refresh token that rotates may be used once; so one refresh runs at a time for
//! one launch, in this process by a lock and among servers by the store's lease.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use model::LaunchId;
use secrecy::ExposeSecret;
use time::Duration;

use super::{AccessToken, TokenResponse, TokenSet, TokenStore, VersionedTokens};
use crate::{Clock, Endpoint, ServerMetadata, SmartClient, SmartError};

/// Longer than a token request may take; a server that dies in between blocks the launch no longer than this.
const LEASE: Duration = Duration::seconds(30);
/// How often, and how many times, we look whether another server finished its refresh.
const POLL: std::time::Duration = std::time::Duration::from_millis(200);
const POLLS: u32 = 100;

type Lock = tokio::sync::Mutex<()>;

/// Answers fresh access tokens. Clones share their state.
#[derive(Clone)]
pub struct Refresher(Arc<Inner>);

struct Inner {
    client: Arc<SmartClient>,
    store: Arc<dyn TokenStore>,
    clock: Arc<dyn Clock>,
    locks: Mutex<HashMap<LaunchId, Weak<Lock>>>,
}

/// When the stored token is good enough to be answered as it is.
#[derive(Clone)]
enum Wanted {
    /// It does not end within a minute.
    Fresh,
    /// It is another than this one, which the EHR has refused.
    Other(AccessToken),
}

impl Refresher {
    /// A refresher over the store.
    pub fn new(
        client: Arc<SmartClient>,
        store: Arc<dyn TokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self(Arc::new(Inner {
            client,
            store,
            clock,
            locks: Mutex::default(),
        }))
    }

    /// A token that lives for another minute at least, refreshed first where needed.
    /// [`SmartError::SessionExpired`] when the EHR gives no more, [`SmartError::NotSignedIn`] when none is stored.
    pub async fn access_token(&self, launch: &LaunchId) -> Result<AccessToken, SmartError> {
        self.run(launch, Wanted::Fresh).await
    }

    /// Another token than one that the FHIR server answered 401 to. If it was replaced meanwhile, nothing is sent.
    pub async fn replace_rejected(
        &self,
        launch: &LaunchId,
        rejected: &AccessToken,
    ) -> Result<AccessToken, SmartError> {
        self.run(launch, Wanted::Other(rejected.clone())).await
    }

    async fn run(&self, launch: &LaunchId, wanted: Wanted) -> Result<AccessToken, SmartError> {
        let stored = self.0.load(launch).await?;
        if let Some(token) = self.0.good_enough(&stored.tokens, &wanted) {
            return Ok(token);
        }
        // In its own task: a caller that goes away must not lose a refresh token that the EHR has already replaced.
        let (inner, launch) = (self.0.clone(), launch.clone());
        tokio::spawn(async move { inner.refresh_alone(&launch, &wanted).await })
            .await
            .map_err(|_| SmartError::Internal("the refresh was lost"))?
    }
}

impl Inner {
    async fn load(&self, launch: &LaunchId) -> Result<VersionedTokens, SmartError> {
        self.store
            .load(launch)
            .await?
            .ok_or(SmartError::NotSignedIn)
    }

    fn good_enough(&self, tokens: &TokenSet, wanted: &Wanted) -> Option<AccessToken> {
        let now = self.clock.now();
        let good = match wanted {
            // Without a refresh token the last minute is used too.
            Wanted::Fresh if !tokens.can_refresh() => !tokens.is_expired(now),
            Wanted::Fresh => !tokens.is_stale(now),
            Wanted::Other(rejected) => tokens.access_token().expose() != rejected.expose(),
        };
        good.then(|| tokens.access_token().clone())
    }

    fn lock_of(&self, launch: &LaunchId) -> Arc<Lock> {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = locks.get(launch).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::new(Lock::default());
        locks.insert(launch.clone(), Arc::downgrade(&lock));
        lock
    }

    async fn refresh_alone(
        &self,
        launch: &LaunchId,
        wanted: &Wanted,
    ) -> Result<AccessToken, SmartError> {
        let lock = self.lock_of(launch);
        let _alone = lock.lock().await;
        for _ in 0..POLLS {
            let stored = self.load(launch).await?;
            if let Some(token) = self.good_enough(&stored.tokens, wanted) {
                return Ok(token);
            }
            if !stored.tokens.can_refresh() {
                return Err(SmartError::SessionExpired);
            }
            // Before the lease is taken, so that under it one request is sent and no more.
            let registered = self.client.registry().get(stored.tokens.issuer())?;
            let metadata = self.client.metadata(registered).await?;
            let now = self.clock.now();
            let until = now + LEASE;
            if self.store.acquire_lease(launch, now, until).await? {
                let result = self.refresh_leased(launch, wanted, &metadata).await;
                // A lease that can't be given back ends by itself; the tokens matter more.
                let _ = self.store.release_lease(launch, until).await;
                return result;
            }
            tokio::time::sleep(POLL).await;
        }
        Err(SmartError::RefreshBusy)
    }

    async fn refresh_leased(
        &self,
        launch: &LaunchId,
        wanted: &Wanted,
        metadata: &ServerMetadata,
    ) -> Result<AccessToken, SmartError> {
        // Another server may have finished between our look and our lease.
        let stored = self.load(launch).await?;
        if let Some(token) = self.good_enough(&stored.tokens, wanted) {
            return Ok(token);
        }
        let fresh = self.client.refresh(&stored.tokens, metadata).await?;
        if self.store.replace(launch, stored.version, &fresh).await? {
            return Ok(fresh.access_token().clone());
        }
        // A lease ended before its holder did: what the other server stored is what everybody uses.
        if let Some(stored) = self.store.load(launch).await? {
            return Ok(stored.tokens.access_token().clone());
        }
        // Signed out meanwhile: the new tokens belong to nobody, so they are given back as well as can be.
        let _ = self.client.revoke(&fresh).await;
        Err(SmartError::NotSignedIn)
    }
}

impl SmartClient {
    /// Exchanges the refresh token once. Only [`Refresher`] may call it: nothing here keeps two calls apart.
    async fn refresh(
        &self,
        tokens: &TokenSet,
        metadata: &ServerMetadata,
    ) -> Result<TokenSet, SmartError> {
        let registered = self.registry().get(tokens.issuer())?;
        let token = tokens.refresh_token().ok_or(SmartError::SessionExpired)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token.expose_secret()),
        ];
        let url = &metadata.token_endpoint;
        let reply = self
            .authenticated_post(registered, url, url, &form, Endpoint::Token)
            .await?;
        match TokenResponse::read(&reply, self.clock().now()) {
            Ok(response) => tokens.refreshed(&response),
            Err(SmartError::TokenRefused(code)) if code.as_str() == "invalid_grant" => {
                Err(SmartError::SessionExpired)
            }
            Err(error) => Err(error),
        }
    }
}
