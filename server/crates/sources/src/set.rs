//! All sources of one draft.

use crate::snippet::Snippet;
use model::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// The frozen sources that a draft may cite: one patient's chart, and the transcript, messages, policies and guidelines given with it.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    patient: Option<SourceId>,
    snippets: Vec<Snippet>,
    by_id: BTreeMap<SourceId, usize>,
    by_type: BTreeMap<String, Vec<usize>>,
    complete: BTreeSet<String>,
    problems: Vec<String>,
}

impl SourceSet {
    /// The chart's patient, `Patient/id`; none without a chart.
    pub fn patient(&self) -> Option<&SourceId> {
        self.patient.as_ref()
    }

    /// Every snippet, in a fixed order.
    pub fn snippets(&self) -> &[Snippet] {
        &self.snippets
    }

    /// The snippet that a citation names.
    pub fn get(&self, id: &SourceId) -> Option<&Snippet> {
        self.by_id.get(id).and_then(|&index| self.snippets.get(index))
    }

    /// The snippets of one resource type, in a fixed order.
    pub fn of_type(&self, resource_type: &str) -> impl Iterator<Item = &Snippet> {
        self.by_type.get(resource_type).into_iter().flatten().filter_map(|&index| self.snippets.get(index))
    }

    /// Whether everything of this resource type was loaded, so that "none recorded" can be judged.
    pub fn complete(&self, resource_type: &str) -> bool {
        self.complete.contains(resource_type)
    }

    /// What could not be loaded or read, in words without PHI beyond type and id.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}
