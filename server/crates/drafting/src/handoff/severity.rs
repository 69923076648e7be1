//! What the chart records of how ill the patient is. It is not judged here.

use super::present;
use crate::chart_summary::visit_line;
use crate::read::{Death, View, concept_of, measures, person, retracted, status, visits};
use crate::say::{Line, Lines, inside};
use model::SourceId;
use sources::FactRole;

/// LOINC codes and words of a code status.
const CODE_STATUS: [&str; 3] = ["do not resuscitate", "dnr", "code status"];

pub(super) fn compose(view: View<'_>, encounter: Option<&SourceId>) -> Lines {
    let mut lines = Lines::default();
    if let Some(person) = person(view) {
        match person.died {
            Some(Death::At(date)) => {
                lines.push(Line::new(format!("Deceased {}", date.at())).cite(person.id));
            }
            Some(Death::Undated) => lines.push(Line::new("Recorded as deceased").cite(person.id)),
            None => {}
        }
    } else {
        lines.tell("The patient is not known: no chart was given.");
    }
    let visits = visits(view);
    if let Some(visit) = present(&visits, encounter).filter(|visit| visit.acute()) {
        if visit.end.is_none() {
            lines.push(visit_line(visit));
        }
        if let Some(priority) = status(visit.snippet, FactRole::Priority) {
            lines.push(
                Line::new(format!("Priority of the encounter: {}", inside(&priority)))
                    .cite(visit.id),
            );
        }
    }
    for kind in [
        "ServiceRequest",
        "Flag",
        "Consent",
        "Condition",
        "Procedure",
    ] {
        for snippet in view.set.of_type(kind).filter(|snippet| !retracted(snippet)) {
            let Some((name, _)) = concept_of(view.set, snippet) else {
                continue;
            };
            let lower = name.to_lowercase();
            let active = status(snippet, FactRole::Status).is_none_or(|code| code == "active");
            if active && CODE_STATUS.iter().any(|word| lower.contains(word)) {
                lines.push(Line::new(name).cite(&snippet.id));
            }
        }
    }
    for measure in measures(view).values() {
        let lower = measure.name.to_lowercase();
        if let Some(last) = measure
            .readings
            .first()
            .filter(|_| CODE_STATUS.iter().any(|word| lower.contains(word)))
        {
            lines.push(
                Line::new(format!(
                    "{}: {}, {}",
                    measure.name,
                    last.shown(),
                    last.when.shown()
                ))
                .cite(last.id),
            );
        }
    }
    lines.leave_out("Stable, watcher or unstable is yours to say: the chart does not record it.");
    lines
}
