//! The browser session: what ties a launch, and later every request, to one browser.

use super::LaunchError;
use sha2::{Digest, Sha256};
use smart::{BrowserBinding, Entropy};
use tower_sessions::Session;

const SECRET: &str = "binding";

/// A browser that has a session. Its key is what launches are stored under.
#[derive(Clone)]
pub struct Browser {
    secret: String,
}

impl Browser {
    /// The session's browser; a new session where it has none.
    pub async fn open(session: &Session, entropy: &dyn Entropy) -> Result<Self, LaunchError> {
        if let Some(found) = Self::find(session).await? {
            return Ok(found);
        }
        let mut bytes = [0_u8; 32];
        entropy.fill(&mut bytes).map_err(LaunchError::Smart)?;
        let secret = hex::encode(bytes);
        session
            .insert(SECRET, &secret)
            .await
            .map_err(LaunchError::Session)?;
        Ok(Self { secret })
    }

    /// The session's browser, where the request brought a cookie.
    pub async fn find(session: &Session) -> Result<Option<Self>, LaunchError> {
        let secret = session
            .get::<String>(SECRET)
            .await
            .map_err(LaunchError::Session)?;
        Ok(secret.map(|secret| Self { secret }))
    }

    /// Gives the session another id at login, so that one planted before is worth nothing.
    pub async fn rotate(&self, session: &Session) -> Result<(), LaunchError> {
        session.cycle_id().await.map_err(LaunchError::Session)
    }

    /// Ties the SMART launch to this browser.
    pub fn binding(&self) -> BrowserBinding {
        BrowserBinding::of_cookie_secret(&self.secret)
    }

    /// The key under which this browser's launches are stored: a hash, so that the table alone opens nothing.
    pub fn key(&self) -> String {
        hex::encode(Sha256::digest(format!(
            "countersign session 1:{}",
            self.secret
        )))
    }
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Browser(…)")
    }
}
