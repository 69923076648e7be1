//! Conditions: problem list and encounter diagnoses.

use serde_json::{Value, json};

use super::time::{TODAY, stamp};
use super::{Chart, ICD10, SNOMED, hl7};

/// A diagnosis in both code systems.
#[derive(Clone, Copy)]
pub(crate) struct Dx {
    icd: (&'static str, &'static str),
    snomed: (&'static str, &'static str),
    text: &'static str,
}

/// A diagnosis: ICD-10-CM code and its title, SNOMED CT code and its name, and what the clinician wrote.
pub(crate) const fn dx(
    icd: &'static str,
    icd_title: &'static str,
    snomed: &'static str,
    snomed_name: &'static str,
    text: &'static str,
) -> Dx {
    Dx { icd: (icd, icd_title), snomed: (snomed, snomed_name), text }
}

impl Dx {
    pub(super) fn concept(&self) -> Value {
        json!({"coding": [
            {"system": ICD10, "code": self.icd.0, "display": self.icd.1},
            {"system": SNOMED, "code": self.snomed.0, "display": self.snomed.1},
        ], "text": self.text})
    }
}

impl Chart {
    /// An active problem-list item since `onset`, recorded now.
    pub(crate) fn problem(&mut self, dx: &Dx, onset: &str) -> String {
        self.condition(dx, onset, None, "problem-list-item", Some("active"), "confirmed")
    }

    /// A resolved problem-list item.
    pub(crate) fn resolved(&mut self, dx: &Dx, onset: &str, abatement: &str) -> String {
        self.condition(dx, onset, Some(abatement), "problem-list-item", Some("resolved"), "confirmed")
    }

    /// A problem-list item that was refuted, or (`entered-in-error`) should never have been there.
    pub(crate) fn not_so(&mut self, dx: &Dx, onset: &str, verification: &str) -> String {
        let clinical = (verification != "entered-in-error").then_some("inactive");
        self.condition(dx, onset, None, "problem-list-item", clinical, verification)
    }

    /// Moves a problem to another clinical status (`inactive`, `resolved`, `remission`) on `date`, with a remark.
    pub(crate) fn becomes(&mut self, condition: &str, status: &str, date: &str, remark: &str) {
        let abated = (status != "inactive").then(|| stamp(date));
        self.patch(
            condition,
            &json!({"clinicalStatus": hl7("condition-clinical", status, status), "note": [{"time": stamp(date), "text": remark}]}),
        );
        if let Some(date) = abated {
            self.patch(condition, &json!({"abatementDateTime": date}));
        }
    }

    /// A diagnosis of the current encounter. It has no clinical status: what became of it is on the problem list.
    pub(crate) fn diagnosis(&mut self, dx: &Dx) -> String {
        let onset = super::time::day(&self.when).to_owned();
        let reference = self.condition(dx, &onset, None, "encounter-diagnosis", None, "confirmed");
        if let Some(encounter) = self.encounter.clone()
            && let Some(target) = self.resource_mut(&encounter)
        {
            let entry = json!({"condition": {"reference": reference}, "use": hl7("diagnosis-role", "billing", "Billing")});
            match target["diagnosis"].as_array_mut() {
                Some(list) => list.push(entry),
                None => target["diagnosis"] = json!([entry]),
            }
        }
        reference
    }

    fn condition(
        &mut self,
        dx: &Dx,
        onset: &str,
        abatement: Option<&str>,
        category: &str,
        clinical: Option<&str>,
        verification: &str,
    ) -> String {
        let author = self.author_ref();
        let title = if category == "problem-list-item" { "Problem List Item" } else { "Encounter Diagnosis" };
        // A chart made without a visit records the problem when it began.
        let recorded = if self.when == TODAY { stamp(onset) } else { self.now() };
        let profile = if category == "problem-list-item" {
            "us-core-condition-problems-health-concerns"
        } else {
            "us-core-condition-encounter-diagnosis"
        };
        let body = json!({
            "clinicalStatus": clinical.map(|c| hl7("condition-clinical", c, c)),
            "verificationStatus": hl7("condition-ver-status", verification, verification),
            "category": [hl7("condition-category", category, title)],
            "code": dx.concept(),
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "onsetDateTime": stamp(onset),
            "abatementDateTime": abatement.map(stamp),
            "recordedDate": recorded,
            "recorder": author,
        });
        let reference = self.add("Condition", "co", body);
        let url = format!("http://hl7.org/fhir/us/core/StructureDefinition/{profile}");
        self.patch(&reference, &json!({"meta": {"profile": [url]}}));
        reference
    }
}
