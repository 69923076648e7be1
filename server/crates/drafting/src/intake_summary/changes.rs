//! Where an answer and the chart differ. Both are shown; which is right is the clinician's to find out.

use super::answer::{Answer, answers};
use crate::phrase::active_orders;
use crate::read::{View, allergies, measures, orders, problems};
use crate::say::{Line, Lines, compare, inside};
use crate::spoken::{conflicts, utterances};
use sources::Quantity;
use std::cmp::Ordering;

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
        let asks = |words: &[&str]| words.iter().any(|word| question.contains(word));
        // What relatives have is not compared with what the patient has.
        if asks(&["family", "mother", "father", "relative", "parents"]) {
            continue;
        }
        if asks(&["allerg"]) {
            of_allergies(view, answer, &mut lines);
        } else if asks(&["medic", "drug", "pill", "tablet"]) && !asks(&["medical"]) {
            of_medicines(view, answer, asks(&STOPPED), &mut lines);
        } else if asks(&PROBLEMS) && !question.starts_with("how") {
            of_problems(view, answer, &mut lines);
        } else if !answer.amounts.is_empty() {
            of_values(view, answer, &mut lines);
        }
    }
    if lines.lines.is_empty() {
        lines.leave_out("No difference between the answers and the chart was found by rule; what is new in the answers stands above.");
    }
    lines
}

/// Questions for what is taken no more.
const STOPPED: [&str; 5] = ["stop", "no longer", "not tak", "quit", "skip"];
/// Questions for what the patient has.
const PROBLEMS: [&str; 6] = [
    "problem",
    "condition",
    "diagnos",
    "illness",
    "disease",
    "medical history",
];

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
        for one in &answer.each {
            let told = one.to_lowercase();
            if !known.iter().any(|allergy| shares(&told, &allergy.name)) {
                lines.leave_out(format!("Not on the chart's allergy list: {one}."));
            }
        }
    }
}

fn of_medicines(view: View<'_>, answer: &Answer<'_>, stopped: bool, lines: &mut Lines) {
    let orders = orders(view);
    let active = active_orders(&orders);
    if denied(answer) {
        for medicine in active.iter().filter(|medicine| {
            let asked = answer.question.to_lowercase();
            !stopped && (shares(&asked, &medicine.newest.name) || asked.contains("any "))
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
    for one in &answer.each {
        let told = one.to_lowercase();
        let ordered = active
            .iter()
            .find(|medicine| shares(&told, &medicine.newest.name));
        let ended = orders
            .iter()
            .find(|order| order.ended() && shares(&told, &order.name));
        match (ordered, ended) {
            (Some(medicine), _) if stopped => both(
                answer,
                &format!("active order of {}", inside(&medicine.newest.name)),
                medicine.newest.id,
                lines,
            ),
            // Both say that it is taken, or that it is not.
            (Some(_), _) => {}
            (None, _) if stopped => {}
            (None, Some(order)) => {
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
            (None, None) => {
                lines.leave_out(format!("Not among the chart's active orders: {one}."));
            }
        }
    }
}

fn of_problems(view: View<'_>, answer: &Answer<'_>, lines: &mut Lines) {
    if denied(answer) || answer.words.eq_ignore_ascii_case("yes") {
        return;
    }
    let known = problems(view);
    for one in &answer.each {
        let told = one.to_lowercase();
        if !known.iter().any(|problem| shares(&told, &problem.name)) {
            lines.leave_out(format!("Not among the chart's problems: {one}."));
        }
    }
}

/// An amount that the chart has otherwise, in the same unit.
fn of_values(view: View<'_>, answer: &Answer<'_>, lines: &mut Lines) {
    let measures = measures(view);
    let asked = answer.question.to_lowercase();
    let mut found = measures
        .values()
        .filter(|measure| shares(&asked, &measure.name));
    let Some(reading) =
        found.find_map(|measure| measure.readings.first().map(|one| (measure, one)))
    else {
        return;
    };
    let (measure, newest) = reading;
    let differs = |told: &&Quantity| {
        let order = newest.quantity.and_then(|known| compare(known, told));
        order.is_some_and(Ordering::is_ne)
    };
    if answer.amounts.iter().any(differs) {
        both(
            answer,
            &format!(
                "{} {} on {}",
                inside(&measure.name),
                newest.shown(),
                newest.when.shown()
            ),
            newest.id,
            lines,
        );
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
