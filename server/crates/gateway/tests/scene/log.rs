//! What the engine is given of the application: a clock and a log that can be looked at.

use async_trait::async_trait;
use gateway::{
    Caller, Clock, InferenceBegin, InferenceEnd, InferenceId, InferenceLog, LogUnavailable, Phi,
    Refusal,
};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

/// When the clock of a test begins.
pub(crate) const BEGIN: OffsetDateTime = datetime!(2026-03-10 12:00 UTC);

/// A clock that a test can move.
#[derive(Default)]
pub(crate) struct Hands(AtomicI64);

impl Hands {
    pub(crate) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> OffsetDateTime {
        BEGIN + Duration::seconds(self.0.load(Ordering::SeqCst))
    }
}

#[derive(Default)]
pub(crate) struct Log {
    pub(crate) begun: Mutex<Vec<InferenceBegin>>,
    pub(crate) ended: Mutex<Vec<InferenceEnd>>,
    pub(crate) refused: Mutex<Vec<String>>,
    pub(crate) kept: Mutex<Vec<(String, String)>>,
    pub(crate) abandoned: Mutex<usize>,
    pub(crate) keeps: bool,
    /// Takes nothing.
    pub(crate) broken: AtomicBool,
}

#[async_trait]
impl InferenceLog for Log {
    async fn begin(&self, begin: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(LogUnavailable);
        }
        let mut all = self.begun.lock().unwrap();
        all.push(begin);
        Ok(InferenceId(all.len().to_string()))
    }

    async fn end(&self, _: InferenceId, end: InferenceEnd) {
        self.ended.lock().unwrap().push(end);
    }

    fn abandoned(&self, _: InferenceId) {
        *self.abandoned.lock().unwrap() += 1;
    }

    async fn refused(&self, _: &Caller, _: &str, refusal: &Refusal) {
        self.refused.lock().unwrap().push(refusal.to_string());
    }

    fn keeps_content(&self) -> bool {
        self.keeps
    }

    async fn keep_prompt(&self, id: &InferenceId, text: Phi<String>) -> Result<(), LogUnavailable> {
        self.kept
            .lock()
            .unwrap()
            .push((format!("prompt {}", id.0), text.into_inner()));
        Ok(())
    }

    async fn keep_answer(&self, id: &InferenceId, text: Phi<String>) {
        self.kept
            .lock()
            .unwrap()
            .push((format!("answer {}", id.0), text.into_inner()));
    }
}
