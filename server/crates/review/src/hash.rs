//! Hashes of content.

use model::Citation;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// SHA-256 in hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Hash of a statement as the verifier saw it: words and citations.
pub(crate) fn fingerprint(text: &str, citations: &[Citation]) -> String {
    hash_json(&(text, citations))
}

/// Hash of a value's JSON. The types hashed here have string keys only, so writing cannot fail; a
/// failure would give a hash that nothing matches.
pub(crate) fn hash_json<T: Serialize>(value: &T) -> String {
    serde_json::to_vec(value).map_or_else(|_| String::new(), |json| sha256_hex(&json))
}
