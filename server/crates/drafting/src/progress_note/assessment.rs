//! Each active problem with what the chart says of its treatment. Nothing is recommended here.

use crate::panel::Panel;
use crate::phrase::{
    active_line, active_orders, no_active, order_line, pressure_line, previous_of, result_line,
    series,
};
use crate::read::{
    Problem, ProblemState, View, concept_of, measures, orders, problems, references, retracted,
    status,
};
use crate::say::{Line, Lines, inside, join};
use sources::FactRole;

/// Most problems that are taken up with their medicines and results; those behind them are named.
const MOST: usize = 12;
const LAST: usize = 99;

pub(super) fn compose(view: View<'_>, panel: &Panel) -> Lines {
    let mut lines = Lines::default();
    let problems = problems(view);
    let mut active: Vec<&Problem<'_>> = problems
        .iter()
        .filter(|problem| problem.state == ProblemState::Active)
        .collect();
    active.sort_by_key(|problem| panel.rank(&problem.name).unwrap_or(LAST));
    active.dedup_by(|a, b| a.same(b));
    let orders = orders(view);
    let medicines = active_orders(&orders);
    let measures = measures(view);
    let mut told: Vec<String> = Vec::new();
    for problem in active.iter().take(MOST) {
        lines.lines.extend(active_line(&[problem]));
        for medicine in medicines.iter().filter(|medicine| {
            medicine.newest.reasons.iter().any(|(words, source)| {
                source.as_ref() == Some(problem.id) || words.eq_ignore_ascii_case(&problem.name)
            })
        }) {
            if !told.contains(&medicine.newest.key()) {
                told.push(medicine.newest.key());
                lines.push(order_line(
                    medicine.newest,
                    &medicine.others,
                    previous_of(&orders, medicine.newest),
                ));
            }
        }
        for test in panel.relevant(&problem.name) {
            if told.contains(&test.name) {
                continue;
            }
            told.push(test.name.clone());
            if test.name == "blood pressure" {
                lines.lines.extend(pressure_line(&measures));
            } else {
                lines
                    .lines
                    .extend(result_line(&test.name, &series(test, &measures)));
            }
        }
        for plan in view.set.of_type("CarePlan").filter(|plan| {
            !retracted(plan) && references(plan, FactRole::Reason).contains(problem.id)
        }) {
            if status(plan, FactRole::Status).is_some_and(|code| code == "active")
                && !told.contains(&plan.id.to_string())
            {
                told.push(plan.id.to_string());
                lines.lines.extend(activities(plan));
            }
        }
    }
    for problem in active.iter().skip(MOST) {
        lines.lines.extend(active_line(&[problem]));
    }
    let unassigned: Vec<_> = medicines
        .iter()
        .filter(|medicine| !told.contains(&medicine.newest.key()))
        .collect();
    for medicine in &unassigned {
        lines.push(order_line(
            medicine.newest,
            &medicine.others,
            previous_of(&orders, medicine.newest),
        ));
    }
    for request in view.set.of_type("ServiceRequest").filter(|request| {
        !retracted(request)
            && status(request, FactRole::Status).is_some_and(|code| code == "active")
    }) {
        lines
            .lines
            .extend(concept_of(view.set, request).map(|(name, _)| {
                Line::new(format!("Active order: {}", inside(&name))).cite(&request.id)
            }));
    }
    if active.is_empty() {
        no_active(view, &problems, &mut lines);
    }
    lines.leave_out("The plan decided today must be added: none is drafted.");
    lines
}

/// `Care plan: diabetic diet and exercise therapy.`
fn activities(plan: &sources::Snippet) -> Option<Line> {
    let mut names: Vec<String> = plan
        .facts(FactRole::Code)
        .filter(|fact| fact.group != 0)
        .filter_map(|fact| crate::read::words(&fact.value))
        .map(|name| inside(&name))
        .collect();
    names.dedup();
    (!names.is_empty()).then(|| Line::new(format!("Care plan: {}", join(&names))).cite(&plan.id))
}
