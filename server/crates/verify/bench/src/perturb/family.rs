//! Whose condition it is.

use crate::facts::problem;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;

/// A relative's condition told as the patient's, or as another relative's; the patient's as a relative's.
pub(super) const EXPERIENCER: &[Maker] = &[own, own, other, given_away, super::notes::relative];

const RIGHT: &[&str] = &[
    "Family history of {name} ({kin}).",
    "{kin} had {name}.",
    "FHx: {name} ({kin}).",
    "The patient's {kin} has a history of {name}.",
    "Family history: {kin} with {name}.",
    "- Family history: {name} in {kin}",
    "{name} in the patient's {kin}.",
];

fn own(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const WRONG: &[&str] = &[
        "History of {name}.",
        "The patient has {name}.",
        "PMH: {name}.",
        "Has a history of {name}.",
        "Known {name}.",
        "Diagnosed with {name}.",
        "Active problems include {name}.",
        "{name} (patient)",
    ];
    let kin = rng.pick(&scene.chart.kin)?;
    let has = scene
        .chart
        .problems
        .iter()
        .any(|one| one.key == kin.condition || problem::related(&one.key, &kin.condition));
    if has {
        return None;
    }
    let parent = said(kin, rng);
    let item = parent.framed(rng.word(WRONG));
    Some(Pair::beyond(Name::Experiencer, parent, item))
}

fn said(kin: &crate::chart::Kin, rng: &mut Rng) -> Said {
    let slots = vec![
        ("name", crate::words::problems::lower(&kin.condition)),
        ("kin", kin.relation.clone()),
    ];
    Said::new(rng.word(RIGHT), slots, [kin.source.as_str()])
}

/// Another relative.
fn other(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let kin = rng.pick(&scene.chart.kin)?;
    let wrong = rng.word(&[
        "mother",
        "father",
        "sister",
        "brother",
        "maternal grandmother",
    ]);
    let also = scene
        .chart
        .kin
        .iter()
        .any(|one| one.relation == wrong && one.condition == kin.condition);
    if wrong == kin.relation || also || kin.relation.contains(' ') {
        return None;
    }
    let parent = said(kin, rng);
    let item = parent.with("kin", wrong);
    Some(Pair::against(Name::Experiencer, parent, item))
}

/// The patient's condition told as a relative's.
fn given_away(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    if !one.active()
        || one.key.starts_with("history")
        || scene
            .chart
            .kin
            .iter()
            .any(|kin| kin.condition == one.key || problem::related(&kin.condition, &one.key))
    {
        return None;
    }
    let parent = problem::say(scene.chart, one, rng)?.said;
    let kin = rng.word(&["mother", "father", "sister", "brother"]);
    let item = parent.framed(&rng.word(RIGHT).replace("{kin}", kin));
    Some(Pair::beyond(Name::Experiencer, parent, item))
}
