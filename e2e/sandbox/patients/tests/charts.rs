//! What every chart must satisfy.
#![allow(clippy::expect_used, reason = "tests say what went wrong by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use sandbox_patients::{PatientBundle, TODAY, ids, patient, patients};
use serde_json::Value;

fn resources(p: &PatientBundle) -> impl Iterator<Item = &Value> {
    p.bundle["entry"].as_array().expect("entries").iter().map(|e| &e["resource"])
}

fn of<'a>(p: &'a PatientBundle, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    resources(p).filter(move |r| r["resourceType"] == kind)
}

fn reference_of(r: &Value) -> String {
    format!("{}/{}", r["resourceType"].as_str().expect("type"), r["id"].as_str().expect("id"))
}

fn walk(value: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            for (name, child) in fields {
                visit(name, child);
                walk(child, visit);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, visit)),
        _ => {}
    }
}

const SHARED: [&str; 3] = ["Practitioner", "Organization", "Location"];

#[test]
fn every_reference_resolves_in_its_bundle() {
    for p in patients() {
        let known: BTreeSet<String> = resources(&p).map(reference_of).collect();
        for r in resources(&p) {
            let contained: BTreeSet<String> =
                r["contained"].as_array().into_iter().flatten().map(|c| format!("#{}", c["id"].as_str().expect("id"))).collect();
            walk(r, &mut |name, value| {
                let target = match (name, value) {
                    ("reference", Value::String(s)) => s,
                    ("url", Value::String(s)) if s.starts_with("Binary/") => s,
                    _ => return,
                };
                assert!(known.contains(target) || contained.contains(target), "{} -> {target}", reference_of(r));
            });
        }
    }
}

