//! Medicines in sentences.

use crate::read::Order;
use crate::say::{Line, inside, join};
use model::SourceId;
use std::fmt::Write as _;

/// One medicine in force: every active order of it, newest first.
pub(crate) struct Active<'o, 'a> {
    pub(crate) newest: &'o Order<'a>,
    pub(crate) others: Vec<&'o Order<'a>>,
}

/// The medicines in force, each once, by name.
pub(crate) fn active_orders<'o, 'a>(orders: &'o [Order<'a>]) -> Vec<Active<'o, 'a>> {
    let mut found: Vec<Active<'o, 'a>> = Vec::new();
    for order in orders.iter().filter(|order| order.current()) {
        match found
            .iter_mut()
            .find(|active| active.newest.key() == order.key())
        {
            Some(active) => active.others.push(order),
            None => found.push(Active {
                newest: order,
                others: Vec::new(),
            }),
        }
    }
    found.sort_by_key(|active| active.newest.key());
    found
}

/// The oldest earlier order of the same medicine, whatever became of it.
pub(crate) fn previous_of<'o, 'a>(
    orders: &'o [Order<'a>],
    order: &Order<'a>,
) -> Option<&'o Order<'a>> {
    orders.iter().rfind(|other| {
        other.key() == order.key()
            && other.authored.is_some()
            && other.authored < order.authored
            && !other.forbids
    })
}

/// `Simvastatin 10 mg oral tablet, once daily, ordered 9 Jul 2020 for hyperlipidemia.`
pub(crate) fn order_line(
    order: &Order<'_>,
    others: &[&Order<'_>],
    first: Option<&Order<'_>>,
) -> Line {
    let mut text = order.name.clone();
    for instruction in &order.instructions {
        text.push_str(", ");
        text.push_str(instruction);
    }
    match order.status.as_str() {
        "on-hold" => text.push_str(", on hold"),
        "intended" => text.push_str(", intended"),
        _ => {}
    }
    let kind = if order.snippet.resource_type() == Some("MedicationStatement") {
        "recorded"
    } else {
        "ordered"
    };
    if let Some(authored) = order.authored {
        let _ = write!(text, ", {kind} {}", authored.shown());
    }
    let mut sources: Vec<SourceId> = vec![order.id.clone()];
    if let Some(reason) = reason(order, &mut sources) {
        let _ = write!(text, " for {reason}");
    }
    let dates: Vec<String> = others
        .iter()
        .filter_map(|other| other.authored)
        .map(crate::say::When::shown)
        .collect();
    if !dates.is_empty() {
        let _ = write!(text, "; also ordered {}", join(&dates));
    }
    sources.extend(others.iter().map(|other| other.id.clone()));
    if let Some((first, date)) = first
        .and_then(|first| Some((first, first.authored?)))
        .filter(|_| others.is_empty())
    {
        let _ = write!(text, "; first ordered {}", date.shown());
        sources.push(first.id.clone());
    }
    Line::new(text).cite_all(&sources)
}

/// Why it was ordered, in words; adds the sources that say so.
fn reason(order: &Order<'_>, sources: &mut Vec<SourceId>) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for (reason, source) in &order.reasons {
        let reason = inside(reason);
        if !words.contains(&reason) {
            words.push(reason);
        }
        sources.extend(source.clone());
    }
    (!words.is_empty()).then(|| join(&words))
}
