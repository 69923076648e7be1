//! Why a resource cannot be built.

use thiserror::Error;

/// A resource that would be refused. Names the element, never its value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BuildError {
    /// A required element is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// An element is there and cannot be sent.
    #[error("{element} {why}")]
    Invalid {
        /// Which element, as a FHIR path.
        element: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The model's builder refuses.
    #[error("the resource cannot be built: {0}")]
    Model(String),
}

impl BuildError {
    pub(crate) fn model(error: &impl std::fmt::Display) -> Self {
        Self::Model(error.to_string())
    }
}
