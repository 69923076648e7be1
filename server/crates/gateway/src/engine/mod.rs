//! The gateway itself.

mod acting;
mod attempt;
mod draft;
mod exchange;
mod heard;
mod lane;
mod length;
mod multipart;
mod record;
mod spans;
mod speech;

pub use acting::Acting;
pub(crate) use spans::Scope;
pub use speech::{Recording, Segment, Transcript};

use crate::budget::BudgetLedger;
use crate::caller::Caller;
use crate::endpoint::Capability;
use crate::error::GatewayError;
use crate::gateway::Gateway;
use crate::policy::{Decision, Need, Policy, Route, Wanted, decide};
use crate::port::{Clock, InferenceLog};
use crate::prompt::{Answer, Progress, Request};
use crate::registry::Registry;
use async_trait::async_trait;
use aws_lc_rs::hmac;
use lane::Lane;
use spans::Kept;
use std::collections::HashMap;
use std::sync::Arc;

/// Talks to the endpoints of a registry. Cheap to clone: all clones share the places for requests under way.
#[derive(Clone)]
pub struct Engine {
    registry: Arc<Registry>,
    policy: Arc<Policy>,
    lanes: Arc<HashMap<String, Lane>>,
    log: Arc<dyn InferenceLog>,
    clock: Arc<dyn Clock>,
    ledger: Option<Arc<dyn BudgetLedger>>,
    key: Option<hmac::Key>,
    kept: Arc<Kept>,
}

impl Engine {
    /// With everything that it needs; nothing is contacted before the first request.
    pub fn new(registry: Registry, log: Arc<dyn InferenceLog>, clock: Arc<dyn Clock>) -> Self {
        let lanes = registry
            .endpoints()
            .iter()
            .map(|endpoint| (endpoint.name.clone(), Lane::new(endpoint)))
            .collect();
        Self {
            registry: Arc::new(registry),
            policy: Arc::default(),
            lanes: Arc::new(lanes),
            log,
            clock,
            ledger: None,
            key: None,
            kept: Arc::new(Kept::new()),
        }
    }

    /// Drops what was kept in memory for a launch that ended. What is not told is dropped after some time without use.
    pub fn forget(&self, caller: &Caller) {
        self.kept.forget(caller);
    }

    /// With routing rules.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = Arc::new(policy);
        self
    }

    /// With budgets.
    #[must_use]
    pub fn with_budget(mut self, ledger: Arc<dyn BudgetLedger>) -> Self {
        self.ledger = Some(ledger);
        self
    }

    /// With the key that fingerprints of prompts and answers, cache salts and the shift of dates are made with.
    #[must_use]
    pub fn with_fingerprint_key(mut self, key: &[u8]) -> Self {
        self.key = Some(hmac::Key::new(hmac::HMAC_SHA256, key));
        self
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

    /// The gateway for one caller: queues, budgets and the log go by it.
    pub fn acting(&self, caller: Caller) -> Acting {
        Acting::new(self.clone(), caller)
    }

    /// Decides as [`Gateway::plan`] does, and tells everything that led to it. Nothing is sent.
    pub fn explain(&self, need: &Need, tenant: &str, capability: Capability) -> Decision {
        let wanted = Wanted {
            need,
            tenant,
            capability,
        };
        decide(
            &self.registry,
            &self.policy,
            &wanted,
            self.clock.now().date(),
        )
    }

    fn plan_for(&self, need: &Need, tenant: &str) -> Result<Route, GatewayError> {
        Ok(self.explain(need, tenant, Capability::JsonSchema).route?)
    }

    /// A keyed fingerprint; none without a key.
    fn fingerprint(&self, parts: &[&[u8]]) -> Option<String> {
        let mut context = hmac::Context::with_key(self.key.as_ref()?);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        Some(hex::encode(context.sign()))
    }
}

#[async_trait]
impl Gateway for Engine {
    fn plan(&self, need: &Need) -> Result<Route, GatewayError> {
        self.plan_for(need, "")
    }

    async fn infer(
        &self,
        route: &Route,
        request: Request,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        self.draft(&Caller::default(), route, &request, progress)
            .await
    }
}
