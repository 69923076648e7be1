//! Where an EHR's endpoints are: its SMART configuration, or the older extension of its CapabilityStatement.

mod capability;
mod metadata;

use std::collections::HashMap;

use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;
use url::Url;

use crate::{Clock, Endpoint, HttpClient, IssuerUrl, RegisteredIssuer, SmartError};

pub use metadata::ServerMetadata;

/// EHRs change their endpoints rarely; a short cache spares a request for each launch.
const CACHE_FOR: Duration = Duration::minutes(10);

/// Reads and remembers the endpoints of registered issuers.
pub(crate) struct Discovery {
    http: HttpClient,
    cache: Mutex<HashMap<IssuerUrl, (OffsetDateTime, ServerMetadata)>>,
}

impl Discovery {
    pub(crate) fn new(http: HttpClient) -> Self {
        Self {
            http,
            cache: Mutex::default(),
        }
    }

    /// The endpoints of a registered issuer.
    pub(crate) async fn metadata(
        &self,
        registered: &RegisteredIssuer,
        clock: &dyn Clock,
    ) -> Result<ServerMetadata, SmartError> {
        let now = clock.now();
        if let Some((read_at, known)) = self.cache.lock().await.get(&registered.issuer)
            && now - *read_at < CACHE_FOR
        {
            return Ok(known.clone());
        }
        let metadata = self.read(registered).await?;
        self.cache
            .lock()
            .await
            .insert(registered.issuer.clone(), (now, metadata.clone()));
        Ok(metadata)
    }

    async fn read(&self, registered: &RegisteredIssuer) -> Result<ServerMetadata, SmartError> {
        let issuer = &registered.issuer;
        let url = well_known(issuer, "smart-configuration")?;
        let reply = self
            .http
            .get(issuer, &url, Endpoint::SmartConfiguration)
            .await?;
        let mut metadata = if (400..500).contains(&reply.status) {
            self.read_capability_statement(issuer).await?
        } else {
            ServerMetadata::from_smart_configuration(issuer, &reply.success()?)?
        };
        if metadata.openid_issuer.is_none()
            || metadata.jwks_uri.is_none()
            || registered.openid_issuer.is_some()
        {
            self.add_openid_configuration(registered, &mut metadata)
                .await?;
        }
        Ok(metadata)
    }

    async fn read_capability_statement(
        &self,
        issuer: &IssuerUrl,
    ) -> Result<ServerMetadata, SmartError> {
        let url = issuer
            .join("metadata")
            .ok_or(SmartError::InvalidIssuer("no metadata address"))?;
        let reply = self
            .http
            .get(issuer, &url, Endpoint::CapabilityStatement)
            .await?;
        capability::metadata(issuer, &reply.success()?)
    }

    /// OpenID Connect Discovery 1.0, for what the SMART configuration leaves out. Servers without it are accepted here; a
    /// missing key set is an error only once an id_token must be verified.
    async fn add_openid_configuration(
        &self,
        registered: &RegisteredIssuer,
        metadata: &mut ServerMetadata,
    ) -> Result<(), SmartError> {
        let base = registered
            .openid_issuer
            .as_ref()
            .unwrap_or(&registered.issuer);
        let url = well_known(base, "openid-configuration")?;
        let endpoint = Endpoint::OpenIdConfiguration;
        match self.http.get(&registered.issuer, &url, endpoint).await {
            // Some servers answer unknown addresses with a redirect to their login page.
            Err(SmartError::RedirectRefused(_)) => {}
            Err(error) => return Err(error),
            // A passing failure must not be remembered as "there is none".
            Ok(reply) if reply.status >= 500 => {
                return Err(SmartError::Status {
                    endpoint,
                    status: reply.status,
                });
            }
            Ok(reply) => {
                if let Ok(document) = reply.success() {
                    metadata.add_openid_configuration(&registered.issuer, &document)?;
                }
            }
        }
        if let Some(pinned) = &registered.openid_issuer {
            metadata.pin_openid_issuer(pinned);
        }
        Ok(())
    }
}

fn well_known(base: &IssuerUrl, name: &str) -> Result<Url, SmartError> {
    base.join(&format!(".well-known/{name}"))
        .ok_or(SmartError::InvalidIssuer("no well-known address"))
}
