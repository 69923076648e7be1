//! Lists told as complete.

use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;
use crate::words;

/// A complete list with one entry left out.
pub(super) const OMISSION: &[Maker] = &[problems, allergies, orders];

/// Entries and their sources; the wrong list lacks one.
fn pair(all: &[(String, String)], frames: &[&str], rng: &mut Rng) -> Option<Pair> {
    if !(2..=8).contains(&all.len()) {
        return None;
    }
    let mut all = all.to_vec();
    rng.shuffle(&mut all);
    let left_out = rng.below(all.len());
    let frame = rng.word(frames);
    let tell = |entries: &[(String, String)]| {
        let names: Vec<String> = entries.iter().map(|(name, _)| name.clone()).collect();
        let one = frame
            .replace(" are recorded as allergies", " is recorded as an allergy")
            .replace("problems are {", "problem is {")
            .replace("allergies are {", "allergy is {")
            .replace("orders are {", "order is {")
            .replace(" are on the", " is on the");
        Said::new(
            if names.len() == 1 { &one } else { frame },
            vec![("list", words::list(&names))],
            entries.iter().map(|(_, source)| source.as_str()),
        )
    };
    let parent = tell(&all);
    let mut short = all.clone();
    short.remove(left_out);
    let mut item = tell(&short);
    // At times the source that says more is cited.
    if rng.chance(50) {
        item.cites.clone_from(&parent.cites);
    }
    Some(Pair::against(Name::Omission, parent, item))
}

fn distinct(all: &[(String, String)]) -> bool {
    let mut names: Vec<&String> = all.iter().map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    names.len() == all.len()
}

fn problems(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "The only active problems are {list}.",
        "Active problems are limited to {list}.",
        "Complete list of active problems: {list}.",
        "Only {list} are on the active problem list.",
        "The active problem list consists only of {list}.",
    ];
    let chart = scene.chart;
    let whole = chart.own("Condition").count();
    let clear = chart
        .problems
        .iter()
        .all(|one| one.confirmed() && (one.active() || one.resolved()));
    if whole != chart.problems.len() || !clear {
        return None;
    }
    let all: Vec<(String, String)> = chart
        .problems
        .iter()
        .filter(|one| one.active())
        .map(|one| (one.names[0].clone(), one.source.clone()))
        .collect();
    distinct(&all).then(|| pair(&all, FRAMES, rng)).flatten()
}

fn allergies(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "The only recorded allergies are {list}.",
        "Complete allergy list: {list}.",
        "Allergies are limited to {list}.",
        "Only {list} are recorded as allergies.",
    ];
    let chart = scene.chart;
    if chart.own("AllergyIntolerance").count() != chart.allergies.len()
        || chart.allergies.iter().any(|one| !one.active)
    {
        return None;
    }
    let all: Vec<(String, String)> = chart
        .allergies
        .iter()
        .map(|one| (one.to.clone(), one.source.clone()))
        .collect();
    distinct(&all).then(|| pair(&all, FRAMES, rng)).flatten()
}

fn orders(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "The only active medication orders are {list}.",
        "Complete list of active medications: {list}.",
        "Active medications are limited to {list}.",
        "Currently prescribed only {list}.",
    ];
    let chart = scene.chart;
    let active = chart
        .resources
        .iter()
        .filter(|(key, one)| {
            key.starts_with("Medication")
                && !key.starts_with("Medication/")
                && one["status"] == "active"
        })
        .count();
    let all: Vec<(String, String)> = chart
        .orders
        .iter()
        .filter(|one| one.status == "active")
        .map(|one| (one.drug.clone(), one.source.clone()))
        .collect();
    (active == all.len() && distinct(&all))
        .then(|| pair(&all, FRAMES, rng))
        .flatten()
}
