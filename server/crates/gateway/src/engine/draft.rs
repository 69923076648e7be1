//! One request along its route: checks, budget, log, attempt; and the next endpoint where one fails.

use super::Scope;
use super::attempt::{Attempt, Course};
use super::record::{Open, begin};
use super::{Engine, Lane};
use crate::budget::Charge;
use crate::caller::Caller;
use crate::endpoint::Endpoint;
use crate::error::{GatewayError, Refusal};
use crate::guard::Flag;
use crate::part::Part;
use crate::policy::Route;
use crate::prompt::{Answer, Progress, Rendered, Request, tokens};
use crate::render::Minimise;
use phi::{DataClass, Phi};
use serde_json::Value;
use std::sync::Arc;

/// What is made once for a request, whatever endpoint takes it.
pub(super) struct Prepared<'a> {
    pub(super) caller: &'a Caller,
    pub(super) route: &'a Route,
    pub(super) request: &'a Request,
    pub(super) class: DataClass,
    scope: Arc<Scope>,
    schema_bytes: usize,
    pub(super) flags: Vec<Flag>,
}

impl Engine {
    pub(super) async fn draft(
        &self,
        caller: &Caller,
        route: &Route,
        request: &Request,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        let result = self.along(caller, route, request, progress).await;
        if let Err(GatewayError::Refused(refusal)) = &result {
            self.log
                .refused(caller, &request.use_case.name, refusal)
                .await;
        }
        result
    }

    async fn along(
        &self,
        caller: &Caller,
        route: &Route,
        request: &Request,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        let scope = self.kept.scope(caller, &request.identifiers);
        let prepared = prepare(caller, route, request, scope)?;
        let mut rendered: Vec<(Minimise, Rendered)> = Vec::new();
        let mut first = None;
        let names = std::iter::once(&route.endpoint).chain(&route.then);
        for (place, name) in names.enumerate() {
            let unknown = || Refusal::UnknownEndpoint(name.clone());
            let endpoint = self.registry.get(name).ok_or_else(unknown)?;
            let lane = self.lanes.get(name).ok_or_else(unknown)?;
            let minimise = Minimise {
                pseudonymise: endpoint.pseudonymise,
                shift: endpoint.shift_dates.then(|| self.shift(caller)),
            };
            if !rendered.iter().any(|one| one.0 == minimise) {
                let made = request.render(&prepared.scope, minimise, &prepared.flags);
                rendered.push((minimise, made));
            }
            let Some((_, rendered)) = rendered.iter().find(|one| one.0 == minimise) else {
                continue;
            };
            let result = self
                .at_endpoint(&prepared, place, endpoint, lane, rendered, progress)
                .await;
            match result {
                Ok(answer) => return Ok(answer),
                // A smaller window than the one that was planned for: the caller cuts again.
                Err(GatewayError::Refused(Refusal::TooLarge { .. })) if place > 0 => {
                    return Err(GatewayError::Replan {
                        endpoint: name.clone(),
                    });
                }
                Err(error) if error.another_may() && place < route.then.len() => {
                    tracing::info!(endpoint = %name, error = error.name(), "the next endpoint takes over");
                    // What went wrong where the request belonged says most.
                    first.get_or_insert(error);
                }
                Err(error) => return Err(first.unwrap_or(error)),
            }
        }
        Err(first.unwrap_or_else(|| Refusal::UnknownEndpoint(route.endpoint.clone()).into()))
    }

