//! Bundles laid over a chart: what generated charts lack, and charts whose entries were retracted, mixed up or stopped.

mod build;
mod change;

pub use change::{foreign, retracted, stopped};

use crate::chart::Chart;
use crate::day::When;
use crate::rng::Rng;
use crate::words::{drugs, problems};
use serde_json::{Value, json};
use time::Duration;

/// A Bundle of these resources.
pub(crate) fn bundle(resources: Vec<Value>) -> Value {
    let entries: Vec<Value> = resources
        .into_iter()
        .map(|resource| json!({ "resource": resource }))
        .collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

/// Orders with frequency and route, relatives' conditions, sides, severities, doubts, allergies: of what the chart does not
/// speak of at all.
pub fn rich(chart: &Chart, seed: u64) -> Value {
    let mut rng = Rng::named(seed, "rich");
    let mut new = build::Builder::new(chart);
    let free = |name: &str| {
        name.split_whitespace()
            .filter(|word| word.len() > 3)
            .all(|word| !chart.words.contains(&word.to_lowercase()))
    };
    let mut names: Vec<&str> = problems::ELSEWHERE
        .iter()
        .copied()
        .filter(|name| free(name))
        .collect();
    rng.shuffle(&mut names);
    let mut names = names.into_iter();
    let day = |rng: &mut Rng, most: i64| {
        let back = rng.between(20, most);
        chart
            .today()
            .and_then(|today| today.checked_sub(Duration::days(back)))
            .map(When::of)
    };
    for relation in [("MTH", "mother"), ("FTH", "father"), ("SIS", "sister")] {
        let Some(name) = names.next() else { break };
        new.family(relation, name);
    }
    for grade in ["mild", "moderate", "severe"] {
        let (Some(name), Some(when)) = (names.next(), day(&mut rng, 2000)) else {
            break;
        };
        new.problem(name, when, "confirmed")
            .set("severity", json!({ "text": grade }));
    }
    for _ in 0..3 {
        let (Some(name), Some(when)) = (names.next(), day(&mut rng, 300)) else {
            break;
        };
        new.problem(name, when, "provisional");
    }
    let mut two_sided: Vec<&(&str, &str)> = problems::SIDED
        .iter()
        .filter(|(name, _)| free(name))
        .collect();
    rng.shuffle(&mut two_sided);
    for (at, (name, part)) in two_sided.into_iter().take(4).enumerate() {
        let Some(when) = day(&mut rng, 1500) else {
            break;
        };
        let side = if at % 2 == 0 { "left" } else { "right" };
        let place = format!("{} {part}", if side == "left" { "Left" } else { "Right" });
        new.problem(name, when, "confirmed")
            .set("bodySite", json!([{ "text": place }]));
    }
    let mut new_drugs: Vec<_> = drugs::NEW.iter().filter(|(name, ..)| free(name)).collect();
    rng.shuffle(&mut new_drugs);
    for (at, (name, strengths, form)) in new_drugs.into_iter().take(9).enumerate() {
        let Some(when) = day(&mut rng, 700) else {
            break;
        };
        let strength = rng.word(strengths);
        let status = ["active", "active", "stopped"][at % 3];
        new.order(name, strength, form, (when, status), &mut rng);
    }
    let mut to: Vec<&str> = [
        "penicillin",
        "codeine",
        "shellfish",
        "strawberries",
        "adhesive tape",
    ]
    .into_iter()
    .filter(|name| free(name))
    .collect();
    rng.shuffle(&mut to);
    for (at, name) in to.into_iter().take(2).enumerate() {
        let Some(when) = day(&mut rng, 3000) else {
            break;
        };
        new.allergy(name, when, if at == 0 { "high" } else { "low" });
    }
    bundle(new.all)
}
