//! Tokens: reading them from the EHR's answer, keeping them fresh, giving them back.

mod refresh;
mod response;
mod revoke;
mod set;

use async_trait::async_trait;
use model::LaunchId;
use time::OffsetDateTime;

use crate::StoreError;

pub use refresh::Refresher;
pub use response::{ContextReference, LaunchContext};
pub use revoke::{Revocation, RevocationOutcome};
pub use set::{AccessToken, TokenSet};

pub(crate) use response::TokenResponse;

/// Counts the replacements of a launch's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenVersion(pub u64);

/// Tokens with the version under which they are stored.
#[derive(Clone, Debug)]
pub struct VersionedTokens {
    /// The version.
    pub version: TokenVersion,
    /// The tokens.
    pub tokens: TokenSet,
}

/// Where the tokens of a launch are kept, encrypted. Several servers may share it.
#[async_trait]
pub trait TokenStore: Send + Sync {
    /// The tokens of a launch, or none after sign-out.
    async fn load(&self, launch: &LaunchId) -> Result<Option<VersionedTokens>, StoreError>;

    /// Replaces the tokens if they are still of the expected version; `false` when they are not or are gone.
    async fn replace(
        &self,
        launch: &LaunchId,
        expected: TokenVersion,
        tokens: &TokenSet,
    ) -> Result<bool, StoreError>;

    /// Takes the lease of the launch's refresh if nobody holds it at `now`; it ends by itself at `until`.
    async fn acquire_lease(
        &self,
        launch: &LaunchId,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<bool, StoreError>;

    /// Gives back the lease that ends at `until`; a lease that somebody else took since then stays.
    async fn release_lease(
        &self,
        launch: &LaunchId,
        until: OffsetDateTime,
    ) -> Result<(), StoreError>;
}
