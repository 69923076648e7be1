//! The client's own keys: signing client assertions, and the document that publishes their public halves.

use std::fmt;

use jsonwebtoken::{
    Algorithm, EncodingKey, Header,
    jwk::{Jwk, KeyOperations, PublicKeyUse, ThumbprintHash},
};
use serde::Serialize;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use url::Url;

use crate::SmartError;

/// How long a client assertion is valid. The standard allows five minutes; one is left for a clock that runs ahead.
const ASSERTION_LIFETIME: Duration = Duration::minutes(4);

/// One private key with its published half. RSA keys sign with RS384, P-384 keys with ES384.
#[derive(Clone)]
pub struct SigningKey {
    algorithm: Algorithm,
    private: EncodingKey,
    public: Jwk,
    kid: String,
}

impl SigningKey {
    /// Reads a PKCS#8 PEM. Its `kid` is the key's SHA-256 thumbprint (RFC 7638), so it never needs to be configured.
    pub fn from_pkcs8_pem(pem: &str) -> Result<Self, SmartError> {
        if !pem.contains("BEGIN PRIVATE KEY") {
            return Err(SmartError::InvalidClientKey);
        }
        let (private, algorithm) = if let Ok(key) = EncodingKey::from_ec_pem(pem.as_bytes()) {
            (key, Algorithm::ES384)
        } else {
            let key = EncodingKey::from_rsa_pem(pem.as_bytes())
                .map_err(|_| SmartError::InvalidClientKey)?;
            (key, Algorithm::RS384)
        };
        let mut public = Jwk::from_encoding_key(&private, algorithm)
            .map_err(|_| SmartError::InvalidClientKey)?;
        let kid = public
            .thumbprint(ThumbprintHash::SHA256)
            .map_err(|_| SmartError::InvalidClientKey)?;
        public.common.key_id = Some(kid.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_operations = Some(vec![KeyOperations::Verify]);
        Ok(Self {
            algorithm,
            private,
            public,
            kid,
        })
    }

    /// The key's id in the published document.
    pub fn kid(&self) -> &str {
        &self.kid
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.algorithm)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// The key in use and, while a rotation runs, the one that comes next. Both are published; only `current` signs, so that
/// every EHR has seen the next key before it is used.
#[derive(Clone, Debug)]
pub struct ClientKeys {
    current: SigningKey,
    next: Option<SigningKey>,
}

#[derive(Serialize)]
struct AssertionClaims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: &'a str,
    iat: i64,
    exp: i64,
}

impl ClientKeys {
    /// The key that signs, and the one that will.
    pub fn new(current: SigningKey, next: Option<SigningKey>) -> Self {
        Self { current, next }
    }

    /// The public JWKS document to serve at the address registered with the EHR (RFC 7517).
    pub fn jwks(&self) -> Value {
        let keys: Vec<&Jwk> = std::iter::once(&self.current)
            .chain(&self.next)
            .map(|key| &key.public)
            .collect();
        json!({ "keys": keys })
    }

    /// A client assertion for the token endpoint (RFC 7523; SMART, asymmetric authentication).
    pub(crate) fn assertion(
        &self,
        client_id: &str,
        token_endpoint: &Url,
        jti: &str,
        now: OffsetDateTime,
    ) -> Result<String, SmartError> {
        let mut header = Header::new(self.current.algorithm);
        header.kid = Some(self.current.kid.clone());
        let claims = AssertionClaims {
            iss: client_id,
            sub: client_id,
            aud: token_endpoint.as_str(),
            jti,
            iat: now.unix_timestamp(),
            exp: (now + ASSERTION_LIFETIME).unix_timestamp(),
        };
        jsonwebtoken::encode(&header, &claims, &self.current.private)
            .map_err(|_| SmartError::Internal("the client assertion could not be signed"))
    }
}
