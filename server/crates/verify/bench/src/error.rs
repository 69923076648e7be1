//! What can go wrong in a run.

/// An error of the bench itself; none of these quotes a chart.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each message is the whole description")]
pub enum BenchError {
    #[error("a chart is no Bundle with entries")]
    NoBundle,
    #[error("a chart has no Patient")]
    NoPatient,
    #[error("{what}: {cause}")]
    Io { what: String, cause: std::io::Error },
    #[error("{what}: {why}")]
    Form { what: String, why: String },
}

impl BenchError {
    pub(crate) fn form(what: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Form {
            what: what.into(),
            why: why.to_string(),
        }
    }
}
