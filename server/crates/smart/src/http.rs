//! The one place that sends requests: bounded in time and size, never following a redirect to another host.

use std::time::Duration;

use reqwest::{
    RequestBuilder, Response, StatusCode,
    header::{ACCEPT, LOCATION},
    redirect::Policy,
};
use serde_json::{Map, Value};
use url::Url;
use zeroize::Zeroizing;

use crate::{Endpoint, IssuerUrl, SmartError};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);
const MAX_REDIRECTS: usize = 3;

/// Sends this crate's requests. It keeps no cookies, sends no referer and follows only same-origin redirects of reads.
#[derive(Clone, Debug)]
pub struct HttpClient(reqwest::Client);

impl HttpClient {
    /// A client with the given base settings (extra root certificates, a proxy); timeouts and the redirect rule are ours.
    pub fn new(base: reqwest::ClientBuilder) -> Result<Self, SmartError> {
        Self::with_timeout(base, TOTAL_TIMEOUT)
    }

    /// The same with another limit for a whole answer than 15 seconds.
    pub fn with_timeout(
        base: reqwest::ClientBuilder,
        timeout: Duration,
    ) -> Result<Self, SmartError> {
        base.redirect(Policy::none())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(timeout)
            .build()
            .map(Self)
            .map_err(SmartError::HttpSetup)
    }

    /// Reads a document of the issuer.
    pub(crate) async fn get(
        &self,
        issuer: &IssuerUrl,
        url: &Url,
        endpoint: Endpoint,
    ) -> Result<Reply, SmartError> {
        let mut url = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            if !issuer.may_lead_to(&url) {
                return Err(SmartError::InsecureUrl(endpoint));
            }
            let accept = match endpoint {
                Endpoint::CapabilityStatement => "application/fhir+json",
                _ => "application/json",
            };
            let response = send(self.0.get(url.clone()).header(ACCEPT, accept), endpoint).await?;
            let Some(next) = redirect_target(&url, &response) else {
                return Reply::read(response, endpoint).await;
            };
            if next.origin() != url.origin() {
                break;
            }
            url = next;
        }
        Err(SmartError::RedirectRefused(endpoint))
    }

    /// Posts a form, with HTTP Basic where given. A redirect is refused: it would carry the credentials on.
    pub(crate) async fn post_form(
        &self,
        issuer: &IssuerUrl,
        url: &Url,
        form: &[(&str, &str)],
        basic: Option<(&str, &str)>,
        endpoint: Endpoint,
    ) -> Result<Reply, SmartError> {
        if !issuer.may_lead_to(url) {
            return Err(SmartError::InsecureUrl(endpoint));
        }
        let mut request = self
            .0
            .post(url.clone())
            .header(ACCEPT, "application/json")
            .form(form);
        if let Some((user, password)) = basic {
            request = request.basic_auth(form_encoded(user), Some(form_encoded(password)));
        }
        let response = send(request, endpoint).await?;
        if response.status().is_redirection() {
            return Err(SmartError::RedirectRefused(endpoint));
        }
        Reply::read(response, endpoint).await
    }
}

/// RFC 6749, section 2.3.1: id and secret are form-encoded before they become user and password.
fn form_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn send(request: RequestBuilder, endpoint: Endpoint) -> Result<Response, SmartError> {
    request
        .send()
        .await
        .map_err(|error| transport(error, endpoint))
}

fn transport(error: reqwest::Error, endpoint: Endpoint) -> SmartError {
    if error.is_timeout() {
        SmartError::Timeout(endpoint)
    } else {
        SmartError::Unreachable {
            endpoint,
            source: error.without_url(),
        }
    }
}

fn redirect_target(from: &Url, response: &Response) -> Option<Url> {
    let moved = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    moved.then(|| from.join(location).ok()).flatten()
}

fn size_limit(endpoint: Endpoint) -> usize {
    match endpoint {
        // Real CapabilityStatements reach a few megabytes.
        Endpoint::CapabilityStatement => 16 << 20,
        _ => 1 << 20,
    }
}

/// An answer, read whole. Its body may hold tokens: it is wiped when dropped.
pub(crate) struct Reply {
    pub(crate) status: u16,
    body: Zeroizing<Vec<u8>>,
    endpoint: Endpoint,
}

impl Reply {
    async fn read(mut response: Response, endpoint: Endpoint) -> Result<Self, SmartError> {
        let status = response.status().as_u16();
        let mut body = Zeroizing::new(Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(|e| transport(e, endpoint))? {
            if body.len() + chunk.len() > size_limit(endpoint) {
                return Err(SmartError::TooLarge(endpoint));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self {
            status,
            body,
            endpoint,
        })
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The answer as a JSON object, whatever its status and content type.
    pub(crate) fn object(&self) -> Result<Map<String, Value>, SmartError> {
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(object)) => Ok(object),
            _ => Err(SmartError::InvalidJson(self.endpoint)),
        }
    }

    /// The object of a successful answer.
    pub(crate) fn success(&self) -> Result<Map<String, Value>, SmartError> {
        if self.is_success() {
            self.object()
        } else {
            Err(SmartError::Status {
                endpoint: self.endpoint,
                status: self.status,
            })
        }
    }
}
