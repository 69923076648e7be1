//! What is open at discharge.

use crate::chart_summary::ChartSummary;
use crate::error::DraftingError;
use crate::read::{View, concept_of, retracted, status, when_any};
use crate::say::{Line, Lines, When, inside};
use crate::use_case::{Context, UseCase};
use sources::{FactRole, Snippet};

/// How far back an open order is still told, in days.
const RECENT: i64 = 730;

/// Results that are not final, and orders that are not carried out.
pub(crate) fn pending(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for snippet in ["DiagnosticReport", "Observation"]
        .into_iter()
        .flat_map(|kind| view.set.of_type(kind))
    {
        let state = status(snippet, FactRole::Status).unwrap_or_default();
        let words = match state.as_str() {
            "registered" | "preliminary" | "partial" => state.as_str(),
            _ => continue,
        };
        let Some((name, when)) = named(view, snippet) else {
            continue;
        };
        let when = when
            .map(|when| format!(" {}", when.at()))
            .unwrap_or_default();
        lines.push(Line::new(format!("{name}{when}: {words}")).cite(&snippet.id));
    }
    for snippet in view.set.of_type("ServiceRequest") {
        if status(snippet, FactRole::Status).is_some_and(|code| code == "active")
            && let Some((name, when)) = named(view, snippet)
            && when.is_none_or(|when| when.within(RECENT, view.as_of))
        {
            lines.push(Line::new(format!("Active order: {}", inside(&name))).cite(&snippet.id));
        }
    }
    if lines.lines.is_empty() {
        lines.leave_out("No result of the chart is marked as registered, preliminary or partial, and no order is open.");
    }
    lines
}

fn named(view: View<'_>, snippet: &Snippet) -> Option<(String, Option<When>)> {
    let when = when_any(
        snippet,
        &[FactRole::Effective, FactRole::Authored, FactRole::Issued],
    );
    if retracted(snippet) || when.is_some_and(|when| !when.by(view.as_of)) {
        return None;
    }
    Some((concept_of(view.set, snippet)?.0, when))
}

/// Booked appointments and planned visits from the day of writing on.
pub(crate) fn booked(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for snippet in ["Appointment", "Encounter"]
        .into_iter()
        .flat_map(|kind| view.set.of_type(kind))
    {
        let state = status(snippet, FactRole::Status).unwrap_or_default();
        let ahead = matches!(state.as_str(), "booked" | "planned");
        let when =
            when_any(snippet, &[FactRole::Effective]).filter(|when| when.first() >= view.as_of);
        if let Some(when) = when.filter(|_| ahead && !retracted(snippet)) {
            let name = concept_of(view.set, snippet)
                .map_or_else(|| snippet.title.clone(), |(name, _)| name);
            lines.push(Line::new(format!("{name} {state} {}", when.at())).cite(&snippet.id));
        }
    }
    lines
}

/// Booked appointments and planned visits, then plans and goals.
pub(super) fn follow_up(context: Context<'_>) -> Result<Lines, DraftingError> {
    let view = context.view;
    let mut lines = booked(view);
    if lines.lines.is_empty() {
        lines.leave_out("The chart has no appointment after today: follow-up must be added.");
    }
    lines.append(ChartSummary.compose("plans", context)?);
    Ok(lines)
}
