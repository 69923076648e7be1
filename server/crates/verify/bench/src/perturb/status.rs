//! Active, resolved, stopped.

use crate::facts::{order, problem};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene, World};
use crate::rng::Rng;

/// Another status than the stored one.
pub(super) const STATUS: &[Maker] = &[resolved_told, resolved_told, active_told, stopped_told];
/// A stopped order told as current.
pub(super) const SUPERSEDED: &[Maker] = &[current_told, current_told, stopped_since];

fn resolved_told(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const OVER: &[&str] = &[
        "{name} has resolved.",
        "{name} is resolved.",
        "Resolved {name}.",
        "{name} (resolved)",
        "{name} is inactive.",
        "{name} is no longer active.",
        "- {name}: resolved",
        "{name} is in remission.",
    ];
    let one = rng.pick(&scene.chart.problems)?;
    if !one.active() || !one.confirmed() || problem::has_related(scene.chart, one) {
        return None;
    }
    let parent = problem::say(scene.chart, one, rng)?.said;
    let item = parent.framed(rng.word(OVER));
    Some(Pair::against(Name::Status, parent, item))
}

fn active_told(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const STILL: &[&str] = &[
        "{name} remains active.",
        "{name} is ongoing.",
        "Active {name}.",
        "{name} ({date}) is still active.",
        "Current problems include {name}.",
        "{name}: active",
        "{name} persists.",
    ];
    let one = rng.pick(&scene.chart.problems)?;
    if !one.resolved() || !one.confirmed() {
        return None;
    }
    let active = scene.chart.problems.iter().any(|other| {
        !other.resolved() && (other.key == one.key || problem::related(&other.key, &one.key))
    });
    if active {
        return None;
    }
    let parent = problem::say(scene.chart, one, rng)?.said;
    let item = parent.framed(rng.word(STILL));
    Some(Pair::against(Name::Status, parent, item))
}

fn stopped_told(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.orders)?;
    let other = scene
        .chart
        .orders
        .iter()
        .any(|other| other.drug == one.drug && other.status != "active");
    if one.status != "active" || other {
        return None;
    }
    let parent = order::framed(one, rng.word(order::CURRENT), rng)?.said;
    let item = parent.framed(rng.word(order::OVER));
    Some(Pair::against(Name::Status, parent, item))
}

/// A stopped order told as current, no other of the drug being active.
fn current_told(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.orders)?;
    if !matches!(one.status.as_str(), "stopped" | "completed" | "cancelled")
        || order::active_too(scene.chart, one)
    {
        return None;
    }
    let parent = order::framed(one, rng.word(order::ORDERED), rng)?.said;
    let item = parent.framed(rng.word(order::CURRENT));
    Some(Pair::against(Name::Superseded, parent, item))
}

/// The same text, but the order has been stopped meanwhile.
fn stopped_since(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.orders)?;
    let others = scene
        .chart
        .orders
        .iter()
        .filter(|other| other.drug == one.drug)
        .count();
    if scene.world != World::Rich || !scene.stopped.contains(&one.source) || others > 1 {
        return None;
    }
    let said = order::framed(one, rng.word(order::CURRENT), rng)?.said;
    let mut pair = Pair::against(Name::Superseded, said.clone(), said);
    pair.moved = Some(World::Stopped);
    Some(pair)
}
