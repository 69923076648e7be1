//! Has the verifier judge what the pool holds.

use crate::error::BenchError;
use crate::pair::World;
use crate::pool::Item;
use crate::ward::Ward;
use chart::Chart;
use model::{StatementId, StatementVerdict};
use sources::SourceSet;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use verify::{Lexicon, Verifier};

/// A verdict and how long it took.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What the verifier said.
    pub verdict: StatementVerdict,
    /// The time for this statement, its sources prepared or not.
    pub time: Duration,
}

impl Judged {
    /// Whether the verdict holds the statement back.
    pub fn blocked(&self) -> bool {
        !self.verdict.verdict.releasable()
    }

    /// The first reason's code, or the verdict where there is none.
    pub fn cause(&self) -> String {
        let code = self
            .verdict
            .reasons
            .first()
            .and_then(|reason| serde_json::to_value(reason.code).ok());
        code.and_then(|code| code.as_str().map(str::to_owned))
            .unwrap_or_else(|| format!("{:?}", self.verdict.verdict).to_lowercase())
    }
}

/// The sources of a chart in one world.
pub fn sources(ward: &Ward, world: World) -> Result<SourceSet, BenchError> {
    let form = |error: &dyn std::fmt::Display| BenchError::form(&ward.name, error);
    let mut chart = Chart::from_bundle(&ward.bytes).map_err(|error| form(&error))?;
    for overlay in ward.overlays(world) {
        chart = chart
            .overlay(overlay.to_string().as_bytes())
            .map_err(|error| form(&error))?;
    }
    Ok(SourceSet::freeze(&chart))
}

/// Judges every statement; the answer is in the order of the items.
pub fn all(
    wards: &[Ward],
    items: &[Item],
    lexicon: &Arc<Lexicon>,
) -> Result<Vec<Judged>, BenchError> {
    let mut groups: BTreeMap<(usize, World), Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        groups.entry((item.ward, item.world)).or_default().push(at);
    }
    let mut out: Vec<Option<Judged>> = vec![None; items.len()];
    for ((ward, world), places) in groups {
        let ward = &wards[ward];
        let set = sources(ward, world)?;
        let verifier = Verifier::new(&set, Arc::clone(lexicon));
        for at in places {
            out[at] = Some(one(&verifier, ward, &items[at]));
        }
    }
    Ok(out.into_iter().flatten().collect())
}

/// Judges one statement.
pub fn one(verifier: &Verifier<'_>, ward: &Ward, item: &Item) -> Judged {
    let id = StatementId::new(item.id.as_str());
    let started = Instant::now();
    let verdict = verifier.statement(&id, &item.text, &item.citations, ward.as_of);
    Judged {
        verdict,
        time: started.elapsed(),
    }
}
