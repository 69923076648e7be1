//! Randomness for tokens, identifiers and fault rates: from the system, or seeded so that a run repeats.

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// One generator for a whole sandbox.
#[derive(Debug)]
pub struct Random(Mutex<StdRng>);

impl Random {
    /// From the operating system, or repeatable when `seed` is given (tests only: tokens become guessable).
    pub fn new(seed: Option<u64>) -> Self {
        Self(Mutex::new(
            seed.map_or_else(StdRng::from_os_rng, StdRng::seed_from_u64),
        ))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// An unguessable token: 32 random bytes, base64url.
    pub fn token(&self) -> String {
        let mut bytes = [0_u8; 32];
        self.with(|rng| rng.fill(&mut bytes));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// `len` characters drawn from `alphabet` (ASCII).
    pub fn word(&self, alphabet: &[u8], len: usize) -> String {
        self.with(|rng| {
            (0..len)
                .map(|_| char::from(alphabet[rng.random_range(0..alphabet.len())]))
                .collect()
        })
    }

    /// A random identifier in the form of a UUID.
    pub fn uuid(&self) -> String {
        let hex = self.word(b"0123456789abcdef", 32);
        format!(
            "{}-{}-4{}-a{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[13..16],
            &hex[17..20],
            &hex[20..]
        )
    }

    /// True with probability `rate` (0 to 1).
    pub fn chance(&self, rate: f64) -> bool {
        self.with(|rng| rng.random::<f64>() < rate)
    }
}
