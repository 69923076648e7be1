//! Small readings of facts.

use crate::say::{When, concept};
use model::SourceId;
use sources::{Coding, FactRole, FactValue, Snippet, SourceSet, Subject};

/// The words of a value: text, concept, or the code where it has no words.
pub(crate) fn words(value: &FactValue) -> Option<String> {
    let text = match value {
        FactValue::Coded { text, codings } if text.is_empty() => {
            codings.iter().find_map(|coding| {
                let shown = if coding.display.is_empty() {
                    &coding.code
                } else {
                    &coding.display
                };
                (!shown.is_empty()).then(|| shown.clone())
            })?
        }
        FactValue::Coded { text, .. } | FactValue::Text(text) => text.clone(),
        FactValue::Reference { text, .. } => text.clone()?,
        _ => return None,
    };
    let text = concept(&text);
    (!text.is_empty()).then_some(text)
}

/// A status as its code, in lower case.
pub(crate) fn status(snippet: &Snippet, role: FactRole) -> Option<String> {
    snippet.facts(role).find_map(|fact| match &fact.value {
        FactValue::Coded { text, codings } => codings
            .iter()
            .map(|coding| coding.code.as_str())
            .find(|code| !code.is_empty())
            .or(Some(text.as_str()))
            .map(str::to_lowercase),
        FactValue::Text(text) => Some(text.trim().to_lowercase()),
        _ => None,
    })
}

/// The date of a role, where it is a date.
pub(crate) fn when(snippet: &Snippet, role: FactRole) -> Option<When> {
    snippet.facts(role).find_map(|fact| When::of(&fact.value))
}

/// The first date among roles, in their order.
pub(crate) fn when_any(snippet: &Snippet, roles: &[FactRole]) -> Option<When> {
    roles.iter().find_map(|&role| when(snippet, role))
}

/// What the snippet is about in words and codes; a reference (to a Medication, say) is followed once.
pub(crate) fn concept_of(set: &SourceSet, snippet: &Snippet) -> Option<(String, Vec<Coding>)> {
    snippet
        .facts(FactRole::Code)
        .find_map(|fact| match &fact.value {
            FactValue::Reference { to, text } => set
                .get(to)
                .and_then(|other| {
                    other
                        .facts(FactRole::Code)
                        .find_map(|fact| read_concept(&fact.value))
                })
                .or_else(|| text.clone().map(|text| (concept(&text), Vec::new()))),
            other => read_concept(other),
        })
}

fn read_concept(value: &FactValue) -> Option<(String, Vec<Coding>)> {
    let codings = match value {
        FactValue::Coded { codings, .. } => codings.clone(),
        _ => Vec::new(),
    };
    Some((words(value)?, codings))
}

/// The other sources that a role points at.
pub(crate) fn references(snippet: &Snippet, role: FactRole) -> Vec<SourceId> {
    snippet
        .facts(role)
        .filter_map(|fact| match &fact.value {
            FactValue::Reference { to, .. } => Some(to.clone()),
            _ => None,
        })
        .collect()
}

/// Whether the source must not be used: entered in error, refuted, cancelled as unknown, or of somebody else.
pub(crate) fn retracted(snippet: &Snippet) -> bool {
    let gone = |role| {
        status(snippet, role).is_some_and(|code| {
            matches!(
                code.as_str(),
                "entered-in-error" | "refuted" | "cancelled" | "not-done" | "unknown"
            )
        })
    };
    gone(FactRole::VerificationStatus)
        || gone(FactRole::Status)
        || matches!(snippet.subject, Subject::OtherPatient)
}
