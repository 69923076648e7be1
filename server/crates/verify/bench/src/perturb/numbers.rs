//! Another number, a shifted point, the value of another day.

use crate::decimal::Decimal;
use crate::facts::panel::VALUES;
use crate::facts::{lab, panel, pressure};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;

/// Another number than the source's.
pub(super) const NUMBER: &[Maker] = &[
    number_one,
    number_one,
    number_list,
    number_pressure,
    super::notes::number,
];
/// Off by a power of ten.
pub(super) const SCALE: &[Maker] = &[scale_one, scale_one, scale_list];
/// The value of another day.
pub(super) const PERIOD: &[Maker] = &[period_one, period_one, period_pressure, period_latest];

/// A value that people could write by mistake: some percent off, or its last digits swapped; never off by a power of ten.
fn other(shown: Decimal, limits: (f64, f64), rng: &mut Rng) -> Option<Decimal> {
    let value = shown.float();
    let digits = shown.digits();
    let wanted = match rng.below(3) {
        0 => swapped(shown)?,
        1 => {
            let factor = 1.0 + f64::from(i32::try_from(rng.between(6, 60)).ok()?) / 100.0;
            Decimal::of(
                if rng.chance(50) {
                    value * factor
                } else {
                    value / factor
                },
                digits,
            )?
        }
        _ => {
            let step = i32::try_from(rng.between(2, 9)).ok()?;
            let last = 10_f64.powi(-i32::try_from(digits).ok()?);
            let off = f64::from(if rng.chance(50) { step } else { -step }) * last;
            Decimal::of(value + off, digits)?
        }
    };
    let last = 10_f64.powi(-i32::try_from(digits).ok()?);
    let ratio = wanted.float() / value;
    let shift = [0.1, 10.0, 0.01, 100.0]
        .iter()
        .any(|power| (ratio / power - 1.0).abs() < 0.02);
    let far = (wanted.float() - value).abs() > 1.5 * last;
    let inside = wanted.float() >= limits.0 && wanted.float() <= limits.1;
    (far && inside && !shift && wanted.digits() == digits).then_some(wanted)
}

/// The last two different digits swapped.
fn swapped(shown: Decimal) -> Option<Decimal> {
    let mut text: Vec<char> = shown.to_string().chars().collect();
    let places: Vec<usize> = (0..text.len())
        .filter(|at| text[*at].is_ascii_digit())
        .collect();
    let (a, b) = (*places.get(places.len().checked_sub(2)?)?, *places.last()?);
    text.swap(a, b);
    Decimal::parse(&text.into_iter().collect::<String>())
}

fn number_one(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let reading = rng.pick(&scene.chart.readings)?;
    let parent = lab::say(reading, rng)?;
    let wrong = other(parent.shown, reading.lab.limits, rng)?;
    if lab::true_of(scene.chart, reading.lab, parent.told, wrong) {
        return None;
    }
    let item = parent.said.with("value", wrong.to_string());
    Some(Pair::against(Name::Number, parent.said, item))
}

fn number_list(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = panel::say(scene.chart, rng)?;
    let at = rng.below(parent.readings.len());
    let reading = parent.readings[at];
    let wrong = other(parent.shown[at], reading.lab.limits, rng)?;
    if lab::true_of(scene.chart, reading.lab, Some(parent.told), wrong) {
        return None;
    }
    let item = parent.said.with(VALUES[at], wrong.to_string());
    Some(Pair::against(Name::Number, parent.said, item))
}

fn number_pressure(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.pressures)?;
    let parent = pressure::say(one, rng);
    let (mut high, mut low) = parent.shown;
    let off = rng.between(4, 25) * if rng.chance(50) { 1 } else { -1 };
    if rng.chance(60) {
        high += off;
    } else {
        low += off;
    }
    if high <= low + 10 || low < 30 || pressure::true_of(scene.chart, parent.told, (high, low)) {
        return None;
    }
    let item = parent.said.with("value", format!("{high}/{low}"));
    Some(Pair::against(Name::Number, parent.said, item))
}

fn scale(shown: Decimal, rng: &mut Rng) -> Option<Decimal> {
    let places = *rng.pick(&[1, -1, 1, -1, 2])?;
    let wrong = shown.shifted(places);
    let size = wrong.float().abs();
    (size > 0.0 && size < 1e6 && wrong.digits() < 5)
        .then(|| if places > 0 { wrong } else { wrong.trimmed() })
}

fn scale_one(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let reading = rng.pick(&scene.chart.readings)?;
    let parent = lab::say(reading, rng)?;
    let wrong = scale(parent.shown, rng)?;
    if lab::true_of(scene.chart, reading.lab, parent.told, wrong)
        || read_in_other_unit(&parent.unit, reading, wrong)
    {
        return None;
    }
    let item = parent.said.with("value", wrong.to_string());
    Some(Pair::against(Name::Scale, parent.said, item))
}

