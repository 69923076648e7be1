//! A Google service account: a signed assertion for a token (RFC 7523).

use super::read::issuer;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use time::OffsetDateTime;
use url::Url;

const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";
const TOKEN_URL: &str = "https://oauth2.googleapis.com/token";
/// Longest life of an assertion that Google takes, in seconds.
const LIFE: i64 = 3600;

/// A service account's key.
#[derive(Clone)]
pub(crate) struct Google {
    pub(super) url: Url,
    email: String,
    key_id: Option<String>,
    key: Arc<EncodingKey>,
}

/// The key file, as far as it is needed.
#[derive(Deserialize)]
struct KeyFile {
    #[serde(rename = "type")]
    kind: String,
    client_email: String,
    private_key: String,
    #[serde(default)]
    private_key_id: Option<String>,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    scope: &'static str,
    aud: &'a str,
    iat: i64,
    exp: i64,
}

impl Google {
    pub(super) fn new(
        file: &str,
        token_url: Option<&str>,
        own_premises: bool,
    ) -> Result<Self, (&'static str, &'static str)> {
        let file: KeyFile = serde_json::from_str(file)
            .map_err(|_| ("key_file", "is not a service account's key file"))?;
        if file.kind != "service_account" {
            return Err(("key_file", "is not of type service_account"));
        }
        let key = EncodingKey::from_rsa_pem(file.private_key.as_bytes())
            .map_err(|_| ("key_file", "holds no RSA key"))?;
        // The file's own token_uri is not followed: who can change the file could have assertions sent elsewhere.
        let url = issuer(token_url.unwrap_or(TOKEN_URL), own_premises)
            .map_err(|what| ("token_url", what))?;
        Ok(Self {
            url,
            email: file.client_email,
            key_id: file.private_key_id,
            key: Arc::new(key),
        })
    }

    /// The form that asks for a token; none where the key does not sign.
    pub(super) fn form(&self, now: OffsetDateTime) -> Option<Vec<(&'static str, String)>> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid.clone_from(&self.key_id);
        let iat = now.unix_timestamp();
        let claims = Claims {
            iss: &self.email,
            scope: SCOPE,
            aud: self.url.as_str(),
            iat,
            exp: iat + LIFE,
        };
        let assertion = jsonwebtoken::encode(&header, &claims, &self.key).ok()?;
        Some(vec![
            (
                "grant_type",
                "urn:ietf:params:oauth:grant-type:jwt-bearer".to_owned(),
            ),
            ("assertion", assertion),
        ])
    }
}

impl std::fmt::Debug for Google {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Google({})", self.email)
    }
}
