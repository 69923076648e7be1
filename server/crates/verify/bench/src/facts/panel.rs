//! Several results of one day in one sentence.

use super::lab;
use crate::chart::{Chart, Reading};
use crate::day::{Style, When};
use crate::decimal::Decimal;
use crate::rng::Rng;
use crate::say::Said;

/// Results of one day.
#[derive(Clone, Debug)]
pub struct PanelSaid<'a> {
    /// The sentence: `n0`, `v0`, `u0` and so on, `when`, `date`.
    pub said: Said,
    /// What it tells, in order.
    pub readings: Vec<&'a Reading>,
    /// The values as shown.
    pub shown: Vec<Decimal>,
    /// The day as told.
    pub told: When,
}

/// Names of the places for values.
pub const VALUES: [&str; 4] = ["v0", "v1", "v2", "v3"];
/// Names of the places for test names.
pub const NAMES: [&str; 4] = ["n0", "n1", "n2", "n3"];
/// Names of the places for units.
pub const UNITS: [&str; 4] = ["u0", "u1", "u2", "u3"];

const FRAMES: &[&str] = &[
    "{date}: {items}.",
    "Results {when}: {items}.",
    "{items} ({date})",
    "{when}: {items}.",
    "- {date} — {items}",
    "Results of {date} include {items}.",
    "The panel {when} showed {items}.",
    "| {date} | {items} |",
];

/// Two to four results of one day and one panel.
pub fn say<'a>(chart: &'a Chart, rng: &mut Rng) -> Option<PanelSaid<'a>> {
    let first = rng.pick(&chart.readings)?;
    if first.lab.panel.is_empty() {
        return None;
    }
    let mut same: Vec<&Reading> = chart
        .readings
        .iter()
        .filter(|one| {
            one.when == first.when && one.lab.panel == first.lab.panel && one.lab != first.lab
        })
        .collect();
    rng.shuffle(&mut same);
    let mut readings = vec![first];
    for one in same {
        if readings.len() < 2 + rng.below(3) && readings.iter().all(|known| known.lab != one.lab) {
            readings.push(one);
        }
    }
    if readings.len() < 2 {
        return None;
    }
    let shown: Vec<Decimal> = readings
        .iter()
        .map(|one| lab::shown(one, rng))
        .collect::<Option<_>>()?;
    let style = Style::any(rng);
    let joint = rng.word(&[" ", " ", ": ", " of "]);
    let items: Vec<String> = (0..readings.len())
        .map(|i| format!("{{{}}}{joint}{{{}}}{{{}}}", NAMES[i], VALUES[i], UNITS[i]))
        .collect();
    let items = match rng.below(3) {
        0 => crate::words::list(&items),
        1 => items.join("; "),
        _ => items.join(", "),
    };
    let frame = rng.word(FRAMES).replace("{items}", &items);
    let mut slots = vec![
        ("when", style.at(first.when)),
        ("date", style.show(first.when)),
    ];
    for (i, one) in readings.iter().enumerate() {
        slots.push((NAMES[i], rng.word(one.lab.names).to_owned()));
        slots.push((VALUES[i], shown[i].to_string()));
        slots.push((UNITS[i], lab::spaced(&lab::unit(one, rng))));
    }
    let said = Said::new(
        &frame,
        slots,
        readings.iter().map(|one| one.source.as_str()),
    );
    Some(PanelSaid {
        said,
        readings,
        shown,
        told: first.when,
    })
}
