//! Loading a chart: every search of the EHR's profile, then what they refer to, several at once.

mod follow;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use chart::{Chart, Json, LoadReport, LoadedEntry, RequestLine, ResourceKey};
use futures::StreamExt;

use crate::{Client, FhirError, Progress, Query, SearchResult};

/// What to load.
pub struct ChartRequest<'a> {
    /// The launch's patient.
    pub patient: ResourceKey,
    /// Whether the granted scopes allow reading this resource type. What they do not allow is not asked for, and named.
    pub can_read: &'a (dyn Fn(&str) -> bool + Send + Sync),
    /// Hears how far it is.
    pub progress: &'a dyn Progress,
}

/// Counts what is done for the progress bar.
pub(crate) struct Tally<'a> {
    done: AtomicUsize,
    total: AtomicUsize,
    progress: &'a dyn Progress,
}

impl Tally<'_> {
    pub(crate) fn expect(&self, more: usize) {
        self.total.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn done(&self, label: &str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.progress
            .update(done, self.total.load(Ordering::Relaxed).max(done), label);
    }
}

/// The place of a query among those that should begin first.
fn many_pages(query: &Query) -> usize {
    const FIRST: [&str; 7] = [
        "Observation",
        "DiagnosticReport",
        "DocumentReference",
        "Encounter",
        "MedicationRequest",
        "Procedure",
        "Condition",
    ];
    let place = FIRST.iter().position(|name| *name == query.resource_type);
    place.unwrap_or(FIRST.len())
}

/// Loads the patient's chart. Fails only where the Patient itself cannot be read; all else that fails is in the load
/// report.
pub async fn load_chart(client: &Client, request: &ChartRequest<'_>) -> Result<Chart, FhirError> {
    let tally = Tally {
        done: AtomicUsize::new(0),
        total: AtomicUsize::new(0),
        progress: request.progress,
    };
    let (granted, refused): (Vec<&Query>, Vec<&Query>) = client
        .profile()
        .queries
        .iter()
        .partition(|query| (request.can_read)(query.resource_type));
    tally.expect(granted.len() + 1);

    let patient = read_patient(client, &request.patient).await?;
    tally.done("Patient");
    let mut report = LoadReport::default();
    report
        .requests
        .push(line("Patient", "Patient", 1, 1, Some(200)));
    report.complete_types.insert("Patient".to_owned());
    let mut entries = vec![entry(patient, "Patient")];

    let mut searches = Vec::new();
    for (place, query) in granted.iter().copied().enumerate() {
        let tally = &tally;
        let search = async move {
            let result = search(client, query, request.patient.id()).await;
            tally.done(&query.label);
            (place, result)
        };
        searches.push((place, search));
    }
    // The searches with many pages first: a page cannot be asked for before the one in front of it.
    searches.sort_by_key(|(place, _)| many_pages(granted[*place]));
    let searches: Vec<_> = searches.into_iter().map(|(_, search)| search).collect();
    let mut answers: Vec<(usize, SearchResult)> = futures::stream::iter(searches)
        .buffer_unordered(client.profile().concurrency)
        .collect()
        .await;
    // The report and the order of duplicates do not depend on which answer came first.
    answers.sort_by_key(|(place, _)| *place);
    let mut incomplete: BTreeSet<&str> = refused.iter().map(|query| query.resource_type).collect();
    for (place, result) in answers {
        let query = granted[place];
        if result.failure.is_some() {
            incomplete.insert(query.resource_type);
        }
        let found = |entry: &&LoadedEntry| entry.json.resource_type() != Some("OperationOutcome");
        let mut line = line(
            &query.label,
            query.resource_type,
            result.entries.iter().filter(found).count(),
            result.pages,
            result.status,
        );
        line.failure = result.failure.map(|error| error.to_string());
        report.requests.push(line);
        report.unreadable.extend(result.unreadable);
        entries.extend(result.entries);
    }
    for query in refused {
        let mut line = line(&query.label, query.resource_type, 0, 0, None);
        line.failure = Some("not asked for: the sign-in does not grant it".to_owned());
        report.requests.push(line);
    }
    let asked = client
        .profile()
        .queries
        .iter()
        .map(|query| query.resource_type);
    report.complete_types.extend(
        asked
            .filter(|name| !incomplete.contains(name))
            .map(str::to_owned),
    );

    follow::referenced(client, request, &tally, &mut entries, &mut report).await;
    follow::attachments(client, request, &tally, &mut entries, &mut report).await;
    Ok(Chart::from_entries(
        request.patient.clone(),
        entries,
        report,
    )?)
}

async fn read_patient(client: &Client, key: &ResourceKey) -> Result<Json, FhirError> {
    let patient = client.read("Patient", key).await?;
    if patient.resource_type() != Some("Patient") {
        return Err(FhirError::Unreadable("not a Patient".to_owned()));
    }
    // A merged record is answered under its new id; the launch is for the old one.
    if patient.str_at("id") == Some(key.id()) {
        Ok(patient)
    } else {
        Err(FhirError::Merged)
    }
}

async fn search(client: &Client, query: &Query, patient: &str) -> SearchResult {
    let mut params = vec![(query.patient, patient)];
    params.extend(query.params.iter().copied());
    client
        .search(&query.label, query.resource_type, &params)
        .await
}

pub(crate) fn line(
    what: &str,
    resource_type: &str,
    count: usize,
    pages: usize,
    status: Option<u16>,
) -> RequestLine {
    RequestLine {
        what: what.to_owned(),
        resource_type: Some(resource_type.to_owned()),
        count,
        pages,
        status,
        failure: None,
    }
}

pub(crate) fn entry(json: Json, origin: &str) -> LoadedEntry {
    LoadedEntry {
        json,
        full_url: None,
        origin: origin.to_owned(),
        notes: Vec::new(),
    }
}
