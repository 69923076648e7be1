//! Small builders of US Core shaped FHIR R4 resources. A [`Chart`] keeps the current moment, encounter and author, so
//! that a patient's file reads like the chart: a visit, then what was measured, ordered and written there.

mod care;
mod catalogue;
mod conditions;
mod devices;
mod drugs;
mod encounters;
pub(crate) mod exact;
mod medications;
mod note_formats;
mod notes;
mod observations;
mod people;
mod reports;
mod surveys;
pub(crate) mod time;

/// What a patient's file uses.
pub(crate) mod prelude {
    pub(crate) use super::catalogue::*;
    pub(crate) use super::conditions::{Dx, dx};
    pub(crate) use super::devices::CGM;
    pub(crate) use super::drugs::*;
    pub(crate) use super::encounters::Kind;
    pub(crate) use super::medications::{sig, timing::*};
    pub(crate) use super::notes::{Format, NoteType};
    pub(crate) use super::people::{Person, clinicians::*};
    pub(crate) use super::surveys::Smoking;
    pub(crate) use super::{Chart, RXNORM, SNOMED};
    pub(crate) use serde_json::json;
}

use exact::dec;
use people::{Clinician, Person};

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use time::{TODAY, stamp};

const BASE: &str = "https://ehr.example.org/fhir";
pub(crate) const SNOMED: &str = "http://snomed.info/sct";
pub(crate) const LOINC: &str = "http://loinc.org";
pub(crate) const ICD10: &str = "http://hl7.org/fhir/sid/icd-10-cm";
pub(crate) const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
pub(crate) const UCUM: &str = "http://unitsofmeasure.org";
pub(crate) const HL7: &str = "http://terminology.hl7.org/CodeSystem";

/// One patient's chart under construction.
pub(crate) struct Chart {
    key: &'static str,
    resources: Vec<Value>,
    index: BTreeMap<String, usize>,
    counts: BTreeMap<&'static str, u32>,
    when: String,
    encounter: Option<String>,
    author: &'static Clinician,
    clinicians: BTreeSet<&'static str>,
}

impl Chart {
    /// A chart of `person`, whose general practitioner is `gp`. Every id of the chart starts with `key`.
    pub(crate) fn new(key: &'static str, person: &Person, gp: &'static Clinician) -> Self {
        let mut chart = Self {
            key,
            resources: Vec::new(),
            index: BTreeMap::new(),
            counts: BTreeMap::new(),
            when: TODAY.to_owned(),
            encounter: None,
            author: gp,
            clinicians: BTreeSet::new(),
        };
        let gp = chart.clinician(gp);
        let body = person.resource(key, &gp);
        chart.push(key, "Patient", body);
        chart
    }

    /// The patient's reference.
    pub(crate) fn patient(&self) -> Value {
        json!({"reference": format!("Patient/{}", self.key)})
    }

    /// Moves the clock, inside the current encounter.
    pub(crate) fn at(&mut self, when: &str) {
        when.clone_into(&mut self.when);
    }

    /// Moves the clock outside any encounter; `author` is then who writes.
    pub(crate) fn outside(&mut self, when: &str, author: &'static Clinician) {
        when.clone_into(&mut self.when);
        self.encounter = None;
        self.author = author;
    }

    /// The current moment as a FHIR dateTime.
    fn now(&self) -> String {
        stamp(&self.when)
    }

    /// Adds a resource whose id is the key, `short` and a running number; returns its reference.
    fn add(&mut self, kind: &'static str, short: &'static str, body: Value) -> String {
        let count = self.counts.entry(short).or_default();
        *count += 1;
        let id = format!("{}-{short}{count}", self.key);
        self.push(&id, kind, body)
    }

    fn push(&mut self, id: &str, kind: &'static str, mut body: Value) -> String {
        let mut meta = json!({"versionId": "1", "lastUpdated": self.instant()});
        if let Some(profile) = profile(kind) {
            meta["profile"] = json!([format!("http://hl7.org/fhir/us/core/StructureDefinition/{profile}")]);
        }
        body["resourceType"] = json!(kind);
        body["id"] = json!(id);
        body["meta"] = meta;
        let reference = format!("{kind}/{id}");
        self.index.insert(reference.clone(), self.resources.len());
        self.resources.push(body);
        reference
    }

