//! Benchmarks of Countersign, each with a named baseline that is measured in the same run.
//!
//! Figures are lines `name: value unit`, or JSON. Every figure of time is a median; what comes before it warms up. Where a
//! bound is stated it is one on a ratio, so that it holds on slow machines and fast ones.

mod audit;
mod claims;
mod data;
mod drafting;
mod ehr;
mod error;
mod gateway;
mod lies;
mod load;
mod page;
mod read;
mod report;
mod timing;
mod verify;
mod visitor;

use clap::{Parser, Subcommand};
use error::BenchError;
use report::Report;
use std::io::Write as _;
use std::process::ExitCode;

/// Benchmarks of Countersign.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    what: What,
    /// Figures as one JSON object.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum What {
    /// Loading and reading charts.
    Chart,
    /// Checking statements.
    Verify,
    /// Calling a model's endpoint.
    Gateway,
    /// Composing documents.
    Drafting,
    /// Appending to the audit log.
    Audit,
    /// The work page of a running application.
    Page(page::Target),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut report = Report::new(cli.json);
    match run(&cli.what, &mut report).await {
        Ok(()) => report.end(),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(3)
        }
    }
}

async fn run(what: &What, report: &mut Report) -> Result<(), BenchError> {
    match what {
        What::Chart => {
            load::run(report).await?;
            read::run(report)
        }
        What::Verify => verify::run(report),
        What::Gateway => gateway::run(report).await,
        What::Drafting => {
            drafting::run(report)?;
            lies::run(report).await
        }
        What::Audit => audit::run(report).await,
        What::Page(target) => page::run(report, target).await,
    }
}
