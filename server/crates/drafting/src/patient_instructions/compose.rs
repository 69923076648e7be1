//! The sheet's sections in plain words.

use crate::discharge_summary::{Change, Stay, booked, each_medicine, open_results};
use crate::phrase::active_orders;
use crate::read::{Order, View, allergies, orders};
use crate::say::{Line, Lines, inside};

/// How long ago the order of a medicine that was stopped may be, in days.
const RECENT: i64 = 730;

/// When the patient was here.
pub(super) fn visit(stay: Option<&Stay<'_>>) -> Lines {
    let mut lines = Lines::default();
    match stay {
        Some(stay) => lines.push(stay.line()),
        None => lines.tell("The chart has no stay: what the visit was must be added."),
    }
    lines
}

/// Medicines in force, by what became of them.
pub(super) fn medicines(view: View<'_>, stay: Option<&Stay<'_>>, wanted: &str) -> Lines {
    each_medicine(view, stay, &|medicine, change| {
        let order = medicine.newest;
        let line = match (wanted, change) {
            ("started", Change::Started) => taken(verb(&order.name), order),
            ("continued", Change::Continued) => match verb(&order.name) {
                "Use" => taken("Keep using", order),
                _ => taken("Keep taking", order),
            },
            ("changed", Change::Changed(before)) => {
                let line = taken(verb(&order.name), order);
                let text = format!(
                    "{}; before, {}",
                    line.text.trim_end_matches('.'),
                    inside(&how(before))
                );
                Line {
                    text: Line::new(text).text,
                    ..line
                }
                .cite(before.id)
            }
            _ => return None,
        };
        Some(line)
    })
}

/// Medicines that ended, of which no order is in force.
pub(super) fn stopped(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let all = orders(view);
    let substance = |order: &Order<'_>| {
        let words = order.name.split(' ');
        let mut words =
            words.filter(|word| word.len() > 3 && word.chars().all(char::is_alphabetic));
        words.next().unwrap_or(&order.name).to_lowercase()
    };
    let mut told: Vec<String> = Vec::new();
    for order in all.iter().filter(|order| {
        order.ended()
            && order
                .authored
                .is_some_and(|date| date.within(RECENT, view.as_of))
    }) {
        let name = substance(order);
        let goes_on = all
            .iter()
            .any(|other| other.current() && substance(other) == name);
        if !goes_on && !told.contains(&name) {
            told.push(name);
            lines.push(
                Line::new(format!("You no longer take {}", inside(&order.name))).cite(order.id),
            );
        }
    }
    lines
}

/// Allergies, by name.
pub(super) fn allergy_names(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for allergy in allergies(view).iter().filter(|allergy| !allergy.past()) {
        lines.push(Line::new(format!("Allergy: {}", inside(&allergy.name))).cite(allergy.id));
    }
    lines
}

/// What is not final and what is ordered.
pub(super) fn pending(view: View<'_>) -> Lines {
    let mut lines = open_results(view);
    lines.left_out.clear();
    lines
}

/// Visits that are booked.
pub(super) fn visits(view: View<'_>) -> Lines {
    let mut lines = booked(view);
    if lines.lines.is_empty() {
        lines.tell("The chart has no appointment after today: when to come back must be added.");
    }
    lines
}

/// Whether there is anything to take at all, told where there is not.
pub(super) fn nothing_to_take(view: View<'_>) -> bool {
    active_orders(&orders(view)).is_empty()
}

fn taken(verb: &str, order: &Order<'_>) -> Line {
    Line::new(format!("{verb} {}", inside(&how(order)))).cite(order.id)
}

/// The medicine with how it is taken, as a patient says it.
fn how(order: &Order<'_>) -> String {
    let mut text = order.name.clone();
    for instruction in &order.instructions {
        text.push_str(", ");
        text.push_str(&plain(instruction));
    }
    text
}

/// What is put on, in or under is used; everything else is taken.
pub(crate) fn verb(name: &str) -> &'static str {
    const USED: [&str; 9] = [
        "inject", "inhal", "patch", "cream", "ointment", "spray", "drops", "topical", "implant",
    ];
    let lower = name.to_lowercase();
    if USED.iter().any(|word| lower.contains(word)) {
        "Use"
    } else {
        "Take"
    }
}

/// The words of an order as a patient says them.
pub(crate) fn plain(instruction: &str) -> String {
    instruction
        .replace("once daily", "once a day")
        .replace("twice daily", "twice a day")
        .replace("three times daily", "three times a day")
        .replace("four times daily", "four times a day")
}
