//! The gateway itself.

use crate::endpoint::Endpoint;
use crate::error::{GatewayError, Refusal};
use crate::gateway::Gateway;
use crate::port::{Clock, InferenceBegin, InferenceEnd, InferenceId, InferenceLog, Outcome};
use crate::prompt::{Answer, Progress, Rendered, Request, Usage, tokens};
use crate::registry::Registry;
use crate::route::{self, Need, Route};
use crate::transport::{self, Tried};
use crate::wire::openai;
use async_trait::async_trait;
use phi::{DataClass, Phi};
use reqwest::Client;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::Instant;

/// Talks to the endpoints of a registry. Cheap to clone: all clones share the places for requests under way.
#[derive(Clone)]
pub struct Engine {
    registry: Arc<Registry>,
    lanes: Arc<HashMap<String, Lane>>,
    log: Arc<dyn InferenceLog>,
    clock: Arc<dyn Clock>,
}

/// What is held for one endpoint: places for requests under way, and the client once its address was checked.
struct Lane {
    places: Semaphore,
    client: OnceCell<Client>,
}

impl Engine {
    /// With everything that it needs; nothing is contacted before the first request.
    pub fn new(registry: Registry, log: Arc<dyn InferenceLog>, clock: Arc<dyn Clock>) -> Self {
        let lanes = registry
            .endpoints()
            .iter()
            .map(|endpoint| {
                (
                    endpoint.name.clone(),
                    Lane {
                        places: Semaphore::new(endpoint.concurrency),
                        client: OnceCell::new(),
                    },
                )
            })
            .collect();
        Self {
            registry: Arc::new(registry),
            lanes: Arc::new(lanes),
            log,
            clock,
        }
    }

    /// The same engine for one caller, whose inferences go to this log.
    #[must_use]
    pub fn logging_to(&self, log: Arc<dyn InferenceLog>) -> Self {
        Self {
            log,
            ..self.clone()
        }
    }

    /// The endpoints.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Everything that can refuse a request, before anything is resolved or contacted.
    fn check(
        &self,
        endpoint: &Endpoint,
        route: &Route,
        request: &Request,
    ) -> Result<DataClass, Refusal> {
        request.check()?;
        let class = request.class();
        if !route.data_class.covers(class) {
            return Err(Refusal::ClassNotPlanned {
                planned: route.data_class,
                found: class,
            });
        }
        endpoint
            .agreement
            .allows(class, self.clock.now().date(), &endpoint.name)?;
        Ok(class)
    }

