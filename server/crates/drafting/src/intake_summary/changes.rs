//! Where an answer and the chart differ. Both are shown; which is right is the clinician's to find out.

use super::answer::{Answer, answers};
use crate::phrase::active_orders;
use crate::read::{View, allergies, orders};
use crate::say::{Line, Lines, inside};
use crate::spoken::{conflicts, utterances};

/// Answers that deny.
const NO: [&str; 8] = [
    "no",
    "none",
    "never",
    "nothing",
    "no known allergies",
    "nkda",
    "n/a",
    "denies",
];

pub(super) fn compose(view: View<'_>) -> Lines {
    let mut lines = conflicts(view, &utterances(view));
    for answer in answers(view).iter().filter(|answer| answer.quote.is_none()) {
        let question = answer.question.to_lowercase();
        if question.contains("allerg") {
            of_allergies(view, answer, &mut lines);
        } else if ["medic", "drug", "pill", "tablet"]
            .iter()
            .any(|word| question.contains(word))
        {
            of_medicines(view, answer, &mut lines);
        }
    }
    if lines.lines.is_empty() {
        lines.leave_out("No difference between the answers and the chart was found by rule; what is new in the answers stands above.");
    }
    lines
}

fn denied(answer: &Answer<'_>) -> bool {
    NO.contains(&answer.words.to_lowercase().trim_end_matches('.').trim())
}

fn of_allergies(view: View<'_>, answer: &Answer<'_>, lines: &mut Lines) {
    let known = allergies(view);
    let known: Vec<_> = known.iter().filter(|allergy| !allergy.past()).collect();
    if denied(answer) {
        for allergy in known {
            both(
                answer,
                &format!("allergy, {}", inside(&allergy.name)),
                allergy.id,
                lines,
            );
        }
    } else if !answer.words.eq_ignore_ascii_case("yes") {
        let told = answer.words.to_lowercase();
        let named = known.iter().any(|allergy| shares(&told, &allergy.name));
        if !named {
            lines.leave_out(format!(
                "Not on the chart's allergy list: {}.",
                answer.words
            ));
        }
    }
}

fn of_medicines(view: View<'_>, answer: &Answer<'_>, lines: &mut Lines) {
    let orders = orders(view);
    let active = active_orders(&orders);
    let told = answer.words.to_lowercase();
    if denied(answer) {
        for medicine in active.iter().filter(|medicine| {
            let asked = answer.question.to_lowercase();
            shares(&asked, &medicine.newest.name) || asked.contains("any ")
        }) {
            both(
                answer,
                &format!("active order of {}", inside(&medicine.newest.name)),
                medicine.newest.id,
                lines,
            );
        }
        return;
    }
    if answer.words.eq_ignore_ascii_case("yes") {
        return;
    }
    if active
        .iter()
        .any(|medicine| shares(&told, &medicine.newest.name))
    {
        return;
    }
    match orders
        .iter()
        .find(|order| order.ended() && shares(&told, &order.name))
    {
        Some(order) => {
            let date = order
                .authored
                .map(|date| format!(", ordered {}", date.shown()))
                .unwrap_or_default();
            both(
                answer,
                &format!("{}{date}, stopped", inside(&order.name)),
                order.id,
                lines,
            );
        }
        None => lines.leave_out(format!(
            "Not among the chart's active orders: {}.",
            answer.words
        )),
    }
}

/// Whether a text has a long word of a name.
fn shares(text: &str, name: &str) -> bool {
    name.to_lowercase()
        .split(|c: char| !c.is_alphabetic())
        .any(|word| {
            word.len() > 4
                && !matches!(
                    word,
                    "tablet"
                        | "allergy"
                        | "capsule"
                        | "hydrochloride"
                        | "solution"
                        | "extended"
                        | "release"
                )
                && text.contains(word)
        })
}

/// `Allergies: no.`, then `In the chart: allergy, penicillin.`: two statements, as the one contradicts the other.
fn both(answer: &Answer<'_>, chart: &str, source: &model::SourceId, lines: &mut Lines) {
    lines.push(answer.line());
    lines.push(Line::new(format!("In the chart: {chart}")).cite(source));
}
