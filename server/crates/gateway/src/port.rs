//! What the gateway needs from the application.

use async_trait::async_trait;
use phi::DataClass;
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

/// What is about to be sent. No content: fingerprints are made where the content is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InferenceBegin {
    /// The use case.
    pub use_case: String,
    /// The endpoint.
    pub endpoint: String,
    /// The model and its pinned version.
    pub model: String,
    /// The pinned version.
    pub version: String,
    /// The agreement's reference, where it has one.
    pub agreement: Option<String>,
    /// What the request holds.
    pub data_class: DataClass,
    /// Whether identifiers were replaced, and how many.
    pub pseudonyms: Option<usize>,
    /// The prompt's estimated size in tokens.
    pub tokens: usize,
    /// Which parts go out, by kind, with how many of each.
    pub parts: Vec<(String, usize)>,
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
}

impl fmt::Debug for dyn InferenceLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InferenceLog")
    }
}
