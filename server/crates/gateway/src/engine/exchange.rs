//! One request that is no draft, with everything that a draft's request goes through: route, agreement, budget, log, lane, tries.

use super::Acting;
use super::attempt::Course;
use super::record::Open;
use crate::budget::Charge;
use crate::endpoint::{Capability, Endpoint, WireFormat};
use crate::error::{GatewayError, Refusal};
use crate::http::{self, Call};
use crate::policy::{Need, Route, Wanted, decide};
use crate::port::{InferenceBegin, InferenceId};
use bytes::Bytes;
use phi::DataClass;
use std::sync::atomic::Ordering;
use tokio::time::Instant;

/// Largest answer that is read.
const ANSWER: usize = 64 << 20;

/// One exchange that is no draft.
pub(super) struct Exchange<'a> {
    pub(super) use_case: &'a str,
    pub(super) capability: Capability,
    pub(super) path: &'static str,
    pub(super) class: DataClass,
    pub(super) content_type: String,
    /// Bytes of text, by which it is routed.
    pub(super) size: usize,
    /// Estimated tokens of what is sent and of the answer, which are charged.
    pub(super) tokens: (u64, u64),
    pub(super) endpoint: Option<&'a str>,
}

impl Acting {
    /// Sends it along its route. `read` says what is wrong with an answer: then that endpoint has failed, and the next takes over.
    pub(super) async fn exchange<T>(
        &self,
        exchange: &Exchange<'_>,
        body: impl Fn(&Endpoint) -> Vec<u8> + Sync,
        read: impl Fn(&[u8]) -> Result<T, &'static str> + Sync,
    ) -> Result<(&Endpoint, InferenceId, T), GatewayError> {
        let engine = self.engine();
        let need = Need {
            use_case: exchange.use_case.to_owned(),
            data_class: exchange.class,
            bytes: exchange.size,
            cut: false,
            endpoint: exchange.endpoint.map(str::to_owned),
            language: None,
        };
        let wanted = Wanted {
            need: &need,
            tenant: &self.caller().tenant,
            capability: exchange.capability,
        };
        let now = engine.clock.now();
        let route = decide(&engine.registry, &engine.policy, &wanted, now.date()).route;
        let route = match route {
            Ok(route) => route,
            Err(refusal) => {
                engine
                    .log
                    .refused(self.caller(), exchange.use_case, &refusal)
                    .await;
                return Err(refusal.into());
            }
        };
        let mut first = None;
        for name in std::iter::once(&route.endpoint).chain(&route.then) {
            match self
                .at_endpoint(exchange, &route, name, (&body, &read))
                .await
            {
                Ok(done) => return Ok(done),
                Err(error) if error.another_may() => {
                    first.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(first.unwrap_or_else(|| Refusal::UnknownEndpoint(route.endpoint.clone()).into()))
    }

    async fn at_endpoint<T>(
        &self,
        exchange: &Exchange<'_>,
        route: &Route,
        name: &str,
        (body, read): (
            &(impl Fn(&Endpoint) -> Vec<u8> + Sync),
            &(impl Fn(&[u8]) -> Result<T, &'static str> + Sync),
        ),
    ) -> Result<(&Endpoint, InferenceId, T), GatewayError> {
        let engine = self.engine();
        let unknown = || Refusal::UnknownEndpoint(name.to_owned());
        let endpoint = engine.registry.get(name).ok_or_else(unknown)?;
        let lane = engine.lanes.get(name).ok_or_else(unknown)?;
        let now = engine.clock.now();
        lane.breaker.allow(now).map_err(|left| Refusal::Resting {
            endpoint: name.to_owned(),
            seconds: left.whole_seconds() + 1,
        })?;
        let body = Bytes::from(body(endpoint));
        let (input, output) = exchange.tokens;
        let charge = Charge {
            caller: self.caller().clone(),
            day: now.date(),
            endpoint: endpoint.name.clone(),
            input,
            output,
            cost: endpoint.prices.cost(input, output),
        };
        let reserved = match &engine.ledger {
            Some(ledger) => Some(ledger.reserve(&charge).await.map_err(Refusal::Budget)?),
            None => None,
        };
        let course = Course::default();
        let mut open = Open::new(engine, endpoint, &course, reserved, input);
        let begin = InferenceBegin {
            use_case: exchange.use_case.to_owned(),
            caller: self.caller().clone(),
            endpoint: endpoint.name.clone(),
            route: route.why.clone(),
            provider: endpoint.agreement.provider.clone(),
            model: endpoint.model.clone(),
            version: endpoint.version.clone(),
            kind: endpoint.agreement.kind.name(),
            agreement: endpoint.agreement.reference.clone(),
            passed_over: route.passed_over.clone(),
            data_class: exchange.class,
            tokens: usize::try_from(input).unwrap_or(usize::MAX),
            prompt_fingerprint: engine.fingerprint(&[&body]),
            ..InferenceBegin::default()
        };
        let id = engine
            .log
            .begin(begin)
            .await
            .map_err(|_| Refusal::NotLogged)?;
        open.logged(id.clone());
        let answered = self.tries(exchange, endpoint, &course, body).await;
        let result = answered.and_then(|answer| {
            read(&answer).map_err(|what| GatewayError::Malformed {
                endpoint: endpoint.name.clone(),
                what,
            })
        });
        match &result {
            Ok(_) => lane.breaker.worked(),
            Err(error) if error.against_endpoint() => {
                lane.breaker.failed(engine.clock.now());
            }
            Err(_) => {}
        }
        open.end(result.as_ref().map(|_| ()), None).await;
        Ok((endpoint, id, result?))
    }

    async fn tries(
        &self,
        exchange: &Exchange<'_>,
        endpoint: &Endpoint,
        course: &Course,
        body: Bytes,
    ) -> Result<Vec<u8>, GatewayError> {
        let engine = self.engine();
        let lane = engine
            .lanes
            .get(&endpoint.name)
            .ok_or_else(|| Refusal::UnknownEndpoint(endpoint.name.clone()))?;
        let deadline = Instant::now() + endpoint.deadline;
        let _place = lane
            .place(endpoint, &self.caller().tenant, deadline)
            .await?;
        let client = lane.client(endpoint, deadline).await?;
        loop {
            let now = engine.clock.now();
            endpoint
                .agreement
                .allows(exchange.class, now.date(), &endpoint.name)?;
            let tried = course.attempts.fetch_add(1, Ordering::Relaxed) + 1;
            let url = match endpoint.wire {
                WireFormat::AzureOpenAi | WireFormat::AzureOpenAiResponses => {
                    endpoint.azure(exchange.path)
                }
                _ => endpoint.at(&format!("/{}", exchange.path), None),
            };
            let call = Call {
                endpoint,
                url,
                content_type: &exchange.content_type,
                accept: "application/json",
                headers: &[],
                bearer: lane.tokens.bearer(endpoint, now, deadline).await?,
                now,
                deadline,
            };
            match http::body_of(&client, &call, body.clone(), ANSWER).await? {
                Ok(answer) => {
                    course.answered.store(true, Ordering::Relaxed);
                    // No count comes with the answer: the estimate is charged.
                    let bytes = exchange.tokens.1.saturating_mul(3);
                    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
                    course.bytes.store(bytes, Ordering::Relaxed);
                    return Ok(answer);
                }
                Err((error, hint)) => {
                    let wait =
                        http::wait(tried - 1, hint, deadline).filter(|_| tried < endpoint.attempts);
                    let Some(wait) = wait else { return Err(error) };
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }
}
