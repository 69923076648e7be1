//! Codes.

use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;

/// Another code of the same system.
pub(super) const CODE: &[Maker] = &[problem, problem, event, lab, drug];

const FRAMES: &[&str] = &[
    "{name} ({system} {code})",
    "{name}, {system} {code}.",
    "{name} is coded {system} {code}.",
    "- {name}: {system} {code}",
    "| {name} | {system} | {code} |",
    "{name} — {system}: {code}",
    "{system} code for {name}: {code}",
];

/// A neighbouring code: one digit changed or two swapped; or another code of the chart.
fn other(right: &str, others: &[String], rng: &mut Rng) -> Option<String> {
    if rng.chance(50)
        && let Some(other) = rng.pick(others)
    {
        return Some(other.clone());
    }
    let mut text: Vec<char> = right.chars().collect();
    let digits: Vec<usize> = (0..text.len())
        .filter(|at| text[*at].is_ascii_digit())
        .collect();
    let at = *rng.pick(&digits)?;
    let digit = text[at].to_digit(10)?;
    let off = u32::try_from(rng.between(1, 8)).ok()?;
    text[at] = char::from_digit((digit + off) % 10, 10)?;
    let wrong: String = text.into_iter().collect();
    (!wrong.starts_with('0') || right.starts_with('0')).then_some(wrong)
}

fn pair(
    name: &str,
    system: &str,
    right: &str,
    others: &[String],
    source: &str,
    rng: &mut Rng,
) -> Option<Pair> {
    let wrong = other(right, others, rng)?;
    if wrong == right {
        return None;
    }
    let frame = rng.word(FRAMES);
    let system = match (system, rng.below(3)) {
        ("SNOMED", 0) => "SNOMED CT",
        ("ICD-10", 0) => "ICD-10-CM",
        (system, _) => system,
    };
    let tell = |code: &str| {
        let slots = vec![
            ("name", name.to_owned()),
            ("system", system.to_owned()),
            ("code", code.to_owned()),
        ];
        Said::new(frame, slots, [source])
    };
    Some(Pair::against(Name::Code, tell(right), tell(&wrong)))
}

fn problem(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let (system, right) = rng.pick(&one.codes)?;
    if !one.confirmed() || one.clinical.is_none() {
        return None;
    }
    let others: Vec<String> = scene
        .chart
        .problems
        .iter()
        .filter(|other| !crate::facts::problem::related(&other.key, &one.key))
        .flat_map(|other| other.codes.iter())
        .filter(|(other, code)| other == system && !one.codes.iter().any(|(_, own)| own == code))
        .map(|(_, code)| code.clone())
        .collect();
    pair(
        rng.pick(&one.names)?,
        system,
        right,
        &others,
        &one.source,
        rng,
    )
}

fn event(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.events)?;
    let (system, right) = one.code.as_ref()?;
    let same: Vec<&String> = scene
        .chart
        .events
        .iter()
        .filter(|other| other.name == one.name)
        .filter_map(|other| Some(&other.code.as_ref()?.1))
        .collect();
    let others: Vec<String> = scene
        .chart
        .events
        .iter()
        .filter_map(|other| other.code.as_ref())
        .filter(|(other, code)| other == system && !same.contains(&code))
        .map(|(_, code)| code.clone())
        .collect();
    pair(&one.name, system, right, &others, &one.source, rng)
}

fn lab(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.readings)?;
    let others: Vec<String> = scene
        .chart
        .readings
        .iter()
        .filter(|other| other.lab != one.lab)
        .map(|other| other.loinc.clone())
        .collect();
    pair(
        rng.word(one.lab.names),
        "LOINC",
        &one.loinc,
        &others,
        &one.source,
        rng,
    )
}

fn drug(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.orders)?;
    let right = one.rxnorm.as_ref()?;
    let others: Vec<String> = scene
        .chart
        .orders
        .iter()
        .filter(|other| other.drug != one.drug)
        .filter_map(|other| other.rxnorm.clone())
        .collect();
    let (amount, unit) = one.strength.as_ref()?;
    pair(
        &format!("{} {amount} {unit}", one.drug),
        "RxNorm",
        right,
        &others,
        &one.source,
        rng,
    )
}
