//! Encounters.

use super::{View, fact};
use crate::say::{When, concept};
use model::SourceId;
use sources::{FactRole, FactValue, Snippet};

/// One encounter.
pub(crate) struct Visit<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) snippet: &'a Snippet,
    pub(crate) name: String,
    /// The class code in upper case: `AMB`, `EMER`, `IMP`, `VR`, `HH`.
    pub(crate) class: String,
    pub(crate) start: When,
    pub(crate) end: Option<When>,
    /// Who it was with or where, in words.
    pub(crate) place: Option<String>,
    pub(crate) reasons: Vec<String>,
}

/// Every usable encounter that had begun by the day, newest first.
pub(crate) fn visits(view: View<'_>) -> Vec<Visit<'_>> {
    let mut found: Vec<Visit<'_>> = view
        .set
        .of_type("Encounter")
        .filter(|snippet| !fact::retracted(snippet) && !planned(snippet))
        .filter_map(|snippet| read(view, snippet))
        .collect();
    found.sort_by(|a, b| b.start.cmp(&a.start).then_with(|| a.id.cmp(b.id)));
    found
}

fn planned(snippet: &Snippet) -> bool {
    fact::status(snippet, FactRole::Status).is_some_and(|code| code == "planned")
}

fn read<'a>(view: View<'a>, snippet: &'a Snippet) -> Option<Visit<'a>> {
    let start = fact::when(snippet, FactRole::Effective).filter(|start| start.by(view.as_of))?;
    let name = fact::concept_of(view.set, snippet)
        .map_or_else(|| concept(&snippet.title), |(name, _)| name);
    let place = [FactRole::Organization, FactRole::Location]
        .into_iter()
        .find_map(|role| {
            snippet.facts(role).find_map(|fact| match &fact.value {
                FactValue::Reference { to, text: None } => view.set.get(to).and_then(|other| {
                    other
                        .facts(FactRole::Name)
                        .find_map(|name| fact::words(&name.value))
                }),
                value => fact::words(value),
            })
        });
    let reasons = snippet
        .facts(FactRole::Reason)
        .filter_map(|fact| match &fact.value {
            FactValue::Reference { to, .. } => view
                .set
                .get(to)
                .and_then(|other| fact::concept_of(view.set, other))
                .map(|(name, _)| name),
            value => fact::words(value),
        })
        .collect();
    Some(Visit {
        id: &snippet.id,
        snippet,
        name,
        class: fact::status(snippet, FactRole::Class)
            .unwrap_or_default()
            .to_uppercase(),
        start,
        end: fact::when(snippet, FactRole::EffectiveEnd).filter(|end| end.by(view.as_of)),
        place,
        reasons,
    })
}

impl Visit<'_> {
    /// Whether it was a stay or an emergency visit.
    pub(crate) fn acute(&self) -> bool {
        matches!(
            self.class.as_str(),
            "IMP" | "ACUTE" | "NONAC" | "EMER" | "OBSENC" | "SS"
        )
    }

    /// The class in words: `ambulatory`, `inpatient`, `emergency`; none for classes that have no plain name.
    pub(crate) fn class_words(&self) -> Option<&'static str> {
        Some(match self.class.as_str() {
            "AMB" => "ambulatory",
            "EMER" => "emergency",
            "IMP" | "ACUTE" | "NONAC" => "inpatient",
            "OBSENC" => "observation",
            "SS" => "short stay",
            "VR" => "virtual",
            "HH" => "home health",
            _ => return None,
        })
    }
}
