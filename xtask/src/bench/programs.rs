//! The `bench` and `verify-bench` programs, and what they answer.

use crate::command;
use crate::error::Error;
use crate::sheet::Sheet;
use serde_json::Value;
use std::process::{Command, Stdio};

/// Builds them with the release profile.
pub(crate) fn build() -> Result<(), Error> {
    command::run(command::cargo().args([
        "build",
        "--release",
        "--package",
        "bench",
        "--package",
        "verify-bench",
    ]))
}

/// Runs one part of it: its lines as they come, or its JSON into the sheet.
pub(crate) fn run(sheet: &mut Sheet, arguments: &[&str]) -> Result<(), Error> {
    start(sheet, "bench", arguments)
}

/// Scores the verifier on perturbed statements and on drafts with gold labels.
pub(crate) fn score(sheet: &mut Sheet) -> Result<(), Error> {
    start(sheet, "verify-bench", &[])
}

fn start(sheet: &mut Sheet, name: &str, arguments: &[&str]) -> Result<(), Error> {
    let mut program = Command::new(command::target().join("release").join(name));
    program.args(arguments).current_dir(command::root());
    let shown = format!("{name} {}", arguments.join(" "));
    if sheet.as_json() {
        program.arg("--json").stdout(Stdio::piped());
    }
    let not_run = |cause| Error::NotRun {
        command: shown.clone(),
        cause,
    };
    let output = program.stderr(Stdio::inherit()).stdin(Stdio::null());
    let output = if sheet.as_json() {
        output.output()
    } else {
        output.stdout(Stdio::inherit()).output()
    };
    let output = output.map_err(not_run)?;
    if sheet.as_json() {
        let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        sheet.absorb(&value);
    }
    match output.status.code() {
        Some(0) => Ok(()),
        // It has named the bounds itself.
        Some(1) => {
            sheet.broken(shown);
            Ok(())
        }
        _ => Err(Error::Failed {
            command: shown,
            status: output.status.to_string(),
        }),
    }
}
