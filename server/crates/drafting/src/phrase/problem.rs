//! Problems in sentences.

use super::absence::nothing_recorded;
use crate::read::{Problem, ProblemState, View};
use crate::say::{Line, Lines, inside, join};
use std::fmt::Write as _;

/// Most problems that are listed.
const MOST: usize = 40;

/// `Hypertension, onset 23 Nov 1974.`; entries of one name share a line.
pub(crate) fn active_line(entries: &[&Problem<'_>]) -> Option<Line> {
    let first = entries.first()?;
    let mut text = first.name.clone();
    if let Some(severity) = &first.severity {
        let _ = write!(text, ", {}", inside(severity));
    }
    if let Some(doubt) = &first.doubt {
        let _ = write!(text, " ({doubt})");
    }
    if let Some(clinical) = first
        .clinical
        .as_deref()
        .filter(|code| matches!(*code, "recurrence" | "relapse"))
    {
        let _ = write!(text, " ({clinical})");
    }
    let mut dates: Vec<_> = entries.iter().filter_map(|entry| entry.began()).collect();
    dates.sort_unstable();
    dates.dedup();
    match dates.as_slice() {
        [] => {}
        [one] if first.onset.is_some() && !first.name.starts_with("History of") => {
            let _ = write!(text, ", onset {}", one.shown());
        }
        [one] => {
            let _ = write!(text, ", recorded {}", one.shown());
        }
        several => {
            let _ = write!(
                text,
                ", recorded {}",
                join(&several.iter().map(|date| date.shown()).collect::<Vec<_>>())
            );
        }
    }
    Some(Line::new(text).cite_all(entries.iter().map(|entry| entry.id)))
}

/// One line for each active problem; names what the cap leaves out.
pub(crate) fn list_active(
    problems: &[Problem<'_>],
    rank: impl Fn(&Problem<'_>) -> usize,
    lines: &mut Lines,
) {
    let mut active: Vec<&Problem<'_>> = problems
        .iter()
        .filter(|problem| problem.state == ProblemState::Active)
        .collect();
    active.sort_by_key(|problem| rank(problem));
    let mut groups: Vec<Vec<&Problem<'_>>> = Vec::new();
    for problem in active {
        match groups.iter_mut().find(|group| {
            group[0].same(problem)
                && group[0].doubt == problem.doubt
                && group[0].severity == problem.severity
        }) {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    for group in groups.iter().take(MOST) {
        lines.lines.extend(active_line(group));
    }
    if groups.len() > MOST {
        lines.leave_out(format!(
            "{} further active problems are not listed.",
            groups.len() - MOST
        ));
    }
}

/// Where no problem is active: that none is recorded at all is a statement; that all are past is for the reader.
pub(crate) fn no_active(view: View<'_>, problems: &[Problem<'_>], lines: &mut Lines) {
    if problems.is_empty() {
        nothing_recorded(view, &["Condition"], "problems", lines);
    } else {
        lines.leave_out("No problem on the list is active.");
    }
}
