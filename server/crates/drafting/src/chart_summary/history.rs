//! Allergies; social and family history.

use crate::phrase::nothing_recorded;
use crate::read::{Allergy, View, allergies as read_allergies, measures, retracted, words};
use crate::say::{Line, Lines, inside, join};
use sources::{FactRole, FactValue};
use std::fmt::Write as _;

const MOST_SOCIAL: usize = 15;

pub(crate) fn allergies(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let found = read_allergies(view);
    for allergy in &found {
        lines.push(allergy_line(allergy));
    }
    if found.is_empty() {
        nothing_recorded(view, &["AllergyIntolerance"], "allergies", &mut lines);
    }
    lines
}

/// `Penicillin: anaphylaxis, severe; criticality high; recorded 1 Apr 1954.`
pub(crate) fn allergy_line(allergy: &Allergy<'_>) -> Line {
    let mut text = allergy.name.clone();
    if allergy.past() {
        let _ = write!(
            text,
            " ({})",
            allergy.clinical.as_deref().unwrap_or("inactive")
        );
    }
    if let Some(doubt) = &allergy.doubt {
        let _ = write!(text, " ({doubt})");
    }
    let mut reactions: Vec<String> = allergy
        .reactions
        .iter()
        .map(|reaction| inside(reaction))
        .collect();
    reactions.dedup();
    if !reactions.is_empty() {
        let _ = write!(text, ", reaction {}", join(&reactions));
    }
    if let Some(severity) = &allergy.severity {
        let _ = write!(text, ", {}", inside(severity));
    }
    if let Some(criticality) = allergy
        .criticality
        .as_deref()
        .filter(|code| matches!(*code, "low" | "high"))
    {
        let _ = write!(text, ", {criticality} criticality");
    }
    if let Some(recorded) = allergy.recorded {
        let _ = write!(text, ", recorded {}", recorded.shown());
    }
    Line::new(text).cite(allergy.id)
}

pub(super) fn social(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let measures = measures(view);
    let social: Vec<_> = measures
        .values()
        .filter(|measure| is_social(&measure.name, &measure.categories))
        .collect();
    for measure in social.iter().take(MOST_SOCIAL) {
        if let Some(last) = measure
            .readings
            .first()
            .filter(|last| !last.shown().eq_ignore_ascii_case("unknown"))
        {
            let name = if measure
                .name
                .to_lowercase()
                .starts_with("tobacco smoking status")
            {
                "Tobacco smoking status"
            } else {
                &measure.name
            };
            lines.push(
                Line::new(format!("{name}: {}, {}", last.shown(), last.when.shown())).cite(last.id),
            );
        }
    }
    if social.len() > MOST_SOCIAL {
        lines.leave_out(format!(
            "{} further social history entries are not listed.",
            social.len() - MOST_SOCIAL
        ));
    }
    for relative in view
        .set
        .of_type("FamilyMemberHistory")
        .filter(|snippet| !retracted(snippet))
    {
        let who = relative
            .facts(FactRole::Relationship)
            .find_map(|fact| words(&fact.value));
        let what: Vec<String> = relative
            .facts(FactRole::Code)
            .filter_map(|fact| {
                let name = inside(&words(&fact.value)?);
                let age = relative
                    .facts(FactRole::Onset)
                    .find(|onset| onset.group == fact.group)
                    .and_then(|onset| match &onset.value {
                        FactValue::Quantity(age) => Some(format!(" at {}", age.written)),
                        _ => None,
                    });
                Some(format!("{name}{}", age.unwrap_or_default()))
            })
            .collect();
        if let Some(who) = who.filter(|_| !what.is_empty()) {
            lines.push(Line::new(format!("{who}: {}", join(&what))).cite(&relative.id));
        }
    }
    lines
}

fn is_social(name: &str, categories: &[String]) -> bool {
    name.to_lowercase().starts_with("tobacco smoking status")
        || categories
            .iter()
            .any(|category| category == "social-history")
}
