//! Who a patient is, for headers and lists.

use serde_json::Value;
use time::OffsetDateTime;

use super::html::{age, day};
use crate::store::index::list;

/// A patient's identity as it is shown.
#[derive(Clone, Debug)]
pub struct Person {
    /// `Family, Given`.
    pub name: String,
    /// `67 y`, or nothing.
    pub age: String,
    /// `F`, `M`, or what is recorded.
    pub sex: String,
    /// Medical record number.
    pub mrn: String,
    /// Birth date as shown.
    pub born: String,
    /// Date of death as shown, if dead.
    pub died: Option<String>,
}

impl Person {
    /// From a Patient resource.
    pub fn of(patient: &Value, now: OffsetDateTime) -> Self {
        let birth = patient["birthDate"].as_str().unwrap_or_default();
        let died = patient["deceasedDateTime"].as_str().map(day);
        Self {
            name: name(&patient["name"]),
            age: if died.is_some() {
                String::new()
            } else {
                age(birth, now).unwrap_or_default()
            },
            sex: match patient["gender"].as_str() {
                Some("female") => "F".to_owned(),
                Some("male") => "M".to_owned(),
                other => other.unwrap_or("sex not recorded").to_owned(),
            },
            mrn: mrn(&patient["identifier"]),
            born: day(birth),
            died,
        }
    }

    /// `67 y F`
    pub fn age_and_sex(&self) -> String {
        format!("{} {}", self.age, self.sex).trim().to_owned()
    }
}

/// The official name, or the first.
pub fn name(names: &Value) -> String {
    let chosen = list(names)
        .find(|name| name["use"] == "official")
        .or_else(|| list(names).next());
    let Some(chosen) = chosen else {
        return "Name not recorded".to_owned();
    };
    let given: Vec<&str> = list(&chosen["given"]).filter_map(Value::as_str).collect();
    match (chosen["family"].as_str(), given.is_empty()) {
        (Some(family), false) => format!("{family}, {}", given.join(" ")),
        (Some(family), true) => family.to_owned(),
        _ => chosen["text"]
            .as_str()
            .unwrap_or("Name not recorded")
            .to_owned(),
    }
}

fn mrn(identifiers: &Value) -> String {
    let is_mrn = |identifier: &&Value| {
        list(&identifier["type"]["coding"]).any(|coding| coding["code"] == "MR")
            || identifier["type"]["text"] == "MRN"
    };
    let chosen = list(identifiers)
        .find(is_mrn)
        .or_else(|| list(identifiers).next());
    chosen
        .and_then(|identifier| identifier["value"].as_str())
        .unwrap_or("none")
        .to_owned()
}

/// What a CodeableConcept says: its text, or the first display, or the first code.
pub fn concept(value: &Value) -> String {
    let codings = || list(&value["coding"]);
    value["text"]
        .as_str()
        .or_else(|| codings().find_map(|coding| coding["display"].as_str()))
        .or_else(|| codings().find_map(|coding| coding["code"].as_str()))
        .unwrap_or_default()
        .to_owned()
}
