//! What the gateway needs from the application.

use crate::budget::Spent;
use crate::caller::Caller;
use async_trait::async_trait;
use phi::{DataClass, Phi};
use std::fmt;
use thiserror::Error;
use time::OffsetDateTime;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> OffsetDateTime;
}

/// The log's name of an inference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InferenceId(pub String);

/// What is about to be sent. No content: fingerprints alone.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct InferenceBegin {
    /// The use case.
    pub use_case: String,
    /// For whom.
    pub caller: Caller,
    /// The endpoint.
    pub endpoint: String,
    /// Why this endpoint: the routing rule's name, and for the second and later ones of a route which number it is.
    pub route: String,
    /// Whose endpoint it is.
    pub provider: String,
    /// The model and its pinned version.
    pub model: String,
    /// The pinned version.
    pub version: String,
    /// The agreement's kind: `baa`, `own_premises` or `none`.
    pub kind: &'static str,
    /// The agreement's reference, where it has one.
    pub agreement: Option<String>,
    /// Endpoints before it in the order that may not or cannot, with the reason.
    pub passed_over: Vec<String>,
    /// What the request holds.
    pub data_class: DataClass,
    /// Whether identifiers were replaced, and how many.
    pub pseudonyms: Option<usize>,
    /// The prompt's estimated size in tokens.
    pub tokens: usize,
    /// Whether dates were shifted.
    pub dates_shifted: bool,
    /// Which parts go out, by kind, with how many of each.
    pub parts: Vec<(String, usize)>,
    /// Spans of the data that look like instructions to a model, and what was taken out of it.
    pub suspicious: usize,
    /// What the suspicious spans look like, each once.
    pub techniques: Vec<&'static str>,
    /// The keyed fingerprint of the prompt as it is sent (HMAC-SHA-256, hexadecimal); none without a key.
    pub prompt_fingerprint: Option<String>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InferenceEnd {
    /// In one word.
    pub outcome: Outcome,
    /// Tokens as the endpoint counted them; none where it did not say.
    pub usage: Option<crate::Usage>,
    /// Times that it was tried.
    pub attempts: u32,
    /// What it was charged with.
    pub spent: Spent,
    /// The keyed fingerprint of the answer as it came; none without a key or an answer.
    pub output_fingerprint: Option<String>,
}

/// What became of an answer once it was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Grounding {
    /// Statements that may be released.
    pub released: usize,
    /// Statements that were blocked.
    pub blocked: usize,
}

/// How an inference ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With an answer.
    Answered,
    /// With an error, by [`crate::GatewayError::name`].
    Failed(&'static str),
    /// Nobody waited for it any more.
    Abandoned,
}

/// The log could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the log is not available")]
pub struct LogUnavailable;

/// The record of every inference. A failing `begin` stops it before anything is sent.
#[async_trait]
pub trait InferenceLog: Send + Sync {
    /// Before sending.
    async fn begin(&self, begin: InferenceBegin) -> Result<InferenceId, LogUnavailable>;
    /// Afterwards.
    async fn end(&self, id: InferenceId, end: InferenceEnd);
    /// The caller went away in the middle; must not wait.
    fn abandoned(&self, id: InferenceId);
    /// A request that was refused before it was sent, with the reason; the caller gets the reason whatever becomes of this.
    async fn refused(&self, _caller: &Caller, _use_case: &str, _refusal: &crate::Refusal) {}
    /// Once the answer was verified. The application calls it with [`crate::Answer::inference`].
    async fn grounded(&self, _id: InferenceId, _grounding: Grounding) {}
    /// Whether prompts and answers are to be kept; where, and encrypted with which key, is the implementation's.
    fn keeps_content(&self) -> bool {
        false
    }
    /// The prompt as it is sent, where content is kept. A failure stops the request.
    async fn keep_prompt(
        &self,
        _id: &InferenceId,
        _prompt: Phi<String>,
    ) -> Result<(), LogUnavailable> {
        Ok(())
    }
    /// The answer as it came, where content is kept.
    async fn keep_answer(&self, _id: &InferenceId, _answer: Phi<String>) {}
}

impl fmt::Debug for dyn InferenceLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InferenceLog")
    }
}
