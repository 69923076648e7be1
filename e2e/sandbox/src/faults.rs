//! Faults to play on purpose: named in a request header, set as rules, or at a seeded rate.

use std::sync::Mutex;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde::{Deserialize, Serialize};

use crate::connection::Cutter;
use crate::fhir::outcome::{self, FhirError};
use crate::state::{Shared, lock};

/// Header that asks for one fault on this request: `name` or `name=number`.
pub const HEADER: &str = "x-sandbox-fault";

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 401, as for an expired token.
    ExpiredToken,
    /// 403 without a body.
    Forbidden,
    /// 403 with an OperationOutcome.
    ForbiddenOutcome,
    /// 403 that asks for a reason to open a protected chart.
    BreakTheGlass,
    /// 404
    NotFound,
    /// 429 with `Retry-After` of `arg` seconds (1).
    Throttled,
    /// 429 with an HTML body and `Retry-After` of `arg` seconds.
    ThrottledHtml,
    /// 500
    ServerError,
    /// 502 with half a Bundle.
    BadGateway,
    /// 503 with an HTML page.
    Maintenance,
    /// Answers after `arg` milliseconds (1,000).
    Slow,
    /// The page session has expired.
    PageExpired,
    /// A search result carries an OperationOutcome that says data may be missing.
    OutcomeEntry,
    /// The body ends in the middle.
    Truncated,
    /// What was asked is done, then the connection is closed without an answer.
    AnswerLost,
    /// A conditional create is filed again instead of being recognized.
    DuplicateOnReplay,
    /// A create is refused as a duplicate (409).
    Duplicate,
    /// Token endpoint: only Patient scopes are granted.
    NarrowScope,
    /// Token endpoint: another patient than the one launched.
    OtherPatient,
    /// Token endpoint: the id_token is signed with a key that is not published.
    IdTokenForged,
    /// Token endpoint: the id_token has expired.
    IdTokenExpired,
    /// Token endpoint: the id_token has another nonce.
    IdTokenNonce,
    /// Token endpoint: the id_token is for another client.
    IdTokenAudience,
    /// Token endpoint: the id_token is of another issuer.
    IdTokenIssuer,
}

/// A fault with its number, if it takes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fault {
    kind: Kind,
    arg: Option<u64>,
}

/// When a fault is played; every condition given must hold.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What happens.
    pub fault: Kind,
    /// Seconds or milliseconds, as the fault says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arg: Option<u64>,
    /// Only for this HTTP method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only for this resource type.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub rtype: Option<String>,
    /// Only for paths with queries that contain this text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// After so many matching requests pass unharmed.
    #[serde(default)]
    pub after: u32,
    /// For so many requests; for ever when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// With this probability (0 to 1); always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
}

/// A fault file: `{"seed": 7, "rules": [{"fault": "throttled", "type": "Observation", "rate": 0.1}]}`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FaultFile {
    /// Seeds the rates.
    #[serde(default)]
    pub seed: u64,
    /// The rules; the first that applies is played.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// The rules in force.
#[derive(Debug)]
pub struct Faults(Mutex<(StdRng, Vec<Rule>)>);

impl Faults {
    /// Those of a file.
    pub fn new(file: &FaultFile) -> Self {
        Self(Mutex::new((
            StdRng::seed_from_u64(file.seed),
            file.rules.clone(),
        )))
    }

    /// Adds a rule.
    pub fn add(&self, rule: Rule) {
        lock(&self.0).1.push(rule);
    }

    /// Removes all rules.
    pub fn clear(&self) {
        lock(&self.0).1.clear();
    }

    /// The rules that can still apply.
    pub fn rules(&self) -> Vec<Rule> {
        lock(&self.0).1.clone()
    }

    fn pick(&self, method: &str, path: &str) -> Option<Fault> {
        let mut inner = lock(&self.0);
        let (rng, rules) = &mut *inner;
        for rule in rules.iter_mut() {
            let of_type = |rtype: &String| path.split(['/', '?']).any(|part| part == rtype);
            let applies = rule.times != Some(0)
                && rule
                    .method
                    .as_ref()
                    .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && rule.rtype.as_ref().is_none_or(of_type)
                && rule
                    .path
                    .as_ref()
                    .is_none_or(|part| path.contains(part.as_str()));
            if !applies || rule.rate.is_some_and(|rate| rng.random::<f64>() >= rate) {
                continue;
            }
            if rule.after > 0 {
                rule.after -= 1;
                continue;
            }
            if let Some(times) = &mut rule.times {
                *times -= 1;
            }
            return Some(Fault {
                kind: rule.fault,
                arg: rule.arg,
            });
        }
        None
    }
}

