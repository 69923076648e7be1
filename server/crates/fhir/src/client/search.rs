//! Searches, page by page. What came before a failure is kept, and the failure is told.

use std::collections::HashSet;

use bytes::Bytes;
use chart::{BundleEntry, EntryFault, Json, LoadedEntry, ReadBundle, Unreadable};
use url::Url;

use super::{Client, body, urls};
use crate::FhirError;

/// What a search gave.
#[derive(Debug, Clone, Default)]
pub struct SearchResult {
    /// The resources of all pages read.
    pub entries: Vec<LoadedEntry>,
    /// Entries that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// How many pages were read.
    pub pages: usize,
    /// The last status.
    pub status: Option<u16>,
    /// Why the search failed, wholly or after some pages.
    pub failure: Option<FhirError>,
}

impl Client {
    /// Searches a resource type and follows every page.
    pub async fn search(
        &self,
        label: &str,
        resource_type: &str,
        params: &[(&str, &str)],
    ) -> SearchResult {
        let mut url = match urls::type_level(&self.config.base, resource_type) {
            Ok(url) => url,
            Err(error) => {
                return SearchResult {
                    failure: Some(error),
                    ..SearchResult::default()
                };
            }
        };
        {
            let mut query = url.query_pairs_mut();
            query.extend_pairs(params);
            if let Some(size) = self.config.profile.page_size {
                query.append_pair("_count", &size.to_string());
            }
        }
        let first = self.pages(label, resource_type, url.clone()).await;
        // A paging session that expired (Epic 4113) is begun anew, once; the pages may have changed meanwhile.
        let expired = first.failure.as_ref().is_some_and(expired);
        if !expired || first.pages == 0 {
            return first;
        }
        let mut again = self.pages(label, resource_type, url).await;
        if again.failure.as_ref().is_some_and(self::expired) {
            again.failure = Some(FhirError::PageSessionExpired);
        }
        again
    }

    async fn pages(&self, label: &str, resource_type: &str, first: Url) -> SearchResult {
        let mut result = SearchResult::default();
        let mut count = Count::default();
        let mut seen = HashSet::from([first.clone()]);
        let mut next = Some(first);
        while let Some(url) = next.take() {
            if result.pages >= self.config.limits.pages {
                result.failure = Some(FhirError::TooManyPages(self.config.limits.pages));
                break;
            }
            let read = self.page(label, resource_type, url, &mut result, &mut count);
            match read.await {
                Ok(Some(link)) if seen.insert(link.clone()) => next = Some(link),
                Ok(Some(_)) => result.failure = Some(FhirError::PageLoop),
                Ok(None) => result.failure = count.short(),
                Err(error) => {
                    result.status = error.status().or(result.status);
                    result.failure = Some(error);
                }
            }
        }
        result
    }

    /// Reads one page into `result`; answers the link to the next.
    async fn page(
        &self,
        label: &str,
        resource_type: &str,
        url: Url,
        result: &mut SearchResult,
        count: &mut Count,
    ) -> Result<Option<Url>, FhirError> {
        let answer = self.get(label, url).await?;
        result.status = Some(answer.status);
        let bundle = match read(answer.body.clone()).await? {
            Ok(bundle) => bundle,
            Err(error) => return whole_body(&answer.body, &error, label, result).map(|()| None),
        };
        result.pages += 1;
        count.add(&bundle);
        let next = bundle.link("next").map(str::to_owned);
        let broken = bundle
            .broken
            .as_ref()
            .map(|error| body::unreadable(error, answer.body.len()));
        for entry in bundle.entries {
            match entry.content {
                Ok(json) => result.entries.push(LoadedEntry {
                    json,
                    full_url: entry.full_url,
                    origin: label.to_owned(),
                    notes: entry.notes,
                }),
                Err(EntryFault::Unreadable {
                    error,
                    resource_type: found,
                    id,
                }) => result.unreadable.push(Unreadable {
                    place: format!("{label}, page {}, entry {}", result.pages, entry.index),
                    resource_type: found.or_else(|| Some(resource_type.to_owned())),
                    id,
                    reason: error.to_string(),
                }),
                Err(EntryFault::NoResource) => {}
            }
        }
        match (broken, next) {
            (Some(error), _) => Err(error),
            (None, Some(link)) => urls::link(&self.config.base, &answer.url, &link).map(Some),
            (None, None) => Ok(None),
        }
    }
}

/// Reads a page beside the other requests: a large one takes longer than its way here.
async fn read(body: Bytes) -> Result<Result<ReadBundle, chart::ChartError>, FhirError> {
    tokio::task::spawn_blocking(move || ReadBundle::read(&body))
        .await
        .map_err(|_| FhirError::Unreadable("its reading was ended".to_owned()))
}

/// What a server says that there is (`Bundle.total` of FHIR R4), against what came.
#[derive(Default)]
struct Count {
    total: Option<u64>,
    matches: u64,
}

impl Count {
    fn add(&mut self, bundle: &ReadBundle) {
        self.total = bundle.total.or(self.total);
        // The total counts neither included resources nor outcomes.
        let counted = |entry: &&BundleEntry| match &entry.content {
            _ if matches!(entry.mode.as_deref(), Some("include" | "outcome")) => false,
            Ok(json) => json.resource_type() != Some("OperationOutcome"),
            Err(_) => true,
        };
        self.matches += bundle.entries.iter().filter(counted).count() as u64;
    }

    /// A server that cuts a search off at the page size and names no next page loses the rest without a word.
    fn short(&self) -> Option<FhirError> {
        let total = self.total.filter(|total| *total > self.matches)?;
        Some(FhirError::Short {
            total,
            came: self.matches,
        })
    }
}

/// A body that is no Bundle: an OperationOutcome that only informs (nothing found) or an error.
fn whole_body(
    body: &[u8],
    error: &chart::ChartError,
    label: &str,
    result: &mut SearchResult,
) -> Result<(), FhirError> {
    let Ok(json) = Json::parse(body) else {
        return Err(body::unreadable(error, body.len()));
    };
    if json.resource_type() != Some("OperationOutcome") {
        return Err(FhirError::Unreadable("not a Bundle".to_owned()));
    }
    let harmless = |issue: &Json| {
        let severity = issue.str_at("severity").unwrap_or("error");
        severity == "information"
            || (severity == "warning" && issue.str_at("details.coding[0].code") == Some("4101"))
    };
    let issues = json.items_at("issue");
    if issues.is_empty() || !issues.iter().all(harmless) {
        return Err(body::outcome_error(&json));
    }
    result.pages += 1;
    result.entries.push(LoadedEntry {
        json,
        full_url: None,
        origin: label.to_owned(),
        notes: Vec::new(),
    });
    Ok(())
}

fn expired(error: &FhirError) -> bool {
    matches!(error, FhirError::Status { code: Some(code), .. } if code == "4113")
}
