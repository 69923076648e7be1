//! The gateway's record of inferences, as entries of the audit log.

use super::now;
use async_trait::async_trait;
use audit::{Auditor, Event, Outcome as Ended, Pending};
use gateway::{
    Caller, Grounding, InferenceBegin, InferenceEnd, InferenceId, InferenceLog, LogUnavailable,
    Outcome, Phi, Refusal, Usage,
};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::{LaunchKey, Store};
use time::Duration;

/// Records inferences under one event: its actor, launch, patient and draft stand in every entry.
pub(crate) struct AuditedInferences {
    auditor: Auditor,
    event: Event,
    under_way: Mutex<HashMap<String, Pending>>,
    keeping: Option<Keeping>,
}

/// Where prompts and answers are kept, and how long.
pub(crate) struct Keeping {
    /// The store; it seals them under the patient's key.
    pub store: Store,
    /// Whose they are.
    pub launch: LaunchKey,
    /// How long.
    pub time: Duration,
}

impl AuditedInferences {
    /// What is known of every inference before it is planned.
    pub(crate) fn new(auditor: Auditor, event: Event, keeping: Option<Keeping>) -> Self {
        Self {
            auditor,
            event,
            under_way: Mutex::default(),
            keeping,
        }
    }

    fn take(&self, id: &InferenceId) -> Option<Pending> {
        let mut under_way = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        under_way.remove(&id.0)
    }
}

#[async_trait]
impl InferenceLog for AuditedInferences {
    async fn begin(&self, begin: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        let mut event = self.event.clone();
        event.objects.extend(told(&begin));
        let pending = self.auditor.begin(event).await.map_err(|error| {
            tracing::error!(%error, "an inference could not be recorded, so it was not sent");
            LogUnavailable
        })?;
        let id = pending.index().to_string();
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.clone(), pending);
        Ok(InferenceId(id))
    }

    async fn end(&self, id: InferenceId, end: InferenceEnd) {
        let Some(pending) = self.take(&id) else {
            return;
        };
        let Usage { input, output } = end.usage.unwrap_or_default();
        let counted = match end.usage {
            Some(_) => format!("{input} tokens in, {output} tokens out"),
            None => format!("about {} tokens", end.spent.tokens),
        };
        let cost = (end.spent.cost > 0).then(|| format!("cost {} millionths", end.spent.cost));
        let pending = pending
            .also_on([format!("attempts {}", end.attempts)])
            .also_on([counted])
            .also_on(cost)
            .also_on(end.output_fingerprint.map(|mark| format!("answer {mark}")));
        finish(&self.auditor, pending, &end.outcome).await;
    }

    fn abandoned(&self, id: InferenceId) {
        let Some(pending) = self.take(&id) else {
            return;
        };
        let auditor = self.auditor.clone();
        // Without a runtime (a process that ends) the log shows a start without an end, which is true.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { finish(&auditor, pending, &Outcome::Abandoned).await });
        }
    }

    /// A request that was not sent has no start and no end, but its reason: a person must be able to act on it.
    async fn refused(&self, _caller: &Caller, use_case: &str, refusal: &Refusal) {
        let objects = [format!("use case {use_case}"), refusal.to_string()];
        let event = self.event.clone().on(objects);
        let refused = Ended::Failure("refused".to_owned());
        if let Err(error) = self.auditor.record(&event, refused).await {
            tracing::error!(%error, "a refused inference could not be recorded");
        }
    }

    async fn grounded(&self, id: InferenceId, grounding: Grounding) {
        let event = self.event.clone().on([
            format!("inference {}", id.0),
            format!("{} statements may be released", grounding.released),
            format!("{} statements blocked", grounding.blocked),
        ]);
        if let Err(error) = self.auditor.record(&event, Ended::Success).await {
            tracing::error!(%error, "what the check found could not be recorded");
        }
    }

    fn keeps_content(&self) -> bool {
        self.keeping.is_some()
    }

    async fn keep_prompt(
        &self,
        id: &InferenceId,
        prompt: Phi<String>,
    ) -> Result<(), LogUnavailable> {
        let Some(keeping) = &self.keeping else {
            return Ok(());
        };
        let until = now() + keeping.time;
        keeping
            .store
            .keep_prompt(&keeping.launch, &id.0, prompt.expose(), until)
            .await
            .map_err(|error| {
                tracing::error!(%error, "a prompt could not be kept, so it was not sent");
                LogUnavailable
            })
    }

    async fn keep_answer(&self, id: &InferenceId, answer: Phi<String>) {
        let Some(keeping) = &self.keeping else { return };
        let until = now() + keeping.time;
        if let Err(error) = keeping
            .store
            .keep_answer(&keeping.launch, &id.0, answer.expose(), until)
            .await
        {
            tracing::error!(%error, "an answer could not be kept");
        }
    }
}

async fn finish(auditor: &Auditor, pending: Pending, outcome: &Outcome) {
    let ended = match outcome {
        Outcome::Answered => Ended::Success,
        Outcome::Failed(name) => Ended::Failure((*name).to_owned()),
        Outcome::Abandoned => Ended::Failure("abandoned".to_owned()),
    };
    if let Err(error) = pending.finish(auditor, ended).await {
        tracing::error!(%error, "the end of an inference could not be recorded");
    }
}

/// What an entry says of a request beside whose it is.
fn told(begin: &InferenceBegin) -> Vec<String> {
    let mut told = vec![
        format!("use case {}", begin.use_case),
        format!("endpoint {}", begin.endpoint),
        format!("route {}", begin.route),
        format!("provider {}", begin.provider),
        format!("model {} {}", begin.model, begin.version),
        format!(
            "agreement {} {}",
            begin.kind,
            begin.agreement.as_deref().unwrap_or("without a reference")
        ),
        format!("data {}", begin.data_class),
        format!("about {} tokens", begin.tokens),
    ];
    told.extend(begin.passed_over.iter().map(|why| format!("not: {why}")));
    told.push(begin.pseudonyms.map_or_else(
        || "identifiers not replaced".to_owned(),
        |count| format!("{count} identifiers replaced"),
    ));
    if begin.dates_shifted {
        told.push("dates shifted".to_owned());
    }
    if begin.suspicious > 0 {
        told.push(format!("{} suspicious places", begin.suspicious));
        told.extend(
            begin
                .techniques
                .iter()
                .map(|name| format!("looks like {name}")),
        );
    }
    told.extend(
        begin
            .prompt_fingerprint
            .iter()
            .map(|mark| format!("prompt {mark}")),
    );
    told.extend(
        begin
            .parts
            .iter()
            .map(|(kind, count)| format!("{count} {kind}")),
    );
    told
}
