//! What is recorded and charged, also where the caller goes away in the middle.

use super::Engine;
use super::attempt::Course;
use super::draft::Prepared;
use crate::budget::{ReservationId, Spent};
use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use crate::guard::Flag;
use crate::port::{InferenceBegin, InferenceEnd, InferenceId, Outcome};
use crate::prompt::{Rendered, tokens};
use crate::wire::Said;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// The entry before sending.
pub(super) fn begin(
    prepared: &Prepared<'_>,
    place: usize,
    endpoint: &Endpoint,
    rendered: &Rendered,
    size: usize,
    prompt_fingerprint: Option<String>,
) -> InferenceBegin {
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for part in &prepared.request.parts {
        *parts.entry(part.kind.clone()).or_default() += 1;
    }
    let why = &prepared.route.why;
    InferenceBegin {
        use_case: prepared.request.use_case.name.clone(),
        caller: prepared.caller.clone(),
        endpoint: endpoint.name.clone(),
        route: if place == 0 {
            why.clone()
        } else {
            format!("{why}, number {} of the route", place + 1)
        },
        provider: endpoint.agreement.provider.clone(),
        model: endpoint.model.clone(),
        version: endpoint.version.clone(),
        kind: endpoint.agreement.kind.name(),
        agreement: endpoint.agreement.reference.clone(),
        passed_over: prepared.route.passed_over.clone(),
        data_class: prepared.class,
        pseudonyms: rendered.pseudonyms.as_ref().map(phi::Pseudonyms::len),
        dates_shifted: endpoint.shift_dates,
        tokens: size,
        parts: parts.into_iter().collect(),
        suspicious: prepared.flags.len() + rendered.cleaned.invisible + rendered.cleaned.reserved,
        techniques: techniques(&prepared.flags),
        prompt_fingerprint,
    }
}

fn techniques(flags: &[Flag]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = flags.iter().map(|flag| flag.technique.name()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// An inference that was reserved for and begun, and not ended yet.
pub(super) struct Open<'a> {
    engine: &'a Engine,
    endpoint: &'a Endpoint,
    course: &'a Course,
    reserved: Option<ReservationId>,
    input: u64,
    id: Option<InferenceId>,
}

impl<'a> Open<'a> {
    pub(super) const fn new(
        engine: &'a Engine,
        endpoint: &'a Endpoint,
        course: &'a Course,
        reserved: Option<ReservationId>,
        input: u64,
    ) -> Self {
        Self {
            engine,
            endpoint,
            course,
            reserved,
            input,
            id: None,
        }
    }

    pub(super) fn logged(&mut self, id: InferenceId) {
        self.id = Some(id);
    }

    /// What was used: as the endpoint counted, else as estimated where an answer had begun or the endpoint was left at work, else nothing.
    fn spent(&self, said: Option<&Said>) -> Spent {
        let bytes = said.map_or_else(
            || self.course.bytes.load(Ordering::Relaxed) as usize,
            |said| said.text.len(),
        );
        let (input, output, estimated) = match said.and_then(|said| said.usage) {
            Some(usage) => (usage.input, usage.output, false),
            None if said.is_some()
                || self.course.answered.load(Ordering::Relaxed)
                || self.course.sent.load(Ordering::Relaxed) =>
            {
                (self.input, tokens(bytes) as u64, true)
            }
            None => (0, 0, false),
        };
        Spent {
            tokens: input.saturating_add(output),
            cost: self.endpoint.prices.cost(input, output),
            estimated,
        }
    }

    fn settle(&mut self, spent: Spent) {
        if let (Some(ledger), Some(id)) = (&self.engine.ledger, self.reserved.take()) {
            ledger.settle(id, spent);
        }
    }

    /// Ends it.
    pub(super) async fn end(mut self, result: Result<(), &GatewayError>, said: Option<&Said>) {
        let spent = self.spent(said);
        self.settle(spent);
        let Some(id) = self.id.clone() else { return };
        let end = InferenceEnd {
            outcome: result.map_or_else(
                |error| Outcome::Failed(error.name()),
                |()| Outcome::Answered,
            ),
            usage: said.and_then(|said| said.usage),
            attempts: self.course.attempts.load(Ordering::Relaxed),
            spent,
            output_fingerprint: said
                .and_then(|said| self.engine.fingerprint(&[said.text.as_bytes()])),
        };
        self.engine.log.end(id, end).await;
        self.id = None;
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        let spent = self.spent(None);
        self.settle(spent);
        if let Some(id) = self.id.take() {
            self.engine.log.abandoned(id);
        }
    }
}
