//! One blood pressure.

use crate::chart::{Chart, Pressure};
use crate::day::{self, Style, When};
use crate::rng::Rng;
use crate::say::Said;

/// A blood pressure in a sentence.
#[derive(Clone, Debug)]
pub struct PressureSaid {
    /// The sentence: `value`, `when`, `date`.
    pub said: Said,
    /// Systolic and diastolic as shown.
    pub shown: (i64, i64),
    /// The date as told; none where it is not.
    pub told: Option<When>,
}

const FRAMES: &[&str] = &[
    "BP {value} {when}.",
    "{name} was {value}{unit} {when}.",
    "{date}: BP {value}{unit}",
    "- BP {value} ({date})",
    "| BP | {value} | {date} |",
    "{name} {value}{unit} ({date}).",
    "{when}, blood pressure was recorded as {value}{unit}.",
    "{name} {value}{unit}.",
    "Vitals {when}: BP {value}.",
    "A {name} of {value}{unit} was documented {when}.",
];

/// Says a blood pressure.
pub fn say(one: &Pressure, rng: &mut Rng) -> PressureSaid {
    let style = Style::any(rng);
    let when = one.when.at(day::grain(rng, one.when.grain()));
    let shown = whole(one);
    let unit = rng.word(&["", " mmHg", " mm Hg", " mmHg"]);
    let said = Said::new(
        rng.word(FRAMES),
        vec![
            ("value", format!("{}/{}", shown.0, shown.1)),
            ("name", rng.word(&["BP", "blood pressure"]).to_owned()),
            ("unit", unit.to_owned()),
            ("when", style.at(when)),
            ("date", style.show(when)),
        ],
        [one.source.as_str()],
    );
    let told = (said.shows("when") || said.shows("date")).then_some(when);
    PressureSaid { said, shown, told }
}

/// Both parts in whole mmHg, half up.
pub fn whole(one: &Pressure) -> (i64, i64) {
    let round = |value: crate::decimal::Decimal| value.rounded(0).to_string().parse().unwrap_or(0);
    (round(one.systolic), round(one.diastolic))
}

/// Whether that pressure was measured in a period (or ever).
pub fn true_of(chart: &Chart, told: Option<When>, shown: (i64, i64)) -> bool {
    chart
        .pressures
        .iter()
        .filter(|one| told.is_none_or(|told| told.meets(one.when)))
        .any(|one| whole(one) == shown)
}
