//! Hashes that prove that a source is as it was frozen.

use crate::fact::Fact;
use sha2::{Digest, Sha256};

/// SHA-256 (hex) over id, version, text, and the place and meaning of each fact. What facts say follows from the resource.
pub(crate) fn snippet(id: &str, version: Option<&str>, text: &str, facts: &[Fact]) -> String {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(id.as_bytes());
    part(version.unwrap_or_default().as_bytes());
    part(text.as_bytes());
    for fact in facts {
        part(fact.path.as_bytes());
        let (start, end) = fact.span.map_or((u64::MAX, u64::MAX), |span| {
            (span.start as u64, span.end as u64)
        });
        let numbers = [u64::from(fact.group), fact.role as u64, start, end];
        for number in numbers {
            hasher_update(&mut part, number);
        }
    }
    hex::encode(hasher.finalize())
}

fn hasher_update(part: &mut impl FnMut(&[u8]), number: u64) {
    part(&number.to_be_bytes());
}

/// SHA-256 (hex) over a list of texts.
pub(crate) fn list<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex::encode(hasher.finalize())
}
