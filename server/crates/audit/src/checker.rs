//! The checker: reads raw records and says whether anything was changed, left out, added, moved or
//! cut off. It needs no key, and uses nothing of the writer: only `FORMAT.md`.

use std::fmt;

use sha2::{Digest, Sha256};

/// What the caller knows of the log from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Known<'a> {
    /// The log's id.
    pub log_id: &'a str,
    /// Checkpoints as text.
    pub checkpoints: Vec<&'a str>,
    /// Size and last leaf hash that the log must have.
    pub head: Option<(u64, [u8; 32])>,
}

/// What the checker found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Records read.
    pub records: u64,
    /// Leaf hash of the last one, or the genesis hash.
    pub head: [u8; 32],
    /// Records that the newest matching checkpoint covers; those after it are chained only.
    pub covered: u64,
    /// Everything that is wrong; empty for a sound log.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The record at this position does not follow the format.
    Malformed(u64),
    /// The record at this position says another index.
    Index {
        /// Where it stands.
        position: u64,
        /// What it says.
        says: u64,
    },
    /// The record at this position does not follow the one before it.
    Chain(u64),
    /// The n-th checkpoint given (from 0) is not one, or of another log.
    Checkpoint(usize),
    /// The log is shorter than a checkpoint or the known head says.
    Short {
        /// Records there.
        records: u64,
        /// Records that there were.
        expected: u64,
    },
    /// The first records, this many, differ from what a checkpoint says of them.
    Root(u64),
    /// The log does not end as the known head says.
    Head,
    /// The raw export is cut off after this many records.
    Export(u64),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(n) => write!(f, "record {n} does not follow the format"),
            Self::Index { position, says } => {
                write!(f, "record {position} says that it is {says}")
            }
            Self::Chain(n) => write!(f, "record {n} does not follow the one before it"),
            Self::Checkpoint(n) => write!(f, "checkpoint {n} is not one of this log"),
            Self::Short { records, expected } => {
                write!(f, "{records} records where there were {expected}")
            }
            Self::Root(n) => write!(f, "the first {n} records differ from a checkpoint"),
            Self::Head => f.write_str("the log does not end as it should"),
            Self::Export(n) => write!(f, "the export is cut off after {n} records"),
        }
    }
}

/// Checks records in order.
pub fn check<R: AsRef<[u8]>>(records: impl IntoIterator<Item = R>, known: &Known<'_>) -> Report {
    let start: [u8; 32] =
        Sha256::digest([b"countersign audit log 1\0", known.log_id.as_bytes()].concat()).into();
    let mut problems = Vec::new();
    let mut leaves: Vec<[u8; 32]> = Vec::new();
    for (position, record) in (0_u64..).zip(records) {
        let record = record.as_ref();
        let previous = leaves.last().unwrap_or(&start);
        match fields(record) {
            None => problems.push(Problem::Malformed(position)),
            Some((says, _)) if says != position => {
                problems.push(Problem::Index { position, says });
            }
            Some((_, link)) if link != previous => problems.push(Problem::Chain(position)),
            Some(_) => {}
        }
        leaves.push(Sha256::digest([b"\0", record].concat()).into());
    }
    let records = leaves.len() as u64;
    let mut covered = 0;
    for (n, text) in known.checkpoints.iter().enumerate() {
        match compare(text, known.log_id, &leaves, &start) {
            Ok(size) => covered = covered.max(size),
            Err(None) => problems.push(Problem::Checkpoint(n)),
            Err(Some(problem)) => problems.push(problem),
        }
    }
    let head = *leaves.last().unwrap_or(&start);
    if let Some((expected, hash)) = known.head {
        if records < expected {
            problems.push(Problem::Short { records, expected });
        } else if records > expected || hash != head {
            problems.push(Problem::Head);
        }
    }
    Report {
        records,
        head,
        covered,
        problems,
    }
}

/// Checks a raw export: each record with its length before it.
pub fn check_export(bytes: &[u8], known: &Known<'_>) -> Report {
    let mut records = Vec::new();
    let mut rest = bytes;
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((record, tail)) = tail.split_at_checked(length) else {
            break;
        };
        records.push(record);
        rest = tail;
    }
    let cut = (!rest.is_empty()).then_some(Problem::Export(records.len() as u64));
    let mut report = check(records, known);
    report.problems.extend(cut);
    report
}

/// Index and previous hash of a record that has exactly the fields it should.
fn fields(record: &[u8]) -> Option<(u64, &[u8])> {
    let number = |at: usize, length: usize| {
        let bytes = record.get(at..at.checked_add(length)?)?;
        Some(bytes.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b)))
    };
    if record.get(..4)? != b"CSA1" {
        return None;
    }
    let index = number(4, 8)?;
    let previous = record.get(20..52)?;
    let mut at = 54 + usize::try_from(number(52, 2)?).ok()?;
    std::str::from_utf8(record.get(54..at)?).ok()?;
    for _ in 0..2 {
        at = at
            .checked_add(4)?
            .checked_add(usize::try_from(number(at, 4)?).ok()?)?;
    }
    (at == record.len()).then_some((index, previous))
}

/// The size that a checkpoint covers, where it agrees with the records.
fn compare(
    text: &str,
    log_id: &str,
    leaves: &[[u8; 32]],
    start: &[u8; 32],
) -> Result<u64, Option<Problem>> {
    let body = text.strip_suffix('\n').ok_or(None)?;
    let lines: Vec<&str> = body.split('\n').collect();
    let [name, log, size, root, head, _time, _mac] = lines[..] else {
        return Err(None);
    };
    if name != "countersign-checkpoint/1" || log != log_id {
        return Err(None);
    }
    let expected: u64 = size.parse().map_err(|_| None)?;
    let records = leaves.len() as u64;
    let short = || Some(Problem::Short { records, expected });
    let size = usize::try_from(expected).map_err(|_| short())?;
    let covered = leaves.get(..size).ok_or_else(short)?;
    let last = covered.last().unwrap_or(start);
    if hex::encode(tree_root(covered)) != root || hex::encode(last) != head {
        return Err(Some(Problem::Root(expected)));
    }
    Ok(expected)
}

/// The definition in RFC 6962, section 2.1, as it stands there.
fn tree_root(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest(b"").into(),
        [leaf] => *leaf,
        _ => {
            let half = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(half);
            let parts = [&[1][..], &tree_root(left), &tree_root(right)];
            Sha256::digest(parts.concat()).into()
        }
    }
}
