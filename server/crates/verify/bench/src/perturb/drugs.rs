//! Doses, frequencies, routes, drugs.

use crate::chart::{Frequency, Order};
use crate::decimal::Decimal;
use crate::facts::order;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::words::drugs;

/// Another strength.
pub(super) const DOSE: &[Maker] = &[dose];
/// Another frequency or route, or one that nobody recorded.
pub(super) const FREQUENCY: &[Maker] = &[frequency, frequency, frequency_added, route];
/// Another drug.
pub(super) const DRUG: &[Maker] = &[drug];

fn pick<'a>(scene: &Scene<'a>, rng: &mut Rng) -> Option<&'a Order> {
    rng.pick(&scene.chart.orders)
}

fn dose(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = pick(scene, rng)?;
    let parent = order::say(scene.chart, one, rng)?;
    let (amount, unit) = one.strength.as_ref()?;
    let factors = [2.0, 0.5, 4.0, 1.5, 3.0, 0.25, 2.5];
    let wrong = Decimal::of(amount.float() * rng.pick(&factors)?, 3)?.trimmed();
    // No order or note tells this drug with that strength.
    let number = wrong.to_string();
    let also = scene.chart.medications.iter().any(|(_, _, words)| {
        words.contains(&one.drug)
            && words
                .split(|c: char| !c.is_ascii_digit() && c != '.')
                .any(|word| word == number)
    });
    if wrong == *amount || wrong.digits() > 3 || also {
        return None;
    }
    let right = parent.said.slot("strength")?.to_owned();
    let item = parent.said.with(
        "strength",
        right.replacen(&amount.to_string(), &wrong.to_string(), 1),
    );
    debug_assert!(right.ends_with(unit.as_str()));
    Some(Pair::against(Name::Dose, parent.said, item))
}

/// What nobody takes for one another: `BID` for `q12h` and the like would be.
fn per_day(one: Frequency) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few a day")]
    let rate = one.times as f64 / one.period.max(1) as f64;
    match one.unit {
        'h' => rate * 24.0,
        'w' => rate / 7.0,
        _ => rate,
    }
}

fn frames(one: &Order, rng: &mut Rng) -> Option<&'static str> {
    let frames = match one.status.as_str() {
        "active" if rng.chance(60) => order::CURRENT,
        "active" | "stopped" | "completed" => order::ORDERED,
        _ => return None,
    };
    let shows: Vec<&&str> = frames
        .iter()
        .filter(|frame| frame.contains("{how}"))
        .collect();
    rng.pick(&shows).map(|frame| **frame)
}

fn frequency(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = pick(scene, rng)?;
    let right = one.frequency?;
    let wrong = *rng.pick(&Frequency::USUAL)?;
    if (per_day(right) / per_day(wrong) - 1.0).abs() < 0.01
        || also(scene, one, |other| other.frequency == Some(wrong))
    {
        return None;
    }
    let said = order::framed(one, frames(one, rng)?, rng)?.said;
    let tell = |frequency: Frequency, rng: &mut Rng| {
        Some(said.with(
            "how",
            format!(" {}", order::frequency_words(frequency, rng)?),
        ))
    };
    let parent = tell(right, rng)?;
    let item = tell(wrong, rng)?;
    Some(Pair::against(Name::FrequencyRoute, parent, item))
}

/// Whether another order of the same drug has it.
fn also(scene: &Scene<'_>, one: &Order, has: impl Fn(&Order) -> bool) -> bool {
    scene
        .chart
        .orders
        .iter()
        .any(|other| other.drug == one.drug && has(other))
}

/// A frequency where the order gives none.
fn frequency_added(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = pick(scene, rng)?;
    if one.told
        || one.prn
        || also(scene, one, |other| {
            other.told || other.frequency.is_some() || other.prn
        })
    {
        return None;
    }
    let frequency = *rng.pick(&Frequency::USUAL)?;
    let parent = order::framed(one, frames(one, rng)?, rng)?.said;
    let item = parent.with(
        "how",
        format!(" {}", order::frequency_words(frequency, rng)?),
    );
    Some(Pair::beyond(Name::FrequencyRoute, parent, item))
}

fn route(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const ROUTES: [&str; 4] = ["oral", "subcutaneous", "intravenous", "intramuscular"];
    let one = pick(scene, rng)?;
    let right = one.route.as_deref()?;
    let wrong = rng.word(&ROUTES);
    if right == wrong || also(scene, one, |other| other.route.as_deref() == Some(wrong)) {
        return None;
    }
    let said = order::framed(one, frames(one, rng)?, rng)?.said;
    let (first, second) = (
        order::route_words(right, rng),
        order::route_words(wrong, rng),
    );
    if first.is_empty() {
        return None;
    }
    Some(Pair::against(
        Name::FrequencyRoute,
        said.with("how", first),
        said.with("how", second),
    ))
}

fn drug(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = pick(scene, rng)?;
    let parent = order::say(scene.chart, one, rng)?;
    let others: Vec<&str> = drugs::alike(&one.drug)
        .into_iter()
        .filter(|other| {
            other
                .split(' ')
                .all(|word| !scene.chart.words.contains(word))
        })
        .collect();
    let wrong = rng.word(&others);
    if wrong.is_empty() {
        return None;
    }
    let item = parent.said.with("drug", wrong);
    Some(Pair::against(Name::Drug, parent.said, item))
}
