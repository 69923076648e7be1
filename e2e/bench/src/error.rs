//! What can go wrong in a benchmark.

use thiserror::Error;

/// A benchmark could not be run; a figure beyond its bound is no error.
#[derive(Debug, Error)]
pub(crate) enum BenchError {
    /// The sandbox EHR did not start.
    #[error("the sandbox EHR: {0}")]
    Sandbox(#[from] sandbox::SandboxError),
    /// A chart could not be read.
    #[error("the chart: {0}")]
    Chart(#[from] chart::ChartError),
    /// A chart could not be loaded.
    #[error("loading the chart: {0}")]
    Fhir(#[from] fhir::FhirError),
    /// The composer failed.
    #[error("drafting: {0}")]
    Drafting(#[from] drafting::DraftingError),
    /// The store could not be opened.
    #[error("the store: {0}")]
    Store(#[from] store::StoreError),
    /// The baseline's own database failed.
    #[error("SQLite: {0}")]
    Sqlite(#[from] sqlx::Error),
    /// An entry could not be appended.
    #[error("the audit log: {0}")]
    Audit(#[from] audit::AuditError),
    /// The audit log could not be read.
    #[error("the audit log: {0}")]
    Sink(#[from] audit::SinkError),
    /// A key could not be made.
    #[error("keys: {0}")]
    Keys(#[from] keys::KeyError),
    /// A plain request failed.
    #[error("a request: {0}")]
    Http(#[from] reqwest::Error),
    /// The perturber failed.
    #[error("the perturber: {0}")]
    Perturber(#[from] verify_bench::BenchError),
    /// A file could not be read or made.
    #[error("a file: {0}")]
    File(#[from] std::io::Error),
    /// An answer or a file has not the form that is expected of it.
    #[error("{what}: not as expected: {found}")]
    Form {
        /// What was read.
        what: &'static str,
        /// What it was instead.
        found: String,
    },
}

impl BenchError {
    /// An unexpected form.
    pub(crate) fn form(what: &'static str, found: impl std::fmt::Display) -> Self {
        Self::Form {
            what,
            found: found.to_string(),
        }
    }
}