fn scale_list(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = panel::say(scene.chart, rng)?;
    let at = rng.below(parent.readings.len());
    let reading = parent.readings[at];
    let wrong = scale(parent.shown[at], rng)?;
    let unit = parent
        .said
        .slot(panel::UNITS[at])
        .unwrap_or_default()
        .trim()
        .to_owned();
    if lab::true_of(scene.chart, reading.lab, Some(parent.told), wrong)
        || read_in_other_unit(&unit, reading, wrong)
    {
        return None;
    }
    let item = parent.said.with(VALUES[at], wrong.to_string());
    Some(Pair::against(Name::Scale, parent.said, item))
}

/// Without its unit, a shifted value may be right in the other unit (albumin 4.0 g/dL, 40 g/L).
fn read_in_other_unit(unit: &str, reading: &crate::chart::Reading, wrong: Decimal) -> bool {
    unit.is_empty()
        && reading.lab.other.as_ref().is_some_and(|other| {
            let converted = reading.value.float() * other.factor + other.plus;
            (converted / wrong.float() - 1.0).abs() < 0.1
        })
}

fn period_one(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let reading = rng.pick(&scene.chart.readings)?;
    let parent = lab::dated(reading, rng)?;
    let told = parent.told?;
    let others: Vec<_> = scene
        .chart
        .readings
        .iter()
        .filter(|other| {
            other.lab == reading.lab && other.unit == reading.unit && !told.meets(other.when)
        })
        .collect();
    let other = rng.pick(&others)?;
    let wrong = other.value.rounded(parent.shown.digits());
    if wrong.digits() != parent.shown.digits()
        || lab::true_of(scene.chart, reading.lab, Some(told), wrong)
    {
        return None;
    }
    let item = parent.said.with("value", wrong.to_string());
    Some(Pair::against(Name::Period, parent.said, item))
}

fn period_pressure(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.pressures)?;
    let parent = pressure::say(one, rng);
    let told = parent.told?;
    let other = rng.pick(&scene.chart.pressures)?;
    let wrong = pressure::whole(other);
    if told.meets(other.when) || pressure::true_of(scene.chart, Some(told), wrong) {
        return None;
    }
    let item = parent
        .said
        .with("value", format!("{}/{}", wrong.0, wrong.1));
    Some(Pair::against(Name::Period, parent.said, item))
}

/// An earlier value told as the latest.
fn period_latest(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "Most recent {name}: {value}{unit}.",
        "The latest {name} was {value}{unit} ({date}).",
        "Last {name} {value}{unit}.",
        "Her most recent {name} was {value}{unit} {when}.",
        "{name} was {value}{unit} at the last check, {date}.",
    ];
    let some = rng.pick(&scene.chart.readings)?;
    let all: Vec<_> = lab::readings(scene.chart, some.lab, None).collect();
    let last = *all.last()?;
    // One code, and one value on the last day: else "last" can be argued.
    let plain = all
        .iter()
        .all(|one| one.loinc == last.loinc && one.unit == last.unit);
    let alone = all.iter().filter(|one| one.when == last.when).count() == 1;
    // A later value that is no plain number ("< 5") would be the latest one.
    let codes = last.lab.loinc;
    let has = |resource: &serde_json::Value| {
        codes
            .iter()
            .any(|code| resource["code"].to_string().contains(*code))
    };
    let whole = scene
        .chart
        .own("Observation")
        .filter(|(_, one)| has(one))
        .count();
    if !plain || !alone || whole != all.len() {
        return None;
    }
    let frame = rng.word(FRAMES);
    let mine = if scene.chart.pronoun() == Some("he") {
        frame.replace("Her ", "His ")
    } else {
        frame.to_owned()
    };
    let parent = lab::framed(last, &mine, rng)?;
    let earlier = *rng.pick(&all)?;
    let wrong = earlier.value.rounded(parent.shown.digits());
    if wrong.digits() != parent.shown.digits()
        || lab::true_of(scene.chart, last.lab, Some(last.when), wrong)
    {
        return None;
    }
    let item = parent.said.with("value", wrong.to_string());
    Some(Pair::against(Name::Period, parent.said, item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_number_is_neither_the_same_nor_a_shifted_one() {
        let mut rng = Rng::new(3);
        let shown = Decimal::parse("7.4").unwrap();
        let all: Vec<Decimal> = (0..500)
            .filter_map(|_| other(shown, (3.5, 18.0), &mut rng))
            .collect();
        assert!(all.len() > 100);
        assert!(
            all.iter()
                .all(|one| (one.float() - 7.4).abs() > 0.15 && one.digits() == 1)
        );
        assert!(
            all.iter()
                .all(|one| one.float() >= 3.5 && one.float() <= 18.0)
        );
    }
}
