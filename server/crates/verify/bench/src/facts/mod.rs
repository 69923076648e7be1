//! Faithful sentences, by kind of fact. Each says only what the chart's JSON says.

pub mod allergy;
pub mod event;
pub mod lab;
pub mod note;
pub mod order;
pub mod panel;
pub mod pressure;
pub mod problem;
pub mod relative;

use crate::pair::Scene;
use crate::rng::Rng;
use crate::say::Said;

/// Any plain faithful sentence about the chart.
pub fn any(scene: &Scene<'_>, rng: &mut Rng) -> Option<Said> {
    let chart = scene.chart;
    match rng.below(8) {
        0 | 1 => {
            let reading = rng.pick(&chart.readings)?;
            Some(lab::say(reading, rng)?.said)
        }
        2 => Some(panel::say(chart, rng)?.said),
        3 => {
            let one = rng.pick(&chart.pressures)?;
            Some(pressure::say(one, rng).said)
        }
        4 => {
            let one = rng.pick(&chart.problems)?;
            Some(problem::say(chart, one, rng)?.said)
        }
        5 => {
            let one = rng.pick(&chart.orders)?;
            Some(order::say(chart, one, rng)?.said)
        }
        6 => {
            let one = rng.pick(&chart.events)?;
            Some(event::say(one, rng).said)
        }
        _ => {
            let one = rng.pick(&chart.allergies)?;
            allergy::say(one, rng)
        }
    }
}
