//! Search by GET and by POST `_search`, with the rules that each vendor adds.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::access::Caller;
use super::bundle::BundleText;
use super::outcome::{self, FHIR_JSON, FhirError};
use super::paging::Page;
use super::query::Query;
use super::read::acceptable;
use crate::config::Personality;
use crate::faults::{Active, Kind};
use crate::smart::scopes::Action;
use crate::state::{Sandbox, Shared};
use crate::store::Stored;

/// Types that Epic searches without a patient.
const FREE: &[&str] = &[
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "Location",
    "Medication",
    "Questionnaire",
];

/// `GET {fhir}/{type}?…` and `POST {fhir}/{type}/_search`, whose parameters may stand in both places
pub async fn search(
    State(sandbox): State<Shared>,
    Extension(active): Extension<Active>,
    Path(rtype): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut pairs = parameters(query.unwrap_or_default().as_bytes());
    pairs.extend(parameters(&body));
    let answer = sandbox.search(&rtype, &pairs, &headers, active.0);
    answer.unwrap_or_else(|error| error.respond(sandbox.personality()))
}

fn parameters(form: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(form).into_owned().collect()
}

impl Sandbox {
    fn search(
        &self,
        rtype: &str,
        pairs: &[(String, String)],
        headers: &HeaderMap,
        fault: Option<Kind>,
    ) -> Result<Response, FhirError> {
        acceptable(headers, pairs, self.personality())?;
        let caller = self.caller(headers)?;
        let query = Query::parse(pairs, &self.urls.fhir)?;
        caller.may(rtype, Action::Search, query.patient())?;
        let page = match &query.page {
            Some(token) => self
                .pages
                .get(token, self.clock.unix())
                .filter(|page| page.owner == caller.owner() && page.rtype == rtype)
                .ok_or_else(|| FhirError::page_expired(token))?,
            None => self.first_page(rtype, query, &caller, pairs)?,
        };
        Ok(self.page_response(&page, &caller, fault))
    }

    fn first_page(
        &self,
        rtype: &str,
        query: Query,
        caller: &Caller,
        pairs: &[(String, String)],
    ) -> Result<Page, FhirError> {
        self.check_rules(rtype, &query)?;
        let found = self.matching(rtype, &query, |stored| {
            caller.reaches(rtype, Action::Search, &stored.index)
        });
        let rules = &self.config.rules;
        let usual = match (self.personality(), rtype) {
            (Personality::Oracle, "DocumentReference") => 10,
            _ => rules.default_count,
        };
        let asked = query.count.filter(|_| !rules.ignore_count);
        let count = asked.unwrap_or(usual).min(rules.max_count);
        Ok(Page {
            expires: self.clock.unix() + rules.page_seconds,
            owner: caller.owner(),
            rtype: rtype.to_owned(),
            query_text: url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish(),
            query: Arc::new(query),
            found: Arc::new(found),
            offset: 0,
            count,
        })
    }

    /// What a query finds among what `reachable` lets through, in order.
    pub(super) fn matching(
        &self,
        rtype: &str,
        query: &Query,
        reachable: impl Fn(&Stored) -> bool,
    ) -> Vec<Arc<Stored>> {
        let mut found = self.store.all(rtype, query.patient());
        found.retain(|stored| query.accepts(stored) && reachable(stored));
        query.order(&mut found);
        found
    }

    fn check_rules(&self, rtype: &str, query: &Query) -> Result<(), FhirError> {
        match self.personality() {
            Personality::Epic => {
                let patient = query.patient().is_some() || query.has("_id");
                if !patient && rtype == "Condition" {
                    return Err(FhirError::search_needs("patient"));
                }
                if !patient && !FREE.contains(&rtype) {
                    let text = "This resource requires a patient or _id parameter for searching.";
                    return Err(FhirError::search_rule(text, "patient/_id"));
                }
                if rtype == "Observation"
                    && !query.has("category")
                    && !query.has("code")
                    && !query.has("_id")
                {
                    let text = "This resource requires a category or code parameter for searching.";
                    return Err(FhirError::search_rule(text, "category/code"));
                }
                let rules = &self.config.rules;
                if !rules.ignore_count && query.count.is_some_and(|count| count > rules.max_count) {
                    return Err(FhirError::search_rule(
                        "_count is larger than the server allows.",
                        "_count",
                    ));
                }
            }
            Personality::Oracle => {
                if let Some(name) = query.unknown.first() {
                    return Err(FhirError::bad_search(format!(
                        "unsupported search parameter: {name}"
                    )));
                }
                if query.selecting == 0 {
                    return Err(FhirError::bad_search(
                        "no supported search parameters provided",
                    ));
                }
            }
            Personality::Generic => {}
        }
        Ok(())
    }

