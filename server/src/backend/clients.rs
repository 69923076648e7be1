//! A FHIR client for each launch, with tokens that are refreshed once for all.

use super::error::StepError;
use async_trait::async_trait;
use fhir::{Client, Ehr, Limits, Profile, SystemClock, TokenError, TokenSource};
use model::LaunchId;
use secrecy::{ExposeSecret, SecretString};
use smart::{Refresher, SmartError};
use std::{collections::HashMap, sync::Arc};
use store::Launch;
use url::Url;

/// Makes FHIR clients.
#[derive(Clone)]
pub(super) struct Clients {
    refresher: Refresher,
    profiles: Arc<HashMap<String, Profile>>,
}

impl Clients {
    /// For these EHRs, by their FHIR base URL.
    pub(super) fn new(refresher: Refresher, profiles: HashMap<String, Profile>) -> Self {
        Self {
            refresher,
            profiles: Arc::new(profiles),
        }
    }

    /// The client of a launch.
    pub(super) fn of(&self, launch: &Launch) -> Result<Client, StepError> {
        let issuer = &launch.context.issuer;
        let config = fhir::Config {
            base: Url::parse(issuer).map_err(|_| StepError::Stored("issuer"))?,
            profile: self.profile(launch),
            tokens: Arc::new(LaunchTokens {
                refresher: self.refresher.clone(),
                launch: launch.key.id().clone(),
            }),
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
        };
        Ok(Client::new(config)?)
    }

    /// The rules of a launch's EHR.
    pub(super) fn profile(&self, launch: &Launch) -> Profile {
        self.profiles
            .get(&launch.context.issuer)
            .cloned()
            .unwrap_or_else(|| Profile::of(Ehr::Generic))
    }
}

struct LaunchTokens {
    refresher: Refresher,
    launch: LaunchId,
}

#[async_trait]
impl TokenSource for LaunchTokens {
    async fn bearer(&self) -> Result<SecretString, TokenError> {
        let token = self.refresher.access_token(&self.launch).await;
        token
            .map(|token| SecretString::from(token.expose().to_owned()))
            .map_err(|error| ended(&error))
    }

    async fn refresh_after_401(&self, rejected: &SecretString) -> Result<SecretString, TokenError> {
        let now = self
            .refresher
            .access_token(&self.launch)
            .await
            .map_err(|error| ended(&error))?;
        if now.expose() != rejected.expose_secret() {
            return Ok(SecretString::from(now.expose().to_owned()));
        }
        let token = self.refresher.replace_rejected(&self.launch, &now).await;
        token
            .map(|token| SecretString::from(token.expose().to_owned()))
            .map_err(|error| ended(&error))
    }
}

fn ended(error: &SmartError) -> TokenError {
    match error {
        SmartError::SessionExpired | SmartError::NotSignedIn => TokenError::SessionEnded,
        error => {
            tracing::warn!(%error, "the access token could not be renewed");
            TokenError::RefreshFailed
        }
    }
}
