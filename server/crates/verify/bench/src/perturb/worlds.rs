//! The same text over another chart: the source was entered in error, or belongs to another patient.

use crate::facts::{allergy, event, lab, order, pressure, problem};
use crate::name::Name;
use crate::pair::{Label, Maker, Pair, Scene, World};
use crate::rng::Rng;
use crate::say::Said;
use std::collections::BTreeSet;

/// Entered in error, or refuted.
pub(super) const RETRACTED: &[Maker] = &[retracted];
/// Another patient's.
pub(super) const FOREIGN: &[Maker] = &[foreign];

fn retracted(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    moved(
        scene,
        rng,
        Name::Retracted,
        Label::Contradicted,
        World::Retracted,
        scene.retracted,
    )
}

fn foreign(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    moved(
        scene,
        rng,
        Name::WrongPatient,
        Label::Unsupported,
        World::Foreign,
        scene.foreign,
    )
}

fn moved(
    scene: &Scene<'_>,
    rng: &mut Rng,
    name: Name,
    label: Label,
    to: World,
    changed: &BTreeSet<String>,
) -> Option<Pair> {
    let all: Vec<&String> = changed.iter().collect();
    let source = *rng.pick(&all)?;
    if scene.world != World::Rich {
        return None;
    }
    let said = about(scene, source, rng)?;
    Some(Pair {
        name,
        label,
        parent: said.clone(),
        item: said,
        moved: Some(to),
    })
}

/// A faithful sentence about one resource.
fn about(scene: &Scene<'_>, source: &str, rng: &mut Rng) -> Option<Said> {
    let chart = scene.chart;
    if let Some(one) = chart.readings.iter().find(|one| one.source == source) {
        return Some(lab::say(one, rng)?.said);
    }
    if let Some(one) = chart.pressures.iter().find(|one| one.source == source) {
        return Some(pressure::say(one, rng).said);
    }
    if let Some(one) = chart.problems.iter().find(|one| one.source == source) {
        return Some(problem::say(chart, one, rng)?.said);
    }
    if let Some(one) = chart.orders.iter().find(|one| one.source == source) {
        return Some(order::say(chart, one, rng)?.said);
    }
    if let Some(one) = chart.events.iter().find(|one| one.source == source) {
        return Some(event::say(one, rng).said);
    }
    let one = chart.allergies.iter().find(|one| one.source == source)?;
    allergy::say(one, rng)
}
