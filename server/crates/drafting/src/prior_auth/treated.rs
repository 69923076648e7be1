//! Earlier and current treatments: dates, doses, and why they failed where the chart says so.

use super::policy::Policy;
use super::predicate::failure;
use crate::phrase::{active_orders, nothing_recorded, order_line, previous_of};
use crate::read::{Order, View, orders};
use crate::say::{Line, Lines, join};

/// Most stopped medicines that are told.
const MOST_STOPPED: usize = 10;

pub(super) fn treatments(policy: &Policy, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let orders = orders(view);
    let asked = |name: &str| {
        policy.treatments.is_empty()
            || policy
                .treatments
                .iter()
                .any(|word| name.to_lowercase().contains(&word.to_lowercase()))
    };
    let active = active_orders(&orders);
    let keys: Vec<String> = active
        .iter()
        .map(|medicine| medicine.newest.key())
        .collect();
    for medicine in active
        .iter()
        .filter(|medicine| asked(&medicine.newest.name))
    {
        lines.push(order_line(
            medicine.newest,
            &medicine.others,
            previous_of(&orders, medicine.newest),
        ));
    }
    let mut told: Vec<String> = Vec::new();
    let mut unexplained: Vec<String> = Vec::new();
    for order in orders
        .iter()
        .filter(|order| order.ended() && asked(&order.name) && !keys.contains(&order.key()))
    {
        if told.contains(&order.key()) {
            continue;
        }
        told.push(order.key());
        if told.len() > MOST_STOPPED {
            continue;
        }
        lines.push(ended_line(order));
        match failure(&[ingredient(&order.name)], view) {
            Some(why) => lines.push(why.line),
            None => unexplained.push(order.name.clone()),
        }
    }
    if told.len() > MOST_STOPPED {
        lines.leave_out(format!(
            "{} further stopped medications are not listed.",
            told.len() - MOST_STOPPED
        ));
    }
    if !unexplained.is_empty() {
        lines.leave_out(format!(
            "The chart does not say why these were stopped: {}. Add it where it is known.",
            join(&unexplained)
        ));
    }
    for note in said_to_have_failed(policy, view, &told) {
        lines.push(note);
    }
    let devices = view.set.of_type("DeviceRequest").next().is_some();
    if orders.is_empty() && devices {
        lines.leave_out("The chart has no order of a medicine.");
    } else if orders.is_empty() {
        nothing_recorded(view, &["MedicationRequest"], "medications", &mut lines);
    }
    lines
}

/// `Methotrexate 2.5 mg oral tablet, once weekly, ordered 3 May 2019, stopped.`
pub(super) fn ended_line(order: &Order<'_>) -> Line {
    let mut text = order.name.clone();
    for instruction in &order.instructions {
        text.push_str(", ");
        text.push_str(instruction);
    }
    if let Some(date) = order.authored {
        text.push_str(", ordered ");
        text.push_str(&date.shown());
    }
    let state = match order.status.as_str() {
        "completed" => "completed",
        "not-taken" => "not taken",
        _ => "stopped",
    };
    Line::new(format!("{text}, {state}")).cite(order.id)
}

/// The first word of a drug's name that is no number or strength: what notes call it.
fn ingredient(name: &str) -> String {
    name.split([' ', ',', '/'])
        .find(|word| word.chars().count() > 3 && word.chars().all(char::is_alphabetic))
        .unwrap_or(name)
        .to_lowercase()
}

/// Treatments of the policy that only notes or intolerances tell as failed: there is no order of them.
fn said_to_have_failed(policy: &Policy, view: View<'_>, told: &[String]) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    for word in &policy.treatments {
        if told.iter().any(|name| name.contains(&word.to_lowercase())) {
            continue;
        }
        if let Some(why) = failure(std::slice::from_ref(word), view)
            && !found.contains(&why.line)
        {
            found.push(why.line);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::ingredient;

    #[test]
    fn a_drug_is_known_by_its_ingredient() {
        for (name, want) in [
            ("Methotrexate 2.5 mg oral tablet", "methotrexate"),
            ("0.3 mL epinephrine 1 mg/mL auto-injector", "epinephrine"),
            ("24", "24"),
        ] {
            assert_eq!(ingredient(name), want);
        }
    }
}
