//! The project's work commands: the same on a developer's machine and in CI.

mod bench;
mod command;
mod demo;
mod dist;
mod engine;
mod error;
mod fuzz;
mod running;
mod say;
mod sheet;
mod soak;
mod test;
mod web;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Work commands of Countersign.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    work: Work,
}

#[derive(Subcommand)]
enum Work {
    /// Build everything, start the sandbox EHR and the app, print the URL.
    Demo(demo::Options),
    /// Everything that CI runs; ends with `N passed, N failed`.
    Test(test::Options),
    /// Release binary and assets in `dist/`.
    Dist(dist::Options),
    /// Benchmarks: ratios against the named baseline in the same run.
    Bench(bench::Options),
    /// A whole draft by a real engine with random weights: all of it must be blocked.
    Engine(engine::Options),
    /// Long reliability runs, seeded, with the seed printed.
    Soak(soak::Options),
    /// The fuzz targets: any bytes in, no panic and no broken promise out.
    Fuzz(fuzz::Options),
    /// The browser's half: wasm, script, style; prints the sizes.
    Web(web::Options),
}

fn main() -> ExitCode {
    let done = match Cli::parse().work {
        Work::Demo(options) => demo::run(&options),
        Work::Test(options) => test::run(&options),
        Work::Dist(options) => dist::run(&options),
        Work::Bench(options) => bench::run(&options),
        Work::Engine(options) => engine::run(&options),
        Work::Soak(options) => soak::run(&options),
        Work::Fuzz(options) => fuzz::run(&options),
        Work::Web(options) => web::run(&options),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            say::problem(&error.to_string());
            error.exit_code()
        }
    }
}
