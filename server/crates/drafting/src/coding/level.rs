//! The level of service by medical decision making: what the chart shows of each element. What it can't show is said.

use super::companion::{LEVEL, document};
use super::suggest::{Suggestions, Support};
use crate::read::{
    Order, Problem, ProblemState, View, Visit, concept_of, orders, problems, references, retracted,
    when_any,
};
use crate::say::{Line, Lines, inside, join};
use sources::{FactRole, Snippet};
use time::Duration;

/// How long a problem has been there to be a chronic one, in days.
const CHRONIC: i64 = 365;
/// Most names of one element that are listed.
const MOST: usize = 8;

/// The levels, lowest first.
const LEVELS: [&str; 4] = ["straightforward", "low", "moderate", "high"];

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
        addressed(view, found, visit, &today, &mut lines),
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
    lines.leave_out("The level counts what the chart shows. Whether a condition is at its goal, independent interpretation, discussion with others, social circumstances and decisions about surgery or admission are the clinician's to add; the code of the visit is chosen by them.");
    lines
}

/// Problems that the visit or its orders name.
fn addressed(
    view: View<'_>,
    found: &Suggestions<'_, '_>,
    visit: &Visit<'_>,
    today: &[&Order<'_>],
    lines: &mut Lines,
) -> usize {
    let named = references(visit.snippet, FactRole::Reason);
    let of_visit = |problem: &Problem<'_>| {
        named.contains(problem.id)
            || visit.reasons.iter().any(|reason| reason.eq_ignore_ascii_case(&problem.name))
            || problem.snippet.facts.iter().any(|fact| {
                fact.path == "encounter"
                    && matches!(&fact.value, sources::FactValue::Reference { to, .. } if to == visit.id)
            })
    };
    let of_order = |problem: &Problem<'_>| {
        today.iter().any(|order| {
            order.reasons.iter().any(|(words, source)| {
                source.as_ref() == Some(problem.id) || words.eq_ignore_ascii_case(&problem.name)
            })
        })
    };
    let mut all: Vec<Problem<'_>> = problems(view)
        .into_iter()
        .filter(|problem| problem.state == ProblemState::Active && problem.doubt.is_none())
        .filter(|problem| of_visit(problem) || of_order(problem))
        .filter(|problem| coded(found, problem))
        .collect();
    all.dedup_by(|a, b| a.same(b));
    let since = found.on.saturating_sub(Duration::days(CHRONIC));
    let (chronic, acute): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|problem| problem.began().is_some_and(|began| began.last() <= since));
    let level = match (chronic.len(), acute.len()) {
        (0, 0) => 0,
        (0 | 1, _) => 1,
        _ => 2,
    };
    let shown: &[&Problem<'_>] = if chronic.is_empty() { &acute } else { &chronic };
    if shown.is_empty() {
        lines.leave_out(
            "Problems addressed: the visit and its orders name no active problem that has a code.",
        );
        return level;
    }
    let told: Vec<String> = shown
        .iter()
        .take(MOST)
        .map(|problem| inside(&problem.name))
        .collect();
    lines.push(
        Line::new(format!(
            "Problems addressed: {}, which reach {}",
            join(&told),
            LEVELS[level]
        ))
        .cite_all(shown.iter().take(MOST).map(|problem| problem.id))
        .cite(visit.id)
        .cite(&document(LEVEL)),
    );
    level
}

/// A diagnosis: what is on the list for other reasons (housing, employment) is none.
fn coded(found: &Suggestions<'_, '_>, problem: &Problem<'_>) -> bool {
    found
        .all
        .iter()
        .flat_map(|one| &one.support)
        .any(|support| match support {
            Support::Problem(own) => own.id == problem.id,
            Support::Words { .. } => false,
        })
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
