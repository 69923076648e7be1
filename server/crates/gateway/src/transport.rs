//! One HTTP exchange with an endpoint: no redirects, no proxies, checked addresses, deadlines.

use crate::address;
use crate::agreement::AgreementKind;
use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use crate::prompt::{Progress, Usage};
use crate::sse::Events;
use crate::wire::openai::Collector;
use futures::StreamExt;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Longest time for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// First wait before another try, where the endpoint does not say; doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// What one try came to.
pub(crate) enum Tried {
    Answer(String, Option<Usage>),
    /// Nothing of an answer was read; it may be tried again.
    Again(GatewayError, Option<Duration>),
}

/// A client whose connections can go to the checked addresses only.
pub(crate) async fn client(endpoint: &Endpoint) -> Result<Client, GatewayError> {
    let own = endpoint.agreement.kind == AgreementKind::OwnPremises;
    let addresses = address::resolve(&endpoint.url, own, &endpoint.name).await?;
    let mut builder = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT)
        .pool_idle_timeout(Duration::from_mins(1))
        .https_only(endpoint.url.scheme() == "https");
    if let Some(host) = endpoint.url.host_str() {
        builder = builder.resolve_to_addrs(host, &addresses);
    }
    builder
        .build()
        .map_err(|_| GatewayError::Unreachable(endpoint.name.clone()))
}

/// Sends once.
pub(crate) async fn send(
    client: &Client,
    endpoint: &Endpoint,
    body: &Value,
    deadline: Instant,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Tried, GatewayError> {
    let name = || endpoint.name.clone();
    let mut request = client
        .post(endpoint.url.clone())
        .header(ACCEPT, "text/event-stream")
        .json(body);
    if let Some(key) = &endpoint.key {
        let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose_secret()))
            .map_err(|_| GatewayError::Credentials(name()))?;
        value.set_sensitive(true);
        request = request.header(reqwest::header::AUTHORIZATION, value);
    }
    let response = match timeout_at(deadline, request.send()).await {
        Err(_) => return Err(GatewayError::Deadline(name())),
        Ok(Err(_)) => return Ok(Tried::Again(GatewayError::Unreachable(name()), None)),
        Ok(Ok(response)) => response,
    };
    let status = response.status();
    if status.is_redirection() {
        return Err(GatewayError::Redirect(name()));
    }
    match status {
        StatusCode::OK => {}
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            let wait = retry_after(&response);
            return Ok(Tried::Again(
                GatewayError::Busy {
                    endpoint: name(),
                    retry_after: wait,
                },
                wait,
            ));
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            return Err(GatewayError::Credentials(name()));
        }
        status if status.is_server_error() => {
            return Ok(Tried::Again(
                GatewayError::Status {
                    endpoint: name(),
                    status: status.as_u16(),
                },
                retry_after(&response),
            ));
        }
        status => {
            return Err(GatewayError::Status {
                endpoint: name(),
                status: status.as_u16(),
            });
        }
    }
    read(response, endpoint, deadline, progress)
        .await
        .map(|(text, usage)| Tried::Answer(text, usage))
}

async fn read(
    response: Response,
    endpoint: &Endpoint,
    deadline: Instant,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(String, Option<Usage>), GatewayError> {
    let malformed = |what| GatewayError::Malformed {
        endpoint: endpoint.name.clone(),
        what,
    };
    let kind = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !kind
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("text/event-stream")
    {
        return Err(malformed("no event stream"));
    }
    let mut stream = response.bytes_stream();
    let mut events = Events::default();
    let mut collector = Collector::new(endpoint);
    loop {
        let until = deadline.min(Instant::now() + endpoint.idle);
        let bytes = match timeout_at(until, stream.next()).await {
            Err(_) => return Err(GatewayError::Deadline(endpoint.name.clone())),
            Ok(None) => return collector.finish(),
            Ok(Some(Err(_))) => return Err(GatewayError::Truncated(endpoint.name.clone())),
            Ok(Some(Ok(bytes))) => bytes,
        };
        for data in events
            .push(&bytes)
            .map_err(|_| malformed("a line that cannot be read"))?
        {
            if collector.event(&data)? {
                return collector.finish();
            }
        }
        progress(Progress {
            bytes: collector.bytes(),
        });
    }
}

/// Seconds, as endpoints send it; a date is not worth the dependency and counts as not said.
fn retry_after(response: &Response) -> Option<Duration> {
    response
        .headers()
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs)
}

/// How long to wait before the next try; none where the deadline does not allow it.
pub(crate) fn wait(attempt: u32, told: Option<Duration>, deadline: Instant) -> Option<Duration> {
    let wait = told.unwrap_or_else(|| FIRST_WAIT.saturating_mul(1 << attempt.min(6)));
    (Instant::now() + wait < deadline).then_some(wait)
}
