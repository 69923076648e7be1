//! How many.

use crate::chart::{Event, Problem};
use crate::day::Style;
use crate::facts::problem;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;
use crate::words;

/// Numbers of procedures, vaccinations, bouts, results, allergies, that are wrong.
pub(super) const COUNT: &[Maker] = &[events, events, bouts, results, allergies];

/// The most that one statement cites.
const MOST: usize = 12;

fn pair(
    n: usize,
    frame: &str,
    slots: &[(&'static str, String)],
    cites: &[String],
    rng: &mut Rng,
) -> Pair {
    let off = 1 + rng.below(2);
    let wrong = if rng.chance(60) || n <= off + 1 {
        n + off
    } else {
        n - off
    };
    let in_words = rng.chance(60);
    let tell = |n: usize| {
        let number = if in_words {
            words::count(n)
        } else {
            n.to_string()
        };
        let mut slots = slots.to_vec();
        slots.push(("n", number));
        Said::new(frame, slots, cites.iter().map(String::as_str))
    };
    Pair::against(Name::Count, tell(n), tell(wrong))
}

/// Events of one name, each on its own day, none of another name that may count too.
fn same<'a>(scene: &Scene<'a>, one: &Event) -> Option<Vec<&'a Event>> {
    let all: Vec<&Event> = scene
        .chart
        .events
        .iter()
        .filter(|other| other.key == one.key)
        .collect();
    let days = all.windows(2).all(|two| two[0].when < two[1].when);
    let alone = scene
        .chart
        .events
        .iter()
        .filter(|other| other.key != one.key)
        .all(|other| other.name != one.name && !problem::related(&other.name, &one.name));
    let whole = scene
        .chart
        .own(kind(one))
        .filter(|(_, resource)| resource.to_string().to_lowercase().contains(&one.key))
        .count();
    (days && alone && whole == all.len() && (2..=MOST).contains(&all.len())).then_some(all)
}

fn kind(one: &Event) -> &'static str {
    match one.kind {
        crate::chart::EventKind::Procedure => "Procedure",
        crate::chart::EventKind::Vaccine => "Immunization",
    }
}

fn events(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.events)?;
    let all = same(scene, one)?;
    let frame = match one.kind {
        crate::chart::EventKind::Procedure => rng.word(&[
            "{name} has been performed {n} times, most recently {w2}.",
            "{name} x{d}: first {d1}, last {d2}",
            "{name} is recorded {n} times in the chart.",
            "The chart records {name} on {n} occasions between {d1} and {d2}.",
            "{name}: {n} on record",
        ]),
        crate::chart::EventKind::Vaccine => rng.word(&[
            "{name}: {n} doses on record, the last {w2}.",
            "{n} doses of {name} are recorded.",
            "{name} given {n} times between {d1} and {d2}.",
            "Has received {n} doses of {name}.",
        ]),
    };
    let style = Style::any(rng);
    let slots = vec![
        ("name", one.name.clone()),
        ("w2", style.at(all.last()?.when)),
        ("d1", style.show(all.first()?.when)),
        ("d2", style.show(all.last()?.when)),
    ];
    let cites: Vec<String> = all.iter().map(|one| one.source.clone()).collect();
    let frame = frame.replace("x{d}", "{n} times");
    Some(pair(all.len(), &frame, &slots, &cites, rng))
}

/// Bouts of one diagnosis.
fn bouts(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let all: Vec<&Problem> = scene
        .chart
        .problems
        .iter()
        .filter(|other| other.key == one.key)
        .collect();
    let alone = scene
        .chart
        .problems
        .iter()
        .filter(|other| other.key != one.key)
        .all(|other| !problem::related(&other.key, &one.key));
    let clean = all.iter().all(|one| one.confirmed() && one.resolved());
    let days = all.windows(2).all(|two| two[0].onset < two[1].onset);
    if !alone || !clean || !days || !(2..=MOST).contains(&all.len()) {
        return None;
    }
    let frame = rng.word(&[
        "{n} episodes of {name} are recorded.",
        "The chart lists {n} episodes of {name}.",
        "{name}: {n} recorded episodes, the latest {w2}",
    ]);
    let style = Style::any(rng);
    let slots = vec![
        ("name", rng.pick(&one.names)?.clone()),
        ("w2", style.at(all.last()?.onset?)),
    ];
    let cites: Vec<String> = all.iter().map(|one| one.source.clone()).collect();
    Some(pair(all.len(), frame, &slots, &cites, rng))
}

/// Results of one test.
fn results(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let some = rng.pick(&scene.chart.readings)?;
    let all: Vec<_> = scene
        .chart
        .readings
        .iter()
        .filter(|one| one.lab == some.lab)
        .collect();
    let plain = all
        .windows(2)
        .all(|two| two[0].when < two[1].when && two[0].loinc == two[1].loinc);
    let whole = scene
        .chart
        .own("Observation")
        .filter(|(_, resource)| {
            some.lab
                .loinc
                .iter()
                .any(|code| resource["code"].to_string().contains(*code))
        })
        .count();
    if !plain || whole != all.len() || !(2..=MOST).contains(&all.len()) {
        return None;
    }
    let frame = rng.word(&[
        "{n} {name} results are on file.",
        "{name} has been measured {n} times.",
        "The chart holds {n} {name} values, the latest {w2}.",
    ]);
    let style = Style::any(rng);
    let slots = vec![
        ("name", some.lab.names[0].to_owned()),
        ("w2", style.at(all.last()?.when)),
    ];
    let cites: Vec<String> = all.iter().map(|one| one.source.clone()).collect();
    Some(pair(all.len(), frame, &slots, &cites, rng))
}

/// Allergies on the list.
fn allergies(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let all = &scene.chart.allergies;
    let whole = scene.chart.own("AllergyIntolerance").count();
    if whole != all.len() || all.iter().any(|one| !one.active) || !(2..=MOST).contains(&all.len()) {
        return None;
    }
    let frame = rng.word(&[
        "{n} allergies are recorded.",
        "{n} active allergies on the list.",
        "The allergy list has {n} entries.",
        "{n} allergies on file.",
    ]);
    let cites: Vec<String> = all.iter().map(|one| one.source.clone()).collect();
    Some(pair(all.len(), frame, &[], &cites, rng))
}
