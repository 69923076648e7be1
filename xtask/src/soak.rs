//! `cargo xtask soak`: long reliability runs.

use crate::error::Error;
use std::process::ExitCode;

/// Options of `soak`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Which run.
    #[arg(value_parser = ["kill", "power", "filing", "tamper", "isolation", "load"])]
    what: String,
    /// How many runs.
    #[arg(long, default_value_t = 1)]
    runs: u32,
}

/// Not filled yet.
pub(crate) fn run(_options: &Options) -> Result<ExitCode, Error> {
    Err(Error::NotYet("soak"))
}
