//! The bytes of one record, as FORMAT.md describes them: the writer's side.

use keys::{Scope, Sealed};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::AuditError;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

const MAGIC: &[u8; 4] = b"CSA1";

/// What stands before the first record of a log.
pub fn genesis(log_id: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(b"countersign audit log 1\0");
    hasher.update(log_id.as_bytes());
    hasher.finalize().into()
}

/// One record, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Position in the log.
    pub index: u64,
    /// When it was written.
    pub time: OffsetDateTime,
    /// Key scope of the detail, for searching.
    pub scope: Scope,
    /// The exact bytes.
    pub bytes: Vec<u8>,
    /// Their leaf hash.
    pub hash: Hash,
}

impl Record {
    pub(crate) fn build(
        index: u64,
        time: OffsetDateTime,
        previous: &Hash,
        scope: &Scope,
        head: &Sealed,
        detail: &Sealed,
    ) -> Result<Self, AuditError> {
        let micros =
            i64::try_from(time.unix_timestamp_nanos() / 1000).map_err(|_| AuditError::Encode)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&index.to_be_bytes());
        bytes.extend_from_slice(&micros.to_be_bytes());
        bytes.extend_from_slice(previous);
        let name = scope.as_str().as_bytes();
        let length = u16::try_from(name.len()).map_err(|_| AuditError::Encode)?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(name);
        for part in [head, detail] {
            let part = part.as_bytes();
            let length = u32::try_from(part.len()).map_err(|_| AuditError::Encode)?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(part);
        }
        Ok(Self {
            index,
            time,
            scope: scope.clone(),
            hash: leaf(&bytes),
            bytes,
        })
    }
}

pub(crate) fn leaf(bytes: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(bytes);
    hasher.finalize().into()
}

/// A record taken apart for reading.
pub(crate) struct Parts {
    pub(crate) index: u64,
    pub(crate) time: OffsetDateTime,
    pub(crate) previous: Hash,
    pub(crate) scope: Scope,
    pub(crate) head: Sealed,
    pub(crate) detail: Sealed,
}

impl Parts {
    pub(crate) fn read(expected: u64, bytes: &[u8]) -> Result<Self, AuditError> {
        let fault = |what| AuditError::Format {
            index: expected,
            what,
        };
        let mut rest = bytes;
        if take(&mut rest, 4) != Some(MAGIC) {
            return Err(fault("not a record"));
        }
        let cut = || fault("is cut off");
        let index = u64::from_be_bytes(array(&mut rest).ok_or_else(cut)?);
        if index != expected {
            return Err(fault("has another index"));
        }
        let micros = i64::from_be_bytes(array(&mut rest).ok_or_else(cut)?);
        let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000)
            .map_err(|_| fault("has an impossible time"))?;
        let previous = array(&mut rest).ok_or_else(cut)?;
        let length = u16::from_be_bytes(array(&mut rest).ok_or_else(cut)?);
        let name = take(&mut rest, length.into()).ok_or_else(cut)?;
        let name = std::str::from_utf8(name).map_err(|_| fault("has a scope that is not text"))?;
        let scope = Scope::parse(name).map_err(|_| fault("has an unusable scope"))?;
        let head = sealed(&mut rest).ok_or_else(cut)?;
        let detail = sealed(&mut rest).ok_or_else(cut)?;
        if !rest.is_empty() {
            return Err(fault("has bytes after its end"));
        }
        Ok(Self {
            index,
            time,
            previous,
            scope,
            head,
            detail,
        })
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    take(rest, N)?.try_into().ok()
}

fn sealed(rest: &mut &[u8]) -> Option<Sealed> {
    let length = u32::from_be_bytes(array(rest)?);
    let bytes = take(rest, length.try_into().ok()?)?;
    Some(Sealed::from_bytes(bytes.to_vec()))
}
