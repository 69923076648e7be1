//! `cargo xtask bench`: ratios against the named baseline in the same run.
//!
//! What the steps cost is measured by the `bench` program, run as a process, so that this one stays quick to build; what the
//! browser gets is measured here, on the files and servers as they ship.

mod first;
mod programs;

use crate::error::Error;
use crate::say;
use crate::sheet::Sheet;
use std::process::ExitCode;

/// All parts, in the order in which they run.
const PARTS: [&str; 6] = ["chart", "verify", "gateway", "drafting", "web", "audit"];

/// Options of `bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// One benchmark; all where it is left out.
    #[arg(value_parser = PARTS)]
    what: Option<String>,
    /// Figures as JSON.
    #[arg(long)]
    json: bool,
}

/// Builds with the release profile, measures, and fails where a stated bound was broken.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Error> {
    let mut sheet = Sheet::new(options.json);
    let wanted = |part: &&str| options.what.as_deref().is_none_or(|what| what == *part);
    programs::build()?;
    for part in PARTS.into_iter().filter(wanted) {
        say::step(&format!("bench {part}"));
        match part {
            "web" => first::run(&mut sheet)?,
            "verify" => {
                programs::run(&mut sheet, &[part])?;
                programs::score(&mut sheet)?;
            }
            part => programs::run(&mut sheet, &[part])?,
        }
    }
    Ok(sheet.end())
}
