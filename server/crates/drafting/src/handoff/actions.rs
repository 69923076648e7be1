//! What is open: orders, tasks, pending results, booked appointments.

use crate::read::{View, concept_of, retracted, status, when_any};
use crate::say::{Line, Lines, When, inside};
use sources::{FactRole, Snippet};

const MOST: usize = 20;

pub(super) fn compose(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let mut found: Vec<(Option<When>, Line)> = Vec::new();
    for kind in ["ServiceRequest", "DeviceRequest", "Task"] {
        for snippet in open(
            view,
            kind,
            &["active", "requested", "accepted", "in-progress", "ready"],
        ) {
            found.extend(line(view, snippet, "Active order", "ordered"));
        }
    }
    for kind in ["DiagnosticReport", "Observation"] {
        for snippet in open(view, kind, &["registered", "partial", "preliminary"]) {
            found.extend(line(view, snippet, "Result pending", "registered"));
        }
    }
    for snippet in view
        .set
        .of_type("Appointment")
        .filter(|snippet| !retracted(snippet))
    {
        if status(snippet, FactRole::Status)
            .is_some_and(|code| matches!(code.as_str(), "booked" | "pending" | "proposed"))
        {
            found.extend(line(view, snippet, "Appointment booked", "for"));
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
    let all = found.len();
    lines
        .lines
        .extend(found.into_iter().take(MOST).map(|(_, line)| line));
    if all > MOST {
        lines.leave_out(format!(
            "{} further open orders, the oldest, are not listed.",
            all - MOST
        ));
    }
    if all == 0 {
        lines.leave_out("The chart has no open order, pending result or booked appointment: add what is to be done.");
    }
    lines
}

fn open<'a>(
    view: View<'a>,
    kind: &str,
    states: &'static [&'static str],
) -> impl Iterator<Item = &'a Snippet> {
    view.set.of_type(kind).filter(move |snippet| {
        !retracted(snippet)
            && status(snippet, FactRole::Status).is_some_and(|code| states.contains(&code.as_str()))
            && when_any(snippet, &[FactRole::Authored, FactRole::Effective])
                .is_none_or(|date| date.by(view.as_of))
    })
}

fn line(view: View<'_>, snippet: &Snippet, what: &str, verb: &str) -> Option<(Option<When>, Line)> {
    let (name, _) = concept_of(view.set, snippet)?;
    let when = when_any(snippet, &[FactRole::Authored, FactRole::Effective]);
    let dated = when
        .map(|when| format!(", {verb} {}", when.shown()))
        .unwrap_or_default();
    Some((
        when,
        Line::new(format!("{what}: {}{dated}", inside(&name))).cite(&snippet.id),
    ))
}
