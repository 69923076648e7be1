//! Which model drafts, if one does.

use super::inference::{AuditedInferences, Keeping};
use super::ledger::StoredLedger;
use crate::compose::SystemTime;
use crate::config::{BY_RULE, Config};
use async_trait::async_trait;
use audit::{Auditor, Event};
use drafting::Language;
use gateway::{
    Acting, Caller, Capability, DataClass, Engine, InferenceBegin, InferenceEnd, InferenceId,
    InferenceLog, LogUnavailable, Need,
};
use std::sync::Arc;
use store::{LaunchKey, Store};
use time::Duration;

/// The gateway's engine, and the endpoint that drafts by configuration.
#[derive(Clone)]
pub(crate) struct Models {
    engine: Engine,
    drafts: Option<String>,
    listens: Option<String>,
    ledger: Arc<StoredLedger>,
    store: Store,
    /// How long prompts and answers are kept; zero: not at all.
    keep: Duration,
}

/// The engine for one caller, and the log to tell what the check found.
pub(crate) struct Acted {
    /// The engine.
    pub gateway: Acting,
    /// The log.
    pub log: Arc<AuditedInferences>,
}

impl Models {
    /// Of the configured endpoints; none is contacted here. `key` is for the fingerprints of what is sent and answered.
    pub(crate) fn new(config: &Config, store: &Store, key: &str) -> Self {
        Self::of(config, config.drafting.endpoint.clone(), store, key)
    }

    /// With the endpoint that drafts; empty: the built-in composer.
    pub(crate) fn of(config: &Config, drafts: String, store: &Store, key: &str) -> Self {
        let endpoints = config.endpoints.clone();
        let ledger = Arc::new(StoredLedger::new(store.clone(), config.budget));
        Self {
            engine: Engine::new(endpoints, Arc::new(Closed), Arc::new(SystemTime))
                .with_policy(config.routes.clone())
                .with_budget(ledger.clone())
                .with_fingerprint_key(key.as_bytes()),
            drafts: Some(drafts).filter(|name| !name.is_empty()),
            listens: config.recording.endpoint.clone(),
            ledger,
            store: store.clone(),
            keep: Duration::days(i64::from(config.drafting.keep_inferences_days)),
        }
    }

    /// The endpoint that was chosen; none where the rules choose.
    pub(crate) fn chosen(&self) -> Option<&str> {
        self.drafts().filter(|name| *name != BY_RULE)
    }

    /// The endpoint that drafts, or `by_rule`; none: the built-in composer.
    pub(crate) fn drafts(&self) -> Option<&str> {
        self.drafts.as_deref()
    }

    /// Whether an endpoint may write down speech for this organization.
    pub(crate) fn listens(&self, tenant: &str) -> bool {
        let need = Need {
            use_case: "transcription".to_owned(),
            data_class: DataClass::all(),
            bytes: 0,
            cut: false,
            endpoint: self.listens.clone(),
            language: None,
        };
        let decision = self
            .engine
            .explain(&need, tenant, Capability::Transcription);
        decision.route.is_ok()
    }

    /// Whether an endpoint may translate replies into a language for this organization.
    pub(crate) fn translates(&self, tenant: &str, language: &Language) -> bool {
        let need = drafting::translation_need(language);
        let decision = self.engine.explain(&need, tenant, Capability::JsonSchema);
        decision.route.is_ok()
    }

    /// What the endpoint that drafts runs, as screens name it.
    pub(crate) fn name(&self) -> Option<&str> {
        if self.drafts()? == BY_RULE {
            return Some("a model chosen by rule");
        }
        let endpoint = self.engine.registry().get(self.drafts()?)?;
        Some(&endpoint.model)
    }

    /// The engine for one caller, recording under this event; with a launch, prompts and answers are kept as configured.
    pub(crate) fn acting(
        &self,
        caller: Caller,
        auditor: &Auditor,
        event: Event,
        launch: Option<&LaunchKey>,
    ) -> Acted {
        let keeping = launch
            .filter(|_| self.keep.is_positive())
            .map(|launch| Keeping {
                store: self.store.clone(),
                launch: launch.clone(),
                time: self.keep,
            });
        let log = Arc::new(AuditedInferences::new(auditor.clone(), event, keeping));
        Acted {
            gateway: self.engine.logging_to(log.clone()).acting(caller),
            log,
        }
    }

    /// Drops what is kept in memory for a launch that ended.
    pub(crate) fn forget(&self, caller: &Caller) {
        self.engine.forget(caller);
    }

    /// Waits until what was used so far is written.
    pub(crate) async fn settled(&self) {
        self.ledger.settled().await;
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
