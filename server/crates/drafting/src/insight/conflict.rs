//! Sources that cannot both be right. None is resolved here: both are shown.

use super::gap::denies;
use crate::read::{
    Death, Mentions, Order, ProblemState, Said, View, allergies, measures, notes, orders, person,
    problems, says, visits,
};
use model::SourceId;
use serde::Serialize;
use std::collections::BTreeMap;

/// Two or more sources that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// In words.
    pub what: String,
    /// Every source of it.
    pub sources: Vec<SourceId>,
}

/// Most conflicts of one sort that are listed.
const MOST: usize = 20;

pub(super) fn all(view: View<'_>) -> Vec<Conflict> {
    let mut out = Vec::new();
    let mut add = |found: Vec<Conflict>| out.extend(found.into_iter().take(MOST));
    add(allergy_entries(view));
    add(allergic_orders(view));
    add(two_doses(view));
    add(two_states(view));
    add(two_values(view));
    add(denied_problems(view));
    add(after_death(view));
    out
}

/// "No known allergies" beside an allergy.
fn allergy_entries(view: View<'_>) -> Vec<Conflict> {
    let all = allergies(view);
    let none = all.iter().find(|one| denies(one) && !one.past());
    let some = all.iter().find(|one| !denies(one) && !one.past());
    match (none, some) {
        (Some(none), Some(some)) => vec![Conflict {
            what: format!("“{}” stands beside an allergy: {}", none.name, some.name),
            sources: vec![none.id.clone(), some.id.clone()],
        }],
        _ => Vec::new(),
    }
}

/// The first word of a name that tells the substance.
fn substance(name: &str) -> Option<String> {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| {
            word.len() > 4
                && word.chars().all(char::is_alphabetic)
                && !["allergy", "allergic", "intolerance", "propensity", "tablet"].contains(word)
        })
        .map(str::to_owned)
}

/// An order in force of what the patient is allergic to.
fn allergic_orders(view: View<'_>) -> Vec<Conflict> {
    let orders = orders(view);
    let mut out = Vec::new();
    for allergy in allergies(view)
        .iter()
        .filter(|one| !one.past() && !denies(one))
    {
        let Some(word) = substance(&allergy.name) else {
            continue;
        };
        for order in orders.iter().filter(|order| {
            order.current()
                && order
                    .name
                    .to_lowercase()
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|part| part == word)
        }) {
            out.push(Conflict {
                what: format!(
                    "{} is ordered, and an allergy to {} is recorded",
                    order.name,
                    crate::say::inside(&allergy.name)
                ),
                sources: vec![allergy.id.clone(), order.id.clone()],
            });
        }
    }
    out
}

/// Two orders in force of one substance with different names or instructions.
fn two_doses(view: View<'_>) -> Vec<Conflict> {
    let orders = orders(view);
    let mut by: BTreeMap<String, Vec<&Order<'_>>> = BTreeMap::new();
    for order in orders.iter().filter(|order| order.current()) {
        if let Some(word) = substance(&order.name) {
            by.entry(word).or_default().push(order);
        }
    }
    by.into_values()
        .filter_map(|group| {
            let newest = group.first()?;
            let other = group.iter().find(|order| {
                order.key() != newest.key()
                    || (order.instructions != newest.instructions
                        && !order.instructions.is_empty()
                        && !newest.instructions.is_empty())
            })?;
            Some(Conflict {
                what: format!(
                    "Two orders of one substance are active: {} and {}",
                    newest.name, other.name
                ),
                sources: vec![newest.id.clone(), other.id.clone()],
            })
        })
        .collect()
}

/// One problem, on the same day active in one entry and resolved in another.
fn two_states(view: View<'_>) -> Vec<Conflict> {
    let all = problems(view);
    let mut out = Vec::new();
    for active in all.iter().filter(|one| one.state == ProblemState::Active) {
        let other = all.iter().find(|past| {
            past.state == ProblemState::Past
                && past.same(active)
                && past.began().is_some()
                && past.began() == active.began()
        });
        if let Some(other) = other {
            out.push(Conflict {
                what: format!(
                    "{} is active in one entry and over in another of the same day",
                    active.name
                ),
                sources: vec![active.id.clone(), other.id.clone()],
            });
        }
    }
    out
}

/// One test, at the same moment, with two values.
fn two_values(view: View<'_>) -> Vec<Conflict> {
    let mut out = Vec::new();
    for measure in measures(view).values() {
        for pair in measure.readings.windows(2) {
            let [one, other] = pair else { continue };
            if one.same_moment(other) && one.id != other.id && one.shown() != other.shown() {
                out.push(Conflict {
                    what: format!(
                        "{} {}: {} and {}",
                        measure.name,
                        one.when.at(),
                        one.shown(),
                        other.shown()
                    ),
                    sources: vec![one.id.clone(), other.id.clone()],
                });
            }
        }
    }
    out
}

/// An active problem that the newest note denies.
fn denied_problems(view: View<'_>) -> Vec<Conflict> {
    let notes = notes(view);
    let Some(note) = notes.first() else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for problem in problems(view)
        .iter()
        .filter(|one| one.state == ProblemState::Active)
    {
        if !Mentions::of([problem.name.as_str()]).stand_in(note.snippet) {
            continue;
        }
        let denied = note.sentences().iter().any(|sentence| {
            !sentence.heading.contains("family")
                && says(sentence.words, &problem.name) == Some(Said::No)
        });
        if denied {
            out.push(Conflict {
                what: format!(
                    "{} is on the problem list, and the note of {} denies it",
                    problem.name,
                    note.when.shown()
                ),
                sources: vec![problem.id.clone(), note.id.clone()],
            });
        }
    }
    out
}

/// What is dated after the patient's death.
fn after_death(view: View<'_>) -> Vec<Conflict> {
    let Some((person, Death::At(died))) =
        person(view).and_then(|person| Some((person.id.clone(), person.died?)))
    else {
        return Vec::new();
    };
    visits(view)
        .iter()
        .filter(|visit| visit.start.first() > died.last())
        .map(|visit| Conflict {
            what: format!(
                "An encounter {} lies after the recorded death {}",
                visit.start.at(),
                died.at()
            ),
            sources: vec![visit.id.clone(), person.clone()],
        })
        .collect()
}
