//! Above and below.

use crate::decimal::Decimal;
use crate::facts::lab;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;

/// The other side of a limit.
pub(super) const COMPARATOR: &[Maker] = &[limit, limit, limit, pressure];

const SIDES: &[(&str, &str)] = &[
    ("above", "below"),
    ("over", "under"),
    (">", "<"),
    ("greater than", "less than"),
    ("more than", "less than"),
    ("higher than", "lower than"),
    ("at least", "at most"),
    ("≥", "≤"),
];

/// A round number clearly on one side of the value.
fn limit_of(value: Decimal, rng: &mut Rng) -> Option<Decimal> {
    let value = value.float();
    let step = match value.abs() {
        size if size < 2.0 => 0.5,
        size if size < 20.0 => 1.0,
        size if size < 60.0 => 5.0,
        size if size < 400.0 => 10.0,
        _ => 100.0,
    };
    #[expect(clippy::cast_precision_loss, reason = "a few steps")]
    let off = rng.between(1, 4) as f64 * step * if rng.chance(50) { 1.0 } else { -1.0 };
    let limit = (value / step).round() * step + off;
    let far = (limit - value).abs() > 0.04 * value.abs() && (limit - value).abs() > 0.3 * step;
    (far && limit > 0.0)
        .then(|| Decimal::of(limit, u32::from(step < 1.0)))
        .flatten()
}

fn limit(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "{name} was {side} {limit}{unit} {when}.",
        "{name} {value}{unit}, {side} {limit}, {when}.",
        "{name} {side} {limit}{unit} ({date})",
        "{when}, {name} was {side} {limit}{unit}.",
        "{name} {value}{unit} ({date}), {side} {limit}.",
    ];
    let reading = rng.pick(&scene.chart.readings)?;
    let frame = rng.word(FRAMES);
    let said = lab::framed(reading, frame, rng)?;
    let told = said.told?;
    let limit = limit_of(reading.value, rng)?;
    let sides = rng.pick(SIDES)?;
    let above = reading.value.float() > limit.float();
    // Every reading of the time told must lie on the same side.
    let all_alike = lab::readings(scene.chart, reading.lab, Some(told))
        .all(|one| one.unit == reading.unit && (one.value.float() > limit.float()) == above);
    if !all_alike {
        return None;
    }
    let (right, wrong) = if above { *sides } else { (sides.1, sides.0) };
    let tell = |side: &str| {
        said.said.framed(
            &frame
                .replace("{side}", side)
                .replace("{limit}", &limit.to_string()),
        )
    };
    Some(Pair::against(Name::Comparator, tell(right), tell(wrong)))
}

fn pressure(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.pressures)?;
    let limit = *rng.pick(&[120.0, 130.0, 140.0, 150.0])?;
    let value = one.systolic.float();
    if (value - limit).abs() < 4.0
        || scene
            .chart
            .pressures
            .iter()
            .any(|other| other.when == one.when && other.source != one.source)
    {
        return None;
    }
    let style = crate::day::Style::any(rng);
    let frame = rng.word(&[
        "Systolic BP was {side} {limit} mmHg {when}.",
        "SBP {side} {limit} ({date})",
        "{when}, systolic blood pressure was {side} {limit} mmHg.",
    ]);
    let (right, wrong) = *rng.pick(SIDES)?;
    let (right, wrong) = if value > limit {
        (right, wrong)
    } else {
        (wrong, right)
    };
    let tell = |side: &str| {
        let slots = vec![
            ("side", side.to_owned()),
            ("limit", limit.to_string()),
            ("when", style.at(one.when)),
            ("date", style.show(one.when)),
        ];
        Said::new(frame, slots, [one.source.as_str()])
    };
    Some(Pair::against(Name::Comparator, tell(right), tell(wrong)))
}
