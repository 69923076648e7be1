//! One HTTP exchange with an endpoint.

use crate::credential::Credential;
use crate::credential::sigv4::Signed;
use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use crate::frame::{Framing, Reader};
use crate::prompt::Progress;
use crate::wire::{Fault, Said, Told, Wire};
use bytes::Bytes;
use futures::StreamExt;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::time::Duration;
use time::OffsetDateTime;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// Largest error answer that is read.
const ERROR: usize = 64 << 10;

/// What one try came to.
pub(crate) enum Tried {
    Answer(Said),
    /// Nothing of an answer was read; it may be tried again.
    Again(GatewayError, Option<Duration>),
}

/// Everything about one exchange but the body.
pub(crate) struct Call<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) url: Url,
    pub(crate) content_type: &'a str,
    pub(crate) accept: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) bearer: Option<SecretString>,
    pub(crate) now: OffsetDateTime,
    pub(crate) deadline: Instant,
}

/// The headers of a call, credentials marked as sensitive.
pub(crate) fn sealed(call: &Call<'_>, body: &[u8]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, value: &str, secret: bool| -> Option<()> {
        let mut value = HeaderValue::try_from(value).ok()?;
        value.set_sensitive(secret);
        headers.insert(HeaderName::from_static(name), value);
        Some(())
    };
    put("content-type", call.content_type, false)?;
    put("accept", call.accept, false)?;
    for (name, value) in call.headers {
        put(name, value, false)?;
    }
    if let Some(token) = &call.bearer {
        put(
            "authorization",
            &format!("Bearer {}", token.expose_secret()),
            true,
        )?;
    }
    match &call.endpoint.credential {
        Credential::Header(name, key) => put(name, key.expose_secret(), true)?,
        Credential::Aws(aws) => {
            let signed = Signed {
                method: "POST",
                url: &call.url,
                headers: &[("content-type", call.content_type)],
                body,
            };
            for (name, value) in aws.headers(&signed, call.now) {
                put(name, &value, true)?;
            }
        }
        _ => {}
    }
    Some(headers)
}

/// Posts once and waits for the answer's head; what is no success is told as an error.
async fn post(
    client: &Client,
    call: &Call<'_>,
    body: Bytes,
    wire: Option<&dyn Wire>,
) -> Result<Result<Response, (GatewayError, Option<Duration>)>, GatewayError> {
    let endpoint = call.endpoint;
    let name = || endpoint.name.clone();
    let headers = sealed(call, &body).ok_or_else(|| GatewayError::Credentials(name()))?;
    let request = client.post(call.url.clone()).headers(headers).body(body);
    let response = match timeout_at(call.deadline, request.send()).await {
        Err(_) => return Err(GatewayError::Deadline(name())),
        Ok(Err(_)) => return Ok(Err((GatewayError::Unreachable(name()), None))),
        Ok(Ok(response)) => response,
    };
    let status = response.status();
    if status.is_redirection() {
        return Err(GatewayError::Redirect(name()));
    }
    if status.as_u16() == 200 {
        return Ok(Ok(response));
    }
    let hint = super::hint(response.headers(), call.now);
    let body = whole(response, endpoint, call.deadline, ERROR)
        .await
        .unwrap_or_default();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let told = wire
        .and_then(|wire| wire.error(status.as_u16(), &body))
        .unwrap_or_else(|| status_error(status.as_u16()));
    let wait = hint.or(told.wait);
    let error = match told.fault {
        Fault::Busy => GatewayError::Busy {
            endpoint: name(),
            retry_after: wait,
        },
        fault => fault.of(endpoint),
    };
    if told.again {
        Ok(Err((error, wait)))
    } else {
        Err(error)
    }
}

/// What a status means by itself.
pub(crate) const fn status_error(status: u16) -> Told {
    match status {
        429 | 503 | 529 => Told::again(Fault::Busy),
        401 | 403 => Told::finally(Fault::Credentials),
        413 => Told::finally(Fault::TooLong),
        500..=599 | 408 => Told::again(Fault::Server(status)),
        _ => Told::finally(Fault::Server(status)),
    }
}

