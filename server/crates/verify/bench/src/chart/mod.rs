//! A chart as the perturber reads it: straight from the Bundle's JSON, by its own few rules.

mod order;
mod people;
mod plain;
mod problem;
mod reading;

pub use order::{Frequency, Order};
pub use people::{Kin, Person, Place};
pub(crate) use plain::note_text;
pub use plain::{Event, EventKind};
pub(crate) use problem::plain as plain_name;
pub use problem::{Allergy, Problem};
pub use reading::{Pressure, Reading};

use crate::day::When;
use crate::error::BenchError;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use time::Date;

/// What one Bundle, and what lies over it, says.
#[derive(Clone, Default)]
pub struct Chart {
    /// Resources by `Type/id`.
    pub resources: BTreeMap<String, Value>,
    /// `urn:uuid:` addresses to `Type/id`.
    urls: BTreeMap<String, String>,
    /// `Patient/id`.
    pub patient: String,
    /// The day that statements are written on.
    pub as_of: Option<Date>,
    /// Numeric results.
    pub readings: Vec<Reading>,
    /// Blood pressures.
    pub pressures: Vec<Pressure>,
    /// Diagnoses.
    pub problems: Vec<Problem>,
    /// Orders for drugs.
    pub orders: Vec<Order>,
    /// Procedures, vaccinations, encounters.
    pub events: Vec<Event>,
    /// Allergies.
    pub allergies: Vec<Allergy>,
    /// Relatives' conditions.
    pub kin: Vec<Kin>,
    /// Encounters with one clinician: `Encounter/id`, day, clinician, place.
    pub visits: Vec<(String, When, Person, Option<Place>)>,
    /// Orders and statements about drugs: `Type/id`, status, all their words in lower case.
    pub medications: Vec<(String, String, String)>,
    /// All words of the chart in lower case, for what is certainly not there.
    pub words: BTreeSet<String>,
}

/// Charts hold patient data: nothing of it is shown.
impl std::fmt::Debug for Chart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chart")
            .field("resources", &self.resources.len())
            .finish_non_exhaustive()
    }
}

impl Chart {
    /// Reads a Bundle and then each overlay: the same `Type/id` replaces. Without a date, the day after the last event.
    pub fn read(bundles: &[&Value], as_of: Option<Date>) -> Result<Self, BenchError> {
        let mut chart = Self::default();
        for bundle in bundles {
            let entries = bundle["entry"].as_array().ok_or(BenchError::NoBundle)?;
            for entry in entries {
                let resource = &entry["resource"];
                let (Some(kind), Some(id)) =
                    (text(&resource["resourceType"]), text(&resource["id"]))
                else {
                    continue;
                };
                let key = format!("{kind}/{id}");
                if let Some(url) = text(&entry["fullUrl"]) {
                    chart.urls.insert(url, key.clone());
                }
                if kind == "Patient" && chart.patient.is_empty() {
                    chart.patient.clone_from(&key);
                }
                chart.resources.insert(key, resource.clone());
            }
        }
        if chart.patient.is_empty() {
            return Err(BenchError::NoPatient);
        }
        chart.as_of = as_of.or_else(|| chart.last_day());
        chart.gather();
        Ok(chart)
    }

    fn gather(&mut self) {
        self.readings = reading::all(self);
        self.pressures = reading::pressures(self);
        self.problems = problem::all(self);
        self.allergies = problem::allergies(self);
        self.orders = order::all(self);
        self.events = plain::all(self);
        self.kin = people::kin(self);
        self.visits = self.find_visits();
        self.medications = order::texts(self);
        self.words = self.resources.values().flat_map(plain::words).collect();
    }

    /// Resources of a type that belong to the patient.
    pub fn own<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let prefix = format!("{kind}/");
        self.resources
            .iter()
            .filter(move |(key, _)| key.starts_with(&prefix))
            .filter(|(_, resource)| {
                let subject = [&resource["subject"], &resource["patient"]]
                    .into_iter()
                    .find_map(|one| text(&one["reference"]));
                subject.is_some_and(|one| self.target(&one).as_deref() == Some(&self.patient))
            })
            .map(|(key, resource)| (key.as_str(), resource))
    }

    /// The `Type/id` that a reference means, where it is in the chart.
    pub fn target(&self, reference: &str) -> Option<String> {
        if let Some(key) = self.urls.get(reference) {
            return Some(key.clone());
        }
        let mut parts = reference.rsplit('/');
        let (id, kind) = (parts.next()?, parts.next()?);
        Some(format!("{kind}/{id}")).filter(|key| self.resources.contains_key(key))
    }

    /// The day of writing; a chart without any date has none, and makes no statement.
    pub fn today(&self) -> Option<Date> {
        self.as_of
    }

    /// Whether something happened by the day of writing.
    pub fn past(&self, when: When) -> bool {
        self.as_of.is_some_and(|today| when.end() <= today)
    }

    fn last_day(&self) -> Option<Date> {
        const FIELDS: [&str; 6] = [
            "effectiveDateTime",
            "authoredOn",
            "onsetDateTime",
            "occurrenceDateTime",
            "performedDateTime",
            "recordedDate",
        ];
        let periods = |resource: &Value| {
            ["period", "performedPeriod"].map(|field| resource[field]["end"].clone())
        };
        self.resources
            .values()
            .flat_map(|resource| {
                let mut found: Vec<Value> = FIELDS
                    .iter()
                    .map(|field| resource[*field].clone())
                    .collect();
                found.extend(periods(resource));
                found
            })
            .filter_map(|value| When::parse(value.as_str()?))
            .map(When::end)
            .max()
            .and_then(|last| last.checked_add(time::Duration::days(3)))
    }
}

/// A string, not empty.
pub(crate) fn text(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// What a CodeableConcept is called.
pub(crate) fn called(concept: &Value) -> Option<String> {
    text(&concept["text"]).or_else(|| {
        let codings = concept["coding"].as_array()?;
        codings.iter().find_map(|coding| text(&coding["display"]))
    })
}

/// The code of a concept in a system whose address contains `system`.
pub(crate) fn code(concept: &Value, system: &str) -> Option<String> {
    let codings = concept["coding"].as_array()?;
    codings
        .iter()
        .find(|coding| {
            coding["system"]
                .as_str()
                .is_some_and(|one| one.contains(system))
        })
        .and_then(|coding| text(&coding["code"]))
}

/// The first code of a concept, whatever its system.
pub(crate) fn any_code(concept: &Value) -> Option<String> {
    text(&concept["coding"][0]["code"])
}
