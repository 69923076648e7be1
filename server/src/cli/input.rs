//! Reads what commands are given: charts, overlays, sources, policies, drafts, claims. Errors name the file and the place.

use super::CliError;
use chart::Chart;
use model::{Claim, Draft};
use sources::{SourceInput, SourceSet};
use std::path::{Path, PathBuf};
use time::Date;

/// The bytes of a file.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(file).map_err(|source| CliError::Io {
        file: file.into(),
        source,
    })
}

/// A file's text; bytes that are not UTF-8 are bad input.
pub(super) fn text(file: &Path) -> Result<String, CliError> {
    String::from_utf8(bytes(file)?).map_err(|error| {
        CliError::input(
            file,
            format!("byte {}: not UTF-8", error.utf8_error().valid_up_to()),
        )
    })
}

/// A chart with its overlays laid over it in order.
pub(super) fn chart(file: &Path, overlays: &[PathBuf]) -> Result<Chart, CliError> {
    let mut chart =
        Chart::from_bundle(&bytes(file)?).map_err(|error| CliError::input(file, error))?;
    for overlay in overlays {
        chart = chart
            .overlay(&bytes(overlay)?)
            .map_err(|error| CliError::input(overlay, error))?;
    }
    Ok(chart)
}

/// The frozen sources: the chart's, if there is one, and those of the files.
pub(super) fn sources(chart: Option<&Chart>, files: &[PathBuf]) -> Result<SourceSet, CliError> {
    let mut set = chart.map_or_else(SourceSet::default, SourceSet::freeze);
    for file in files {
        let inputs = SourceInput::parse_all(&text(file)?, "source")
            .map_err(|error| CliError::input(file, error))?;
        set.extend(&inputs)
            .map_err(|error| CliError::input(file, error))?;
    }
    Ok(set)
}

/// A draft (`draft/1`).
pub(super) fn draft(file: &Path) -> Result<Draft, CliError> {
    let draft: Draft =
        serde_json::from_str(&text(file)?).map_err(|error| CliError::input(file, at(&error)))?;
    if draft.schema == model::draft::SCHEMA {
        Ok(draft)
    } else {
        Err(CliError::input(file, "schema: must be `draft/1`"))
    }
}

/// A claims file: one JSON object a line; empty lines are passed over.
pub(super) fn claims(file: &Path) -> Result<Vec<Claim>, CliError> {
    let mut claims = Vec::new();
    for (number, line) in text(file)?
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let claim = serde_json::from_str(line).map_err(|error| {
            CliError::input(
                file,
                format!("line {}: {}", number + 1, without_place(&error)),
            )
        })?;
        claims.push(claim);
    }
    Ok(claims)
}

/// A date like `2020-01-15` from the command line.
pub(super) fn date(text: &str) -> Result<Date, String> {
    model::date::parse(text).ok_or_else(|| "must be a date like 2020-01-15".to_owned())
}

/// Where and why JSON was refused. The parser's words can quote a key, never a value of the chart.
fn at(error: &serde_json::Error) -> String {
    format!(
        "line {}, column {}: {}",
        error.line(),
        error.column(),
        without_place(error)
    )
}

fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((what, _)) => what.to_owned(),
        None => message,
    }
}