    /// An instant (it needs a time of day).
    fn instant(&self) -> String {
        if self.when.contains(' ') { self.now() } else { stamp(&format!("{} 12:00", time::day(&self.when))) }
    }

    /// The current author as a reference with a display; the practitioner becomes part of the bundle.
    fn author_ref(&mut self) -> Value {
        self.clinician(self.author)
    }

    fn clinician(&mut self, who: &'static Clinician) -> Value {
        self.clinicians.insert(who.id);
        who.reference()
    }

    /// The current encounter as a reference, null outside one.
    fn encounter_ref(&self) -> Value {
        self.encounter.as_ref().map_or(Value::Null, |e| json!({"reference": e}))
    }

    /// Lays `patch` over a resource (JSON merge patch: null removes).
    pub(crate) fn patch(&mut self, reference: &str, patch: &Value) {
        if let Some(target) = self.resource_mut(reference) {
            merge(target, patch);
        }
    }

    /// Marks a resource as entered in error.
    pub(crate) fn retract(&mut self, reference: &str) {
        self.patch(reference, &json!({"status": "entered-in-error"}));
    }

    fn resource_mut(&mut self, reference: &str) -> Option<&mut Value> {
        let at = self.index.get(reference).copied();
        debug_assert!(at.is_some(), "no {reference} in the chart");
        at.and_then(|i| self.resources.get_mut(i))
    }

    /// The finished collection Bundle; decimals are still marked.
    pub(crate) fn finish(mut self) -> Value {
        self.outside("2026-10-31 18:00", self.author);
        for (id, kind, body) in people::shared(&self.clinicians) {
            self.push(&id, kind, body);
        }
        let entry: Vec<Value> = self
            .resources
            .into_iter()
            .map(|mut resource| {
                drop_nulls(&mut resource);
                let url = format!("{BASE}/{}/{}", text(&resource, "resourceType"), text(&resource, "id"));
                json!({"fullUrl": url, "resource": resource})
            })
            .collect();
        json!({
            "resourceType": "Bundle",
            "id": format!("{}-chart", self.key),
            "type": "collection",
            "timestamp": stamp(&format!("{TODAY} 06:00")),
            "entry": entry,
        })
    }
}

/// A CodeableConcept of one coding.
pub(crate) fn concept(system: &str, code: &str, display: &str) -> Value {
    json!({"coding": [{"system": system, "code": code, "display": display}], "text": display})
}

/// A CodeableConcept of an HL7 code system, whose display is the code's name.
fn hl7(system: &str, code: &str, display: &str) -> Value {
    json!({"coding": [{"system": format!("{HL7}/{system}"), "code": code, "display": display}]})
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(fields) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (name, value) in fields {
        if value.is_null() {
            if let Some(object) = target.as_object_mut() {
                object.remove(name);
            }
        } else {
            merge(&mut target[name.as_str()], value);
        }
    }
}

/// FHIR has no nulls in objects; builders write them where an element is absent.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, v| !v.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn profile(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "Patient" => "us-core-patient",
        "Practitioner" => "us-core-practitioner",
        "Organization" => "us-core-organization",
        "Location" => "us-core-location",
        "Encounter" => "us-core-encounter",
        "MedicationRequest" => "us-core-medicationrequest",
        "Medication" => "us-core-medication",
        "AllergyIntolerance" => "us-core-allergyintolerance",
        "Immunization" => "us-core-immunization",
        "Procedure" => "us-core-procedure",
        "CarePlan" => "us-core-careplan",
        "CareTeam" => "us-core-careteam",
        "Goal" => "us-core-goal",
        "ServiceRequest" => "us-core-servicerequest",
        "DocumentReference" => "us-core-documentreference",
        "Coverage" => "us-core-coverage",
        "RelatedPerson" => "us-core-relatedperson",
        "Provenance" => "us-core-provenance",
        _ => return None,
    })
}
