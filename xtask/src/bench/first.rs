//! What a person waits for and the machine holds: the first load's size, the first render, the server's peak memory.

use super::programs;
use crate::error::Error;
use crate::sheet::Sheet;
use crate::test::tools;
use crate::{command, demo, running, say, web};
use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};

/// The most that the first load of the work page may transfer, in bytes of brotli.
const FIRST_LOAD: u64 = 254_000;

/// Builds both halves as they ship, measures the files, then the running pair.
pub(crate) fn run(sheet: &mut Sheet) -> Result<(), Error> {
    let plan = web::Plan::in_target(web::Profile::Release);
    let names = web::build(&plan)?;
    let mut total = 0;
    for size in web::sizes(&plan, &names)? {
        sheet.figure(&format!("{} raw", size.kind), size.raw, "bytes");
        sheet.figure(&format!("{} brotli", size.kind), size.brotli, "bytes");
        total += size.brotli;
    }
    sheet.bounded("first load brotli", total, "bytes", FIRST_LOAD);
    demo::build_servers(true)?;
    let folder = command::target().join("bench/epic");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::at(&folder))?;
    }
    let pair = running::Pair::start(running::Plan {
        ehr: "epic".to_owned(),
        patients: None,
        folder,
        ports: (running::free_port(0)?, running::free_port(0)?),
        binaries: command::target().join("release"),
    })?;
    let process = pair.app_process().unwrap_or_default().to_string();
    let (app, ehr) = (pair.app_url(), pair.ehr_url());
    let mut arguments = vec!["page", "--app", &app, "--ehr", &ehr];
    if cfg!(target_os = "linux") {
        arguments.extend(["--process", &process]);
    }
    programs::run(sheet, &arguments)?;
    browser(sheet, &app, &ehr)
}

/// The first paint, and what a browser really transfers, where there is a browser.
fn browser(sheet: &mut Sheet, app: &str, ehr: &str) -> Result<(), Error> {
    let name = "first paint in the browser";
    let found = if command::root().join("e2e/package.json").is_file() {
        tools::or_skip(tools::browser(), true)?
    } else {
        None
    };
    let Some(chromium) = found else {
        sheet.not_measured(name, "there is no browser");
        return Ok(());
    };
    let mut script = Command::new("node");
    script
        .arg("bench/first-paint.mjs")
        .args([app, ehr, &chromium])
        .current_dir(command::root().join("e2e"))
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    let output = script.output().map_err(|cause| Error::NotRun {
        command: "node bench/first-paint.mjs".to_owned(),
        cause,
    })?;
    if !output.status.success() {
        return Err(Error::Failed {
            command: "node bench/first-paint.mjs".to_owned(),
            status: output.status.to_string(),
        });
    }
    let value: Value = serde_json::from_slice(&output.stdout).map_err(|error| Error::Form {
        path: "e2e/bench/first-paint.mjs".into(),
        what: error.to_string(),
    })?;
    for figure in value["figures"].as_array().into_iter().flatten() {
        let text = |name: &str| figure[name].as_str().unwrap_or_default();
        sheet.figure(text("name"), figure["value"].clone(), text("unit"));
    }
    match value["transferred"].as_u64() {
        Some(bytes) => {
            sheet.bounded(
                "first load transferred to the browser",
                bytes,
                "bytes",
                FIRST_LOAD,
            );
        }
        None => say::problem("the browser told no size"),
    }
    Ok(())
}
