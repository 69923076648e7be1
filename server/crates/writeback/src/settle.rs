//! What became of an attempt.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The EHR has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The EHR's reference, such as `DocumentReference/123`.
    pub reference: String,
    /// Its version there, where the EHR tells it.
    pub version: Option<String>,
    /// When we learnt that it is there.
    #[serde(with = "time::serde::rfc3339")]
    pub filed_at: OffsetDateTime,
    /// Whether it was found by searching, after an outcome that was unknown.
    pub found_by_search: bool,
    /// What became of the Provenance.
    pub provenance: ProvenanceOutcome,
}

/// What became of the Provenance of a note. Countersign keeps its own always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvenanceOutcome {
    /// The EHR has it.
    Filed,
    /// This EHR does not take any.
    NotTaken,
    /// It was sent and not accepted, or the outcome is unknown. It is not tried again.
    Failed,
}

/// Why something is not filed (yet). Stable words for storage, with a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// A stable code, such as `answer_lost`.
    pub code: String,
    /// What happened, without content of the note.
    pub text: String,
}

impl Why {
    pub(crate) fn new(code: &str, text: impl fmt::Display) -> Self {
        Self {
            code: code.to_owned(),
            text: text.to_string(),
        }
    }
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "settlement", rename_all = "snake_case")]
pub enum Settlement {
    /// The EHR has it.
    Filed(Receipt),
    /// Certainly not stored; to be tried again.
    Waiting {
        /// Why.
        why: Why,
        /// After how long.
        retry_in: Duration,
    },
    /// Whether the EHR has it is unknown; to be searched for.
    Unknown {
        /// Why.
        why: Why,
        /// After how long.
        retry_in: Duration,
    },
    /// The EHR refuses it; the same again would be refused again.
    Refused {
        /// Why.
        why: Why,
    },
    /// A person must look.
    NeedsPerson {
        /// Why.
        why: Why,
        /// What it may be in the EHR: references to look at.
        candidates: Vec<String>,
    },
}

/// The wait before the next attempt: half a minute, doubled each time, at most half an hour.
pub(crate) fn pause(attempts: u64) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1).min(6)).unwrap_or(6);
    Duration::from_secs(30)
        .saturating_mul(1 << doublings)
        .min(Duration::from_mins(30))
}

/// After so many attempts a person is asked instead of trying on.
pub(crate) const MOST_ATTEMPTS: u64 = 12;
