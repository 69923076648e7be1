//! Left and right.

use crate::chart::Problem;
use crate::facts::{event, problem};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::words::problems;

/// A side that nobody recorded, or the other one.
pub(super) const LATERALITY: &[Maker] = &[added, added, turned, turned, procedure];

const PARTS: [&str; 13] = [
    "forearm",
    "clavicle",
    "ankle",
    "hip",
    "knee",
    "hand",
    "wrist",
    "shoulder",
    "upper arm",
    "breast",
    "eye",
    "ear",
    "foot",
];

/// The name with a side before its body part: `left forearm fracture`, `osteoarthritis of the left hip`.
fn sided(name: &str, side: &str) -> Option<String> {
    let part = PARTS
        .iter()
        .find(|part| name.to_lowercase().contains(*part))?;
    let at = name.to_lowercase().find(part)?;
    let before = name.get(..at)?;
    let whole = before.is_empty() || before.ends_with(' ');
    whole.then(|| format!("{before}{side} {}", &name[at..]))
}

fn side(rng: &mut Rng) -> &'static str {
    rng.word(&[
        "left",
        "right",
        "left",
        "right",
        "bilateral",
        "left-sided",
        "right-sided",
    ])
}

fn added(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    if one.side.is_some()
        || one.note
        || scene
            .chart
            .problems
            .iter()
            .any(|other| other.side.is_some() && problem::related(&other.key, &one.key))
    {
        return None;
    }
    let parent = problem::say(scene.chart, one, rng)?.said;
    let name = parent.slot("name")?.to_owned();
    let wrong = sided(&name, side(rng))?;
    let item = parent.with("name", wrong);
    Some(Pair::beyond(Name::Laterality, parent, item))
}

/// A side that the chart gives: the other one, or both.
fn turned(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let right = one.side.as_deref()?;
    let name = bare(one)?;
    let wrong = if rng.chance(20) {
        "bilateral"
    } else if right == "left" {
        "right"
    } else {
        "left"
    };
    if !one.confirmed() || !one.active() || problem::has_related(scene.chart, one) {
        return None;
    }
    let frame = rng.word(problem::ACTIVE);
    let said = problem::framed(one, frame, rng).said;
    let tell = |side: &str| {
        let words = if side == "bilateral" || !name.contains(" of the ") {
            format!("{side} {name}")
        } else {
            name.replacen(" of the ", &format!(" of the {side} "), 1)
        };
        said.with("name", words)
    };
    Some(Pair::against(Name::Laterality, tell(right), tell(wrong)))
}

/// The name without a side.
fn bare(one: &Problem) -> Option<String> {
    problems::SIDED
        .iter()
        .map(|(name, _)| *name)
        .find(|name| one.key == *name)
        .map(str::to_owned)
}

fn procedure(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.events)?;
    let parent = event::say(one, rng).said;
    // A side that the record gives anywhere, as its body site, would be told rightly.
    let recorded = scene
        .chart
        .resources
        .get(&one.source)
        .is_some_and(|resource| {
            let words = resource.to_string().to_lowercase();
            words.contains("left") || words.contains("right")
        });
    if recorded || one.key.contains("left") || one.key.contains("right") {
        return None;
    }
    let wrong = sided(&one.name, rng.word(&["left", "right"]))?;
    let item = parent.with("name", wrong);
    Some(Pair::beyond(Name::Laterality, parent, item))
}
