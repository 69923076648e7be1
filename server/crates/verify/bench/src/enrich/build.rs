//! Builds the resources that are laid over a chart.

use crate::chart::{Chart, Frequency};
use crate::day::{Style, When};
use crate::rng::Rng;
use serde_json::{Value, json};

/// Resources of one patient.
pub(super) struct Builder {
    patient: String,
    /// What has been built.
    pub(super) all: Vec<Value>,
}

/// The resource built last.
pub(super) struct Last<'a>(&'a mut Value);

impl Last<'_> {
    /// Sets one of its fields.
    pub(super) fn set(self, field: &str, value: Value) {
        self.0[field] = value;
    }
}

fn stamp(when: When) -> String {
    format!("{}T09:30:00+00:00", Style::Iso.show(when))
}

fn status(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": format!("http://terminology.hl7.org/CodeSystem/{system}"), "code": code }] })
}

impl Builder {
    /// Nothing yet.
    pub(super) fn new(chart: &Chart) -> Self {
        Self {
            patient: chart.patient.clone(),
            all: Vec::new(),
        }
    }

    fn push(&mut self, kind: &str, mut body: Value) -> Last<'_> {
        let at = self.all.len();
        body["resourceType"] = kind.into();
        body["id"] = format!("laid-over-{at}").into();
        let field = if ["AllergyIntolerance", "FamilyMemberHistory"].contains(&kind) {
            "patient"
        } else {
            "subject"
        };
        body[field] = json!({ "reference": self.patient });
        self.all.push(body);
        Last(&mut self.all[at])
    }

    /// A relative with one condition.
    pub(super) fn family(&mut self, (code, relation): (&str, &str), condition: &str) {
        let relationship = json!({
            "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": code, "display": relation }],
            "text": relation,
        });
        let body = json!({ "status": "completed", "relationship": relationship, "condition": [{ "code": { "text": condition } }] });
        self.push("FamilyMemberHistory", body);
    }

    /// An active diagnosis.
    pub(super) fn problem(&mut self, name: &str, when: When, verification: &str) -> Last<'_> {
        let body = json!({
            "clinicalStatus": status("condition-clinical", "active"),
            "verificationStatus": status("condition-ver-status", verification),
            "code": { "text": crate::words::capital(name) },
            "onsetDateTime": stamp(when),
            "recordedDate": stamp(when),
        });
        self.push("Condition", body)
    }

    /// An order for a drug, with its timing and route.
    pub(super) fn order(
        &mut self,
        name: &str,
        strength: &str,
        form: &str,
        (when, status): (When, &str),
        rng: &mut Rng,
    ) {
        let (form, route, code) = match form {
            "SC" => ("", "Subcutaneous route", "34206005"),
            "IV" => ("", "Intravenous route", "47625008"),
            "IM" => ("", "Intramuscular route", "78421000"),
            "Capsule" => (" Oral Capsule", "Oral route", "26643006"),
            _ => (" Oral Tablet", "Oral route", "26643006"),
        };
        let product = format!("{} {strength} MG{form}", crate::words::capital(name));
        let [timings @ .., _] = Frequency::USUAL;
        let timing = rng.pick(&timings).copied().unwrap_or(timings[0]);
        let unit = match timing.unit {
            'h' => "h",
            'w' => "wk",
            _ => "d",
        };
        let dose = if form.is_empty() {
            json!([])
        } else {
            json!([{ "doseQuantity": { "value": 1, "unit": if form.ends_with("Tablet") { "tablet" } else { "capsule" } } }])
        };
        let mut dosage = json!({
            "sequence": 1,
            "timing": { "repeat": { "frequency": timing.times, "period": timing.period, "periodUnit": unit } },
            "asNeededBoolean": rng.chance(20),
            "route": { "coding": [{ "system": "http://snomed.info/sct", "code": code, "display": route }], "text": route },
        });
        if dose != json!([]) {
            dosage["doseAndRate"] = dose;
        }
        let body = json!({
            "status": status,
            "intent": "order",
            "medicationCodeableConcept": { "text": product },
            "authoredOn": stamp(when),
            "dosageInstruction": [dosage],
        });
        self.push("MedicationRequest", body);
    }

    /// An active allergy.
    pub(super) fn allergy(&mut self, name: &str, when: When, criticality: &str) {
        let body = json!({
            "clinicalStatus": status("allergyintolerance-clinical", "active"),
            "verificationStatus": status("allergyintolerance-verification", "confirmed"),
            "criticality": criticality,
            "code": { "text": format!("Allergy to {name}") },
            "recordedDate": stamp(when),
        });
        self.push("AllergyIntolerance", body);
    }
}