#[test]
fn ids_are_unique_over_all_patients_and_shared_resources_identical() {
    let mut seen: BTreeMap<String, (String, Value)> = BTreeMap::new();
    for p in patients() {
        let mut here = BTreeSet::new();
        for r in resources(&p) {
            let reference = reference_of(r);
            let id = r["id"].as_str().expect("id").to_owned();
            assert!(id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.'), "{id}");
            assert!(here.insert(id.clone()), "{reference} twice in one bundle");
            if let Some((owner, other)) = seen.get(&id) {
                assert!(SHARED.contains(&r["resourceType"].as_str().expect("type")), "{reference} also in {owner}");
                assert_eq!(other, r, "{reference} differs between bundles");
            } else {
                seen.insert(id, (p.id.clone(), r.clone()));
            }
        }
    }
}

#[test]
fn each_resource_is_about_its_own_patient() {
    for p in patients() {
        let own = format!("Patient/{}", p.id);
        assert_eq!(of(&p, "Patient").count(), 1);
        assert!(of(&p, "Encounter").count() >= 1, "{}", p.id);
        for r in resources(&p) {
            let about = [&r["subject"], &r["patient"], &r["beneficiary"]].into_iter().find(|v| v.is_object());
            match about {
                Some(about) => assert_eq!(about["reference"], own.as_str(), "{}", reference_of(r)),
                None => assert!(
                    matches!(
                        r["resourceType"].as_str(),
                        Some("Patient" | "Practitioner" | "Organization" | "Location" | "Medication" | "Binary" | "Provenance")
                    ),
                    "{} has no patient",
                    reference_of(r)
                ),
            }
        }
    }
}

#[test]
fn codes_have_systems_and_no_element_is_empty() {
    for p in patients() {
        for r in resources(&p) {
            walk(r, &mut |name, value| {
                assert!(!value.is_null(), "{} {name} is null", reference_of(r));
                assert!(value.as_array().is_none_or(|a| !a.is_empty()), "{} {name} is empty", reference_of(r));
                assert!(value.as_object().is_none_or(|o| !o.is_empty()), "{} {name} is empty", reference_of(r));
                for coding in value.as_array().filter(|_| name == "coding").into_iter().flatten() {
                    assert!(coding["system"].is_string() && coding["code"].is_string(), "{} {coding}", reference_of(r));
                }
            });
        }
    }
}

#[test]
fn calls_repeat_exactly_and_lookup_agrees() {
    let (one, two) = (patients(), patients());
    assert_eq!(one, two);
    assert_eq!(one.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ids().collect::<Vec<_>>());
    for p in &one {
        assert_eq!(patient(&p.id).as_ref(), Some(p));
        assert_eq!(p.bundle["type"], "collection");
        assert_eq!(p.bundle, serde_json::from_str::<Value>(&p.json).expect("JSON"));
    }
    assert_eq!(patient("nobody"), None);
}

#[test]
fn decimals_are_numbers_as_written() {
    for p in patients() {
        assert!(!p.json.contains("\\u0000"), "{} has an unreplaced mark", p.id);
        for r in of(&p, "Observation") {
            let value = &r["valueQuantity"]["value"];
            assert!(value.is_null() || value.is_number(), "{}", reference_of(r));
        }
    }
    let kidney = patient("p05").expect("p05");
    assert!(kidney.json.contains("\"value\":1.90"), "trailing zero kept");
}

#[test]
fn there_are_enough_rich_charts_of_adults_and_children() {
    let all = patients();
    assert!(all.len() >= 10);
    let (mut adults, mut children, mut huge) = (0, 0, 0);
    for p in &all {
        let count = resources(p).count();
        let birth = of(p, "Patient").next().expect("patient")["birthDate"].as_str().expect("birth")[..4].parse::<i32>().expect("year");
        if TODAY[..4].parse::<i32>().expect("year") - birth < 18 {
            children += 1;
        } else {
            adults += 1;
        }
        assert!(count >= 60, "{} has {count}", p.id);
        if count > 3000 {
            huge += 1;
        }
        eprintln!("{} {count} resources, {} bytes", p.id, p.json.len());
    }
    assert!(adults >= 5 && children >= 3 && huge == 1, "{adults} adults, {children} children, {huge} huge");
}

#[test]
fn notes_come_in_every_format_and_some_by_url() {
    let mut formats: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_url = 0;
    for p in patients() {
        for r in of(&p, "DocumentReference") {
            let attachment = &r["content"][0]["attachment"];
            *formats.entry(attachment["contentType"].as_str().expect("type").to_owned()).or_default() += 1;
            let data = if let Some(url) = attachment["url"].as_str() {
                by_url += 1;
                resources(&p).find(|b| reference_of(b) == url).expect("binary")["data"].as_str().expect("data").to_owned()
            } else {
                attachment["data"].as_str().expect("data").to_owned()
            };
            let text = base64::engine::general_purpose::STANDARD.decode(data).expect("base64");
            assert!(text.len() > 80, "{}", reference_of(r));
        }
    }
    for wanted in ["text/plain", "text/html", "application/rtf", "application/xhtml+xml", "application/xml"] {
        assert!(formats.keys().any(|f| f.starts_with(wanted)), "{wanted} of {formats:?}");
    }
    assert!(by_url >= 5);
}

#[test]
fn nothing_observed_lies_in_the_future() {
    for p in patients() {
        for r in resources(&p) {
            for field in ["effectiveDateTime", "authoredOn", "recordedDate", "occurrenceDateTime", "performedDateTime"] {
                if let Some(date) = r[field].as_str() {
                    assert!(date <= TODAY, "{} {field} {date}", reference_of(r));
                }
            }
        }
    }
}

/// The display texts of what `kind` has in `status` (a code or, for conditions, the clinical status).
fn in_status(p: &PatientBundle, kind: &str, status: &str) -> Vec<String> {
    of(p, kind)
        .filter(|r| r["status"] == status || r["clinicalStatus"]["coding"][0]["code"] == status)
        .map(|r| {
            let concept = if r["medicationCodeableConcept"].is_object() { &r["medicationCodeableConcept"] } else { &r["code"] };
            let words = concept["text"].as_str().unwrap_or_default();
            let sig = r["dosageInstruction"][0]["text"].as_str().unwrap_or_default();
            format!("{words}; {sig}")
        })
        .collect()
}

#[test]
fn the_stories_hold() {
    let get = |id: &str| patient(id).expect("patient");
    let any = |list: &[String], word: &str| list.iter().any(|t| t.contains(word));
    let cgm = get("p01");
    let active = in_status(&cgm, "MedicationRequest", "active");
    assert!(any(&active, "insulin glargine") && any(&active, "insulin lispro") && any(&active, "20 units"));
    assert!(!any(&active, "24 units") && of(&cgm, "DeviceRequest").any(|r| r["status"] == "active"));
    let no_insulin = get("p02");
    assert!(!no_insulin.json.contains("\"insulin "), "never on insulin");
    let apixaban = in_status(&get("p03"), "MedicationRequest", "active");
    assert!(any(&apixaban, "apixaban 2.5 mg") && !any(&apixaban, "apixaban 5 mg"));
    assert!(any(&in_status(&get("p05"), "Condition", "resolved"), "stage 3a"));
    assert!(any(&in_status(&get("p10"), "Condition", "resolved"), "ventricular septal defect"));
    let elderly = get("p12");
    assert!(any(&in_status(&elderly, "MedicationRequest", "stopped"), "warfarin"));
    assert!(any(&in_status(&elderly, "MedicationRequest", "active"), "apixaban 2.5 mg"));
    assert!(any(&in_status(&get("p15"), "Condition", "active"), "End-stage"));
}
