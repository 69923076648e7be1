//! A master key kept in a file or an environment variable of the server.

use std::{fmt, io::Write, path::Path};

use async_trait::async_trait;
use aws_lc_rs::{aead::NONCE_LEN, hmac};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use zeroize::Zeroizing;

use crate::{
    DataKey, KeyContext, KeyError, KeyProvider, Random, WrappedKey,
    sealed::{decrypt, encrypt},
};

/// Wraps data keys with AES-256-GCM under a 32-byte master key.
///
/// Wrapped bytes: format (1), nonce (12), ciphertext (32), tag (16). The master key's public name
/// is a keyed hash of it, so that a wrong master key is told before anything is tried.
pub struct LocalKeyProvider {
    key: DataKey,
    name: String,
    random: Arc<dyn Random>,
}

const FORMAT: u8 = 1;

impl LocalKeyProvider {
    /// Uses these 32 bytes.
    pub fn new(key: Zeroizing<[u8; 32]>, random: Arc<dyn Random>) -> Self {
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()),
            b"countersign master key name",
        );
        Self {
            name: format!("local:{}", hex::encode(&tag.as_ref()[..8])),
            key: DataKey::from_bytes(key),
            random,
        }
    }

    /// Reads a master key written as 64 hex digits or as base64 (from an environment variable).
    pub fn from_text(text: &SecretString, random: Arc<dyn Random>) -> Result<Self, KeyError> {
        Ok(Self::new(parse(text.expose_secret())?, random))
    }

    /// Reads a master key file: 32 raw bytes, or the text forms of [`LocalKeyProvider::from_text`].
    pub fn from_file(path: &Path, random: Arc<dyn Random>) -> Result<Self, KeyError> {
        let fault = |what: String| KeyError::MasterKey(format!("{}: {what}", path.display()));
        let bytes = Zeroizing::new(std::fs::read(path).map_err(|e| fault(e.to_string()))?);
        if let Ok(raw) = <[u8; 32]>::try_from(bytes.as_slice()) {
            return Ok(Self::new(Zeroizing::new(raw), random));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| fault("not 32 bytes".into()))?;
        Ok(Self::new(parse(text)?, random))
    }

    /// Writes a new random master key as hex, readable by its owner alone; fails if the file is there.
    pub fn create_file(path: &Path, random: &dyn Random) -> Result<(), KeyError> {
        let fault = |e: std::io::Error| KeyError::MasterKey(format!("{}: {e}", path.display()));
        let key = DataKey::generate(random)?;
        let text = Zeroizing::new(hex::encode(key.expose()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(fault)?;
        file.write_all(text.as_bytes()).map_err(fault)?;
        file.sync_all().map_err(fault)
    }
}

fn parse(text: &str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let text = text.trim();
    let decoded = if text.len() == 64 {
        hex::decode(text).ok()
    } else {
        STANDARD.decode(text).ok()
    };
    let bytes = Zeroizing::new(decoded.unwrap_or_default());
    let key = <[u8; 32]>::try_from(bytes.as_slice())
        .map_err(|_| KeyError::MasterKey("needs 32 bytes as hex or base64".into()))?;
    Ok(Zeroizing::new(key))
}

#[async_trait]
impl KeyProvider for LocalKeyProvider {
    fn master(&self) -> &str {
        &self.name
    }

    async fn wrap(&self, key: &DataKey, context: KeyContext<'_>) -> Result<WrappedKey, KeyError> {
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce)?;
        let mut bytes = vec![FORMAT];
        bytes.extend_from_slice(&nonce);
        encrypt(&self.key, nonce, &context.bytes(), key.expose(), &mut bytes)?;
        Ok(WrappedKey {
            master: self.name.clone(),
            bytes,
        })
    }

    async fn unwrap(
        &self,
        wrapped: &WrappedKey,
        context: KeyContext<'_>,
    ) -> Result<DataKey, KeyError> {
        if wrapped.master != self.name {
            return Err(KeyError::UnknownMaster(wrapped.master.clone()));
        }
        let (format, body) = wrapped.bytes.split_first().ok_or(KeyError::Truncated)?;
        if *format != FORMAT {
            return Err(KeyError::UnknownFormat {
                format: *format,
                algorithm: 0,
            });
        }
        let plain = decrypt(&self.key, &context.bytes(), body)?;
        let key = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| KeyError::Refused)?;
        Ok(DataKey::from_bytes(Zeroizing::new(key)))
    }
}

impl fmt::Debug for LocalKeyProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalKeyProvider({})", self.name)
    }
}