    async fn at_endpoint(
        &self,
        prepared: &Prepared<'_>,
        place: usize,
        endpoint: &Endpoint,
        lane: &Lane,
        rendered: &Rendered,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        let now = self.clock.now();
        endpoint
            .agreement
            .allows(prepared.class, now.date(), &endpoint.name)?;
        let size = tokens(rendered.system.len() + rendered.user.len() + prepared.schema_bytes);
        if size > endpoint.input_limit() {
            return Err(Refusal::TooLarge {
                endpoint: endpoint.name.clone(),
                tokens: size,
                limit: endpoint.input_limit(),
            }
            .into());
        }
        lane.breaker.allow(now).map_err(|left| Refusal::Resting {
            endpoint: endpoint.name.clone(),
            seconds: left.whole_seconds() + 1,
        })?;
        let (input, output) = (size as u64, endpoint.max_output_tokens as u64);
        let charge = Charge {
            caller: prepared.caller.clone(),
            day: now.date(),
            endpoint: endpoint.name.clone(),
            input,
            output,
            cost: endpoint.prices.cost(input, output),
        };
        let reserved = match &self.ledger {
            Some(ledger) => Some(ledger.reserve(&charge).await.map_err(Refusal::Budget)?),
            None => None,
        };
        let course = Course::default();
        let mut open = Open::new(self, endpoint, &course, reserved, input);
        let fingerprint = self.fingerprint(&[rendered.system.as_bytes(), rendered.user.as_bytes()]);
        let begin = begin(prepared, place, endpoint, rendered, size, fingerprint);
        let id = self
            .log
            .begin(begin)
            .await
            .map_err(|_| Refusal::NotLogged)?;
        open.logged(id.clone());
        if self.log.keeps_content() {
            let prompt = Phi::new(format!("{}\n\n{}", rendered.system, rendered.user));
            if self.log.keep_prompt(&id, prompt).await.is_err() {
                let refused: GatewayError = Refusal::NotLogged.into();
                open.end(Err(&refused), None).await;
                return Err(refused);
            }
        }
        let attempt = Attempt {
            endpoint,
            lane,
            caller: prepared.caller,
            class: prepared.class,
            rendered,
            schema: &prepared.request.schema,
            course: &course,
        };
        let said = self.attempt(&attempt, progress).await;
        match &said {
            Ok(_) => lane.breaker.worked(),
            Err(error) if error.against_endpoint() => {
                if lane.breaker.failed(self.clock.now()) {
                    tracing::warn!(endpoint = %endpoint.name, error = error.name(), "the endpoint is left alone for a while");
                }
            }
            Err(_) => {}
        }
        let said = match said {
            Ok(said) => said,
            Err(error) => {
                open.end(Err(&error), None).await;
                return Err(error);
            }
        };
        if self.log.keeps_content() {
            self.log.keep_answer(&id, Phi::new(said.text.clone())).await;
        }
        let read = read(&said.text, &prepared.request.schema.1);
        open.end(read.as_ref().map(|_| ()), Some(&said)).await;
        let json = read?;
        Ok(Answer {
            json: Phi::new(match &rendered.pseudonyms {
                Some(pseudonyms) => restored(json, pseudonyms),
                None => json,
            }),
            endpoint: endpoint.name.clone(),
            model: endpoint.model.clone(),
            version: endpoint.version.clone(),
            usage: said.usage,
            cleaned: rendered.cleaned.clone(),
            flags: prepared.flags.clone(),
            inference: Some(id),
        })
    }

    /// Days by which the dates of a launch are shifted: the same for all its requests, back by one month to one year.
    fn shift(&self, caller: &Caller) -> i32 {
        let mark = self.fingerprint(&[
            b"shift of dates",
            caller.tenant.as_bytes(),
            caller.launch.as_bytes(),
        ]);
        let number = mark
            .and_then(|mark| u16::from_str_radix(mark.get(..4)?, 16).ok())
            .unwrap_or_default();
        -30 - i32::from(number % 336)
    }
}

/// Everything that can refuse a request, whatever the endpoint.
fn prepare<'a>(
    caller: &'a Caller,
    route: &'a Route,
    request: &'a Request,
    scope: Arc<Scope>,
) -> Result<Prepared<'a>, Refusal> {
    request.check()?;
    let class = request.class();
    if !route.data_class.covers(class) {
        return Err(Refusal::ClassNotPlanned {
            planned: route.data_class,
            found: class,
        });
    }
    let schema = request.schema.1.to_string();
    request.check_outside(&scope, &schema)?;
    let outside: Vec<&Part> = request
        .parts
        .iter()
        .filter(|part| {
            // What comes from the organization and from the clinician is no outside text.
            !matches!(part.kind.as_str(), "policy" | "guideline" | "instruction")
        })
        .collect();
    let flags = scope.flags(&outside);
    Ok(Prepared {
        caller,
        route,
        request,
        class,
        scope,
        schema_bytes: schema.len(),
        flags,
    })
}

fn read(text: &str, schema: &Value) -> Result<Value, GatewayError> {
    let json: Value = serde_json::from_str(text).map_err(|_| GatewayError::InvalidJson)?;
    if crate::schema::holds(schema, &json) {
        Ok(json)
    } else {
        Err(GatewayError::WrongSchema)
    }
}

/// Every string with its identifiers back.
fn restored(json: Value, pseudonyms: &phi::Pseudonyms) -> Value {
    match json {
        Value::String(text) => Value::String(pseudonyms.restore(&text)),
        Value::Array(items) => items
            .into_iter()
            .map(|item| restored(item, pseudonyms))
            .collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| (key, restored(value, pseudonyms)))
            .collect(),
        other => other,
    }
}
