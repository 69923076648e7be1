//! The Summary tab: problems, medications, allergies, recent vital signs, visits.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::html::{day, esc, newest_first};
use super::observation::Shown;
use super::person::concept;
use crate::state::Sandbox;
use crate::store::index::list;

/// How many lines a card shows of what can be long.
const LINES: usize = 12;

/// The tab's content.
pub fn panel(sandbox: &Sandbox, patient: &str) -> String {
    let cards = [
        problems(sandbox, patient),
        medications(sandbox, patient),
        allergies(sandbox, patient),
        vitals(sandbox, patient),
        visits(sandbox, patient),
        immunizations(sandbox, patient),
    ];
    format!("<div class=\"cards\">{}</div>", cards.concat())
}

fn card(title: &str, name: &str, lines: &[(String, String)], empty: &str, hidden: usize) -> String {
    let mut rows = String::new();
    for (text, aside) in lines {
        let _ = write!(
            rows,
            "<li><span>{}</span><span class=\"quiet\">{}</span></li>",
            esc(text),
            esc(aside)
        );
    }
    if lines.is_empty() {
        let _ = write!(rows, "<li class=\"quiet\">{}</li>", esc(empty));
    }
    if hidden > 0 {
        let _ = write!(rows, "<li class=\"quiet\">and {hidden} more</li>");
    }
    format!(
        "<section class=\"card\" data-card=\"{name}\"><h2>{title}</h2><ul>{rows}</ul></section>"
    )
}

fn values(sandbox: &Sandbox, rtype: &str, patient: &str) -> Vec<Value> {
    sandbox
        .store
        .all(rtype, Some(patient))
        .iter()
        .map(|stored| stored.value())
        .collect()
}

fn status(value: &Value, field: &str) -> String {
    list(&value[field]["coding"])
        .find_map(|coding| coding["code"].as_str())
        .or_else(|| value[field]["text"].as_str())
        .unwrap_or_default()
        .to_lowercase()
}

fn problems(sandbox: &Sandbox, patient: &str) -> String {
    let onset = |value: &Value| {
        value["onsetDateTime"]
            .as_str()
            .or(value["recordedDate"].as_str())
            .map(str::to_owned)
    };
    let mut all = values(sandbox, "Condition", patient);
    // Diagnoses of single visits would repeat what the problem list says, where there is one.
    let listed = |value: &Value| {
        list(&value["category"])
            .flat_map(|category| list(&category["coding"]))
            .any(|coding| coding["code"] == "problem-list-item")
    };
    if all.iter().any(listed) {
        all.retain(listed);
    }
    newest_first(&mut all, onset);
    let open = |value: &&Value| {
        !matches!(
            status(value, "clinicalStatus").as_str(),
            "resolved" | "inactive" | "remission"
        )
    };
    let lines: Vec<_> = all
        .iter()
        .filter(open)
        .map(|value| {
            (
                concept(&value["code"]),
                onset(value)
                    .map(|date| format!("since {}", day(&date)))
                    .unwrap_or_default(),
            )
        })
        .collect();
    let closed = all.len() - lines.len();
    let mut html = card("Problems", "problems", &lines, "None recorded", 0);
    if closed > 0 {
        html = html.replace(
            "</ul>",
            &format!("<li class=\"quiet\">{closed} resolved</li></ul>"),
        );
    }
    html
}

fn medications(sandbox: &Sandbox, patient: &str) -> String {
    let mut all = values(sandbox, "MedicationRequest", patient);
    newest_first(&mut all, |value| {
        value["authoredOn"].as_str().map(str::to_owned)
    });
    let lines: Vec<_> = all
        .iter()
        .filter(|value| value["status"] == "active")
        .map(|value| {
            let mut name = concept(&value["medicationCodeableConcept"]);
            if name.is_empty() {
                let target = value["medicationReference"]["reference"].as_str();
                name = target
                    .and_then(|target| sandbox.store.follow(target))
                    .map(|medication| concept(&medication.value()["code"]))
                    .or_else(|| {
                        value["medicationReference"]["display"]
                            .as_str()
                            .map(str::to_owned)
                    })
                    .unwrap_or_else(|| "Medication not named".to_owned());
            }
            let dose = value["dosageInstruction"][0]["text"]
                .as_str()
                .map(str::to_owned);
            let since = value["authoredOn"]
                .as_str()
                .map(|date| format!("since {}", day(date)));
            (name, dose.or(since).unwrap_or_default())
        })
        .collect();
    card(
        "Medications",
        "medications",
        &lines,
        "No active medication recorded",
        0,
    )
}

fn allergies(sandbox: &Sandbox, patient: &str) -> String {
    let lines: Vec<_> = values(sandbox, "AllergyIntolerance", patient)
        .iter()
        .map(|value| {
            let reaction = list(&value["reaction"])
                .flat_map(|one| list(&one["manifestation"]))
                .map(concept)
                .next();
            (
                concept(&value["code"]),
                reaction
                    .or_else(|| value["criticality"].as_str().map(str::to_owned))
                    .unwrap_or_default(),
            )
        })
        .collect();
    card("Allergies", "allergies", &lines, "No allergies recorded", 0)
}

fn vitals(sandbox: &Sandbox, patient: &str) -> String {
    let observations = sandbox.store.all("Observation", Some(patient));
    let mut all: Vec<Shown> = observations
        .iter()
        .filter_map(|stored| Shown::parse(&stored.current().text))
        .filter(|shown| shown.is("vital-signs"))
        .collect();
    newest_first(&mut all, Shown::date);
    let mut latest: BTreeMap<String, (String, String)> = BTreeMap::new();
    for vital in &all {
        let (value, unit) = vital.value();
        let date = vital.date().map(|date| day(&date)).unwrap_or_default();
        latest
            .entry(vital.name())
            .or_insert_with(|| (format!("{value} {unit}"), date));
    }
    let lines: Vec<_> = latest
        .into_iter()
        .map(|(name, (value, date))| (format!("{name}: {value}"), date))
        .collect();
    card("Recent vital signs", "vitals", &lines, "None recorded", 0)
}

fn visits(sandbox: &Sandbox, patient: &str) -> String {
    let mut all = values(sandbox, "Encounter", patient);
    newest_first(&mut all, |value| {
        value["period"]["start"].as_str().map(str::to_owned)
    });
    let lines: Vec<_> = all
        .iter()
        .take(LINES)
        .map(|value| {
            let kind = list(&value["type"]).map(concept).next().unwrap_or_default();
            (
                kind,
                value["period"]["start"]
                    .as_str()
                    .map(day)
                    .unwrap_or_default(),
            )
        })
        .collect();
    let hidden = all.len() - lines.len();
    card("Visits", "visits", &lines, "None recorded", hidden)
}

fn immunizations(sandbox: &Sandbox, patient: &str) -> String {
    let mut all = values(sandbox, "Immunization", patient);
    newest_first(&mut all, |value| {
        value["occurrenceDateTime"].as_str().map(str::to_owned)
    });
    let lines: Vec<_> = all
        .iter()
        .take(LINES)
        .map(|value| {
            let date = value["occurrenceDateTime"]
                .as_str()
                .map(day)
                .unwrap_or_default();
            (concept(&value["vaccineCode"]), date)
        })
        .collect();
    let hidden = all.len() - lines.len();
    card(
        "Immunizations",
        "immunizations",
        &lines,
        "None recorded",
        hidden,
    )
}
