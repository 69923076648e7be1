//! `cargo xtask bench`: ratios against the named baseline in the same run.

use crate::error::Error;
use std::process::ExitCode;

/// Options of `bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// One benchmark; all where it is left out.
    #[arg(value_parser = ["chart", "verify", "gateway", "drafting", "web", "audit"])]
    what: Option<String>,
    /// Figures as JSON.
    #[arg(long)]
    json: bool,
}

/// Not filled yet.
pub(crate) fn run(_options: &Options) -> Result<ExitCode, Error> {
    Err(Error::NotYet("bench"))
}
