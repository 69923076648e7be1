//! `countersign draft`

use super::{CliError, Found, input};
use clap::{Args, ValueEnum as _};
use drafting::{Drafting, Options};
use model::{Draft, DraftKind, Section};
use std::{io::Write, path::PathBuf};
use time::Date;

/// `countersign draft`
#[derive(Debug, Args)]
pub struct DraftCommand {
    /// The chart: a FHIR R4 Bundle of one patient, `.json` or `.json.gz`.
    #[arg(long)]
    chart: PathBuf,
    /// What to draft, for example `chart_summary`.
    #[arg(long, value_parser = kind)]
    kind: DraftKind,
    /// The model endpoint; without it, the built-in composer.
    #[arg(long)]
    endpoint: Option<String>,
    /// Further sources, as JSON.
    #[arg(long)]
    source: Vec<PathBuf>,
    /// The policy of a prior authorization, as JSON; without it, the built-in one for continuous glucose monitors.
    #[arg(long)]
    policy: Option<PathBuf>,
    /// The date of writing; without it, the date of the chart's last event.
    #[arg(long, value_parser = input::date)]
    as_of: Option<Date>,
    /// Where to write; without it, standard output.
    #[arg(long)]
    out: Option<PathBuf>,
}

fn kind(name: &str) -> Result<DraftKind, String> {
    DraftKind::from_name(name).ok_or_else(|| {
        format!(
            "must be one of {}",
            DraftKind::ALL.map(DraftKind::name).join(", ")
        )
    })
}
impl DraftCommand {
    /// Runs it.
    pub fn run(self) -> Result<Found, CliError> {
        Err(CliError::Failed("x".into()))
    }
}
