//! Compiles `frontend` for the browser.

use super::{OUTPUT_NAME, Profile};
use crate::error::Error;
use crate::{command, say};
use std::path::PathBuf;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Installs the compilation target where it is missing. Rustup may have automatic installation off, so it is asked for.
pub(crate) fn target_installed() -> Result<(), Error> {
    let listed = command::answer(Command::new("rustup").args(["target", "list", "--installed"]));
    match listed {
        Some(list) if list.lines().any(|line| line.trim() == TARGET) => Ok(()),
        Some(_) => {
            say::step(&format!("rustup target add {TARGET}"));
            command::run(Command::new("rustup").args(["target", "add", TARGET]))
        }
        None => {
            say::step(&format!(
                "no rustup here: the toolchain must have {TARGET} itself"
            ));
            Ok(())
        }
    }
}

/// Builds the module and says where it is.
pub(crate) fn build(profile: Profile) -> Result<PathBuf, Error> {
    say::step("frontend: cargo build for the browser");
    let mut cargo = command::cargo();
    cargo.args([
        "build",
        "--package",
        "frontend",
        "--lib",
        "--target",
        TARGET,
    ]);
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => {
            cargo.args(["--profile", "wasm-release"]);
            "wasm-release"
        }
    };
    command::run(cargo.env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME))?;
    Ok(command::target()
        .join(TARGET)
        .join(folder)
        .join("frontend.wasm"))
}
