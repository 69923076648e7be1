//! A running pair of EHR and application: the work page's first render, and the application's peak memory under a chart load.

use crate::data::LARGEST;
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, pair_async};
use crate::visitor::Visitor;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How much longer than the application's smallest answer the page may take: session, launch, chart and drafts are read from
/// the encrypted store and rendered.
const AT_MOST: f64 = 60.0;
/// How long the chart may take to load.
const PATIENCE: Duration = Duration::from_mins(2);

/// What runs where.
#[derive(clap::Args)]
pub(crate) struct Target {
    /// The application's base URL.
    #[arg(long)]
    app: String,
    /// The sandbox EHR's base URL.
    #[arg(long)]
    ehr: String,
    /// The application's process, for its memory.
    #[arg(long)]
    process: Option<u32>,
}

/// Launches the largest patient, waits for the chart, then takes the page's times.
pub(crate) async fn run(report: &mut Report, target: &Target) -> Result<(), BenchError> {
    let mut visitor = Visitor::new(&target.app)?;
    let before = target.process.map(peak).transpose()?;
    let url = visitor.minted(&target.ehr, LARGEST).await?;
    let begun = Instant::now();
    let page = visitor.follow(&url).await?;
    report.time("work page launch to page", begun.elapsed(), Unit::Milli);
    let launch = page
        .path()
        .strip_prefix("/l/")
        .ok_or_else(|| BenchError::form("the launch", page.path()))?
        .to_owned();
    let items = loaded(&mut visitor, &launch).await?;
    report.time(
        "work page launch to chart loaded",
        begun.elapsed(),
        Unit::Milli,
    );
    report.count("work page chart", items, "resources");

    let live = format!("{}/health/live", target.app);
    let visitor = &visitor;
    let (times, plain) = pair_async(
        Runs::new(5, 51),
        async || visitor.whole(page.as_str(), "br").await,
        async || visitor.whole(&live, "identity").await,
    )
    .await?;
    let baseline = ("/health/live of the same server", &plain);
    report.compared(
        "work page first render",
        &times,
        baseline,
        Unit::Milli,
        Some(AT_MOST),
    );
    for (coding, shown) in [("identity", "raw"), ("br", "brotli")] {
        let size = visitor.whole(page.as_str(), coding).await?;
        report.count(&format!("work page {shown}"), size, "bytes");
    }
    match (before, target.process) {
        (Some(before), Some(process)) => {
            report.count("server peak memory before the chart", before, "kB");
            report.count("server peak memory", peak(process)?, "kB");
        }
        _ => report.not_measured("server peak memory", "no process was named"),
    }
    Ok(())
}

/// Waits until the application has read the chart; answers how many resources.
async fn loaded(visitor: &mut Visitor, launch: &str) -> Result<u64, BenchError> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let asked = json!({ "launch": launch, "open": null });
        let work: Value = visitor.call("work", &asked).await?;
        let chart = &work["chart"];
        match chart["state"].as_str() {
            Some("loaded") => return Ok(chart["items"].as_u64().unwrap_or_default()),
            Some("loading") => tokio::time::sleep(Duration::from_millis(20)).await,
            other => {
                return Err(BenchError::form(
                    "the chart's state",
                    other.unwrap_or("none"),
                ));
            }
        }
    }
    Err(BenchError::form("the chart's state", "still loading"))
}

/// The most memory that a process ever held, in kB (`VmHWM`).
fn peak(process: u32) -> Result<u64, BenchError> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))
        .and_then(|number| number.trim().parse().ok())
        .ok_or_else(|| BenchError::form("the process's status", "no VmHWM"))
}
