//! Active and past problems.

use crate::panel::Panel;
use crate::phrase::{list_active, no_active};
use crate::read::{Problem, ProblemState, View, problems};
use crate::say::{Line, Lines, join};

/// Most past problems that are listed, and most dates of one.
const MOST_PAST: usize = 25;
const MOST_DATES: usize = 4;
/// Where the problems without a rank stand: after all others, newest first.
const LAST: usize = 99;

pub(crate) fn active(view: View<'_>, panel: &Panel) -> Lines {
    let mut lines = Lines::default();
    let problems = problems(view);
    list_active(
        &problems,
        |problem| panel.rank(&problem.name).unwrap_or(LAST),
        &mut lines,
    );
    if lines.lines.is_empty() {
        no_active(view, &problems, &mut lines);
    }
    for problem in problems
        .iter()
        .filter(|problem| problem.state == ProblemState::Unstated)
    {
        let began = problem
            .began()
            .map(|date| format!(", recorded {}", date.shown()))
            .unwrap_or_default();
        lines.push(
            Line::new(format!(
                "{}{began}; whether it is active is not stated",
                problem.name
            ))
            .cite(problem.id),
        );
    }
    lines
}

pub(super) fn past(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let problems = problems(view);
    let mut groups: Vec<Vec<&Problem<'_>>> = Vec::new();
    for problem in problems
        .iter()
        .filter(|problem| problem.state == ProblemState::Past)
    {
        match groups
            .iter_mut()
            .find(|group| group[0].same(problem) && group[0].clinical == problem.clinical)
        {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    for group in groups.iter().take(MOST_PAST) {
        lines.push(past_line(group));
        if group.len() > MOST_DATES {
            lines.leave_out(format!(
                "Earlier episodes not listed: {} of {}.",
                group.len() - MOST_DATES,
                group[0].name
            ));
        }
    }
    if groups.len() > MOST_PAST {
        lines.leave_out(format!(
            "{} further past problems, the oldest, are not listed.",
            groups.len() - MOST_PAST
        ));
    }
    lines
}

/// `Viral sinusitis, 3 Jun 2019 to 17 Jun 2019 and 13 Feb 2014, resolved.`
fn past_line(group: &[&Problem<'_>]) -> Line {
    let shown: Vec<&&Problem<'_>> = group.iter().take(MOST_DATES).collect();
    let dates: Vec<String> = shown
        .iter()
        .filter_map(|problem| match (problem.began(), problem.abated) {
            (Some(began), Some(end)) if began != end => {
                Some(format!("{} to {}", began.shown(), end.shown()))
            }
            (Some(one), _) => Some(one.shown()),
            (None, Some(end)) => Some(format!("until {}", end.shown())),
            (None, None) => None,
        })
        .collect();
    let state = match group[0].clinical.as_deref() {
        Some("inactive") => "inactive",
        Some("remission") => "in remission",
        _ => "resolved",
    };
    let dates = if dates.is_empty() {
        String::new()
    } else {
        format!(", {}", join(&dates))
    };
    Line::new(format!("{}{dates}, {state}", group[0].name))
        .cite_all(shown.iter().map(|problem| problem.id))
}
