//! Sealed values: AES-256-GCM with a versioned header.
//!
//! Bytes: format (1), algorithm (1 = AES-256-GCM), data key version (4, big endian), nonce (12),
//! ciphertext, tag (16). The header before the nonce is part of the associated data.

use std::{collections::BTreeMap, fmt, sync::Arc};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{DataKey, KeyError, Place, Random, Scope};

const FORMAT: u8 = 1;
const AES_GCM: u8 = 1;
const HEADER: usize = 6;
const TAG: usize = 16;

/// Encrypted bytes. Opening them needs the key of their scope and the place they were sealed for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Takes stored bytes; they are checked when opened.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to store, by value.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Version of the data key that sealed it.
    pub fn key_version(&self) -> Result<u32, KeyError> {
        if self.0.len() < HEADER + NONCE_LEN + TAG {
            return Err(KeyError::Truncated);
        }
        let (format, algorithm) = (self.0[0], self.0[1]);
        if format != FORMAT || algorithm != AES_GCM {
            return Err(KeyError::UnknownFormat { format, algorithm });
        }
        let mut version = [0; 4];
        version.copy_from_slice(&self.0[2..HEADER]);
        Ok(u32::from_be_bytes(version))
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// The unwrapped keys of one scope, for the span of one operation.
#[derive(Clone)]
pub struct ScopeKey {
    scope: Scope,
    current: u32,
    /// Every version; `None` where the key was destroyed.
    keys: BTreeMap<u32, Option<DataKey>>,
    random: Arc<dyn Random>,
}

impl ScopeKey {
    pub(crate) fn new(
        scope: Scope,
        current: u32,
        keys: BTreeMap<u32, Option<DataKey>>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            scope,
            current,
            keys,
            random,
        }
    }

    /// The scope that these keys belong to.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Encrypts `plain` for `place` under the newest key.
    pub fn seal(&self, place: &Place<'_>, plain: &[u8]) -> Result<Sealed, KeyError> {
        let key = self.key(self.current)?;
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce)?;
        let mut out = Vec::with_capacity(HEADER + NONCE_LEN + plain.len() + TAG);
        out.extend_from_slice(&[FORMAT, AES_GCM]);
        out.extend_from_slice(&self.current.to_be_bytes());
        let aad = place.associated_data(self.scope.as_str(), &out[..HEADER]);
        out.extend_from_slice(&nonce);
        encrypt(key, nonce, &aad, plain, &mut out)?;
        Ok(Sealed(out))
    }

    /// Decrypts what was sealed for `place` under any version of this scope's keys.
    pub fn open(&self, place: &Place<'_>, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let key = self.key(sealed.key_version()?)?;
        let aad = place.associated_data(self.scope.as_str(), &sealed.0[..HEADER]);
        decrypt(key, &aad, &sealed.0[HEADER..])
    }

    pub(crate) fn current_version(&self) -> u32 {
        self.current
    }

    /// The oldest key, which never changes while the scope lives.
    pub(crate) fn first_key(&self) -> Result<&DataKey, KeyError> {
        self.key(1)
    }

    fn key(&self, version: u32) -> Result<&DataKey, KeyError> {
        match self.keys.get(&version) {
            Some(Some(key)) => Ok(key),
            Some(None) => Err(KeyError::Shredded {
                scope: self.scope.to_string(),
            }),
            None => Err(KeyError::UnknownVersion {
                scope: self.scope.to_string(),
                version,
            }),
        }
    }
}

impl fmt::Debug for ScopeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScopeKey({}, version {})", self.scope, self.current)
    }
}

fn cipher(key: &DataKey) -> Result<LessSafeKey, KeyError> {
    let key = UnboundKey::new(&AES_256_GCM, key.expose()).map_err(|_| KeyError::Refused)?;
    Ok(LessSafeKey::new(key))
}

/// Appends ciphertext and tag to `out`.
pub(crate) fn encrypt(
    key: &DataKey,
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), KeyError> {
    let mut work = Zeroizing::new(plain.to_vec());
    let nonce = Nonce::assume_unique_for_key(nonce);
    let tag = cipher(key)?
        .seal_in_place_separate_tag(nonce, Aad::from(aad), work.as_mut_slice())
        .map_err(|_| KeyError::Refused)?;
    out.extend_from_slice(&work);
    out.extend_from_slice(tag.as_ref());
    Ok(())
}

/// Opens nonce, ciphertext and tag.
pub(crate) fn decrypt(
    key: &DataKey,
    aad: &[u8],
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    if bytes.len() < NONCE_LEN + TAG {
        return Err(KeyError::Truncated);
    }
    let (nonce, body) = bytes.split_at(NONCE_LEN);
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| KeyError::Truncated)?;
    let mut work = Zeroizing::new(body.to_vec());
    let length = cipher(key)?
        .open_in_place(nonce, Aad::from(aad), work.as_mut_slice())
        .map_err(|_| KeyError::Refused)?
        .len();
    work.truncate(length);
    Ok(work)
}
