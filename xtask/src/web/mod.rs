//! The browser's half: `frontend` as wasm with its script, the style sheet and the static files, named by content and precompressed.

mod bindgen;
mod compress;
mod names;
mod sizes;
mod style;
mod wasm;

use crate::error::Error;
use crate::{command, say};
use names::Names;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The name that the built files begin with; the server says the same.
pub(crate) const OUTPUT_NAME: &str = "countersign";

/// Options of `web`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Builds for size and precompresses.
    #[arg(long)]
    pub(crate) release: bool,
    /// Fails where the first load transfers more than this, in kB of brotli.
    #[arg(long, value_name = "KB")]
    pub(crate) bound: Option<u64>,
}

/// Fast to build, or small to transfer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// For work on the project: not optimized, not compressed.
    Dev,
    /// For use: optimized for size, with brotli and gzip files beside each.
    Release,
}

/// What to build and where to.
pub(crate) struct Plan {
    /// How to build.
    pub(crate) profile: Profile,
    /// The folder that the server serves, for example `target/site`.
    pub(crate) site: PathBuf,
    /// Folders of server binaries that need `hash.txt` beside them.
    pub(crate) binaries: Vec<PathBuf>,
}

impl Plan {
    /// The plan for a server that runs out of the target folder.
    pub(crate) fn in_target(profile: Profile) -> Self {
        let target = command::target();
        // One site folder serves the binaries of both profiles, so each must find the names of what lies there.
        let folders = ["debug", "debug/deps", "release", "release/deps"];
        Self {
            profile,
            site: target.join("site"),
            binaries: folders.map(|folder| target.join(folder)).into(),
        }
    }
}

/// `cargo xtask web`.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Error> {
    let profile = if options.release {
        Profile::Release
    } else {
        Profile::Dev
    };
    let plan = Plan::in_target(profile);
    let names = build(&plan)?;
    let total = sizes::print(&plan, &names)?;
    match options.bound {
        Some(bound) if total > bound * 1000 => Err(Error::Bound(format!(
            "the first load transfers {total} bytes, the bound is {bound} kB"
        ))),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Installs the wasm target where it is missing.
pub(crate) fn target_installed() -> Result<(), Error> {
    wasm::target_installed()
}

/// The sizes of what was built.
pub(crate) fn sizes(plan: &Plan, names: &Names) -> Result<Vec<sizes::Size>, Error> {
    sizes::all(plan, names)
}

/// Builds everything of the plan, saying each step.
pub(crate) fn build(plan: &Plan) -> Result<Names, Error> {
    target_installed()?;
    let module = wasm::build(plan.profile)?;
    let package = plan.site.join("pkg");
    empty(&package)?;
    let made = bindgen::script(&module, plan.profile)?;
    say::step("style: one sheet");
    let sheet = style::bundle(&command::root().join("style/main.css"))?;
    // What a first load does not fetch: one script for the recorder and the proposals, one for dot-phrases.
    let mut recorder = Vec::new();
    for name in ["frontend/recorder.js", "frontend/proposals.js"] {
        recorder.extend(bindgen::read(&command::root().join(name))?);
        recorder.push(b'\n');
    }
    let phrases = bindgen::read(&command::root().join("frontend/phrases.js"))?;
    let parts = [("recorder", recorder), ("phrases", phrases)];
    let names = names::write(&package, &made, sheet.as_bytes(), &parts)?;
    copy(&command::root().join("public"), &plan.site)?;
    if plan.profile == Profile::Release {
        say::step("compress: brotli and gzip beside each file");
        compress::beside(&plan.site)?;
    }
    for folder in &plan.binaries {
        names.note(folder)?;
    }
    Ok(names)
}

/// The folder, with nothing in it: a file of an earlier build must not be served.
fn empty(folder: &Path) -> Result<(), Error> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::at(folder))?;
    }
    fs::create_dir_all(folder).map_err(Error::at(folder))
}

/// Copies the files of one folder into another.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(from).map_err(Error::at(from))? {
        let path = entry.map_err(Error::at(from))?.path();
        let Some(name) = path.file_name().filter(|_| path.is_file()) else {
            continue;
        };
        let target = to.join(name);
        fs::copy(&path, &target).map_err(Error::at(&target))?;
    }
    Ok(())
}
