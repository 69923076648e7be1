//! The keys that sign id_tokens: RSA, made when first needed, rotated on request.

use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::{Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::state::lock;

/// A signing key and its public half.
pub struct SigningKey {
    kid: String,
    key: EncodingKey,
    public: Jwk,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// A key could not be made or used.
#[derive(Debug, thiserror::Error)]
#[error("signing key: {0}")]
pub struct KeyError(String);

impl SigningKey {
    /// Makes an RSA key of 2048 bits.
    pub fn generate(kid: &str) -> Result<Self, KeyError> {
        let failed = |error: &dyn std::fmt::Display| KeyError(error.to_string());
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|error| failed(&error))?;
        let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).map_err(|error| failed(&error))?;
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            STANDARD.encode(&*der)
        );
        let key = EncodingKey::from_rsa_pem(pem.as_bytes()).map_err(|error| failed(&error))?;
        let mut public =
            Jwk::from_encoding_key(&key, Algorithm::RS256).map_err(|error| failed(&error))?;
        public.common.key_id = Some(kid.to_owned());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_operations = Some(vec![KeyOperations::Verify]);
        Ok(Self {
            kid: kid.to_owned(),
            key,
            public,
        })
    }

    /// Signs claims with RS256.
    pub fn sign(&self, claims: &Value) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.key)
            .map_err(|error| KeyError(error.to_string()))
    }

    /// The key's id.
    pub fn kid(&self) -> &str {
        &self.kid
    }
}

/// The server's keys, the newest last; the newest signs.
#[derive(Debug, Default)]
pub struct SigningKeys(Mutex<Vec<Arc<SigningKey>>>);

impl SigningKeys {
    /// The key that signs now.
    pub fn current(&self) -> Result<Arc<SigningKey>, KeyError> {
        let mut keys = lock(&self.0);
        if let Some(key) = keys.last() {
            return Ok(key.clone());
        }
        let key = Arc::new(SigningKey::generate("sandbox-1")?);
        keys.push(key.clone());
        Ok(key)
    }

    /// Makes a new key that signs from now on; the older ones stay published.
    pub fn rotate(&self) -> Result<Arc<SigningKey>, KeyError> {
        let mut keys = lock(&self.0);
        let key = Arc::new(SigningKey::generate(&format!(
            "sandbox-{}",
            keys.len() + 1
        ))?);
        keys.push(key.clone());
        Ok(key)
    }

    /// The public key set.
    pub fn jwks(&self) -> Result<Value, KeyError> {
        self.current()?;
        let public: Vec<Jwk> = lock(&self.0).iter().map(|key| key.public.clone()).collect();
        Ok(json!({ "keys": public }))
    }
}
