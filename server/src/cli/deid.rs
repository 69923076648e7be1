//! `countersign deid`

use super::{CliError, Found, input};
use clap::Args;
use phi::{Finder, Literals};
use serde::Deserialize;
use serde_json::json;
use sources::SourceSet;
use std::{io::Write, path::PathBuf};

/// `countersign deid`
#[derive(Debug, Args)]
pub(super) struct DeidCommand {
    /// The chart whose people are known: a FHIR R4 Bundle of one patient, `.json` or `.json.gz`.
    #[arg(long)]
    chart: Option<PathBuf>,
    /// The texts, one JSON object a line: `{"id", "text"}`.
    #[arg(long = "in")]
    file: PathBuf,
}

/// One text.
#[derive(Deserialize)]
struct Note {
    id: serde_json::Value,
    text: String,
}

impl DeidCommand {
    /// Prints what the pseudonymiser would replace, one line for each text in the order of the input.
    pub(super) fn run(self) -> Result<Found, CliError> {
        let literals = match &self.chart {
            Some(file) => Literals::of_sources(&SourceSet::freeze(&input::chart(file, &[])?)),
            None => Literals::default(),
        };
        let finder = Finder::new(&literals);
        let text = input::text(&self.file)?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            // The parser's words could quote the text, so only the place is said.
            let note: Note = serde_json::from_str(line).map_err(|error| {
                CliError::input(
                    &self.file,
                    format!(
                        "line {}, column {}: not an object with `id` and `text`",
                        number + 1,
                        error.column()
                    ),
                )
            })?;
            let spans: Vec<serde_json::Value> = finder
                .find(&note.text)
                .into_iter()
                .map(|span| {
                    json!({"type": span.kind.name(), "start": span.start, "end": span.end, "replacement": span.replacement})
                })
                .collect();
            writeln!(out, "{}", json!({"id": note.id, "spans": spans})).map_err(printing)?;
        }
        out.flush().map_err(printing)?;
        Ok(Found::Nothing)
    }
}

fn printing(source: std::io::Error) -> CliError {
    CliError::Io {
        file: "standard output".into(),
        source,
    }
}
