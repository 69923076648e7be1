//! The port to whatever holds master keys.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{KeyError, Random, Scope, place::push};

/// A 256-bit data key. Erased from memory when dropped; its Debug shows nothing.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// A fresh key.
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// The key that a provider unwrapped.
    pub fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// Its bytes, for wrapping and sealing only.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(redacted)")
    }
}

/// A data key as stored: encrypted by a master key that is named beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    /// Which master key wrapped it, as `provider:name` (for example `local:1f0c…`, or the
    /// resource name of a cloud key and its version).
    pub master: String,
    /// The provider's ciphertext; only that provider knows its format.
    pub bytes: Vec<u8>,
}

/// What a wrapped key is bound to, so that it can't be moved to another scope or version.
#[derive(Debug, Clone, Copy)]
pub struct KeyContext<'a> {
    /// Scope of the data key.
    pub scope: &'a Scope,
    /// Version of the data key within its scope.
    pub version: u32,
}

impl KeyContext<'_> {
    /// The bytes that a provider binds (associated data, or a cloud service's context).
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = b"countersign wrapped 1".to_vec();
        push(&mut out, self.scope.as_str().as_bytes());
        out.extend_from_slice(&self.version.to_be_bytes());
        out
    }
}

/// Holds a master key and uses it to wrap data keys.
#[async_trait]
pub trait KeyProvider: Send + Sync {
    /// Name of the master key that [`KeyProvider::wrap`] uses now, as `provider:name`.
    fn master(&self) -> &str;

    /// Encrypts a data key, bound to its context.
    async fn wrap(&self, key: &DataKey, context: KeyContext<'_>) -> Result<WrappedKey, KeyError>;

    /// Decrypts a data key; refuses another context or changed bytes.
    async fn unwrap(
        &self,
        wrapped: &WrappedKey,
        context: KeyContext<'_>,
    ) -> Result<DataKey, KeyError>;
}
