//! One EHR's FHIR server over HTTP.

mod body;
mod capabilities;
mod retry;
mod search;
mod urls;
mod write;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chart::{Json, ResourceKey};
use http::{HeaderMap, Method};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, LOCATION};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::{Clock, FhirError, Profile, TokenSource};

pub use capabilities::Capabilities;
pub use search::SearchResult;
pub use write::{WriteError, Written};

/// Bounds on what one request may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest that one request may take.
    pub timeout: Duration,
    /// The largest answer that is read, in bytes.
    pub largest_body: usize,
    /// How often a throttled request (429, 503) is tried in all.
    pub throttled_tries: u32,
    /// How often a request that failed otherwise (5xx, connection) is tried in all.
    pub failed_tries: u32,
    /// The longest wait that a `Retry-After` can cause; a longer one fails the request.
    pub longest_wait: Duration,
    /// The most pages of one search that are followed.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_mins(1),
            largest_body: 64 << 20,
            throttled_tries: 4,
            failed_tries: 3,
            longest_wait: Duration::from_secs(65),
            pages: 1000,
        }
    }
}

/// What a [`Client`] is made of.
#[derive(Clone)]
pub struct Config {
    /// The FHIR base URL.
    pub base: Url,
    /// The EHR's rules.
    pub profile: Profile,
    /// Where tokens come from.
    pub tokens: Arc<dyn TokenSource>,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// Bounds.
    pub limits: Limits,
}

/// A FHIR server, seen by one launch: its token opens one patient's chart.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    config: Config,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("ehr", &self.config.profile.ehr)
            .finish_non_exhaustive()
    }
}

/// An answer with a status that is a success.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Where it came from, after redirects; what relative links start from.
    pub(crate) url: Url,
}

