//! Random bytes as a port, so that callers decide where they come from.

use aws_lc_rs::rand::SecureRandom;

use crate::KeyError;

/// A source of cryptographically strong random bytes.
pub trait Random: Send + Sync {
    /// Fills `dest`.
    fn fill(&self, dest: &mut [u8]) -> Result<(), KeyError>;
}

/// The operating system's generator.
#[derive(Debug, Default, Clone)]
pub struct SystemRandom(aws_lc_rs::rand::SystemRandom);

impl SystemRandom {
    /// Makes one; it holds no state of its own.
    pub fn new() -> Self {
        Self(aws_lc_rs::rand::SystemRandom::new())
    }
}

impl Random for SystemRandom {
    fn fill(&self, dest: &mut [u8]) -> Result<(), KeyError> {
        self.0.fill(dest).map_err(|_| KeyError::NoRandom)
    }
}
