//! Another unit; a wrong conversion.

use crate::chart::Reading;
use crate::decimal::Decimal;
use crate::facts::lab;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::words::labs;

/// Another unit under the same number.
pub(super) const UNIT: &[Maker] = &[unit_one, unit_one, unit_one, unit_order];
/// A conversion that is wrong.
pub(super) const CONVERSION: &[Maker] = &[both_units, both_units, other_unit_alone];

fn unit_one(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let reading = rng.pick(&scene.chart.readings)?;
    let parent = lab::say(reading, rng)?;
    let wrong = rng.word(labs::wrong_units(&parent.unit));
    if wrong.is_empty() {
        return None;
    }
    let item = parent.said.with("unit", lab::spaced(wrong));
    Some(Pair::against(Name::Unit, parent.said, item))
}

fn unit_order(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let order = rng.pick(&scene.chart.orders)?;
    let parent = crate::facts::order::say(scene.chart, order, rng)?;
    let strength = parent.said.slot("strength")?.to_owned();
    let wrong = if strength.ends_with("mcg") {
        strength.replace("mcg", "mg")
    } else {
        strength.replace("mg", rng.word(&["mcg", "g", "mcg", "mL"]))
    };
    let item = parent.said.with("strength", wrong);
    Some(Pair::against(Name::Unit, parent.said, item))
}

/// The value in the other unit, where rounding before and after converting agree.
fn converted(reading: &Reading, shown: Decimal) -> Option<Decimal> {
    let other = reading.lab.other.as_ref()?;
    let small = reading.value.float() * other.factor;
    let digits = if small.abs() < 3.0 {
        other.digits.max(1) + 1
    } else {
        other.digits
    };
    let turn = |value: f64| Decimal::of(value * other.factor + other.plus, digits);
    let exact = turn(reading.value.float())?;
    let near = |factor: f64| turn(reading.value.float() * factor) == Some(exact);
    // Factors are rounded: what a tenth of a percent more or less would change is not told.
    (Some(exact) == turn(shown.float()) && near(1.001) && near(0.999)).then_some(exact)
}

fn wrong(right: Decimal, reading: &Reading, shown: Decimal, rng: &mut Rng) -> Option<Decimal> {
    const FACTORS: [f64; 9] = [
        0.055_51, 0.357, 88.4, 0.025_86, 0.011_29, 0.2495, 17.1, 2.204_62, 0.393_701,
    ];
    let factor = reading.lab.other.as_ref()?.factor;
    let value = match rng.below(3) {
        0 => reading.value.float() * *rng.pick(&FACTORS)?,
        1 => right.float() * if rng.chance(50) { 1.18 } else { 0.84 },
        _ => reading.value.float() / factor,
    };
    let wrong = Decimal::of(value, right.digits())?;
    let far = (wrong.float() / right.float() - 1.0).abs() > 0.04
        && wrong.float() > 0.0
        && wrong.float() < 1e5;
    (far && wrong != shown).then_some(wrong)
}

/// `95 mg/dL (5.3 mmol/L)`.
fn both_units(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "{name} was {value}{unit} ({other}) {when}.",
        "{name} {value}{unit} ({other}), {date}",
        "{date}: {name} {value}{unit} = {other}",
        "{name} {value}{unit} ({other}).",
        "{when}, {name} was {value}{unit}, i.e. {other}.",
    ];
    let reading = rng.pick(&scene.chart.readings)?;
    let frame = rng.word(FRAMES);
    let said = lab::framed(reading, frame, rng)?;
    let right = converted(reading, said.shown)?;
    let wrong = wrong(right, reading, said.shown, rng)?;
    if said.unit.is_empty() {
        return None;
    }
    let unit = reading.lab.other.as_ref()?.unit;
    let joint = if unit.starts_with('°') && rng.chance(40) {
        ""
    } else {
        " "
    };
    let tell = |value: Decimal| {
        let text = format!("{value}{joint}{unit}");
        said.said.framed(&frame.replace("{other}", &text))
    };
    Some(Pair::against(Name::Conversion, tell(right), tell(wrong)))
}

/// `Glucose was 5.3 mmol/L` of a value in mg/dL.
fn other_unit_alone(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let reading = rng.pick(&scene.chart.readings)?;
    let said = lab::dated(reading, rng)?;
    let right = converted(reading, said.shown)?;
    let wrong = wrong(right, reading, said.shown, rng)?;
    let unit = lab::spaced(reading.lab.other.as_ref()?.unit);
    let tell = |value: Decimal| {
        said.said
            .with("value", value.to_string())
            .with("unit", unit.clone())
    };
    Some(Pair::against(Name::Conversion, tell(right), tell(wrong)))
}
