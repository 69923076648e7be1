//! What happened since the previous visit.

use super::Interval;
use crate::chart_summary::visit_line;
use crate::phrase::order_line;
use crate::read::{ProblemState, View, orders, problems};
use crate::say::{Line, Lines};

/// How long an ended order counts as news, in days.
const YEAR: i64 = 365;
const MOST: usize = 12;

pub(super) fn compose(view: View<'_>, span: &Interval<'_, '_>) -> Lines {
    let mut lines = Lines::default();
    if let Some(today) = span.today {
        lines.push(titled("This visit", visit_line(today)));
    }
    match span.previous {
        Some(previous) => lines.push(titled("Previous visit", visit_line(previous))),
        None => {
            lines.leave_out("The chart has no earlier visit: everything recorded counts as new.");
        }
    }
    if span.previous.is_none() {
        return lines;
    }
    for problem in problems(view) {
        let recorded = problem.began().filter(|began| span.holds(*began));
        match (
            problem.state,
            recorded,
            problem.abated.filter(|end| span.holds(*end)),
        ) {
            (ProblemState::Past, _, Some(end)) => lines.push(
                Line::new(format!("{} resolved {}", problem.name, end.at())).cite(problem.id),
            ),
            (ProblemState::Active, Some(began), _) => lines.push(
                Line::new(format!(
                    "New problem: {}, recorded {}",
                    crate::say::inside(&problem.name),
                    began.shown()
                ))
                .cite(problem.id),
            ),
            _ => {}
        }
    }
    let orders = orders(view);
    let mut told = 0;
    for order in orders
        .iter()
        .filter(|order| order.current() && order.authored.is_some_and(|date| span.holds(date)))
    {
        if told < MOST {
            lines.push(order_line(order, &[], None));
        }
        told += 1;
    }
    for order in orders.iter().filter(|order| {
        order.ended()
            && order
                .authored
                .is_some_and(|date| span.holds(date) && date.within(YEAR, view.as_of))
    }) {
        if orders
            .iter()
            .any(|other| other.current() && other.key() == order.key())
        {
            continue;
        }
        if told < MOST {
            let date = order
                .authored
                .map(|date| format!(", ordered {}", date.shown()))
                .unwrap_or_default();
            lines.push(Line::new(format!("{}{date}, stopped", order.name)).cite(order.id));
        }
        told += 1;
    }
    if told > MOST {
        lines.leave_out(format!(
            "{} further medication changes since the previous visit are not listed.",
            told - MOST
        ));
    }
    lines
}

fn titled(title: &str, line: Line) -> Line {
    Line {
        text: format!("{title}: {}", crate::say::inside(&line.text)),
        ..line
    }
}
