//! Care plans and goals.

use crate::read::{View, retracted, status, when_any, words};
use crate::say::{Line, Lines, When, inside, join};
use sources::{FactRole, Snippet};

const MOST_PLANS: usize = 10;
const MOST_GOALS: usize = 15;
const MOST_ACTIVITIES: usize = 8;
/// Bytes beyond which a goal is shortened.
const LONGEST_GOAL: usize = 100;

pub(super) fn compose(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let mut plans: Vec<(Option<When>, &Snippet)> = view
        .set
        .of_type("CarePlan")
        .filter(|snippet| {
            !retracted(snippet)
                && status(snippet, FactRole::Status).is_some_and(|code| code == "active")
        })
        .map(|snippet| {
            (
                when_any(snippet, &[FactRole::Effective, FactRole::Recorded]),
                snippet,
            )
        })
        .filter(|(when, _)| when.is_none_or(|when| when.by(view.as_of)))
        .collect();
    plans.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    for (when, plan) in plans.iter().take(MOST_PLANS) {
        lines.lines.extend(plan_line(*when, plan));
    }
    if plans.len() > MOST_PLANS {
        lines.leave_out(format!(
            "{} further active care plans, the oldest, are not listed.",
            plans.len() - MOST_PLANS
        ));
    }
    let goals: Vec<&Snippet> = view
        .set
        .of_type("Goal")
        .filter(|snippet| !retracted(snippet) && open(snippet))
        .collect();
    for goal in goals.iter().take(MOST_GOALS) {
        lines.lines.extend(goal_line(goal));
    }
    if goals.len() > MOST_GOALS {
        lines.leave_out(format!(
            "{} further goals are not listed.",
            goals.len() - MOST_GOALS
        ));
    }
    lines
}

/// `Diabetes self management plan, active since 16 Mar 1996: diabetic diet and exercise therapy.`
fn plan_line(when: Option<When>, plan: &Snippet) -> Option<Line> {
    let name = plan
        .facts(FactRole::Code)
        .filter(|fact| fact.group == 0)
        .filter_map(|fact| words(&fact.value))
        .find(|name| {
            !matches!(
                name.as_str(),
                "assess-plan" | "Assessment and Plan of Treatment"
            )
        })?;
    let mut activities: Vec<String> = plan
        .facts(FactRole::Code)
        .filter(|fact| fact.group != 0)
        .filter_map(|fact| words(&fact.value))
        .map(|name| inside(&name))
        .collect();
    activities.dedup();
    activities.truncate(MOST_ACTIVITIES);
    let since = when
        .map(|when| format!(" since {}", when.shown()))
        .unwrap_or_default();
    let activities = if activities.is_empty() {
        String::new()
    } else {
        format!(": {}", join(&activities))
    };
    Some(
        Line::new(format!("{name} plan, active{since}{activities}").replace(" plan plan", " plan"))
            .cite(&plan.id),
    )
}

/// A long goal is told by its first clause.
fn goal_line(goal: &Snippet) -> Option<Line> {
    let name = goal
        .facts(FactRole::Code)
        .find_map(|fact| words(&fact.value))?;
    let name = match name.split_once(": ") {
        Some((clause, _)) if name.len() > LONGEST_GOAL => clause,
        _ => name.as_str(),
    };
    let state = goal
        .facts(FactRole::StatusReason)
        .find_map(|fact| words(&fact.value))
        .map(|state| format!(", {}", inside(&state).replace('-', " ")));
    Some(
        Line::new(format!(
            "Goal: {}{}",
            name.trim_end_matches('.'),
            state.unwrap_or_default()
        ))
        .cite(&goal.id),
    )
}

fn open(goal: &Snippet) -> bool {
    !status(goal, FactRole::Status).is_some_and(|code| {
        matches!(
            code.as_str(),
            "completed" | "rejected" | "cancelled" | "proposed"
        )
    })
}
