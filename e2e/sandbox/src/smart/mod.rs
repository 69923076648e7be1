//! The authorization server: SMART App Launch 2.2 over OAuth 2 and OpenID Connect.

pub mod authorize;
pub mod client_auth;
pub mod context;
pub mod discovery;
pub mod grant;
mod id_token;
pub mod introspect;
pub mod keys;
pub mod picker;
pub mod scopes;
pub mod style;
pub mod token;
pub mod tokens;

use std::collections::HashMap;
use std::sync::Mutex;

use crate::error::SandboxError;
use context::{Code, Launch, Picking};
use keys::SigningKeys;
use tokens::Tokens;

/// All that the authorization server remembers.
#[derive(Debug)]
pub struct Smart {
    /// Launch tokens not yet used, by token.
    pub(crate) launches: Mutex<HashMap<String, Launch>>,
    /// Codes issued, used or not, by code.
    pub(crate) codes: Mutex<HashMap<String, Code>>,
    /// Standalone launches waiting for a patient, by transaction.
    pub(crate) picking: Mutex<HashMap<String, Picking>>,
    /// Access and refresh tokens.
    pub(crate) tokens: Tokens,
    /// Client assertions seen, (client, jti) with their expiry.
    pub(crate) assertions: Mutex<HashMap<(String, String), i64>>,
    /// Keys that sign id_tokens.
    pub(crate) keys: SigningKeys,
    /// Fetches client key sets.
    pub(crate) http: reqwest::Client,
}

impl Smart {
    /// Nothing issued yet.
    pub fn new() -> Result<Self, SandboxError> {
        // Client key sets are on the machine or the local network: a proxy would only be in the way.
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(std::time::Duration::from_secs(5))
            .build()?;
        Ok(Self {
            launches: Mutex::default(),
            codes: Mutex::default(),
            picking: Mutex::default(),
            tokens: Tokens::default(),
            assertions: Mutex::default(),
            keys: SigningKeys::default(),
            http,
        })
    }
}
