//! Medicines started, changed, continued and stopped, judged by the dates of their orders against the stay.

use super::stay::Stay;
use crate::chart_summary::stopped_medicines;
use crate::phrase::{Active, active_orders, nothing_recorded, order_line};
use crate::read::{Order, View, orders, words};
use crate::say::{Line, Lines, inside, join};
use sources::FactRole;

/// What became of a medicine in force.
pub(crate) enum Change<'o, 'a> {
    Started,
    Changed(&'o Order<'a>),
    Continued,
}

fn change<'o, 'a>(
    orders: &'o [Order<'a>],
    medicine: &Active<'o, 'a>,
    stay: Option<&Stay<'_>>,
) -> Change<'o, 'a> {
    let newest = medicine.newest;
    let before = |order: &Order<'_>| match (order.authored, stay) {
        (Some(date), Some(stay)) => stay.after(date),
        _ => true,
    };
    if before(newest) || medicine.others.iter().any(|order| before(order)) {
        return Change::Continued;
    }
    // An earlier order of the same substance in another dose or form, which is no longer in force.
    let earlier = orders.iter().find(|order| {
        before(order) && !order.forbids && substance(order) == substance(newest) && !order.current()
    });
    match earlier {
        Some(order) if order.key() == newest.key() && order.instructions == newest.instructions => {
            Change::Continued
        }
        Some(order) => Change::Changed(order),
        None => Change::Started,
    }
}

/// The first word of the name that is no amount: what the drug is.
fn substance(order: &Order<'_>) -> String {
    order
        .name
        .split(' ')
        .find(|word| word.len() > 3 && word.chars().all(char::is_alphabetic))
        .unwrap_or(&order.name)
        .to_lowercase()
}

/// What is told of each medicine in force, by what became of it since the stay began.
pub(crate) fn of(
    view: View<'_>,
    stay: Option<&Stay<'_>>,
    tell: &dyn Fn(&Active<'_, '_>, &Change<'_, '_>) -> Option<Line>,
) -> Lines {
    let mut lines = Lines::default();
    let orders = orders(view);
    for medicine in active_orders(&orders) {
        lines
            .lines
            .extend(tell(&medicine, &change(&orders, &medicine, stay)));
    }
    lines
}

pub(super) fn started(view: View<'_>, stay: Option<&Stay<'_>>) -> Lines {
    let mut lines = of(view, stay, &|medicine, change| {
        matches!(change, Change::Started)
            .then(|| order_line(medicine.newest, &medicine.others, None))
    });
    if lines.lines.is_empty() {
        lines.leave_out("No medicine in force was first ordered since the stay began.");
    }
    lines
}

pub(super) fn changed(view: View<'_>, stay: Option<&Stay<'_>>) -> Lines {
    of(view, stay, &|medicine, change| {
        let Change::Changed(earlier) = change else {
            return None;
        };
        let line = order_line(medicine.newest, &medicine.others, None);
        let mut before = inside(&earlier.name);
        if !earlier.instructions.is_empty() {
            before = format!("{before}, {}", join(&earlier.instructions));
        }
        let date = earlier
            .authored
            .map(|date| format!(", ordered {}", date.shown()))
            .unwrap_or_default();
        let text = format!(
            "{}; before, {before}{date}.",
            line.text.trim_end_matches('.')
        );
        Some(Line { text, ..line }.cite(earlier.id))
    })
}

pub(super) fn continued(view: View<'_>, stay: Option<&Stay<'_>>) -> Lines {
    let mut lines = of(view, stay, &|medicine, change| {
        matches!(change, Change::Continued)
            .then(|| order_line(medicine.newest, &medicine.others, None))
    });
    let orders = orders(view);
    if active_orders(&orders).is_empty() {
        nothing_recorded(
            view,
            &["MedicationRequest"],
            "current medications",
            &mut lines,
        );
    }
    lines
}

pub(super) fn stopped(view: View<'_>) -> Lines {
    let mut lines = stopped_medicines(view);
    // Why, where the order says it.
    let orders = orders(view);
    for line in &mut lines.lines {
        let why: Vec<String> = orders
            .iter()
            .filter(|order| line.citations.iter().any(|one| one.source == *order.id))
            .flat_map(|order| order.snippet.facts(FactRole::StatusReason))
            .filter_map(|fact| words(&fact.value))
            .map(|words| inside(&words))
            .collect();
        if let Some(why) = why.first() {
            line.text = format!("{}, reason: {why}.", line.text.trim_end_matches('.'));
        }
    }
    lines.leave_out("The chart does not date the end of an order: medicines ended within two years of their order are listed.");
    lines
}
