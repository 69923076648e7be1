//! The command line: what others call, so its words and exit codes are kept exactly.

mod codes;
mod config;
mod deid;
mod draft;
mod error;
mod input;
mod serve;
mod verify;

pub use error::{CliError, Found};

use clap::{Parser, Subcommand};
use std::{ffi::OsString, io::Write, process::ExitCode};

/// Drafts clinical documents in which every statement cites its source, and checks each against it.
#[derive(Debug, Parser)]
#[command(
    name = "countersign",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the web application.
    Serve(serve::Serve),
    /// Checks a configuration, or prints every setting.
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Drafts one document from a chart and prints it with its verdicts (`grounded/1`).
    Draft(draft::DraftCommand),
    /// Installs code tables and looks codes up in them.
    #[command(subcommand)]
    Codes(codes::CodesCommand),
    /// Prints what the pseudonymiser would replace in texts, one line each.
    Deid(deid::DeidCommand),
    /// Checks statements against a chart and prints one verdict a line.
    Verify(verify::VerifyCommand),
}

/// Runs the command and answers its exit code: 0 done, 1 done and something was found, 2 wrong usage or bad input, 3 could not be done.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    // `cargo leptos watch` starts the binary without a word of what to do.
    if arguments.len() == 1 && std::env::var_os("LEPTOS_WATCH").is_some() {
        arguments.push("serve".into());
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output with 0, wrong usage to standard error with 2. Nothing can be said if even that fails.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match cli.command {
        Command::Serve(command) => command.run(),
        Command::Config(command) => command.run(),
        Command::Draft(command) => command.run(),
        Command::Codes(command) => command.run(),
        Command::Deid(command) => command.run(),
        Command::Verify(command) => command.run(),
    };
    match result {
        Ok(Found::Nothing) => ExitCode::SUCCESS,
        Ok(Found::Something) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "countersign: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