/// Sends once and reads the answer as it comes.
pub(crate) async fn send(
    client: &Client,
    call: &Call<'_>,
    body: Bytes,
    wire: &dyn Wire,
    framing: Framing,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Tried, GatewayError> {
    match post(client, call, body, Some(wire)).await? {
        Err((error, wait)) => Ok(Tried::Again(error, wait)),
        Ok(response) => read(response, call, wire, framing, progress).await,
    }
}

/// Sends once and gives the whole body of the answer, for calls that do not stream.
pub(crate) async fn body_of(
    client: &Client,
    call: &Call<'_>,
    body: Bytes,
    most: usize,
) -> Result<Result<Vec<u8>, (GatewayError, Option<Duration>)>, GatewayError> {
    match post(client, call, body, None).await? {
        Err(again) => Ok(Err(again)),
        Ok(response) => Ok(Ok(
            whole(response, call.endpoint, call.deadline, most).await?
        )),
    }
}

async fn read(
    response: Response,
    call: &Call<'_>,
    wire: &dyn Wire,
    framing: Framing,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Tried, GatewayError> {
    let endpoint = call.endpoint;
    let malformed = |what| Fault::Malformed(what).of(endpoint);
    let kind = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .trim_start()
        .to_ascii_lowercase();
    if !kind.starts_with(framing.content_type()) {
        return Err(malformed(match framing {
            Framing::Whole => "no JSON",
            _ => "no event stream",
        }));
    }
    let most = Said::most(endpoint);
    let mut stream = response.bytes_stream();
    let mut reader = Reader::new(framing);
    let mut said = Said::default();
    let mut last = false;
    while !last {
        let until = call.deadline.min(Instant::now() + endpoint.idle);
        let bytes = match timeout_at(until, stream.next()).await {
            Err(_) => return Err(GatewayError::Deadline(endpoint.name.clone())),
            Ok(None) => break,
            Ok(Some(Err(_))) => return Err(GatewayError::Truncated(endpoint.name.clone())),
            Ok(Some(Ok(bytes))) => bytes,
        };
        let pieces = reader
            .push(&bytes, most + ERROR)
            .map_err(|broken| malformed(broken.words()))?;
        for piece in pieces {
            match wire.piece(&piece, &mut said) {
                Ok(done) => last |= done,
                // A stream that begins with "busy" has told nothing yet.
                Err(Fault::Busy) if said.text.is_empty() => {
                    return Ok(Tried::Again(Fault::Busy.of(endpoint), None));
                }
                Err(fault) => return Err(fault.of(endpoint)),
            }
            if said.text.len() > most {
                return Err(GatewayError::AnswerTooLarge(most));
            }
        }
        progress(Progress {
            bytes: said.text.len(),
        });
    }
    if !last && let Some(piece) = reader.end().map_err(|broken| malformed(broken.words()))? {
        let read = if framing == Framing::Whole {
            wire.whole(&piece.data, &mut said)
        } else {
            wire.piece(&piece, &mut said).map(|_| ())
        };
        read.map_err(|fault| fault.of(endpoint))?;
    }
    if said.text.len() > most {
        return Err(GatewayError::AnswerTooLarge(most));
    }
    said.check(endpoint).map_err(|fault| fault.of(endpoint))?;
    Ok(Tried::Answer(said))
}

/// A whole body up to a size.
pub(crate) async fn whole(
    response: Response,
    endpoint: &Endpoint,
    deadline: Instant,
    most: usize,
) -> Result<Vec<u8>, GatewayError> {
    let mut stream = response.bytes_stream();
    let mut out = Vec::new();
    loop {
        let until = deadline.min(Instant::now() + endpoint.idle);
        match timeout_at(until, stream.next()).await {
            Err(_) => return Err(GatewayError::Deadline(endpoint.name.clone())),
            Ok(None) => return Ok(out),
            Ok(Some(Err(_))) => return Err(GatewayError::Truncated(endpoint.name.clone())),
            Ok(Some(Ok(bytes))) => out.extend_from_slice(&bytes),
        }
        if out.len() > most {
            return Err(GatewayError::AnswerTooLarge(most));
        }
    }
}
