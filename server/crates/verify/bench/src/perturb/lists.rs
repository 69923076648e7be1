//! The value of another test.

use crate::facts::lab;
use crate::facts::panel::{self, VALUES};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;

/// The value of another test.
pub(super) const ATTACHMENT: &[Maker] = &[swap, swap, taken];

/// Two values of a list change places; each keeps its own unit.
fn swap(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = panel::say(scene.chart, rng)?;
    let a = rng.below(parent.readings.len());
    let b = (a + 1) % parent.readings.len();
    let first = !lab::true_of(
        scene.chart,
        parent.readings[a].lab,
        Some(parent.told),
        parent.shown[b],
    );
    let second = !lab::true_of(
        scene.chart,
        parent.readings[b].lab,
        Some(parent.told),
        parent.shown[a],
    );
    if !first || !second || other_unit(&parent, a, b) || other_unit(&parent, b, a) {
        return None;
    }
    let item = parent
        .said
        .with(VALUES[a], parent.shown[b].to_string())
        .with(VALUES[b], parent.shown[a].to_string());
    Some(Pair::against(Name::Attachment, parent.said, item))
}

/// A value without its unit may be right in another one.
fn other_unit(parent: &panel::PanelSaid<'_>, mine: usize, from: usize) -> bool {
    parent.readings[mine]
        .lab
        .other
        .as_ref()
        .is_some_and(|other| {
            let converted = parent.readings[mine].value.float() * other.factor + other.plus;
            (converted / parent.shown[from].float() - 1.0).abs() < 0.1
        })
}

/// One test with the value of another of the same day.
fn taken(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let reading = rng.pick(&scene.chart.readings)?;
    let parent = lab::say(reading, rng)?;
    let others: Vec<_> = scene
        .chart
        .readings
        .iter()
        .filter(|one| {
            one.when == reading.when && one.lab != reading.lab && one.lab.panel == reading.lab.panel
        })
        .collect();
    let other = rng.pick(&others)?;
    let wrong = lab::shown(other, rng)?;
    let converted = reading
        .lab
        .other
        .as_ref()
        .map(|unit| reading.value.float() * unit.factor + unit.plus);
    let unclear = converted.is_some_and(|value| (value / wrong.float() - 1.0).abs() < 0.1);
    if unclear
        || lab::true_of(scene.chart, reading.lab, parent.told, wrong)
        || lab::true_of(scene.chart, reading.lab, None, wrong)
    {
        return None;
    }
    let item = parent.said.with("value", wrong.to_string());
    Some(Pair::against(Name::Attachment, parent.said, item))
}
