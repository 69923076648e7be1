//! One allergy.

use crate::chart::Allergy;
use crate::rng::Rng;
use crate::say::Said;

const FRAMES: &[&str] = &[
    "Allergy to {to}.",
    "Allergic to {to}.",
    "{to} allergy is on record.",
    "- {to} allergy (active)",
    "The patient is allergic to {to}.",
    "Allergies include {to}.",
    "Has an active allergy to {to}.",
    "Active {to} allergy.",
];

const GRADED: &[&str] = &[
    "Allergy to {to}, {grade} criticality.",
    "{to} allergy ({grade} criticality)",
    "| {to} | allergy | criticality {grade} |",
];

/// Says an active allergy.
pub fn say(one: &Allergy, rng: &mut Rng) -> Option<Said> {
    if !one.active {
        return None;
    }
    let grade = one.criticality.as_deref().filter(|_| rng.chance(40));
    Some(match grade {
        Some(grade) => graded(one, grade, rng),
        None => Said::new(
            rng.word(FRAMES),
            vec![("to", one.to.clone())],
            [one.source.as_str()],
        ),
    })
}

/// Says an allergy with this criticality.
pub fn graded(one: &Allergy, grade: &str, rng: &mut Rng) -> Said {
    let slots = vec![("to", one.to.clone()), ("grade", grade.to_owned())];
    Said::new(rng.word(GRADED), slots, [one.source.as_str()])
}
