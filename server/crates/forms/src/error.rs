//! Why a questionnaire cannot be filled in here.

use thiserror::Error;

/// Why a questionnaire cannot be filled in here. The words are for the person who gave it; they quote nothing but link ids.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormError {
    /// Not JSON.
    #[error("it is not JSON")]
    Json,
    /// JSON, and no Questionnaire.
    #[error("it is not a FHIR Questionnaire (`resourceType` is not `Questionnaire`)")]
    Type,
    /// Nothing to answer in it.
    #[error("it has no items")]
    Empty,
    /// More than is shown on one page.
    #[error("it has more than {0}")]
    Large(&'static str),
    /// Something that may not be passed over and is not known here.
    #[error("{place} has {what}, which may not be passed over and is not known here")]
    Modifier {
        /// Where.
        place: String,
        /// What.
        what: &'static str,
    },
    /// An item that breaks the standard.
    #[error("item `{item}`: {why}")]
    Item {
        /// The item's `linkId`, or where it stands.
        item: String,
        /// What is wrong.
        why: String,
    },
}

impl FormError {
    pub(crate) fn item(item: &str, why: impl Into<String>) -> Self {
        Self::Item {
            item: item.to_owned(),
            why: why.into(),
        }
    }
}
