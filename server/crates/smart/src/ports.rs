//! What this crate needs from outside: the time and randomness.

use rand::{TryRngCore, rngs::OsRng};
use secrecy::SecretString;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::SmartError;

/// The time of day, passed in so that lifetimes can be tested.
pub trait Clock: Send + Sync {
    /// The present moment, in UTC.
    fn now(&self) -> OffsetDateTime;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

/// Unpredictable bytes for states, nonces, code verifiers and assertion ids.
pub trait Entropy: Send + Sync {
    /// Fills the buffer with bytes that nobody can guess. [`SmartError::NoEntropy`] when there are none.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SmartError>;
}

/// The operating system's random source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SmartError> {
        OsRng
            .try_fill_bytes(bytes)
            .map_err(|_| SmartError::NoEntropy)
    }
}

/// 256 random bits in URL-safe base64: 43 characters, which is also the least that PKCE allows (RFC 7636, section 4.1).
pub(crate) fn random_token(entropy: &dyn Entropy) -> Result<SecretString, SmartError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    entropy.fill(bytes.as_mut_slice())?;
    Ok(SecretString::from(crate::secret::base64url(
        bytes.as_slice(),
    )))
}
