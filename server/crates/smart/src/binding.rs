//! Ties a launch to the browser session that began it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::secret::sha256_hex;

/// Hash of the session cookie's secret: a launch that one browser began cannot be completed by another (login CSRF).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BrowserBinding(String);

impl BrowserBinding {
    /// The binding of the browser that holds this cookie secret.
    pub fn of_cookie_secret(secret: &str) -> Self {
        Self(sha256_hex(secret))
    }
}

impl fmt::Debug for BrowserBinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrowserBinding([redacted])")
    }
}
