//! Creating and updating. A write is never repeated here unless it is certain that nothing was stored.

use chart::{Json, ResourceKey};
use http::Method;
use reqwest::header::{ETAG, LOCATION};
use thiserror::Error;

use super::{Answer, Client, Parts, body, urls};
use crate::FhirError;

/// What the EHR stored.
#[derive(Debug, Clone)]
pub struct Written {
    /// The HTTP status.
    pub status: u16,
    /// Which resource, from `Location` or the body.
    pub key: Option<ResourceKey>,
    /// Its version, from `ETag`, `Location` or the body.
    pub version: Option<String>,
    /// The resource as stored, where the answer holds it.
    pub body: Option<Json>,
}

/// A write that did not end in a success.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    /// Certainly nothing was stored, and the same again will fail again.
    #[error("refused: {0}")]
    Refused(FhirError),
    /// Certainly nothing was stored; it can be tried again later.
    #[error("not stored, try again: {0}")]
    NotNow(FhirError),
    /// It may have been stored. It must be searched for before anything else.
    #[error("the outcome is unknown: {0}")]
    Unknown(FhirError),
    /// The EHR says that it has this already (409, or 412 with several matches).
    #[error("the EHR says that it exists already: {0}")]
    Exists(FhirError),
}

impl Client {
    /// Creates a resource. `if_none_exist` is a search (`identifier=system|value`) that must match nothing.
    pub async fn create(
        &self,
        label: &str,
        resource_type: &str,
        json: &str,
        if_none_exist: Option<&str>,
    ) -> Result<Written, WriteError> {
        let url =
            urls::type_level(&self.config.base, resource_type).map_err(WriteError::Refused)?;
        let condition = if_none_exist.map(|search| ("If-None-Exist", search.to_owned()));
        let prefer = ("Prefer", "return=representation".to_owned());
        let headers = condition.into_iter().chain([prefer]).collect();
        self.write(
            label,
            &Parts {
                method: Method::POST,
                url,
                headers,
                body: Some(json),
            },
        )
        .await
    }

    /// Replaces a resource whose version is still `version`.
    pub async fn update(
        &self,
        label: &str,
        key: &ResourceKey,
        json: &str,
        version: &str,
    ) -> Result<Written, WriteError> {
        let url = urls::resource(&self.config.base, key).map_err(WriteError::Refused)?;
        let headers = vec![("If-Match", format!("W/\"{version}\""))];
        self.write(
            label,
            &Parts {
                method: Method::PUT,
                url,
                headers,
                body: Some(json),
            },
        )
        .await
    }

    async fn write(&self, label: &str, parts: &Parts<'_>) -> Result<Written, WriteError> {
        let mut tries = 0;
        loop {
            let answer = match self.send(label, parts).await {
                Ok(answer) => answer,
                // No connection: nothing was sent.
                Err(error @ (FhirError::Connect | FhirError::Token(_))) => {
                    return Err(WriteError::NotNow(error));
                }
                Err(error) => return Err(WriteError::Unknown(error)),
            };
            match answer.status {
                200..300 => return Ok(written(&answer)),
                // The server did not take the request in.
                429 => {
                    tries += 1;
                    let again = (tries < self.config.limits.throttled_tries)
                        .then(|| self.asked_wait(&answer, tries));
                    match again.flatten() {
                        Some(wait) => self.clock().sleep(wait).await,
                        None => return Err(WriteError::NotNow(FhirError::Throttled(429))),
                    }
                }
                status => return Err(refusal(status, &answer.body)),
            }
        }
    }
}

fn refusal(status: u16, body: &[u8]) -> WriteError {
    let error = body::failure(status, body);
    match status {
        401 => WriteError::NotNow(error),
        409 | 412 => WriteError::Exists(error),
        // Some servers refuse with a 500 what a 400 would name; others have stored it. Neither can be told.
        408 | 500.. => WriteError::Unknown(error),
        _ => WriteError::Refused(error),
    }
}

fn written(answer: &Answer) -> Written {
    let header = |name| {
        answer
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let location = header(LOCATION);
    let body = Json::parse(&answer.body).ok().filter(|json| {
        json.resource_type()
            .is_some_and(|name| name != "OperationOutcome")
    });
    let from_body = || {
        ResourceKey::new(
            body.as_ref()?.resource_type()?,
            body.as_ref()?.str_at("id")?,
        )
    };
    let etag = header(ETAG).map(|tag| {
        tag.trim()
            .trim_start_matches("W/")
            .trim_matches('"')
            .to_owned()
    });
    let in_location = location
        .and_then(|location| location.rsplit_once("/_history/"))
        .map(|(_, version)| version.to_owned());
    let in_body = || body.as_ref()?.str_at("meta.versionId").map(str::to_owned);
    Written {
        status: answer.status,
        key: location
            .and_then(ResourceKey::from_reference)
            .or_else(from_body),
        version: etag
            .filter(|tag| !tag.is_empty())
            .or(in_location)
            .or_else(in_body),
        body,
    }
}
