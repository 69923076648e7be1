//! All sources of one draft.

use crate::conflict::Conflict;
use crate::error::SourceError;
use crate::fact::{FactRole, FactValue};
use crate::input::SourceInput;
use crate::snippet::Snippet;
use crate::{freeze, given, hash, when};
use chart::Chart;
use model::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// The frozen sources that a draft may cite: one patient's chart, and the transcript, messages, policies and guidelines given with it.
#[derive(Clone, Default)]
pub struct SourceSet {
    patient: Option<SourceId>,
    snippets: Vec<Snippet>,
    by_id: BTreeMap<SourceId, usize>,
    by_type: BTreeMap<String, Vec<usize>>,
    complete: BTreeSet<String>,
    whole: bool,
    incomplete: BTreeSet<String>,
    /// Short names that more than one source claims.
    ambiguous: BTreeSet<SourceId>,
    problems: Vec<String>,
    conflicts: Vec<Conflict>,
}

impl SourceSet {
    /// Freezes a whole chart. The same chart gives the same set, so that a stored chart can be frozen again instead of storing this.
    pub fn freeze(chart: &Chart) -> Self {
        let report = chart.load_report();
        let mut set = Self {
            patient: Some(SourceId::new(chart.patient().to_string())),
            whole: report.whole_chart,
            ..Self::default()
        };
        set.complete.extend(report.complete_types.iter().cloned());
        for entry in &report.unreadable {
            let kind = entry.resource_type.clone().unwrap_or_default();
            let name = entry
                .id
                .as_ref()
                .map_or_else(|| entry.place.clone(), |id| format!("{kind}/{id}"));
            set.problems
                .push(format!("{name} could not be read: {}", entry.reason));
            set.incomplete.insert(kind);
        }
        for entry in &report.other_patient {
            set.problems.push(format!(
                "{} is another patient's and is not used.",
                entry.key
            ));
        }
        for request in &report.requests {
            if let Some(failure) = &request.failure {
                set.problems.push(format!("{}: {failure}", request.what));
                set.incomplete.extend(request.resource_type.clone());
            }
        }
        let mut problems = Vec::new();
        let mut conflicts = Vec::new();
        for snippet in freeze::chart(chart, &mut problems, &mut conflicts) {
            set.push(snippet);
        }
        set.problems.append(&mut problems);
        set.conflicts = conflicts;
        set
    }

    /// Sources without a chart: the patient is unresolved.
    pub fn from_sources(inputs: &[SourceInput]) -> Result<Self, SourceError> {
        let mut set = Self::default();
        set.extend(inputs)?;
        Ok(set)
    }

    /// Adds given sources.
    pub fn extend(&mut self, inputs: &[SourceInput]) -> Result<(), SourceError> {
        for input in inputs {
            let (snippets, names) = given::snippets(input);
            if let Some(twice) = snippets
                .iter()
                .find(|snippet| self.by_id.contains_key(&snippet.id))
            {
                return Err(SourceError::Duplicate {
                    what: "sources".to_owned(),
                    id: twice.id.to_string(),
                });
            }
            for snippet in snippets {
                self.push(snippet);
            }
            for (name, full) in names {
                let Some(&index) = self.by_id.get(&full) else {
                    continue;
                };
                if self.ambiguous.contains(&name) {
                    continue;
                }
                if self.by_id.remove(&name).is_some() {
                    self.ambiguous.insert(name);
                } else {
                    self.by_id.insert(name, index);
                }
            }
        }
        Ok(())
    }

    /// This set with further sources, read from JSON (one source or a list). `what` names the input in errors.
    pub fn with_sources(mut self, json: &str, what: &str) -> Result<Self, SourceError> {
        let inputs = SourceInput::parse_all(json, what)?;
        self.extend(&inputs)?;
        Ok(self)
    }

    fn push(&mut self, snippet: Snippet) {
        let index = self.snippets.len();
        self.by_id.insert(snippet.id.clone(), index);
        if let Some(kind) = snippet.resource_type() {
            self.by_type.entry(kind.to_owned()).or_default().push(index);
        }
        self.snippets.push(snippet);
    }

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
        self.position(id).and_then(|index| self.snippets.get(index))
    }

    /// The place of a source in [`SourceSet::snippets`].
    pub fn position(&self, id: &SourceId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The snippets of one resource type, in a fixed order.
    pub fn of_type(&self, resource_type: &str) -> impl Iterator<Item = &Snippet> {
        self.by_type
            .get(resource_type)
            .into_iter()
            .flatten()
            .filter_map(|&index| self.snippets.get(index))
    }

    /// Whether everything of this resource type was loaded, so that "none recorded" can be judged.
    pub fn complete(&self, resource_type: &str) -> bool {
        (self.whole || self.complete.contains(resource_type))
            && !self.incomplete.contains(resource_type)
            && !self.incomplete.contains("")
    }

    /// What could not be loaded or read, in words without PHI beyond type and id.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// What contradicts itself or cannot be taken at its word.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// A short label for a citation: `Hemoglobin A1c, 20 Nov 2019`; the id itself where there is no such source.
    pub fn label(&self, id: &SourceId) -> String {
        self.get(id).map_or_else(|| id.to_string(), freeze::label)
    }

    /// The same test over time, oldest first, the snippet itself included: Observations that share a code, or the same text where neither has one.
    pub fn series(&self, snippet: &Snippet) -> Vec<&Snippet> {
        if snippet.resource_type() != Some("Observation") {
            return Vec::new();
        }
        let own = codes(snippet);
        let mut all: Vec<&Snippet> = self
            .of_type("Observation")
            .filter(|other| {
                let codes = codes(other);
                if own.is_empty() && codes.is_empty() {
                    other.title == snippet.title
                } else {
                    codes.iter().any(|code| own.contains(code))
                }
            })
            .collect();
        all.sort_by_cached_key(|snippet| {
            (
                snippet.date.as_ref().map(when::sort_key),
                snippet.id.clone(),
            )
        });
        all
    }

    /// SHA-256 (hex) over every snippet's hash.
    pub fn hash(&self) -> String {
        hash::list(self.snippets.iter().map(|snippet| snippet.hash.0.as_str()))
    }
}

/// Shows the size only: the content is a patient's.
impl std::fmt::Debug for SourceSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceSet")
            .field("snippets", &self.snippets.len())
            .finish_non_exhaustive()
    }
}

/// System and code of what a snippet is about.
fn codes(snippet: &Snippet) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    for fact in snippet.facts(FactRole::Code).filter(|fact| fact.group == 0) {
        if let FactValue::Coded { codings, .. } = &fact.value {
            all.extend(
                codings
                    .iter()
                    .filter(|coding| !coding.code.is_empty())
                    .map(|coding| (coding.system.as_str(), coding.code.as_str())),
            );
        }
    }
    all
}
