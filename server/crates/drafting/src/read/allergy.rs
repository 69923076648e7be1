//! Allergies and intolerances.

use super::{View, fact};
use crate::say::When;
use model::SourceId;
use sources::FactRole;

/// One allergy or intolerance, or the statement that there is none.
pub(crate) struct Allergy<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) name: String,
    /// As coded: `active`, `inactive`, `resolved`.
    pub(crate) clinical: Option<String>,
    pub(crate) doubt: Option<String>,
    pub(crate) criticality: Option<String>,
    pub(crate) reactions: Vec<String>,
    pub(crate) severity: Option<String>,
    pub(crate) recorded: Option<When>,
}

/// Every usable allergy as of the day: active first, then by name.
pub(crate) fn allergies(view: View<'_>) -> Vec<Allergy<'_>> {
    let mut found: Vec<Allergy<'_>> = view
        .set
        .of_type("AllergyIntolerance")
        .filter(|snippet| !fact::retracted(snippet))
        .filter_map(|snippet| {
            let (name, _) = fact::concept_of(view.set, snippet)?;
            let recorded = fact::when_any(snippet, &[FactRole::Recorded, FactRole::Onset]);
            recorded
                .is_none_or(|date| date.by(view.as_of))
                .then(|| Allergy {
                    id: &snippet.id,
                    name,
                    clinical: fact::status(snippet, FactRole::ClinicalStatus),
                    doubt: fact::status(snippet, FactRole::VerificationStatus)
                        .filter(|code| code != "confirmed"),
                    criticality: fact::status(snippet, FactRole::Criticality),
                    reactions: snippet
                        .facts(FactRole::Reaction)
                        .filter_map(|fact| fact::words(&fact.value))
                        .collect(),
                    severity: snippet
                        .facts(FactRole::Severity)
                        .find_map(|fact| fact::words(&fact.value)),
                    recorded,
                })
        })
        .collect();
    found.sort_by(|a, b| {
        a.past()
            .cmp(&b.past())
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.id.cmp(b.id))
    });
    found
}

impl Allergy<'_> {
    /// Whether it no longer holds.
    pub(crate) fn past(&self) -> bool {
        matches!(self.clinical.as_deref(), Some("inactive" | "resolved"))
    }
}
