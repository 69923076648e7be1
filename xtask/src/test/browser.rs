//! The browser tests: both servers as they ship, four browsers at once.

use super::counts::Counts;
use crate::error::Error;
use crate::{command, demo, running, say, web};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Starts the sandbox EHR and the application once for each personality, runs the suite over them, and reads the logs for panics.
pub(crate) fn tests(chromium: &str, grep: Option<&str>) -> Result<Counts, Error> {
    let site = command::target().join("site");
    if !site.join("pkg").exists() {
        web::build(&web::Plan::in_target(web::Profile::Release))?;
    }
    demo::build_servers(false)?;
    // The screens' own server, with invented data.
    command::run(
        command::cargo()
            .args(["build", "--package", "fixture"])
            .env("LEPTOS_OUTPUT_NAME", web::OUTPUT_NAME),
    )?;
    let charts = export_charts()?;
    let mut pairs = Vec::new();
    for ehr in ["epic", "oracle"] {
        let folder = command::target().join("e2e").join(ehr);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Error::at(&folder))?;
        }
        let ports = (running::free_port(0)?, running::free_port(0)?);
        let plan = running::Plan {
            ehr: ehr.to_owned(),
            patients: None,
            folder,
            ports,
            binaries: binaries(),
        };
        pairs.push((ehr, running::Pair::start(plan)?));
    }
    let report = command::target().join("e2e/report.json");
    let mut playwright = Command::new("npx");
    playwright
        .args(["playwright", "test", "--reporter=line,json"])
        .current_dir(command::root().join("e2e"));
    playwright
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("COUNTERSIGN_CHROMIUM", chromium)
        .env("COUNTERSIGN_CHARTS", &charts)
        .env("COUNTERSIGN_BINARY", binaries().join("countersign"))
        .env("COUNTERSIGN_SITE", &site)
        .env("LEPTOS_OUTPUT_NAME", web::OUTPUT_NAME);
    for (ehr, pair) in &pairs {
        playwright.env(
            format!("COUNTERSIGN_{}_EHR", ehr.to_uppercase()),
            pair.ehr_url(),
        );
        playwright.env(
            format!("COUNTERSIGN_{}_APP", ehr.to_uppercase()),
            pair.app_url(),
        );
    }
    if let Some(grep) = grep {
        playwright.args(["--grep", grep]);
    }
    let ended = command::run(&mut playwright);
    let mut counts = read(&report)?;
    if let (Err(error), 0) = (ended, counts.failed) {
        say::problem(&error.to_string());
        counts.fail(error.to_string());
    }
    for (ehr, pair) in &pairs {
        let panics = pair.app_log()?.matches("panicked at").count();
        if panics == 0 {
            counts.passed += 1;
        } else {
            let what =
                format!("{panics} panics in the {ehr} application's log under target/e2e/{ehr}");
            say::problem(&what);
            counts.fail(what);
        }
    }
    Ok(counts)
}

fn binaries() -> PathBuf {
    command::target().join("debug")
}

/// The charts that the tests at foreign servers load into these, as files in the folder answered.
fn export_charts() -> Result<PathBuf, Error> {
    let folder = command::target().join("e2e/charts");
    let mut export = command::cargo();
    export.args(["run", "--quiet", "--package", "sandbox-patients"]);
    export.args(["--example", "export", "--"]);
    command::run(export.arg(&folder).args(["p03", "p05"]))?;
    Ok(folder)
}

fn read(report: &Path) -> Result<Counts, Error> {
    let text = fs::read_to_string(report).map_err(Error::at(report))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| Error::Form {
        path: report.into(),
        what: error.to_string(),
    })?;
    let stat = |name: &str| value["stats"][name].as_u64().unwrap_or(0);
    let mut failures = Vec::new();
    named(&value, &mut failures);
    // A test that passed only on another try is flaky, and counts as failed.
    Ok(Counts {
        passed: stat("expected"),
        failed: stat("unexpected") + stat("flaky"),
        skipped: stat("skipped"),
        failures,
    })
}

/// The tests that did not come out as they should, by file and title; suites hold suites.
fn named(suite: &Value, failures: &mut Vec<String>) {
    let list = |name: &str| suite[name].as_array().into_iter().flatten();
    for spec in list("specs").filter(|spec| spec["ok"] == false) {
        let text = |name: &str| spec[name].as_str().unwrap_or_default();
        failures.push(format!("{}: {}", text("file"), text("title")));
    }
    for inner in list("suites") {
        named(inner, failures);
    }
}
