//! Loading the largest chart over FHIR, against plain concurrent fetching of the same pages.

use crate::data::LARGEST;
use crate::ehr::{Ehr, Fixed};
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, pair_async};
use chart::{Chart, ResourceKey};
use fhir::{ChartRequest, Client, Config, Limits, NoProgress, Profile, SystemClock, load_chart};
use futures::{StreamExt as _, TryStreamExt as _};
use reqwest::header::{ACCEPT, AUTHORIZATION};
use sandbox::Personality;
use sandbox::faults::{Kind, Rule};
use std::sync::Arc;

/// How much longer than its baseline a load may take: what it does beside fetching is reading every entry, hashing it and
/// following references, on the same machine as the server.
const AT_MOST: f64 = 10.0;
/// The same where the EHR takes its time, as real ones do: there the waiting counts, and how well it overlaps.
const AT_MOST_SLOW: f64 = 3.0;
/// What a slow EHR adds to each answer, in ms.
const SLOW_MS: u64 = 50;

/// Measures the load from both kinds of server.
pub(crate) async fn run(report: &mut Report) -> Result<(), BenchError> {
    let kinds = [
        (Personality::Epic, fhir::Ehr::Epic, "epic"),
        (Personality::Generic, fhir::Ehr::Generic, "generic"),
    ];
    for (personality, rules, name) in kinds {
        let ehr = Ehr::start(personality, LARGEST).await?;
        let client = client(&ehr, rules)?;
        let pages = pages(&ehr, &client).await?;
        let name = format!("chart {name} load");
        report.count(&format!("{name} resources"), pages.resources, "resources");
        report.count(
            &format!("{name} requests"),
            pages.urls.len() as u64,
            "requests",
        );
        report.count(&format!("{name} transferred"), pages.bytes, "bytes");
        measure(
            report,
            &name,
            (&ehr, &client, &pages),
            Runs::new(2, 11),
            AT_MOST,
        )
        .await?;
        ehr.running.sandbox.faults.add(Rule {
            fault: Kind::Slow,
            arg: Some(SLOW_MS),
            method: None,
            rtype: None,
            path: None,
            after: 0,
            times: None,
            rate: None,
        });
        let name = format!("{name} at {SLOW_MS} ms an answer");
        measure(
            report,
            &name,
            (&ehr, &client, &pages),
            Runs::new(1, 5),
            AT_MOST_SLOW,
        )
        .await?;
        ehr.running.shutdown().await;
    }
    Ok(())
}

/// What one load asked for.
struct Pages {
    urls: Vec<String>,
    resources: u64,
    bytes: u64,
}

async fn measure(
    report: &mut Report,
    name: &str,
    (ehr, client, pages): (&Ehr, &Client, &Pages),
    runs: Runs,
    at_most: f64,
) -> Result<(), BenchError> {
    let http = reqwest::Client::new();
    let (times, plain) = pair_async(
        runs,
        async || load(ehr, client).await,
        async || fetch(ehr, &http, &pages.urls, client.profile().concurrency).await,
    )
    .await?;
    let baseline = "plain concurrent fetching of the same pages";
    report.compared(name, &times, (baseline, &plain), Unit::Milli, Some(at_most));
    Ok(())
}

fn client(ehr: &Ehr, rules: fhir::Ehr) -> Result<Client, BenchError> {
    let base = ehr
        .running
        .base_url
        .parse()
        .map_err(|error| BenchError::form("the FHIR base", error))?;
    Ok(Client::new(Config {
        base,
        profile: Profile::of(rules),
        tokens: Arc::new(Fixed::new(&ehr.token)),
        clock: Arc::new(SystemClock),
        limits: Limits::default(),
    })?)
}

async fn load(ehr: &Ehr, client: &Client) -> Result<Chart, BenchError> {
    let patient = ResourceKey::new("Patient", LARGEST)
        .ok_or_else(|| BenchError::form("the patient's id", LARGEST))?;
    let request = ChartRequest {
        patient,
        can_read: &|name| ehr.can_read(name),
        progress: &NoProgress,
    };
    Ok(load_chart(client, &request).await?)
}

/// Loads once and reads from the server's log what was asked for. Every answer must have been good: a load that fails early
/// would be fast.
async fn pages(ehr: &Ehr, client: &Client) -> Result<Pages, BenchError> {
    let sandbox = &ehr.running.sandbox;
    sandbox.log.clear();
    let chart = load(ehr, client).await?;
    let failed = chart
        .load_report()
        .requests
        .iter()
        .find(|request| request.failure.is_some() && request.status.is_some());
    if let Some(failed) = failed {
        return Err(BenchError::form("a request of the load", &failed.what));
    }
    let (entries, _) = sandbox.log.snapshot();
    let mut urls = Vec::new();
    for entry in entries
        .iter()
        .filter(|entry| entry.path.starts_with("/fhir/"))
    {
        if entry.method != "GET" || entry.status != 200 {
            let found = format!("{} {}", entry.method, entry.status);
            return Err(BenchError::form("a request of the load", found));
        }
        let query = if entry.query.is_empty() { "" } else { "?" };
        urls.push(format!(
            "{}{}{query}{}",
            ehr.running.public_url, entry.path, entry.query
        ));
    }
    let bytes = fetch(ehr, &reqwest::Client::new(), &urls, 1).await?;
    Ok(Pages {
        urls,
        resources: chart.len() as u64,
        bytes,
    })
}

/// The baseline: every page, so many at once, read to bytes and no further. Answers how many.
async fn fetch(
    ehr: &Ehr,
    http: &reqwest::Client,
    urls: &[String],
    concurrency: usize,
) -> Result<u64, BenchError> {
    let bearer = format!("Bearer {}", ehr.token);
    futures::stream::iter(urls)
        .map(|url| {
            let request = http
                .get(url)
                .header(AUTHORIZATION, &bearer)
                .header(ACCEPT, "application/fhir+json");
            async move {
                let answer = request.send().await?.error_for_status()?;
                Ok(answer.bytes().await?.len() as u64)
            }
        })
        .buffer_unordered(concurrency)
        .try_fold(0, async |sum, bytes| Ok(sum + bytes))
        .await
}
