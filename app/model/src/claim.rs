//! One line of a claims file: a statement to check against a chart.

use crate::draft::Citation;
use crate::id::StatementId;
use serde::{Deserialize, Serialize};
use time::Date;

/// A statement with its own date of writing. Unknown keys are an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its id, echoed in the verdict.
    pub id: StatementId,
    /// The words.
    pub text: String,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// The date on which it was written; beats the draft's and the command's.
    #[serde(
        default,
        with = "crate::draft::optional_date",
        skip_serializing_if = "Option::is_none"
    )]
    pub as_of: Option<Date>,
}
