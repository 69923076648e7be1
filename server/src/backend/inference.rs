//! The gateway's record of inferences, as entries of the audit log.

use async_trait::async_trait;
use audit::{Auditor, Event, Outcome as Ended, Pending};
use gateway::{
    InferenceBegin, InferenceEnd, InferenceId, InferenceLog, LogUnavailable, Outcome, Usage,
};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Records inferences under one event: its actor, launch, patient and draft stand in every entry.
pub(crate) struct AuditedInferences {
    auditor: Auditor,
    event: Event,
    under_way: Mutex<HashMap<String, Pending>>,
}

impl AuditedInferences {
    /// What is known of every inference before it is planned.
    pub(crate) fn new(auditor: Auditor, event: Event) -> Self {
        Self {
            auditor,
            event,
            under_way: Mutex::default(),
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
        let counted = end
            .usage
            .map(|_| format!("{input} tokens in, {output} tokens out"));
        let pending = pending
            .also_on([format!("attempts {}", end.attempts)])
            .also_on(counted)
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
        format!("model {} {}", begin.model, begin.version),
        format!(
            "agreement {}",
            begin.agreement.as_deref().unwrap_or("own premises")
        ),
        format!("data {}", begin.data_class),
        format!("about {} tokens", begin.tokens),
    ];
    told.extend(
        begin
            .pseudonyms
            .map(|count| format!("{count} identifiers replaced")),
    );
    if begin.dates_shifted {
        told.push("dates shifted".to_owned());
    }
    if begin.suspicious > 0 {
        told.push(format!("{} suspicious places", begin.suspicious));
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
