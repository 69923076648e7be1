//! What is so told as not so.

use crate::facts::{allergy, event, order, problem};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;

/// The opposite of what the source says.
pub(super) const NEGATION: &[Maker] = &[
    diagnosis,
    diagnosis,
    procedure,
    allergic,
    drug,
    super::notes::negated,
];

fn diagnosis(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const NO: &[&str] = &[
        "No {name}.",
        "Does not have {name}.",
        "The patient does not have {name}.",
        "Denies {name}.",
        "{name}: absent",
        "Negative for {name}.",
        "Without {name}.",
        "There is no {name}.",
    ];
    const NEVER: &[&str] = &[
        "No history of {name}.",
        "Never had {name}.",
        "The patient has never had {name}.",
        "Negative history for {name}.",
    ];
    const NOT_OVER: &[&str] = &[
        "{name} has not resolved.",
        "{name} ({date}) has not resolved.",
    ];
    let one = rng.pick(&scene.chart.problems)?;
    if one.key.starts_with("history of") || one.key.contains("suspected") {
        return None;
    }
    let parent = problem::say(scene.chart, one, rng)?;
    let frames = if one.active() {
        NO
    } else if rng.chance(70) {
        NEVER
    } else if scene
        .chart
        .problems
        .iter()
        .all(|other| other.source == one.source || other.key != one.key)
    {
        NOT_OVER
    } else {
        return None;
    };
    let item = parent.said.framed(rng.word(frames));
    Some(Pair::against(Name::Negation, parent.said, item))
}

fn procedure(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const NO: &[&str] = &[
        "{name} was not performed {when}.",
        "No {name} was done {when}.",
        "{name} has never been performed.",
        "{name} was not done.",
    ];
    const NOT_GIVEN: &[&str] = &[
        "{name} was not given {when}.",
        "Did not receive {name} {when}.",
        "{name} has never been given.",
        "{name} was declined {when}.",
    ];
    let one = rng.pick(&scene.chart.events)?;
    let parent = event::say(one, rng);
    let frames = if one.kind == crate::chart::EventKind::Vaccine {
        NOT_GIVEN
    } else {
        NO
    };
    let item = parent.said.framed(rng.word(frames));
    Some(Pair::against(Name::Negation, parent.said, item))
}

fn allergic(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const NO: &[&str] = &[
        "Not allergic to {to}.",
        "No {to} allergy.",
        "The patient is not allergic to {to}.",
        "Denies allergy to {to}.",
    ];
    let one = rng.pick(&scene.chart.allergies)?;
    let parent = allergy::say(one, rng)?;
    let item = parent.framed(rng.word(NO));
    Some(Pair::against(Name::Negation, parent, item))
}

fn drug(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const NO: &[&str] = &[
        "Not taking {drug}.",
        "Does not take {drug}.",
        "The patient is not on {drug}.",
        "{drug} is not prescribed.",
        "Denies taking {drug}.",
    ];
    let one = rng.pick(&scene.chart.orders)?;
    if one.status != "active" {
        return None;
    }
    let parent = order::framed(one, rng.word(order::CURRENT), rng)?.said;
    let item = parent.framed(rng.word(NO));
    Some(Pair::against(Name::Negation, parent, item))
}