/// The fault that a handler must play itself, if any.
#[derive(Clone, Copy, Debug)]
pub struct Active(pub Option<Kind>);

/// Middleware that plays faults on FHIR and token requests.
pub async fn play(State(sandbox): State<Shared>, mut request: Request, next: Next) -> Response {
    let fault = match asked(&request) {
        Ok(Some(fault)) => Some(fault),
        Ok(None) => {
            let path = request
                .uri()
                .path_and_query()
                .map_or("", |path| path.as_str());
            sandbox.faults.pick(request.method().as_str(), path)
        }
        Err(reason) => return (StatusCode::BAD_REQUEST, reason).into_response(),
    };
    request
        .extensions_mut()
        .insert(Active(fault.map(|fault| fault.kind)));
    let Some(Fault { kind, arg }) = fault else {
        return next.run(request).await;
    };
    let personality = sandbox.personality();
    let seconds = arg.unwrap_or(1);
    match kind {
        Kind::ExpiredToken => FhirError::unauthorized().respond(personality),
        Kind::Forbidden => StatusCode::FORBIDDEN.into_response(),
        Kind::ForbiddenOutcome => FhirError::forbidden().respond(personality),
        Kind::BreakTheGlass => FhirError::break_the_glass().respond(personality),
        Kind::NotFound => FhirError::not_found("fault").respond(personality),
        Kind::Throttled => with_retry(FhirError::throttled().respond(personality), seconds),
        Kind::ThrottledHtml => {
            let body = "<html><body><h1>429 Too Many Requests</h1></body></html>";
            let html = (
                StatusCode::TOO_MANY_REQUESTS,
                [(CONTENT_TYPE, "text/html")],
                body,
            );
            with_retry(html.into_response(), seconds)
        }
        Kind::ServerError => FhirError::internal().respond(personality),
        Kind::BadGateway => {
            let half = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":{\"resou";
            (
                StatusCode::BAD_GATEWAY,
                [(CONTENT_TYPE, outcome::FHIR_JSON)],
                half,
            )
                .into_response()
        }
        Kind::Maintenance => {
            let page = "<!DOCTYPE html><html><title>Scheduled maintenance</title></html>";
            let html = (
                StatusCode::SERVICE_UNAVAILABLE,
                [(CONTENT_TYPE, "text/html")],
                page,
            );
            with_retry(html.into_response(), seconds)
        }
        Kind::Slow => {
            tokio::time::sleep(std::time::Duration::from_millis(arg.unwrap_or(1000))).await;
            next.run(request).await
        }
        Kind::PageExpired => FhirError::page_expired("fault").respond(personality),
        Kind::Duplicate => FhirError::duplicate().respond(personality),
        Kind::Truncated => truncated(next.run(request).await).await,
        Kind::AnswerLost => {
            let cutter = request
                .extensions()
                .get::<ConnectInfo<Cutter>>()
                .map(|info| info.0.clone());
            let response = next.run(request).await;
            if let Some(cutter) = cutter {
                cutter.cut();
            }
            response
        }
        _ => next.run(request).await,
    }
}

fn asked(request: &Request) -> Result<Option<Fault>, &'static str> {
    let Some(value) = request.headers().get(HEADER) else {
        return Ok(None);
    };
    let text = value.to_str().map_err(|_| "unreadable X-Sandbox-Fault")?;
    let (name, arg) = text
        .split_once('=')
        .map_or((text, None), |(name, arg)| (name, arg.parse().ok()));
    let kind = serde_json::from_value(name.into()).map_err(|_| "unknown X-Sandbox-Fault")?;
    Ok(Some(Fault { kind, arg }))
}

fn with_retry(mut response: Response, seconds: u64) -> Response {
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

async fn truncated(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(LOCATION);
    Response::from_parts(parts, Body::from(bytes.slice(..bytes.len() / 2)))
}

/// `GET /__sandbox/faults`
pub async fn list(State(sandbox): State<Shared>) -> Json<Vec<Rule>> {
    Json(sandbox.faults.rules())
}

/// `POST /__sandbox/faults` with one [`Rule`]
pub async fn add(State(sandbox): State<Shared>, Json(rule): Json<Rule>) -> StatusCode {
    sandbox.faults.add(rule);
    StatusCode::NO_CONTENT
}

/// `DELETE /__sandbox/faults`
pub async fn clear(State(sandbox): State<Shared>) -> StatusCode {
    sandbox.faults.clear();
    StatusCode::NO_CONTENT
}
