//! The level of service by medical decision making: what the chart and the visit show of each element. What it can't show is said.

use super::addressed;
use super::companion::{LEVEL, document};
use super::suggest::Suggestions;
use crate::read::{Order, View, Visit, concept_of, orders, references, retracted, when_any};
use crate::say::{Line, Lines, inside, join};
use sources::{FactRole, Snippet};

/// Most names of one element that are listed.
pub(super) const MOST: usize = 8;

/// The levels, lowest first.
pub(super) const LEVELS: [&str; 4] = ["straightforward", "low", "moderate", "high"];

pub(super) fn compose(view: View<'_>, found: &Suggestions<'_, '_>) -> Lines {
    let mut lines = Lines::default();
    let Some(visit) = &found.visit else {
        lines.leave_out("The chart has no visit on the date of service: no level is counted.");
        return lines;
    };
    if visit.acute() {
        lines.leave_out("The encounter is no office visit: no level is counted.");
        return lines;
    }
    let orders = orders(view);
    let today: Vec<&Order<'_>> = orders
        .iter()
        .filter(|order| order.authored == Some(visit.start) && !order.forbids)
        .collect();
    let levels = [
        addressed::compose(view, (found, visit), &today, &mut lines),
        data(view, visit, &mut lines),
        risk(visit, &today, &mut lines),
    ];
    let mut sorted = levels;
    sorted.sort_unstable();
    let reached = sorted[1];
    lines.push(
        Line::new(format!(
            "Medical decision making: at least two of the three elements reach {}",
            LEVELS[reached]
        ))
        .cite(&document(LEVEL))
        .cite(visit.id),
    );
    lines.leave_out("The level counts what the chart and the assessment of the visit show. Whether a condition is at its goal, independent interpretation, discussion with others, social circumstances and decisions about surgery or admission are the clinician's to add; the code of the visit is chosen by them.");
    lines
}

/// Different tests and reports of the day.
fn data(view: View<'_>, visit: &Visit<'_>, lines: &mut Lines) -> usize {
    let of_day = |kind: &'static str| {
        view.set.of_type(kind).filter(|snippet| {
            !retracted(snippet)
                && when_any(
                    snippet,
                    &[FactRole::Effective, FactRole::Authored, FactRole::Issued],
                ) == Some(visit.start)
        })
    };
    let reports: Vec<&Snippet> = of_day("DiagnosticReport")
        .filter(|report| !references(report, FactRole::Link).is_empty() || report.prose.is_empty())
        .collect();
    let mut tests: Vec<(String, &Snippet)> = Vec::new();
    for snippet in reports.into_iter().chain(of_day("ServiceRequest")) {
        if let Some((name, _)) = concept_of(view.set, snippet) {
            let name = inside(&name);
            if !tests.iter().any(|(own, _)| *own == name) {
                tests.push((name, snippet));
            }
        }
    }
    let level = match tests.len() {
        0 | 1 => 0,
        2 => 1,
        _ => 2,
    };
    if tests.is_empty() {
        lines.leave_out("Data: no report or order of the day is in the chart.");
        return level;
    }
    let names: Vec<String> = tests
        .iter()
        .take(MOST)
        .map(|(name, _)| name.clone())
        .collect();
    lines.push(
        Line::new(format!(
            "Data of {}: {}, which reach {}",
            visit.start.shown(),
            join(&names),
            LEVELS[level]
        ))
        .cite_all(tests.iter().take(MOST).map(|(_, snippet)| &snippet.id))
        .cite(visit.id)
        .cite(&document(LEVEL)),
    );
    level
}

/// Prescriptions of the day.
fn risk(visit: &Visit<'_>, today: &[&Order<'_>], lines: &mut Lines) -> usize {
    if today.is_empty() {
        lines.leave_out("Risk: no prescription of the day is in the chart; the clinician judges the risk of what was decided.");
        return 0;
    }
    let mut names: Vec<String> = today.iter().map(|order| inside(&order.name)).collect();
    names.dedup();
    names.truncate(MOST);
    lines.push(
        Line::new(format!(
            "Risk: management of a prescription drug, {}, ordered {}, which is moderate",
            join(&names),
            visit.start.shown()
        ))
        .cite_all(today.iter().take(MOST).map(|order| order.id))
        .cite(visit.id)
        .cite(&document(LEVEL)),
    );
    2
}