    async fn tries(
        &self,
        endpoint: &Endpoint,
        lane: &Lane,
        class: DataClass,
        body: &Value,
        attempts: &mut u32,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(String, Option<Usage>), GatewayError> {
        let deadline = Instant::now() + endpoint.deadline;
        let out_of_time = || GatewayError::Deadline(endpoint.name.clone());
        let _place = tokio::time::timeout_at(deadline, lane.places.acquire())
            .await
            .map_err(|_| out_of_time())?
            .map_err(|_| out_of_time())?;
        let client = lane
            .client
            .get_or_try_init(|| transport::client(endpoint))
            .await?;
        loop {
            // It may have ended while the request waited.
            endpoint
                .agreement
                .allows(class, self.clock.now().date(), &endpoint.name)?;
            *attempts += 1;
            match transport::send(client, endpoint, body, deadline, progress).await? {
                Tried::Answer(text, usage) => return Ok((text, usage)),
                Tried::Again(error, told) => {
                    let wait = transport::wait(*attempts - 1, told, deadline)
                        .filter(|_| *attempts < endpoint.attempts);
                    let Some(wait) = wait else { return Err(error) };
                    tracing::debug!(endpoint = %endpoint.name, error = error.name(), "will try again");
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }
}

#[async_trait]
impl Gateway for Engine {
    fn plan(&self, need: &Need) -> Result<Route, GatewayError> {
        Ok(route::plan(&self.registry, need, self.clock.now().date())?)
    }

    async fn infer(
        &self,
        route: &Route,
        request: Request,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        let unknown = || Refusal::UnknownEndpoint(route.endpoint.clone());
        let endpoint = self.registry.get(&route.endpoint).ok_or_else(unknown)?;
        let lane = self.lanes.get(&route.endpoint).ok_or_else(unknown)?;
        let class = self.check(endpoint, route, &request)?;
        let rendered = request.render(endpoint.pseudonymise);
        let size = tokens(
            rendered.system.len() + rendered.user.len() + request.schema.1.to_string().len(),
        );
        let limit = endpoint.context_window - endpoint.max_output_tokens;
        if size > limit {
            return Err(Refusal::TooLarge {
                endpoint: endpoint.name.clone(),
                tokens: size,
                limit,
            }
            .into());
        }
        let body = openai::body(endpoint, &rendered, &request.schema);
        let id = self
            .log
            .begin(begin(endpoint, &request, &rendered, class, size))
            .await
            .map_err(|_| Refusal::NotLogged)?;
        let mut guard = Guard {
            log: &*self.log,
            id: Some(id),
        };
        let mut attempts = 0;
        let result = self
            .tries(endpoint, lane, class, &body, &mut attempts, progress)
            .await;
        let usage = result.as_ref().ok().and_then(|(_, usage)| *usage);
        let answer = result.and_then(|(text, usage)| answer(endpoint, &rendered, &text, usage));
        let outcome = answer
            .as_ref()
            .map_or_else(|error| Outcome::Failed(error.name()), |_| Outcome::Answered);
        if let Some(id) = guard.id.take() {
            self.log
                .end(
                    id,
                    InferenceEnd {
                        outcome,
                        usage,
                        attempts,
                    },
                )
                .await;
        }
        answer
    }
}

fn begin(
    endpoint: &Endpoint,
    request: &Request,
    rendered: &Rendered,
    class: DataClass,
    size: usize,
) -> InferenceBegin {
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for part in &request.parts {
        *parts.entry(part.kind.clone()).or_default() += 1;
    }
    InferenceBegin {
        use_case: request.use_case.name.clone(),
        endpoint: endpoint.name.clone(),
        model: endpoint.model.clone(),
        version: endpoint.version.clone(),
        agreement: endpoint.agreement.reference.clone(),
        data_class: class,
        pseudonyms: rendered.pseudonyms.as_ref().map(phi::Pseudonyms::len),
        tokens: size,
        parts: parts.into_iter().collect(),
    }
}

fn answer(
    endpoint: &Endpoint,
    rendered: &Rendered,
    text: &str,
    usage: Option<Usage>,
) -> Result<Answer, GatewayError> {
    let json: Value = serde_json::from_str(text).map_err(|_| GatewayError::InvalidJson)?;
    let json = match &rendered.pseudonyms {
        Some(pseudonyms) => restored(json, pseudonyms),
        None => json,
    };
    Ok(Answer {
        json: Phi::new(json),
        endpoint: endpoint.name.clone(),
        model: endpoint.model.clone(),
        version: endpoint.version.clone(),
        usage,
        cleaned: rendered.cleaned.clone(),
    })
}

/// Every string with its identifiers back.
fn restored(json: Value, pseudonyms: &phi::Pseudonyms) -> Value {
    match json {
        Value::String(text) => Value::String(pseudonyms.restore(&text)),
        Value::Array(items) => Value::Array(
            items
                .into_iter()
                .map(|item| restored(item, pseudonyms))
                .collect(),
        ),
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(key, value)| (key, restored(value, pseudonyms)))
                .collect(),
        ),
        other => other,
    }
}

/// Tells the log where the caller went away in the middle.
struct Guard<'a> {
    log: &'a dyn InferenceLog,
    id: Option<InferenceId>,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id.take() {
            self.log.abandoned(id);
        }
    }
}
