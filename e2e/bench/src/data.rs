//! What is measured on: the largest built-in patient, and the test data where it is there.

use crate::error::BenchError;
use crate::report::Report;
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use time::Date;
use time::macros::date;

/// The largest built-in patient.
pub(crate) const LARGEST: &str = "p15";

/// A chart as the bytes of one Bundle.
pub(crate) struct Bundle {
    /// What figures call it.
    pub(crate) name: &'static str,
    /// The Bundle's JSON.
    pub(crate) bytes: Vec<u8>,
    /// The day that drafts are written on.
    pub(crate) as_of: Date,
}

/// The built-in patient.
pub(crate) fn largest() -> Result<Bundle, BenchError> {
    let patient = sandbox_patients::patient(LARGEST)
        .ok_or_else(|| BenchError::form("the built-in patients", format!("no {LARGEST}")))?;
    Ok(Bundle {
        name: LARGEST,
        bytes: patient.json.into_bytes(),
        as_of: date!(2026 - 11 - 01),
    })
}

/// Both charts, the largest first; says so where the test data is not there.
pub(crate) fn charts(report: &mut Report, what: &str) -> Result<Vec<Bundle>, BenchError> {
    let mut all = vec![largest()?];
    if let Some(bundle) = very_large()? {
        all.push(bundle);
    } else {
        report.not_measured(&format!("{what} very large"), "the test data is not there");
    }
    Ok(all)
}

/// Notes that are dense with identifiers; none where the data is not there.
pub(crate) fn phi_notes() -> Result<Option<Vec<String>>, BenchError> {
    let path = folder().join("9_phi/clinical_notes_generated.jsonl");
    if !path.is_file() {
        return Ok(None);
    }
    let notes = std::fs::read_to_string(path)?;
    let text = |line: &str| -> Result<String, BenchError> {
        let note: Value = serde_json::from_str(line)
            .map_err(|error| BenchError::form("the notes", error.to_string()))?;
        Ok(note["text"].as_str().unwrap_or_default().to_owned())
    };
    notes.lines().map(text).collect::<Result<_, _>>().map(Some)
}

/// The very large chart of the test data; none where the data is not there.
fn very_large() -> Result<Option<Bundle>, BenchError> {
    packed("very large", "very_large", date!(2021 - 04 - 01))
}

/// The chart of the test data nearest to 1,000 resources; none where the data is not there.
pub(crate) fn middling() -> Result<Option<Bundle>, BenchError> {
    packed("middling", "adult_m1956", date!(2021 - 04 - 01))
}

fn packed(name: &'static str, start: &str, as_of: Date) -> Result<Option<Bundle>, BenchError> {
    let Some(path) = named(&folder().join("1_charts"), start) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    MultiGzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut bytes)?;
    Ok(Some(Bundle { name, bytes, as_of }))
}

/// Beside the workspace, or where the environment says.
fn folder() -> PathBuf {
    std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    )
}

fn named(folder: &Path, start: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    entries.flatten().map(|entry| entry.path()).find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(start))
    })
}
