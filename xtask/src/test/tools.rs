//! The programs that the tests need, found or installed, each step said.

use crate::error::Error;
use crate::{command, say};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that is missing is an error, or is skipped loudly where that is allowed.
pub(crate) fn or_skip<T>(found: Result<T, Error>, allow_missing: bool) -> Result<Option<T>, Error> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(error) if allow_missing => {
            say::problem(&format!("SKIPPED: {error}"));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// PostgreSQL's own programs, for a throwaway server.
pub(crate) fn postgres() -> Result<(), Error> {
    let found = || in_path("initdb").is_some() || debian_postgres().is_some();
    if found() {
        return Ok(());
    }
    install("postgresql")?;
    if found() {
        Ok(())
    } else {
        Err(Error::Missing {
            what: "PostgreSQL's server programs (initdb, postgres)",
        })
    }
}

/// A Chromium and the browser tests' packages; answers the Chromium's path.
pub(crate) fn browser() -> Result<String, Error> {
    if in_path("npm").is_none() {
        return Err(Error::Missing {
            what: "Node.js 20.19 or newer with npm (see the README)",
        });
    }
    let folder = command::root().join("e2e");
    say::step("npm ci, for the browser tests");
    command::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(&folder),
    )?;
    if let Some(path) = chromium() {
        return Ok(path);
    }
    if install("chromium").is_ok()
        && let Some(path) = chromium()
    {
        return Ok(path);
    }
    say::step("npx playwright install chromium");
    let playwright = command::run(
        Command::new("npx")
            .args(["playwright", "install", "chromium"])
            .current_dir(&folder),
    );
    // An empty path lets the browser tool use its own download.
    playwright
        .map(|()| String::new())
        .map_err(|_| Error::Missing { what: "Chromium" })
}

fn chromium() -> Option<String> {
    if let Ok(path) = std::env::var("COUNTERSIGN_CHROMIUM") {
        return Some(path);
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names
        .iter()
        .find_map(|name| in_path(name))
        .map(|path| path.display().to_string())
}

fn debian_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .flatten()
        .map(|version| version.path().join("bin/initdb"))
        .find(|path| path.is_file())
}

fn in_path(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths)
        .map(|folder| folder.join(name))
        .find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// Installs a system package where apt-get is there and may: as root, or through sudo without a question.
fn install(package: &'static str) -> Result<(), Error> {
    let Some(apt) = in_path("apt-get") else {
        return Err(Error::Missing { what: package });
    };
    let root = command::answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let sudo = !root && command::answer(Command::new("sudo").args(["-n", "true"])).is_some();
    if !root && !sudo {
        return Err(Error::Missing { what: package });
    }
    for arguments in [
        vec!["update", "-qq"],
        vec!["install", "-y", "-qq", "--no-install-recommends", package],
    ] {
        say::step(&format!("apt-get {}", arguments.join(" ")));
        let mut command = if sudo {
            Command::new("sudo")
        } else {
            Command::new(&apt)
        };
        if sudo {
            command.arg("-n").arg(&apt);
        }
        command::run(
            command
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
    }
    Ok(())
}
