//! The user's name and specialties, read from the EHR with the launch's own token.

use crate::config::Config;
use crate::launching::UserNames;
use async_trait::async_trait;
use chart::{Json, ResourceKey};
use fhir::{Client, Ehr, FhirError, Limits, Profile, SystemClock, TokenError, TokenSource};
use secrecy::SecretString;
use smart::{FhirUser, Launched};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};
use url::Url;

/// Reads Practitioner resources.
pub struct PractitionerNames {
    ehrs: HashMap<String, Ehr>,
    /// For users of whom the EHR names no specialty that counts.
    specialties: HashMap<String, String>,
    /// Whether anything depends on a user's specialty.
    asks_specialty: bool,
}

/// Longer than an EHR takes that answers at all; a launch does not wait for more.
const PATIENCE: Duration = Duration::from_secs(4);
/// Most roles that are looked at, and most names that are kept.
const MOST: usize = 40;

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
    pub fn new(config: &Config, asks_specialty: bool) -> Self {
        Self {
            ehrs: config
                .issuers
                .iter()
                .map(|issuer| (issuer.url.to_string(), issuer.profile))
                .collect(),
            specialties: config
                .issuers
                .iter()
                .filter_map(|issuer| Some((issuer.url.to_string(), issuer.specialty.clone()?)))
                .collect(),
            asks_specialty,
        }
    }

    async fn read(
        &self,
        launched: &Launched,
        key: &ResourceKey,
    ) -> Result<Option<String>, FhirError> {
        let json = self.client(launched)?.read("user", key).await?;
        Ok(chart::views::patient_name(&json))
    }

    /// Codes and names of the specialties of every role of the user, in alphabetical order.
    async fn roles(&self, launched: &Launched) -> Result<BTreeSet<String>, FhirError> {
        let Some(FhirUser::Local { resource_type, id }) = &launched.user.fhir_user else {
            return Ok(BTreeSet::new());
        };
        let client = self.client(launched)?;
        let mut found = BTreeSet::new();
        if resource_type == "PractitionerRole" {
            if let Some(key) = ResourceKey::new(resource_type, id) {
                specialties(&client.read("user's role", &key).await?, &mut found);
            }
        } else {
            let user = format!("{resource_type}/{id}");
            let result = client
                .search(
                    "user's roles",
                    "PractitionerRole",
                    &[("practitioner", &user)],
                )
                .await;
            for entry in result.entries.iter().take(MOST) {
                // An EHR that ignores the parameter answers with everybody's roles.
                let whose = entry
                    .json
                    .at("practitioner")
                    .and_then(|who| who.str_at("reference"));
                if whose.is_some_and(|whose| whose == user || whose.ends_with(&format!("/{user}")))
                {
                    specialties(&entry.json, &mut found);
                }
            }
            if let Some(failure) = result.failure {
                return Err(failure);
            }
        }
        Ok(found)
    }

    fn client(&self, launched: &Launched) -> Result<Client, FhirError> {
        let issuer = launched.issuer.to_string();
        let ehr = self.ehrs.get(&issuer).copied().unwrap_or(Ehr::Generic);
        Client::new(fhir::Config {
            base: Url::parse(&issuer).map_err(|_| FhirError::BadUrl)?,
            profile: Profile::of(ehr),
            tokens: Arc::new(Fresh(launched.tokens.access_token().expose().to_owned())),
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
        })
    }
}

/// Codes, displays and texts of a role's specialties.
fn specialties(role: &Json, found: &mut BTreeSet<String>) {
    for specialty in role.items_at("specialty") {
        let codings = specialty.items_at("coding").iter();
        let named = codings.flat_map(|coding| [coding.str_at("code"), coding.str_at("display")]);
        let words = named.chain([specialty.str_at("text")]).flatten();
        found.extend(
            words
                .filter(|word| word.len() <= 200)
                .take(MOST)
                .map(str::to_owned),
        );
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

    async fn specialties(&self, launched: &Launched) -> Vec<String> {
        if !self.asks_specialty {
            return Vec::new();
        }
        let read = tokio::time::timeout(PATIENCE, self.roles(launched)).await;
        let found = match read {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                tracing::info!(%error, "the user's specialties could not be read");
                BTreeSet::new()
            }
            Err(_) => {
                tracing::info!("the user's specialties took too long to read");
                BTreeSet::new()
            }
        };
        let usual = self.specialties.get(&launched.issuer.to_string()).cloned();
        found.into_iter().take(MOST).chain(usual).collect()
    }
}
