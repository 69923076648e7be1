//! What the gateway adds to a request.

use super::endpoint::{Endpoint, caller, need, request};
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::Times;
use ::gateway::Gateway as _;
use axum::http::header::CONTENT_TYPE;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The goals, in millionths of a second, for one caller: the middle run at 1 kB, the slowest of a hundred at 64 kB.
const MIDDLE: f64 = 200.0;
const SLOWEST: f64 = 1000.0;

/// One case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) size: usize,
    pub(super) callers: usize,
    pub(super) stream: bool,
    /// Whether the launch has sent the same sources before, as every section of a document after its first does.
    pub(super) known: bool,
}

impl Case {
    fn name(self) -> String {
        let way = if self.stream { "streamed" } else { "whole" };
        let when = if self.known {
            "later of a launch"
        } else {
            "first of a launch"
        };
        format!(
            "gateway {} kB, {} callers, {way}, {when}",
            self.size >> 10,
            self.callers
        )
    }

    const fn runs(self) -> usize {
        if self.callers == 1 { 400 } else { 60 }
    }
}

/// Times the gateway and the plain request in turns.
pub(super) async fn run(
    report: &mut Report,
    endpoint: &Endpoint,
    case: Case,
) -> Result<(), BenchError> {
    let engine = endpoint.engine(false, case.stream)?;
    let gateway = engine.acting(caller("l1"));
    let form = |error: &dyn ToString| BenchError::form("the gateway", error.to_string());
    let route = gateway.plan(&need()).map_err(|error| form(&error))?;
    let request = request(case.size);
    gateway
        .infer(&route, request.clone(), &|_| ())
        .await
        .map_err(|error| form(&error))?;
    let body = endpoint.seen.last().0;
    let http = reqwest::Client::builder()
        .no_proxy()
        .tcp_nodelay(true)
        .build()?;
    let target = format!("{}/chat/completions", endpoint.url);
    let launches = AtomicUsize::new(2);
    let ask = || async {
        // Planning belongs to the path; making the request does not.
        let request = request.clone();
        let gateway = if case.known {
            gateway.clone()
        } else {
            let number = launches.fetch_add(1, Ordering::Relaxed);
            engine.acting(caller(&format!("l{number}")))
        };
        let begun = Instant::now();
        let route = gateway.plan(&need()).map_err(|error| form(&error))?;
        gateway
            .infer(&route, request, &|_| ())
            .await
            .map_err(|error| form(&error))?;
        Ok::<_, BenchError>(begun.elapsed())
    };
    let plain = || async {
        let body = body.clone();
        let begun = Instant::now();
        let answer = http
            .post(&target)
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await?;
        answer.error_for_status()?.bytes().await?;
        Ok::<_, BenchError>(begun.elapsed())
    };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..case.runs() + 20 {
        let one = at_once(case.callers, &ask).await?;
        let other = at_once(case.callers, &plain).await?;
        if run >= 20 {
            ours.extend(one);
            theirs.extend(other);
        }
    }
    let (ours, theirs) = (Times::new(ours), Times::new(theirs));
    let name = case.name();
    let added = |part: f64| {
        ours.part(part)
            .saturating_sub(theirs.part(part))
            .as_secs_f64()
            * 1e6
    };
    let alone = case.callers == 1;
    report.time(
        &format!("{name} plain request p50"),
        theirs.median(),
        Unit::Micro,
    );
    report.bounded(
        &format!("{name} added p50"),
        added(0.5),
        "us",
        (alone && case.size == 1 << 10).then_some(MIDDLE),
    );
    report.bounded(
        &format!("{name} added p99"),
        added(0.99),
        "us",
        (alone && case.size > 1 << 10).then_some(SLOWEST),
    );
    Ok(())
}

/// So many at once; the time of each.
async fn at_once<F: Future<Output = Result<Duration, BenchError>>>(
    callers: usize,
    work: &impl Fn() -> F,
) -> Result<Vec<Duration>, BenchError> {
    futures::future::try_join_all((0..callers).map(|_| work())).await
}
