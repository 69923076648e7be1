//! A launch that waits for the EHR's answer.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::LaunchKind;
use crate::{BrowserBinding, IssuerUrl, ServerMetadata, SmartError, secret::sha256_hex};

/// How long the EHR's login may take.
const LIFETIME: Duration = Duration::minutes(10);

/// The hash of a `state`: what a pending launch is stored under, so that a leaked store completes no launch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StateKey(String);

impl StateKey {
    pub(crate) fn of(state: &str) -> Self {
        Self(sha256_hex(state))
    }

    /// The key as text: 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A launch that waits for the EHR's answer. It holds the secrets that complete it: store it encrypted.
#[derive(Clone)]
pub struct PendingLaunch {
    pub(super) state_key: StateKey,
    pub(super) issuer: IssuerUrl,
    pub(super) kind: LaunchKind,
    /// The endpoints as they were when the launch began, so that it ends at the server where it began.
    pub(super) metadata: ServerMetadata,
    pub(super) scope: String,
    pub(super) nonce: SecretString,
    pub(super) code_verifier: SecretString,
    pub(super) browser: BrowserBinding,
    pub(super) began_at: OffsetDateTime,
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Stored {
    state_key: String,
    issuer: String,
    #[zeroize(skip)]
    kind: LaunchKind,
    #[zeroize(skip)]
    metadata: ServerMetadata,
    scope: String,
    nonce: String,
    code_verifier: String,
    #[zeroize(skip)]
    browser: BrowserBinding,
    #[serde(with = "time::serde::rfc3339")]
    #[zeroize(skip)]
    began_at: OffsetDateTime,
}

impl PendingLaunch {
    /// When the launch can no longer be completed; a store may drop it then.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.began_at + LIFETIME
    }

    /// The launch with its secrets, as JSON, for encrypted storage and nothing else. The text is wiped when dropped.
    pub fn expose_for_storage(&self) -> Result<Zeroizing<String>, SmartError> {
        let stored = Stored {
            state_key: self.state_key.0.clone(),
            issuer: self.issuer.as_str().to_owned(),
            kind: self.kind,
            metadata: self.metadata.clone(),
            scope: self.scope.clone(),
            nonce: self.nonce.expose_secret().to_owned(),
            code_verifier: self.code_verifier.expose_secret().to_owned(),
            browser: self.browser.clone(),
            began_at: self.began_at,
        };
        serde_json::to_string(&stored)
            .map(Zeroizing::new)
            .map_err(|_| SmartError::CorruptStorage)
    }

    /// Reads back what [`PendingLaunch::expose_for_storage`] wrote.
    pub fn from_storage(text: &str) -> Result<Self, SmartError> {
        let stored: Stored = serde_json::from_str(text).map_err(|_| SmartError::CorruptStorage)?;
        Ok(Self {
            state_key: StateKey(stored.state_key.clone()),
            issuer: IssuerUrl::parse(&stored.issuer).map_err(|_| SmartError::CorruptStorage)?,
            kind: stored.kind,
            metadata: stored.metadata.clone(),
            scope: stored.scope.clone(),
            nonce: SecretString::from(stored.nonce.as_str()),
            code_verifier: SecretString::from(stored.code_verifier.as_str()),
            browser: stored.browser.clone(),
            began_at: stored.began_at,
        })
    }
}

impl fmt::Debug for PendingLaunch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingLaunch")
            .field("issuer", &self.issuer.as_str())
            .field("kind", &self.kind)
            .field("began_at", &self.began_at)
            .finish_non_exhaustive()
    }
}
