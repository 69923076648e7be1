//! Which model drafts, if one does.

use super::inference::AuditedInferences;
use crate::compose::SystemTime;
use crate::config::Config;
use async_trait::async_trait;
use audit::{Auditor, Event};
use gateway::{
    Acting, Caller, Engine, InferenceBegin, InferenceEnd, InferenceId, InferenceLog,
    LogUnavailable, MemoryLedger,
};
use std::sync::Arc;

/// The gateway's engine, and the endpoint that drafts by configuration.
#[derive(Clone)]
pub(crate) struct Models {
    engine: Engine,
    drafts: Option<String>,
}

impl Models {
    /// Of the configured endpoints; none is contacted here. `key` is for the fingerprints of what is sent and answered.
    pub(crate) fn new(config: &Config, key: &str) -> Self {
        Self::of(config, config.drafting.endpoint.clone(), key)
    }

    /// With the endpoint that drafts; empty: the built-in composer.
    pub(crate) fn of(config: &Config, drafts: String, key: &str) -> Self {
        let endpoints = config.endpoints.clone();
        let spent = Arc::new(MemoryLedger::new(config.budget));
        Self {
            engine: Engine::new(endpoints, Arc::new(Closed), Arc::new(SystemTime))
                .with_policy(config.routes.clone())
                .with_budget(spent)
                .with_fingerprint_key(key.as_bytes()),
            drafts: Some(drafts).filter(|name| !name.is_empty()),
        }
    }

    /// The endpoint that drafts; none: the built-in composer.
    pub(crate) fn drafts(&self) -> Option<&str> {
        self.drafts.as_deref()
    }

    /// What the endpoint that drafts runs, as screens name it.
    pub(crate) fn name(&self) -> Option<&str> {
        let endpoint = self.engine.registry().get(self.drafts()?)?;
        Some(&endpoint.model)
    }

    /// The engine for one caller, recording under this event.
    pub(crate) fn acting(&self, caller: Caller, auditor: &Auditor, event: Event) -> Acting {
        self.engine
            .logging_to(Arc::new(AuditedInferences::new(auditor.clone(), event)))
            .acting(caller)
    }
}

/// The log of nobody: whoever asks without saying for whom is refused.
struct Closed;

#[async_trait]
impl InferenceLog for Closed {
    async fn begin(&self, _: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        Err(LogUnavailable)
    }

    async fn end(&self, _: InferenceId, _: InferenceEnd) {}

    fn abandoned(&self, _: InferenceId) {}
}
