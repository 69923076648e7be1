//! What this crate needs from elsewhere.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use thiserror::Error;
use time::OffsetDateTime;

/// Why there is no access token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenError {
    /// The session has ended; the user has to launch again.
    #[error("the session has ended; open Countersign from the chart again")]
    SessionEnded,
    /// The authorization server could not be reached or answered with an error.
    #[error("the sign-in could not be renewed")]
    RefreshFailed,
}

/// Gives the access token of one launch.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// The token to use now.
    async fn bearer(&self) -> Result<SecretString, TokenError>;

    /// Called when the EHR answered 401 to `rejected`. Answers a token that is newer than it, refreshing only where no
    /// other request has done so meanwhile.
    async fn refresh_after_401(&self, rejected: &SecretString) -> Result<SecretString, TokenError>;
}

/// Time and chance, passed in so that waiting can be tested.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> OffsetDateTime;

    /// Waits.
    async fn sleep(&self, duration: Duration);

    /// A number from 0 to 1 that spreads retries of several callers.
    fn jitter(&self) -> f64;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn jitter(&self) -> f64 {
        let bits =
            u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or_default();
        f64::from(bits) / f64::from(u32::MAX)
    }
}

/// Hears how far the loading of a chart is.
pub trait Progress: Send + Sync {
    /// `done` of `total` requests are answered, the last of them `label`. `total` grows as references are found.
    fn update(&self, done: usize, total: usize, label: &str);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn update(&self, _done: usize, _total: usize, _label: &str) {}
}
