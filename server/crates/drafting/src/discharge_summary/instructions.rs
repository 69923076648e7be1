//! The patient's sheet: short sentences, and how hard they read.

use super::stay::Stay;
use crate::patient_instructions::{plain, verb};
use crate::phrase::{active_orders, grade};
use crate::read::{View, allergies, orders};
use crate::say::{Line, Lines, inside};

/// The grade that a sheet for patients should not pass.
const PLAIN: f64 = 6.0;

pub(super) fn compose(view: View<'_>, stay: Option<&Stay<'_>>) -> Lines {
    let mut lines = Lines::default();
    if let Some(stay) = stay {
        lines.push(stay.line());
    }
    let orders = orders(view);
    for medicine in active_orders(&orders) {
        let order = medicine.newest;
        let mut text = format!("{} {}", verb(&order.name), inside(&order.name));
        for instruction in &order.instructions {
            text.push_str(", ");
            text.push_str(&plain(instruction));
        }
        lines.push(Line::new(text).cite(order.id));
    }
    for allergy in allergies(view).iter().filter(|allergy| !allergy.past()) {
        lines.push(Line::new(format!("Allergy: {}", inside(&allergy.name))).cite(allergy.id));
    }
    let whole: Vec<&str> = lines.lines.iter().map(|line| line.text.as_str()).collect();
    if let Some(grade) = grade(&whole.join(" ")) {
        let harder = if grade > PLAIN {
            ", above the sixth: the names of the medicines count"
        } else {
            ""
        };
        lines.leave_out(format!(
            "This section is the patient's own sheet. It reads at grade {grade:.1} (Flesch-Kincaid){harder}."
        ));
    }
    lines.tell("What to watch for, whom to call and when to come back must be added to the patient's sheet: none is drafted.");
    lines
}
