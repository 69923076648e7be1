//! One numeric result.

use crate::chart::{Chart, Reading};
use crate::day::{self, Style, When};
use crate::decimal::Decimal;
use crate::rng::Rng;
use crate::say::Said;
use crate::words::labs::{self, Lab};

/// A result in a sentence.
#[derive(Clone, Debug)]
pub struct LabSaid {
    /// The sentence: `name`, `value`, `unit`, `when`, `date`.
    pub said: Said,
    /// The value as shown.
    pub shown: Decimal,
    /// The unit as shown, without its space; empty where it is left out.
    pub unit: String,
    /// The date as told; none where it is not.
    pub told: Option<When>,
    /// How its dates are written.
    pub style: Style,
}

const DATED: &[&str] = &[
    "{name} was {value}{unit} {when}.",
    "{name} {value}{unit} ({date})",
    "{date}: {name} {value}{unit}",
    "- {name}: {value}{unit} ({date})",
    "| {name} | {value}{unit} | {date} |",
    "{name} measured {when} was {value}{unit}.",
    "{when}, {name} was {value}{unit}.",
    "The {name} came back at {value}{unit} {when}.",
    "{name} of {value}{unit} was recorded {when}.",
    "{name} {value}{unit}, {date}.",
    "The patient's {name} was {value}{unit} {when}.",
    "{when} the chart shows a {name} of {value}{unit}.",
    "{name} = {value}{unit} [{date}]",
    "{name} documented at {value}{unit} {when}.",
];

const BARE: &[&str] = &[
    "{name} {value}{unit}.",
    "{name} was {value}{unit}.",
    "{name}: {value}{unit}",
    "The recorded {name} is {value}{unit}.",
    "A {name} of {value}{unit} is on file.",
];

/// Says a result; none where its rounding can be argued.
pub fn say(reading: &Reading, rng: &mut Rng) -> Option<LabSaid> {
    let dated = rng.chance(80);
    let frame = rng.word(if dated { DATED } else { BARE });
    framed(reading, frame, rng)
}

/// Says a result with its date.
pub fn dated(reading: &Reading, rng: &mut Rng) -> Option<LabSaid> {
    let frame = rng.word(DATED);
    framed(reading, frame, rng)
}

/// Says a result in this frame.
pub fn framed(reading: &Reading, frame: &str, rng: &mut Rng) -> Option<LabSaid> {
    let shown = shown(reading, rng)?;
    let style = Style::any(rng);
    let grain = day::grain(rng, reading.when.grain());
    let when = reading.when.at(grain);
    let unit = unit(reading, rng);
    let said = Said::new(
        frame,
        vec![
            ("name", rng.word(reading.lab.names).to_owned()),
            ("value", shown.to_string()),
            ("unit", spaced(&unit)),
            ("when", style.at(when)),
            ("date", style.show(when)),
        ],
        [reading.source.as_str()],
    );
    let told = (said.shows("when") || said.shows("date")).then_some(when);
    Some(LabSaid {
        said,
        shown,
        unit,
        told,
        style,
    })
}

/// The value as people show it: the test's usual digits, sometimes one more; at least two figures of a small one.
pub fn shown(reading: &Reading, rng: &mut Rng) -> Option<Decimal> {
    let size = reading.value.float().abs();
    let least = if size < 1.0 {
        2
    } else {
        u32::from(size < 10.0)
    };
    let digits = reading.lab.digits.max(least) + u32::from(rng.chance(15));
    let usual = reading.value.rounded(digits).trimmed();
    // Zeros at the end stay where they carry the usual precision (7.0 %), as far as the chart has it.
    let shown = if rng.chance(70) && reading.value.digits() >= digits {
        reading.value.rounded(digits)
    } else {
        usual
    };
    (!reading.value.halfway(digits)).then_some(shown)
}

/// The unit in one of its spellings, at times left out.
pub fn unit(reading: &Reading, rng: &mut Rng) -> String {
    let units = labs::shown_units(reading.lab, &reading.unit).unwrap_or_default();
    let optional = ["cmp", "lipids", "cbc"].contains(&reading.lab.panel);
    if optional && rng.chance(12) {
        return String::new();
    }
    rng.word(&units).to_owned()
}

/// With the space that belongs before it.
pub fn spaced(unit: &str) -> String {
    if unit.is_empty() || unit.starts_with(['%', ' ']) {
        unit.to_owned()
    } else {
        format!(" {unit}")
    }
}

/// Whether a shown value is true of a test in a period (or ever), whatever its source.
pub fn true_of(chart: &Chart, lab: &Lab, told: Option<When>, shown: Decimal) -> bool {
    readings(chart, lab, told).any(|reading| {
        let same = |digits: u32| {
            reading.value.rounded(digits).float().to_bits() == shown.float().to_bits()
        };
        same(shown.digits()) || same(shown.trimmed().digits())
    })
}

/// Readings of a test in a period, or all.
pub fn readings<'a>(
    chart: &'a Chart,
    lab: &'a Lab,
    told: Option<When>,
) -> impl Iterator<Item = &'a Reading> {
    chart.readings.iter().filter(move |reading| {
        reading.lab == lab && told.is_none_or(|told| told.meets(reading.when))
    })
}
