//! Current and recently stopped medicines.

use crate::phrase::{active_orders, nothing_recorded, order_line, previous_of};
use crate::read::{Order, View, orders};
use crate::say::{Line, Lines, join};

/// Most medicines that are listed.
const MOST: usize = 50;
/// How long after it was ordered a stopped medicine is worth telling, in days.
const RECENT: i64 = 730;
const MOST_STOPPED: usize = 15;
const MOST_DATES: usize = 3;

pub(crate) fn current(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let orders = orders(view);
    let active = active_orders(&orders);
    for medicine in active.iter().take(MOST) {
        lines.push(order_line(
            medicine.newest,
            &medicine.others,
            previous_of(&orders, medicine.newest),
        ));
    }
    if active.len() > MOST {
        lines.leave_out(format!(
            "{} further current medications are not listed.",
            active.len() - MOST
        ));
    }
    if active.is_empty() {
        nothing_recorded(
            view,
            &["MedicationRequest"],
            "current medications",
            &mut lines,
        );
    }
    for order in orders
        .iter()
        .filter(|order| order.forbids && order.status == "active")
    {
        let since = order
            .authored
            .map(|date| format!(", ordered {}", date.shown()))
            .unwrap_or_default();
        lines.push(
            Line::new(format!(
                "Do not give {}{since}",
                crate::say::inside(&order.name)
            ))
            .cite(order.id),
        );
    }
    lines
}

pub(crate) fn stopped(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let orders = orders(view);
    let active: Vec<String> = active_orders(&orders)
        .iter()
        .map(|medicine| medicine.newest.key())
        .collect();
    let mut groups: Vec<Vec<&Order<'_>>> = Vec::new();
    for order in orders
        .iter()
        .filter(|order| order.ended() && !active.contains(&order.key()))
    {
        if !order
            .authored
            .is_some_and(|date| date.within(RECENT, view.as_of))
        {
            continue;
        }
        match groups
            .iter_mut()
            .find(|group| group[0].key() == order.key() && group[0].status == order.status)
        {
            Some(group) => group.push(order),
            None => groups.push(vec![order]),
        }
    }
    for group in groups.iter().take(MOST_STOPPED) {
        let shown: Vec<&&Order<'_>> = group.iter().take(MOST_DATES).collect();
        let dates: Vec<String> = shown
            .iter()
            .filter_map(|order| order.authored)
            .map(crate::say::When::shown)
            .collect();
        let state = match group[0].status.as_str() {
            "completed" => "completed",
            "not-taken" => "not taken",
            _ => "stopped",
        };
        lines.push(
            Line::new(format!(
                "{}, ordered {}, {state}",
                group[0].name,
                join(&dates)
            ))
            .cite_all(shown.iter().map(|order| order.id)),
        );
        if group.len() > MOST_DATES {
            lines.leave_out(format!(
                "Earlier orders not listed: {} of {}.",
                group.len() - MOST_DATES,
                group[0].name
            ));
        }
    }
    if groups.len() > MOST_STOPPED {
        lines.leave_out(format!(
            "{} further stopped medications of the last two years are not listed.",
            groups.len() - MOST_STOPPED
        ));
    }
    lines
}
