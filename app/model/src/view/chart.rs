//! How far the chart is loaded, and what could not be.

use serde::{Deserialize, Serialize};

/// The chart's load state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ChartState {
    /// Under way.
    Loading {
        /// Requests answered.
        done: usize,
        /// Requests known so far.
        total: usize,
        /// What is being read, for example `laboratory results`.
        what: String,
    },
    /// Everything that the EHR gave was read.
    Loaded {
        /// Resources read.
        items: usize,
        /// Each request.
        lines: Vec<LoadLine>,
        /// What failed or could not be read; empty where nothing did.
        problems: Vec<ChartProblem>,
    },
    /// Nothing usable came.
    Failed {
        /// What happened and what to do.
        message: String,
    },
}

/// One request of the load report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadLine {
    /// What was asked for, for example `Observation (laboratory)`.
    pub what: String,
    /// Resources that came.
    pub count: usize,
    /// What failed; none where it went well.
    pub failure: Option<String>,
}

/// Something that is missing from the loaded chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartProblem {
    /// What, for example `Notes` or `Observation/12`.
    pub what: String,
    /// Why, in words.
    pub why: String,
}
