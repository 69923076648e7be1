//! Simple limits on what the counters say.

use serde::{Deserialize, Serialize};

use crate::{Counts, Monitor, Series};

/// When a series is out of the ordinary. Rates are shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// Fewest statements (or signatures) before a rate is judged.
    pub fewest: u64,
    /// Highest share of statements whose verdict blocks.
    pub unsupported: f64,
    /// Highest share of statements attested against their verdict.
    pub overrides: f64,
    /// Highest share of notes signed without a change and without a citation opened.
    pub unread: f64,
    /// Highest share of drafts that failed.
    pub failures: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            fewest: 50,
            unsupported: 0.15,
            overrides: 0.05,
            unread: 0.5,
            failures: 0.1,
        }
    }
}

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as in Thresholds")]
pub enum Measure {
    Unsupported,
    Overrides,
    Unread,
    Failures,
}

/// A series beyond a limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// Which series.
    pub series: Series,
    /// Which limit.
    pub measure: Measure,
    /// The share found.
    pub rate: f64,
    /// The share allowed.
    pub limit: f64,
}

impl Monitor {
    /// Every series beyond a limit.
    pub fn alarms(&self, limits: &Thresholds) -> Vec<Alarm> {
        let mut out = Vec::new();
        for (series, counts) in self.snapshot() {
            for (measure, part, whole, limit) in measures(&counts, limits) {
                let rate = share(part, whole);
                if whole >= limits.fewest.max(1) && rate > limit {
                    out.push(Alarm {
                        series: series.clone(),
                        measure,
                        rate,
                        limit,
                    });
                }
            }
        }
        out
    }
}

fn measures(c: &Counts, limits: &Thresholds) -> [(Measure, u64, u64, f64); 4] {
    [
        (
            Measure::Unsupported,
            c.unsupported,
            c.statements,
            limits.unsupported,
        ),
        (
            Measure::Overrides,
            c.overrides,
            c.statements,
            limits.overrides,
        ),
        (
            Measure::Unread,
            c.signatures_unread,
            c.signatures,
            limits.unread,
        ),
        (
            Measure::Failures,
            c.failures,
            c.drafts + c.failures,
            limits.failures,
        ),
    ]
}

#[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}
