//! Read, version read and history.

use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, LAST_MODIFIED};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use time::OffsetDateTime;
use time::macros::format_description;

use super::bundle::BundleText;
use super::outcome::{FHIR_JSON, FhirError};
use crate::config::Personality;
use crate::smart::scopes::Action;
use crate::state::{Sandbox, Shared};
use crate::store::{Stored, Version};

type Pairs = Vec<(String, String)>;

/// `GET {fhir}/{type}/{id}`
pub async fn read(
    State(sandbox): State<Shared>,
    Path((rtype, id)): Path<(String, String)>,
    Query(pairs): Query<Pairs>,
    headers: HeaderMap,
) -> Response {
    let personality = sandbox.personality();
    let answer = if rtype == "Binary" {
        sandbox.read_binary(&id, &pairs, &headers)
    } else {
        acceptable(&headers, &pairs, personality)
            .and_then(|()| sandbox.readable(&rtype, &id, &headers))
            .map(|stored| sandbox.version_response(stored.current()))
    };
    answer.unwrap_or_else(|error| error.respond(personality))
}

/// `GET {fhir}/{type}/{id}/_history/{version}`
pub async fn version(
    State(sandbox): State<Shared>,
    Path((rtype, id, number)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let found = sandbox
        .with_history(&rtype, &id, &headers)
        .and_then(|stored| {
            let version = stored
                .versions()
                .find(|version| version.number.to_string() == number);
            version
                .cloned()
                .ok_or_else(|| FhirError::not_found(&number))
        });
    match found {
        Ok(version) => sandbox.version_response(&version),
        Err(error) => error.respond(sandbox.personality()),
    }
}

/// `GET {fhir}/{type}/{id}/_history`
pub async fn history(
    State(sandbox): State<Shared>,
    Path((rtype, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let stored = match sandbox.with_history(&rtype, &id, &headers) {
        Ok(stored) => stored,
        Err(error) => return error.respond(sandbox.personality()),
    };
    let full_url = sandbox.full_url(&stored);
    let itself = format!("{full_url}/_history");
    let mut bundle = BundleText::new(
        "history",
        None,
        Some(stored.earlier.len() + 1),
        &[("self", &itself)],
    );
    for version in stored.versions() {
        let (method, url) = if version.number == 1 {
            ("POST", stored.rtype.clone())
        } else {
            ("PUT", stored.reference())
        };
        bundle.version(&full_url, &version.text, method, &url);
    }
    ([(CONTENT_TYPE, FHIR_JSON)], bundle.finish()).into_response()
}

impl Sandbox {
    /// The resource, if the caller may read it.
    pub(super) fn readable(
        &self,
        rtype: &str,
        id: &str,
        headers: &HeaderMap,
    ) -> Result<std::sync::Arc<Stored>, FhirError> {
        let caller = self.caller(headers)?;
        caller.may(rtype, Action::Read, None)?;
        let stored = self
            .store
            .get(rtype, id)
            .ok_or_else(|| FhirError::not_found(id))?;
        caller.require(Action::Read, &stored)?;
        Ok(stored)
    }

    fn with_history(
        &self,
        rtype: &str,
        id: &str,
        headers: &HeaderMap,
    ) -> Result<std::sync::Arc<Stored>, FhirError> {
        if self.personality() == Personality::Epic {
            return Err(FhirError::unsupported("history is not supported"));
        }
        self.readable(rtype, id, headers)
    }

    /// A version as an answer; Epic sends neither ETag nor Last-Modified.
    pub(super) fn version_response(&self, version: &Version) -> Response {
        let mut response = (
            [
                (CONTENT_TYPE, FHIR_JSON),
                (CACHE_CONTROL, "no-cache,no-store"),
            ],
            version.text.clone(),
        )
            .into_response();
        self.add_version_headers(response.headers_mut(), version);
        response
    }

    pub(super) fn add_version_headers(&self, headers: &mut HeaderMap, version: &Version) {
        if self.personality() == Personality::Epic {
            return;
        }
        for (name, value) in [
            (ETAG, etag(version.number)),
            (LAST_MODIFIED, http_date(version.updated)),
        ] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

/// A weak ETag of a version.
pub(super) fn etag(number: u32) -> String {
    format!("W/\"{number}\"")
}

fn http_date(at: OffsetDateTime) -> String {
    let format = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    at.to_offset(time::UtcOffset::UTC)
        .format(format)
        .unwrap_or_default()
}

/// Refuses a request that does not take JSON: Oracle with 406, the others only when XML alone is asked for.
pub(super) fn acceptable(
    headers: &HeaderMap,
    pairs: &[(String, String)],
    personality: Personality,
) -> Result<(), FhirError> {
    let format = pairs
        .iter()
        .find(|(name, _)| name == "_format")
        .map(|(_, value)| value.as_str());
    if let Some(format) = format {
        return if format.contains("json") {
            Ok(())
        } else {
            Err(FhirError::not_acceptable())
        };
    }
    let accept = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("*/*");
    let wildcard = accept.contains("*/*") || accept.contains("application/*");
    if accept.contains("json")
        || (wildcard && personality != Personality::Oracle)
        || accept.trim() == "*/*"
    {
        Ok(())
    } else {
        Err(FhirError::not_acceptable())
    }
}
