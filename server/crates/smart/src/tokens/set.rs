//! The tokens of one launch.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::TokenResponse;
use crate::{GrantedScopes, IssuerUrl, SmartError};

/// How long before its end a token is renewed, so that it does not end under way.
const EARLY: Duration = Duration::seconds(60);

/// An access token. It is shown to nobody; [`AccessToken::expose`] is for the `Authorization` header alone.
#[derive(Clone, Debug)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// The token's text.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The tokens of one launch, with what they are bound to: one issuer and one patient.
#[derive(Clone)]
pub struct TokenSet {
    issuer: IssuerUrl,
    patient: String,
    access: AccessToken,
    refresh: Option<SecretString>,
    expires_at: Option<OffsetDateTime>,
    scope: String,
}

/// The stored form. It holds secrets and exists only on the way to and from encrypted storage.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Stored {
    issuer: String,
    patient: String,
    access_token: String,
    refresh_token: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[zeroize(skip)]
    expires_at: Option<OffsetDateTime>,
    scope: String,
}

impl TokenSet {
    pub(crate) fn new(
        issuer: IssuerUrl,
        patient: String,
        response: &TokenResponse,
        requested_scope: &str,
    ) -> Self {
        Self {
            issuer,
            patient,
            access: AccessToken(response.access_token.clone()),
            refresh: response.refresh_token.clone(),
            expires_at: response.expires_at,
            // RFC 6749, section 5.1: without a scope, what was asked for was granted.
            scope: response
                .scope
                .clone()
                .unwrap_or_else(|| requested_scope.to_owned()),
        }
    }

    /// The set after a refresh: a new refresh token takes the old one's place, and without one the old one stays.
    /// [`SmartError::PatientChanged`] when the answer names another patient.
    pub(crate) fn refreshed(&self, response: &TokenResponse) -> Result<Self, SmartError> {
        if response
            .patient()?
            .is_some_and(|patient| patient != self.patient)
        {
            return Err(SmartError::PatientChanged);
        }
        let mut set = Self::new(
            self.issuer.clone(),
            self.patient.clone(),
            response,
            &self.scope,
        );
        set.refresh = set.refresh.or_else(|| self.refresh.clone());
        Ok(set)
    }

    /// The FHIR base that the tokens are for; they go to no other.
    pub fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    /// The access token.
    pub fn access_token(&self) -> &AccessToken {
        &self.access
    }

    pub(crate) fn refresh_token(&self) -> Option<&SecretString> {
        self.refresh.as_ref()
    }

    /// Whether the EHR gave a refresh token.
    pub fn can_refresh(&self) -> bool {
        self.refresh.is_some()
    }

    /// When the access token ends, where the EHR said so.
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.expires_at
    }

    /// The scopes granted last.
    pub fn scopes(&self) -> GrantedScopes {
        GrantedScopes::parse(&self.scope)
    }

    /// Whether the token should be renewed now: it ends within a minute.
    pub fn is_stale(&self, now: OffsetDateTime) -> bool {
        self.expires_at.is_some_and(|end| now + EARLY >= end)
    }

    pub(crate) fn is_expired(&self, now: OffsetDateTime) -> bool {
        self.expires_at.is_some_and(|end| now >= end)
    }

    /// The set with its secrets, as JSON, for encrypted storage and nothing else. The text is wiped when dropped.
    pub fn expose_for_storage(&self) -> Result<Zeroizing<String>, SmartError> {
        let stored = Stored {
            issuer: self.issuer.as_str().to_owned(),
            patient: self.patient.clone(),
            access_token: self.access.expose().to_owned(),
            refresh_token: self
                .refresh
                .as_ref()
                .map(|token| token.expose_secret().to_owned()),
            expires_at: self.expires_at,
            scope: self.scope.clone(),
        };
        serde_json::to_string(&stored)
            .map(Zeroizing::new)
            .map_err(|_| SmartError::CorruptStorage)
    }

    /// Reads back what [`TokenSet::expose_for_storage`] wrote.
    pub fn from_storage(text: &str) -> Result<Self, SmartError> {
        let stored: Stored = serde_json::from_str(text).map_err(|_| SmartError::CorruptStorage)?;
        let secret = |text: &String| SecretString::from(text.as_str());
        Ok(Self {
            issuer: IssuerUrl::parse(&stored.issuer).map_err(|_| SmartError::CorruptStorage)?,
            patient: stored.patient.clone(),
            access: AccessToken(secret(&stored.access_token)),
            refresh: stored.refresh_token.as_ref().map(secret),
            expires_at: stored.expires_at,
            scope: stored.scope.clone(),
        })
    }
}

impl fmt::Debug for TokenSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSet")
            .field("issuer", &self.issuer.as_str())
            .field("can_refresh", &self.can_refresh())
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
