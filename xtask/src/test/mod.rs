//! `cargo xtask test`: everything that CI runs.

mod browser;
mod counts;
mod rust;
pub(crate) mod tools;

use crate::error::Error;
use crate::{command, say, web};
use counts::Counts;
use std::process::ExitCode;

/// Options of `test`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Skips, loudly, what needs a program that is not there.
    #[arg(long)]
    allow_missing: bool,
    /// Only these stages.
    #[arg(long, value_enum)]
    only: Vec<Stage>,
    /// For the browser stage: only tests whose title matches.
    #[arg(long)]
    grep: Option<String>,
    /// Figures as JSON.
    #[arg(long)]
    json: bool,
}

/// A part of the gate.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Stage {
    /// The formatting.
    Fmt,
    /// The lints, for the server and for the browser.
    Clippy,
    /// Unit, property, router and database tests.
    Rust,
    /// The browser's half, with its size bound.
    Web,
    /// The browser tests.
    Browser,
}

impl Stage {
    const ALL: [Self; 5] = [
        Self::Fmt,
        Self::Clippy,
        Self::Rust,
        Self::Web,
        Self::Browser,
    ];

    const fn title(self) -> &'static str {
        match self {
            Self::Fmt => "format",
            Self::Clippy => "lints",
            Self::Rust => "unit, property, router and database tests",
            Self::Web => "the browser's half",
            Self::Browser => "browser tests",
        }
    }
}

/// What the stages need from the machine.
struct Machine {
    chromium: Option<String>,
    postgres: bool,
}

/// Runs every stage, whatever the ones before came to, and ends with the sum.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Error> {
    let stages: Vec<Stage> = if options.only.is_empty() {
        Stage::ALL.to_vec()
    } else {
        options.only.clone()
    };
    let machine = prepare(&stages, options.allow_missing)?;
    let mut total = Counts::default();
    for stage in stages {
        say::step(stage.title());
        let counts = run_stage(stage, options, &machine)?;
        if options.json {
            say::result(&serde_json::json!({"stage": stage.title(), "passed": counts.passed, "failed": counts.failed, "skipped": counts.skipped}).to_string());
        } else {
            say::step(&format!("{}: {counts}", stage.title()));
        }
        total += counts;
    }
    for name in &total.failures {
        say::result(&format!("failed: {name}"));
    }
    say::result(&total.to_string());
    Ok(if total.failed == 0 && total.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn prepare(stages: &[Stage], allow_missing: bool) -> Result<Machine, Error> {
    let mut machine = Machine {
        chromium: None,
        postgres: true,
    };
    if stages
        .iter()
        .any(|stage| matches!(stage, Stage::Clippy | Stage::Web))
    {
        web::target_installed()?;
    }
    if stages.contains(&Stage::Rust) {
        machine.postgres = tools::or_skip(tools::postgres(), allow_missing)?.is_some();
    }
    if stages.contains(&Stage::Browser) {
        machine.chromium = tools::or_skip(tools::browser(), allow_missing)?;
    }
    Ok(machine)
}

fn run_stage(stage: Stage, options: &Options, machine: &Machine) -> Result<Counts, Error> {
    Ok(match stage {
        Stage::Fmt => counts::one(command::run(
            command::cargo().args(["fmt", "--all", "--check"]),
        )),
        Stage::Clippy => rust::clippy(),
        Stage::Rust => rust::tests(machine.postgres)?,
        Stage::Web => counts::one(rust::web()),
        Stage::Browser => match &machine.chromium {
            Some(chromium) => browser::tests(chromium, options.grep.as_deref())?,
            None => Counts {
                skipped: 1,
                ..Counts::default()
            },
        },
    })
}
