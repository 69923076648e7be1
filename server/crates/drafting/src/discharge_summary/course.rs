//! What was done in the stay, problem by problem.

use super::stay::Stay;
use crate::panel::{Group, Panel};
use crate::phrase::{order_line, result_lines, series};
use crate::read::{
    Order, Problem, ProblemState, View, concept_of, measures, orders, problems, references,
    retracted, when_any,
};
use crate::say::{Line, Lines, When};
use model::SourceId;
use sources::{FactRole, FactValue, Snippet};

pub(super) fn compose(view: View<'_>, panel: &Panel, stay: Option<&Stay<'_>>) -> Lines {
    let mut lines = Lines::default();
    let Some(stay) = stay else {
        lines.leave_out("Without a stay no course can be told.");
        return lines;
    };
    let orders = orders(view);
    let ordered: Vec<&Order<'_>> = orders
        .iter()
        .filter(|order| !order.forbids && order.authored.is_some_and(|date| stay.holds(date)))
        .collect();
    let done: Vec<(&Snippet, String, When)> = view
        .set
        .of_type("Procedure")
        .filter(|snippet| !retracted(snippet))
        .filter_map(|snippet| {
            let when =
                when_any(snippet, &[FactRole::Effective]).filter(|when| stay.holds(*when))?;
            Some((snippet, concept_of(view.set, snippet)?.0, when))
        })
        .collect();
    let mut told: Vec<SourceId> = Vec::new();
    for problem in problems(view)
        .iter()
        .filter(|problem| of_stay(problem, stay))
    {
        lines.push(problem_line(problem));
        for (snippet, name, when) in &done {
            if references(snippet, FactRole::Reason).contains(problem.id)
                && !told.contains(&snippet.id)
            {
                told.push(snippet.id.clone());
                lines.push(Line::new(format!("{name} {}", when.at())).cite(&snippet.id));
            }
        }
        for order in &ordered {
            let reason = order.reasons.iter().any(|(words, source)| {
                source.as_ref() == Some(problem.id) || words.eq_ignore_ascii_case(&problem.name)
            });
            if reason && !told.contains(order.id) {
                told.push(order.id.clone());
                lines.push(order_line(order, &[], None));
            }
        }
    }
    for (snippet, name, when) in done
        .iter()
        .filter(|(snippet, _, _)| !told.contains(&snippet.id))
    {
        lines.push(Line::new(format!("{name} {}", when.at())).cite(&snippet.id));
    }
    for order in ordered.iter().filter(|order| !told.contains(order.id)) {
        lines.push(order_line(order, &[], None));
    }
    let measures = measures(view);
    for test in panel.tests(Group::Result) {
        let readings: Vec<_> = series(test, &measures)
            .into_iter()
            .filter(|reading| stay.holds(reading.when))
            .collect();
        let told = result_lines(test, &readings, &measures, |one| stay.holds(one.when));
        lines.lines.extend(told);
    }
    if lines.lines.is_empty() {
        lines.leave_out("The chart ties no problem, procedure, order or result to the stay.");
    }
    lines.leave_out("What was thought and decided in the stay must be added: none is drafted.");
    lines
}

/// A problem of the stay: recorded at it, its reason, or begun in it.
fn of_stay(problem: &Problem<'_>, stay: &Stay<'_>) -> bool {
    let at = problem.snippet.facts.iter().any(|fact| {
        fact.path == "encounter"
            && matches!(&fact.value, FactValue::Reference { to, .. } if to == stay.visit.id)
    });
    let named = stay
        .visit
        .snippet
        .facts
        .iter()
        .any(|fact| matches!(&fact.value, FactValue::Reference { to, .. } if to == problem.id));
    let reason = stay
        .visit
        .reasons
        .iter()
        .any(|reason| reason.eq_ignore_ascii_case(&problem.name))
        && problem.state == ProblemState::Active;
    at || named || reason || problem.began().is_some_and(|began| stay.holds(began))
}

/// `Drug overdose, recorded 29 Sep 2013, resolved on 6 Oct 2013.`
fn problem_line(problem: &Problem<'_>) -> Line {
    let began = problem
        .began()
        .map(|began| format!(", recorded {}", began.shown()))
        .unwrap_or_default();
    let doubt = problem
        .doubt
        .as_ref()
        .map(|doubt| format!(" ({doubt})"))
        .unwrap_or_default();
    let end = match (problem.state, problem.abated) {
        (ProblemState::Past, Some(end)) => format!(", resolved {}", end.at()),
        _ => String::new(),
    };
    Line::new(format!("{}{doubt}{began}{end}", problem.name)).cite(problem.id)
}
