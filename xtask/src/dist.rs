//! `cargo xtask dist`: release binary and assets in `dist/`.

use crate::error::Error;
use std::process::ExitCode;

/// Options of `dist`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Figures as JSON.
    #[arg(long)]
    json: bool,
}

/// Not filled yet.
pub(crate) fn run(_options: &Options) -> Result<ExitCode, Error> {
    Err(Error::NotYet("dist"))
}
