//! Nothing recorded, turned into "never" or "no history of".

use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;
use crate::words::problems;

/// Silence told as a finding.
pub(super) const ABSENCE: &[Maker] = &[diagnosis, diagnosis, test, vaccine, drug];

/// Whether no word of it stands anywhere in the chart.
pub(super) fn unknown(scene: &Scene<'_>, words: &str) -> bool {
    words
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3)
        .all(|word| {
            let start: String = word.chars().take(5).collect();
            !scene
                .chart
                .words
                .range(start.clone()..)
                .next()
                .is_some_and(|known| known.starts_with(&start))
        })
}

fn pair(scene: &Scene<'_>, right: &str, wrong: &str, name: &str) -> Pair {
    let tell = |frame: &str| {
        Said::new(
            frame,
            vec![("name", name.to_owned())],
            [scene.chart.patient.as_str()],
        )
    };
    Pair::beyond(Name::Absence, tell(right), tell(wrong))
}

fn diagnosis(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const RIGHT: &[&str] = &[
        "No {name} is recorded.",
        "{name} is not documented in the chart.",
        "No diagnosis of {name} on file.",
        "There is no record of {name}.",
        "{name}: none recorded",
        "No {name} diagnosis is listed.",
        "The chart has no entry for {name}.",
    ];
    const WRONG: &[&str] = &[
        "No history of {name}.",
        "Never had {name}.",
        "Denies {name}.",
        "The patient has never had {name}.",
        "{name} has been ruled out.",
        "No {name}.",
        "Negative for {name}.",
        "Does not have {name}.",
        "{name} excluded.",
    ];
    let name = rng.word(problems::ELSEWHERE);
    unknown(scene, name).then(|| pair(scene, rng.word(RIGHT), rng.word(WRONG), name))
}

fn test(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const TESTS: &[(&str, &str)] = &[
        ("INR", "INR"),
        ("TSH", "thyrotropin"),
        ("ferritin", "ferritin"),
        ("troponin", "troponin"),
        ("vitamin D level", "hydroxyvitamin"),
        ("CRP", "reactive"),
        ("lipase", "lipase"),
        ("uric acid", "urate"),
        ("magnesium", "magnesium"),
        ("D-dimer", "dimer"),
    ];
    const RIGHT: &[&str] = &[
        "No {name} result is on file.",
        "No {name} is recorded.",
        "{name}: no result in the chart",
        "There is no {name} result in the record.",
    ];
    const WRONG: &[&str] = &[
        "{name} has never been checked.",
        "{name} has never been measured.",
        "A {name} was never done.",
    ];
    let (name, other) = *rng.pick(TESTS)?;
    let free = unknown(scene, other)
        && name
            .split(' ')
            .next()
            .is_some_and(|word| !scene.chart.words.contains(&word.to_lowercase()));
    free.then(|| pair(scene, rng.word(RIGHT), rng.word(WRONG), name))
}

fn vaccine(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const VACCINES: &[(&str, &str)] = &[
        ("shingles vaccine", "zoster"),
        ("HPV vaccine", "papilloma"),
        ("pneumococcal vaccine", "pneumococcal"),
        ("COVID-19 vaccine", "covid"),
        ("hepatitis B vaccine", "hepb"),
        ("Tdap", "tdap"),
        ("yellow fever vaccine", "yellow"),
    ];
    const RIGHT: &[&str] = &[
        "No {name} is recorded.",
        "{name}: none on file",
        "No record of {name}.",
        "{name} is not documented.",
    ];
    const WRONG: &[&str] = &[
        "Has never received {name}.",
        "The patient was never given {name}.",
        "Never had {name}.",
        "{name} has never been given.",
    ];
    let (name, other) = *rng.pick(VACCINES)?;
    let short = name.split(' ').next().unwrap_or_default().to_lowercase();
    let near = [
        "shingles",
        "zoster",
        "hpv",
        "hep",
        "covid",
        "sars",
        "tdap",
        "tetanus",
        "pneumococcal",
        "pcv",
        "yellow",
    ];
    let free = unknown(scene, other)
        && near
            .iter()
            .filter(|one| {
                short.starts_with(**one)
                    || other.starts_with(**one)
                    || (short == "tdap" && **one == "tetanus")
            })
            .all(|one| !scene.chart.words.iter().any(|word| word.starts_with(one)));
    free.then(|| pair(scene, rng.word(RIGHT), rng.word(WRONG), name))
}

fn drug(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const DRUGS: &[&str] = &[
        "warfarin",
        "amiodarone",
        "methotrexate",
        "lithium",
        "digoxin",
        "insulin",
        "prednisone",
        "clozapine",
        "tamoxifen",
    ];
    const RIGHT: &[&str] = &[
        "No {name} order is on file.",
        "No {name} is recorded.",
        "There is no record of {name}.",
        "{name}: no order in the chart",
    ];
    const WRONG: &[&str] = &[
        "Has never taken {name}.",
        "Never treated with {name}.",
        "The patient has never been on {name}.",
        "Denies ever taking {name}.",
    ];
    let name = rng.word(DRUGS);
    unknown(scene, name).then(|| pair(scene, rng.word(RIGHT), rng.word(WRONG), name))
}