    fn page_response(&self, page: &Page, caller: &Caller, fault: Option<Kind>) -> Response {
        let personality = self.personality();
        let end = if page.query.count_only {
            page.offset
        } else {
            page.found.len().min(page.offset + page.count)
        };
        let slice = &page.found[page.offset.min(end)..end];
        let base = format!("{}/{}", self.urls.fhir, page.rtype);
        let itself = format!("{base}?{}", page.query_text);
        let next = (end < page.found.len() && !page.query.count_only)
            .then(|| self.next_link(page, end, &base));
        let mut links = vec![("self", itself.as_str())];
        links.extend(next.as_deref().map(|next| ("next", next)));
        let id = self.random.uuid();
        let (id, total) = match personality {
            Personality::Epic => (None, Some(page.found.len())),
            // Oracle gives an empty result the id 0, and no result a total.
            Personality::Oracle if page.found.is_empty() => (Some("0"), None),
            Personality::Oracle => (
                Some(id.as_str()),
                page.query.count_only.then_some(page.found.len()),
            ),
            Personality::Generic => (Some(id.as_str()), Some(page.found.len())),
        };
        let mut bundle = BundleText::new("searchset", id, total, &links);
        for stored in slice {
            bundle.resource(&self.full_url(stored), &stored.current().text, "match");
        }
        for stored in self.included(page, slice, caller) {
            bundle.resource(&self.full_url(&stored), &stored.current().text, "include");
        }
        if let Some(outcome) = self.outcome_entry(page, fault) {
            let full_url = format!("urn:uuid:{}", self.random.uuid());
            bundle.resource(&full_url, &outcome.to_string(), "outcome");
        }
        (
            [
                (CONTENT_TYPE, FHIR_JSON),
                (CACHE_CONTROL, "no-cache,no-store"),
            ],
            bundle.finish(),
        )
            .into_response()
    }

    fn outcome_entry(&self, page: &Page, fault: Option<Kind>) -> Option<Value> {
        let mut issues = Vec::new();
        if self.personality() == Personality::Epic {
            if page.found.is_empty() {
                issues.push(outcome::warning(
                    Some(("4101", "Resource request returns no results.")),
                    None,
                ));
            }
            for name in &page.query.unknown {
                let text = format!("The parameter {name} is not supported and was ignored.");
                issues.push(outcome::warning(None, Some(&text)));
            }
        }
        if fault == Some(Kind::OutcomeEntry) {
            let sub = "The authenticated client's search request applies to a sub-resource that the client is not \
                       authorized for. Results of this sub-type will not be returned.";
            issues.push(outcome::warning(
                Some(("59204", sub)),
                Some("Search results have not been included."),
            ));
            issues.push(outcome::warning(
                Some(("4119", "Additional data may exist for this patient.")),
                None,
            ));
        }
        (!issues.is_empty()).then(|| json!({ "resourceType": "OperationOutcome", "issue": issues }))
    }

    fn next_link(&self, page: &Page, end: usize, base: &str) -> String {
        // Oracle's pages may overlap: the next one begins with the last entry of this one.
        let overlap = usize::from(self.personality() == Personality::Oracle && page.count > 1);
        let now = self.clock.unix();
        let expires = now + self.config.rules.page_seconds;
        let next = Page {
            offset: end - overlap,
            expires,
            ..page.clone()
        };
        let (token, link) = match self.personality() {
            Personality::Epic => {
                let token = format!("16-{}", self.random.word(b"0123456789ABCDEF", 32));
                let link = format!("{base}?sessionID={token}");
                (token, link)
            }
            Personality::Oracle => {
                let token = self.random.uuid();
                let link = format!(
                    "{base}?{}&pageContext={token}&direction=NEXT",
                    page.query_text
                );
                (token, link)
            }
            Personality::Generic => {
                let token = self.random.uuid();
                let link = format!(
                    "{base}?_getpages={token}&_getpagesoffset={end}&_count={}",
                    page.count
                );
                (token, link)
            }
        };
        self.pages.keep(token, next, now);
        if self.config.rules.relative_links {
            return link.replacen(&format!("{}/", self.urls.fhir), "", 1);
        }
        link
    }

    fn included(&self, page: &Page, slice: &[Arc<Stored>], caller: &Caller) -> Vec<Arc<Stored>> {
        let mut seen: BTreeSet<String> = slice.iter().map(|stored| stored.reference()).collect();
        let mut out = Vec::new();
        let mut add = |stored: Arc<Stored>| {
            let reachable = caller.reaches(&stored.rtype, Action::Read, &stored.index);
            if reachable && seen.insert(stored.reference()) {
                out.push(stored);
            }
        };
        for (rtype, param) in &page.query.include {
            for stored in slice.iter().filter(|stored| stored.rtype == *rtype) {
                for (_, target) in stored.index.refs.iter().filter(|(name, _)| name == param) {
                    if let Some(target) = self.store.follow(target) {
                        add(target);
                    }
                }
            }
        }
        for (rtype, param) in &page.query.revinclude {
            let targets: BTreeSet<String> = slice.iter().map(|stored| stored.reference()).collect();
            for candidate in self.store.all(rtype, None) {
                let points =
                    |(name, target): &(&str, String)| name == param && targets.contains(target);
                if candidate.index.refs.iter().any(points) {
                    add(candidate);
                }
            }
        }
        out
    }

    /// The absolute URL of a resource.
    pub(super) fn full_url(&self, stored: &Stored) -> String {
        format!("{}/{}", self.urls.fhir, stored.reference())
    }
}
