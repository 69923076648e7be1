//! The counters.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use model::DraftKind;
use serde::{Deserialize, Serialize};

/// Most series kept; further authors are counted together, so that a misconfigured endpoint that
/// reports ever new names cannot fill the memory.
const MAX_SERIES: usize = 500;
const OTHER: &str = "other";

/// What is counted separately.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Series {
    /// Kind of document.
    pub kind: DraftKind,
    /// What wrote it: `built-in composer`, or the model's configured name.
    pub author: String,
}

/// Something worth counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// A draft was made and checked.
    Drafted {
        /// Statements in it.
        statements: u64,
        /// Statements whose verdict blocks.
        unsupported: u64,
    },
    /// A statement got other words.
    Edited,
    /// A statement was removed.
    Removed,
    /// A statement was attested against its verdict: an override.
    Attested,
    /// A citation was opened.
    CitationOpened,
    /// A note was signed.
    Signed {
        /// Whether anything was changed before.
        edited: bool,
        /// Whether any citation was opened before.
        opened: bool,
    },
    /// Drafting failed.
    Failed,
}

/// The counts of one series since the start of this instance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each name is the whole description")]
pub struct Counts {
    pub drafts: u64,
    pub failures: u64,
    pub statements: u64,
    pub unsupported: u64,
    pub edits: u64,
    pub removals: u64,
    pub overrides: u64,
    pub citations_opened: u64,
    pub signatures: u64,
    pub signatures_unedited: u64,
    /// Signed without a change and without a citation opened.
    pub signatures_unread: u64,
}

impl Counts {
    fn add(&mut self, happened: Happened) {
        match happened {
            Happened::Drafted {
                statements,
                unsupported,
            } => {
                self.drafts += 1;
                self.statements += statements;
                self.unsupported += unsupported;
            }
            Happened::Edited => self.edits += 1,
            Happened::Removed => self.removals += 1,
            Happened::Attested => self.overrides += 1,
            Happened::CitationOpened => self.citations_opened += 1,
            Happened::Signed { edited, opened } => {
                self.signatures += 1;
                self.signatures_unedited += u64::from(!edited);
                self.signatures_unread += u64::from(!edited && !opened);
            }
            Happened::Failed => self.failures += 1,
        }
    }
}

/// The counters of one instance.
#[derive(Debug, Default)]
pub struct Monitor(Mutex<BTreeMap<Series, Counts>>);

impl Monitor {
    /// With every count at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts something.
    pub fn count(&self, kind: DraftKind, author: &str, happened: Happened) {
        let mut all = self.all();
        let series = Series {
            kind,
            author: author.to_owned(),
        };
        let series = if all.len() < MAX_SERIES || all.contains_key(&series) {
            series
        } else {
            Series {
                kind,
                author: OTHER.to_owned(),
            }
        };
        all.entry(series).or_default().add(happened);
    }

    /// Every series with its counts, in order.
    pub fn snapshot(&self) -> Vec<(Series, Counts)> {
        let all = self.all();
        all.iter()
            .map(|(series, counts)| (series.clone(), *counts))
            .collect()
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Series, Counts>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
