//! Slow streams: the first token, and many at once.

use super::endpoint::{Endpoint, SLOW_PIECES, need, request};
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::Times;
use ::gateway::Gateway as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a first token may take from the endpoint to the caller, in millionths of a second.
const FIRST: f64 = 1000.0;
/// Streams at once, and how much memory may grow while they run, in MiB.
const STREAMS: usize = 200;
const GROWTH: f64 = 16.0;

/// From the moment when the endpoint gives its first piece away until the caller is told.
pub(super) async fn first_token(
    report: &mut Report,
    endpoint: &Endpoint,
) -> Result<(), BenchError> {
    let gateway = endpoint.gateway(true, true)?;
    let form = |error: &dyn ToString| BenchError::form("the gateway", error.to_string());
    let route = gateway.plan(&need()).map_err(|error| form(&error))?;
    let mut times = Vec::new();
    for _ in 0..20 {
        let told: Mutex<Option<Instant>> = Mutex::default();
        let progress = |_| {
            if let Ok(mut told) = told.lock() {
                told.get_or_insert_with(Instant::now);
            }
        };
        let ask = gateway.infer(&route, request(1 << 10), &progress);
        // The rest of the answer is left: a caller that goes away.
        let _ = tokio::time::timeout(Duration::from_millis(100), ask).await;
        let told = told.into_inner().ok().flatten();
        if let (Some(given), Some(told)) = (endpoint.seen.last().1, told) {
            times.push(told.saturating_duration_since(given));
        }
    }
    let times = Times::new(times);
    report.count("gateway first token runs", times.n() as u64, "runs");
    report.bounded(
        "gateway first token passed on",
        times.median().as_secs_f64() * 1e6,
        "us",
        Some(FIRST),
    );
    Ok(())
}

/// Two hundred answers that come slowly: the process must not grow with what streams through it.
pub(super) async fn many(report: &mut Report, endpoint: &Endpoint) -> Result<(), BenchError> {
    let gateway = endpoint.gateway(true, true)?;
    let form = |error: &dyn ToString| BenchError::form("the gateway", error.to_string());
    let route = gateway.plan(&need()).map_err(|error| form(&error))?;
    let pieces = AtomicUsize::new(0);
    let progress = |_| {
        pieces.fetch_add(1, Ordering::Relaxed);
    };
    let begun = Instant::now();
    let all = futures::future::try_join_all(
        (0..STREAMS).map(|_| gateway.infer(&route, request(1 << 10), &progress)),
    );
    let half = STREAMS * SLOW_PIECES;
    let watch = async {
        let at = async |share: usize| {
            while pieces.load(Ordering::Relaxed) < half * share / 10 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            resident()
        };
        (at(3).await, at(8).await)
    };
    let (answers, (early, late)) = tokio::join!(all, watch);
    answers.map_err(|error| form(&error))?;
    report.count("gateway streams at once", STREAMS as u64, "streams");
    report.time("gateway streams took", begun.elapsed(), Unit::Milli);
    match (early, late) {
        (Some(early), Some(late)) => {
            report.number("gateway memory with all streams under way", early, "MiB");
            report.bounded(
                "gateway memory grown until near their end",
                late - early,
                "MiB",
                Some(GROWTH),
            );
        }
        _ => report.not_measured("gateway memory", "this system does not tell it"),
    }
    Ok(())
}

/// The process's memory in MiB, where the system tells it.
fn resident() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}
