//! The user's name, read from the EHR with the launch's own token.

use crate::config::Config;
use crate::launching::UserNames;
use async_trait::async_trait;
use chart::ResourceKey;
use fhir::{Client, Ehr, FhirError, Limits, Profile, SystemClock, TokenError, TokenSource};
use secrecy::SecretString;
use smart::{FhirUser, Launched};
use std::{collections::HashMap, sync::Arc};
use url::Url;

/// Reads Practitioner resources.
pub struct PractitionerNames {
    ehrs: HashMap<String, Ehr>,
}

/// The token that came with the launch.
struct Fresh(String);

#[async_trait]
impl TokenSource for Fresh {
    async fn bearer(&self) -> Result<SecretString, TokenError> {
        Ok(SecretString::from(self.0.clone()))
    }

    async fn refresh_after_401(
        &self,
        _rejected: &SecretString,
    ) -> Result<SecretString, TokenError> {
        Err(TokenError::SessionEnded)
    }
}

impl PractitionerNames {
    /// For the configured EHRs.
    pub fn new(config: &Config) -> Self {
        Self {
            ehrs: config
                .issuers
                .iter()
                .map(|issuer| (issuer.url.to_string(), issuer.profile))
                .collect(),
        }
    }

    async fn read(
        &self,
        launched: &Launched,
        key: &ResourceKey,
    ) -> Result<Option<String>, FhirError> {
        let issuer = launched.issuer.to_string();
        let ehr = self.ehrs.get(&issuer).copied().unwrap_or(Ehr::Generic);
        let client = Client::new(fhir::Config {
            base: Url::parse(&issuer).map_err(|_| FhirError::BadUrl)?,
            profile: Profile::of(ehr),
            tokens: Arc::new(Fresh(launched.tokens.access_token().expose().to_owned())),
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
        })?;
        let json = client.read("user", key).await?;
        Ok(chart::views::patient_name(&json))
    }
}

#[async_trait]
impl UserNames for PractitionerNames {
    async fn name(&self, launched: &Launched) -> Option<String> {
        let FhirUser::Local { resource_type, id } = launched.user.fhir_user.as_ref()? else {
            return None;
        };
        let key = ResourceKey::new(resource_type, id)?;
        match self.read(launched, &key).await {
            Ok(name) => name,
            Err(error) => {
                tracing::info!(%error, "the user's name could not be read");
                None
            }
        }
    }
}
