//! Charts in which some entries were entered in error, belong to another patient, or have been stopped.

use super::bundle;
use crate::chart::Chart;
use crate::rng::Rng;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How many of each type change at most.
const MOST: [(&str, usize); 6] = [
    ("Observation", 24),
    ("Condition", 8),
    ("MedicationRequest", 8),
    ("Procedure", 6),
    ("Immunization", 6),
    ("AllergyIntolerance", 4),
];

/// Some resources that statements can be made of.
fn some(chart: &Chart, rng: &mut Rng) -> BTreeSet<String> {
    let mut all: Vec<&String> = Vec::new();
    all.extend(chart.readings.iter().map(|one| &one.source));
    all.extend(chart.pressures.iter().map(|one| &one.source));
    all.extend(chart.problems.iter().map(|one| &one.source));
    all.extend(chart.orders.iter().map(|one| &one.source));
    all.extend(chart.events.iter().map(|one| &one.source));
    all.extend(chart.allergies.iter().map(|one| &one.source));
    rng.shuffle(&mut all);
    let mut chosen = BTreeSet::new();
    for (kind, most) in MOST {
        let prefix = format!("{kind}/");
        chosen.extend(
            all.iter()
                .filter(|key| key.starts_with(&prefix))
                .take(most)
                .map(|key| (*key).clone()),
        );
    }
    chosen
}

fn changed(
    chart: &Chart,
    chosen: &BTreeSet<String>,
    change: impl Fn(&str, &mut Value),
) -> Vec<Value> {
    chosen
        .iter()
        .filter_map(|key| {
            let mut resource = chart.resources.get(key)?.clone();
            change(key.split('/').next()?, &mut resource);
            Some(resource)
        })
        .collect()
}

/// Some entries retracted: which, and the Bundle.
pub fn retracted(chart: &Chart, seed: u64) -> (BTreeSet<String>, Value) {
    let mut rng = Rng::named(seed, "retracted");
    let chosen = some(chart, &mut rng);
    let refuted = rng.chance(50);
    let all = changed(chart, &chosen, |kind, resource| {
        let word = if refuted {
            "refuted"
        } else {
            "entered-in-error"
        };
        let system = match kind {
            "Condition" => "condition-ver-status",
            "AllergyIntolerance" => "allergyintolerance-verification",
            _ => {
                resource["status"] = "entered-in-error".into();
                return;
            }
        };
        resource["verificationStatus"] = json!({ "coding": [{ "system": format!("http://terminology.hl7.org/CodeSystem/{system}"), "code": word }] });
        if let Some(fields) = resource.as_object_mut() {
            fields.remove("clinicalStatus");
        }
    });
    (chosen, bundle(all))
}

/// Some entries that belong to another patient: which, and the Bundle with that patient.
pub fn foreign(chart: &Chart, seed: u64) -> (BTreeSet<String>, Value) {
    let chosen = some(chart, &mut Rng::named(seed, "foreign"));
    let other = json!({ "reference": "Patient/somebody-else" });
    let mut all = changed(chart, &chosen, |kind, resource| {
        let field = if ["Immunization", "AllergyIntolerance"].contains(&kind) {
            "patient"
        } else {
            "subject"
        };
        resource[field] = other.clone();
    });
    all.push(json!({
        "resourceType": "Patient",
        "id": "somebody-else",
        "name": [{ "use": "official", "family": "Vandermolen", "given": ["Ottoline"] }],
        "birthDate": "1961-03-09",
    }));
    (chosen, bundle(all))
}

/// Active orders that have been stopped meanwhile: which, and the Bundle.
pub fn stopped(chart: &Chart) -> (BTreeSet<String>, Value) {
    let active = chart.orders.iter().filter(|one| one.status == "active");
    let chosen: BTreeSet<String> = active.map(|one| one.source.clone()).collect();
    let all = changed(chart, &chosen, |_, resource| {
        resource["status"] = "stopped".into();
    });
    (chosen, bundle(all))
}
