//! What can be wrong with sources that are given beside the chart.

use thiserror::Error;

/// Errors of reading given sources. `what` names the input (a file, a request), `place` the spot inside it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SourceError {
    /// The text is not JSON.
    #[error("{what}: not valid JSON: {why}")]
    Json {
        /// The input.
        what: String,
        /// Line, column and cause, without content.
        why: String,
    },
    /// A field is missing or has the wrong kind of value.
    #[error("{what}, {place}: {why}")]
    Field {
        /// The input.
        what: String,
        /// Where in it.
        place: String,
        /// What was expected.
        why: String,
    },
    /// Two sources have the same id.
    #[error("{what}: the source `{id}` is given twice")]
    Duplicate {
        /// The input.
        what: String,
        /// The id.
        id: String,
    },
}
