//! Why a chart could not be read at all. What concerns single entries is in the load report instead.

use thiserror::Error;

/// Errors of this crate. None of them carries chart content.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChartError {
    /// The text is not JSON.
    #[error("not valid JSON at byte {offset}: {what}")]
    Syntax {
        /// Where in the input.
        offset: usize,
        /// What was wrong there.
        what: &'static str,
    },
    /// The JSON is nested deeper than we read.
    #[error("JSON nested deeper than {limit} levels at byte {offset}")]
    TooDeep {
        /// Where in the input.
        offset: usize,
        /// The limit, in levels.
        limit: usize,
    },
    /// The bytes are not UTF-8.
    #[error("not UTF-8 text at byte {offset}")]
    NotUtf8 {
        /// Where in the input.
        offset: usize,
    },
    /// The bytes start like gzip but do not unpack.
    #[error("gzip data that cannot be unpacked: {0}")]
    Gzip(String),
    /// The unpacked chart is larger than we accept.
    #[error("larger than {limit} bytes when unpacked")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The JSON is something else than a FHIR Bundle.
    #[error("not a FHIR Bundle (found {found})")]
    NotABundle {
        /// The resource type found, or what stands in its place.
        found: String,
    },
    /// No Patient can be read in the Bundle.
    #[error("the Bundle holds no readable Patient")]
    NoPatient,
    /// Several different Patients: whose chart it is cannot be told.
    #[error("the Bundle holds {count} different Patients; a chart is of one patient")]
    SeveralPatients {
        /// How many different ones.
        count: usize,
    },
}
