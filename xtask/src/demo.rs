//! `cargo xtask demo`: builds, starts the sandbox EHR and the app, prints the URL.

use crate::error::Error;
use crate::{command, running, say, web};
use std::process::ExitCode;

/// Options of `demo`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// A folder of R4 bundles instead of the built-in patients.
    #[arg(long, value_name = "DIR")]
    patients: Option<std::path::PathBuf>,
    /// Which EHR the sandbox plays.
    #[arg(long, default_value = "epic", value_parser = ["epic", "oracle"])]
    ehr: String,
    /// Builds with the release profiles.
    #[arg(long)]
    release: bool,
}

/// Builds both halves, starts both servers, runs until interrupted.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Error> {
    say::step("the browser's half (1 of 2; the first build takes some minutes)");
    let profile = if options.release {
        web::Profile::Release
    } else {
        web::Profile::Dev
    };
    web::build(&web::Plan::in_target(profile))?;
    say::step("the server and the sandbox EHR (2 of 2; the first build takes some minutes)");
    build_servers(options.release)?;
    let folder = command::target().join("demo").join(&options.ehr);
    let plan = running::Plan {
        ehr: options.ehr.clone(),
        patients: options
            .patients
            .as_ref()
            .map(std::path::absolute)
            .transpose()
            .map_err(|cause| Error::NotRun {
                command: "find --patients".to_owned(),
                cause,
            })?,
        folder: folder.clone(),
        ports: (running::free_port(8200)?, running::free_port(8100)?),
        binaries: command::target().join(if options.release { "release" } else { "debug" }),
    };
    say::step("start");
    let pair = running::Pair::start(plan)?;
    say::result(&format!(
        "\n    Open {}/ in a browser: choose a patient and press Open Countersign.\n",
        pair.ehr_url()
    ));
    say::step(&format!(
        "logs and data are in {}; Ctrl-C ends both",
        folder.display()
    ));
    pair.join().map(|()| ExitCode::SUCCESS)
}

/// Builds the two servers' binaries.
pub(crate) fn build_servers(release: bool) -> Result<(), Error> {
    let mut cargo = command::cargo();
    cargo
        .args(["build", "--package", "server", "--package", "sandbox"])
        .env("LEPTOS_OUTPUT_NAME", web::OUTPUT_NAME);
    if release {
        cargo.arg("--release");
    }
    command::run(&mut cargo)
}
