//! Lints and tests of the Rust code.

use super::counts::{self, Counts};
use crate::error::Error;
use crate::{command, web};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// The server's half and the browser's half apart: their features never meet in one build.
pub(crate) fn clippy() -> Counts {
    let mut sum = Counts::default();
    let host: &[&str] = &[
        "clippy",
        "--workspace",
        "--exclude",
        "frontend",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    let browser: &[&str] = &[
        "clippy",
        "--package",
        "frontend",
        "--package",
        "app",
        "--features",
        "app/browser",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ];
    for arguments in [host, browser] {
        let mut cargo = command::cargo();
        cargo
            .args(arguments)
            .env("LEPTOS_OUTPUT_NAME", web::OUTPUT_NAME);
        sum += counts::one(command::run(&mut cargo));
    }
    sum
}

/// Every test of the workspace but the browser's crate; the output is shown as it comes and counted.
pub(crate) fn tests(postgres: bool) -> Result<Counts, Error> {
    let mut cargo = command::cargo();
    cargo
        .args([
            "test",
            "--workspace",
            "--exclude",
            "frontend",
            "--no-fail-fast",
        ])
        .env("LEPTOS_OUTPUT_NAME", web::OUTPUT_NAME);
    if !postgres {
        cargo.env("COUNTERSIGN_ALLOW_MISSING", "1");
    }
    let not_run = |cause| Error::NotRun {
        command: "cargo test".to_owned(),
        cause,
    };
    let mut child = cargo.stdout(Stdio::piped()).spawn().map_err(not_run)?;
    let mut sum = Counts::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.map_err(not_run)?;
            crate::say::result(&line);
            if let Some(counts) = counts::of_line(&line) {
                sum += counts;
            }
            if let Some(name) = counts::failure(&line) {
                sum.failures.push(name.to_owned());
            }
        }
    }
    let status = child.wait().map_err(not_run)?;
    if !status.success() && sum.failed == 0 {
        // A test that does not compile, or a runner that died.
        sum.fail("cargo test: a test does not compile, or its runner died");
    }
    Ok(sum)
}

/// The browser's half as it ships, within its size bound.
pub(crate) fn web() -> Result<(), Error> {
    web::run(&web::Options {
        release: true,
        bound: Some(254),
    })
    .map(|_| ())
}