impl Client {
    /// Makes a client. The base URL must be https, or http on this machine.
    pub fn new(mut config: Config) -> Result<Self, FhirError> {
        urls::check_base(&mut config.base)?;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .timeout(config.limits.timeout)
            .connect_timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| FhirError::from_transport(&error))?;
        Ok(Self { http, config })
    }

    /// The EHR's rules.
    pub fn profile(&self) -> &Profile {
        &self.config.profile
    }

    /// The FHIR base URL, ending in a slash.
    pub(crate) fn base(&self) -> &Url {
        &self.config.base
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.config.clock
    }

    /// Reads one resource. `label` names the request in logs.
    pub async fn read(&self, label: &str, key: &ResourceKey) -> Result<Json, FhirError> {
        let url = urls::resource(&self.config.base, key)?;
        let answer = self.get(label, url).await?;
        let json = body::json(&answer.body)?;
        if json.resource_type() == Some("OperationOutcome") {
            return Err(body::outcome_error(&json));
        }
        Ok(json)
    }

    /// Reads what an attachment's URL leads to: raw bytes with their content type, or a FHIR Binary, unpacked.
    /// Attachments on other hosts are not fetched.
    pub async fn read_attachment(&self, label: &str, url: &str) -> Result<Attachment, FhirError> {
        let url = urls::link(&self.config.base, &self.config.base, url)?;
        let answer = self.get(label, url).await?;
        let content_type = answer
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if content_type.contains("json")
            && let Ok(json) = body::json(&answer.body)
        {
            return match json.resource_type() {
                Some("Binary") => Ok(Attachment::Binary(json)),
                Some("OperationOutcome") => Err(body::outcome_error(&json)),
                _ => Err(FhirError::Unreadable(
                    "an attachment that is another resource".to_owned(),
                )),
            };
        }
        Ok(Attachment::Raw {
            content_type: content_type.to_owned(),
            bytes: answer.body,
        })
    }

    /// The text of an attachment, from its own data or from where its URL leads.
    pub async fn attachment_text(
        &self,
        label: &str,
        attachment: &Json,
    ) -> Result<String, FhirError> {
        let content_type = attachment.str_at("contentType").unwrap_or_default();
        let (content_type, bytes) = match (attachment.str_at("data"), attachment.str_at("url")) {
            (Some(data), _) => (content_type.to_owned(), decode(data)?),
            (None, Some(url)) => match self.read_attachment(label, url).await? {
                Attachment::Raw {
                    content_type: told,
                    bytes,
                } => (
                    if told.is_empty() {
                        content_type.to_owned()
                    } else {
                        told
                    },
                    bytes.to_vec(),
                ),
                Attachment::Binary(json) => {
                    let data = decode(json.str_at("data").unwrap_or_default())?;
                    (
                        json.str_at("contentType")
                            .unwrap_or(content_type)
                            .to_owned(),
                        data,
                    )
                }
            },
            (None, None) => {
                return Err(FhirError::Unreadable(
                    "an attachment without data".to_owned(),
                ));
            }
        };
        let note = chart::note::note_text(&content_type, &bytes, None);
        note.map(|note| note.text)
            .map_err(|error| FhirError::Unreadable(error.to_string()))
    }

    /// A GET with everything that makes it robust: token renewal, retries, redirects within the origin.
    pub(crate) async fn get(&self, label: &str, url: Url) -> Result<Answer, FhirError> {
        let mut url = url;
        for _ in 0..4 {
            let answer = self.with_retries(label, &url).await?;
            if !(300..400).contains(&answer.status) {
                return body::success(answer);
            }
            let target = answer
                .headers
                .get(LOCATION)
                .and_then(|target| target.to_str().ok());
            let target = target
                .and_then(|target| answer.url.join(target).ok())
                .ok_or(FhirError::Redirect)?;
            url = urls::same_origin(&self.config.base, target).map_err(|_| FhirError::Redirect)?;
        }
        Err(FhirError::Redirect)
    }

    /// Sends one request once, renewing the token on a 401. Answers any status.
    pub(crate) async fn send(&self, label: &str, parts: &Parts<'_>) -> Result<Answer, FhirError> {
        let token = self.config.tokens.bearer().await?;
        let answer = self.send_with(label, parts, &token).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        let token = self.config.tokens.refresh_after_401(&token).await?;
        self.send_with(label, parts, &token).await
    }

    async fn send_with(
        &self,
        label: &str,
        parts: &Parts<'_>,
        token: &SecretString,
    ) -> Result<Answer, FhirError> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))
            .map_err(|_| FhirError::Token(crate::TokenError::RefreshFailed))?;
        bearer.set_sensitive(true);
        let mut request = self.http.request(parts.method.clone(), parts.url.clone());
        request = request
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT, "application/fhir+json");
        for (name, value) in &parts.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = parts.body {
            request = request
                .header(CONTENT_TYPE, "application/fhir+json")
                .body(body.to_owned());
        }
        let response = request
            .send()
            .await
            .map_err(|error| FhirError::from_transport(&error))?;
        let (status, headers, url) = (
            response.status().as_u16(),
            response.headers().clone(),
            response.url().clone(),
        );
        let body = body::read(response, self.config.limits.largest_body).await?;
        tracing::debug!(request = label, method = %parts.method, status, bytes = body.len(), "fhir request");
        Ok(Answer {
            status,
            headers,
            body,
            url,
        })
    }
}

fn decode(data: &str) -> Result<Vec<u8>, FhirError> {
    chart::note::decode_base64(data).map_err(|error| FhirError::Unreadable(error.to_string()))
}

/// What an attachment's URL gave.
#[derive(Debug, Clone)]
pub enum Attachment {
    /// A FHIR Binary resource.
    Binary(Json),
    /// The file itself.
    Raw {
        /// Its content type as the server says.
        content_type: String,
        /// Its bytes.
        bytes: Bytes,
    },
}

/// One request before it is sent.
pub(crate) struct Parts<'a> {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'a str>,
}
