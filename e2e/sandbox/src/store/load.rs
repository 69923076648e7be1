//! Filling the store with what the Bundles hold.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::bundles::{Loaded, Reading};
use super::index::{Index, list};
use super::text::with_server_fields;
use super::{Store, Stored, Version};
use crate::clock::{Clock, instant};
use crate::config::{PatientSource, Personality, SandboxConfig};
use crate::error::SandboxError;
use crate::fhir::demo;

/// What loading gave, named and counted.
#[derive(Clone, Debug, Default)]
pub struct LoadReport {
    /// Bundles read.
    pub bundles: usize,
    /// Patients held.
    pub patients: usize,
    /// Resources held.
    pub resources: usize,
    /// Resources that replaced one of the same type and id from an earlier Bundle.
    pub replaced: usize,
    /// Resources that got another id, because theirs is taken by another patient's resource.
    pub renamed: usize,
    /// Practitioners and others that only a conditional reference names, made as stubs.
    pub stubs: usize,
    /// What was left out, with the reason.
    pub skipped: Vec<String>,
}

impl Store {
    /// Loads a source and the demo clinician.
    pub fn load(config: &SandboxConfig, clock: &Clock) -> Result<(Self, LoadReport), SandboxError> {
        let mut reading = Reading::new(config.rules.unresolved_references);
        let place = match &config.patients {
            PatientSource::BuiltIn => {
                for (name, text) in demo::bundles() {
                    reading.bundle(&name, &text);
                }
                "the built-in patients".to_owned()
            }
            PatientSource::Bundles(bundles) => {
                for (name, text) in bundles {
                    reading.bundle(name, text);
                }
                "the given bundles".to_owned()
            }
            PatientSource::Dir(dir) => {
                reading.dir(dir)?;
                dir.display().to_string()
            }
        };
        let (resources, mut report) = reading.finish();
        let store = Self::default();
        let now = clock.now();
        let stamp = instant(now);
        for Loaded {
            rtype,
            id,
            text,
            served,
        } in resources
        {
            let Ok(value) = serde_json::from_str::<Value>(&text) else {
                continue;
            };
            let number = value["meta"]["versionId"]
                .as_str()
                .and_then(|version| version.parse().ok())
                .unwrap_or(1);
            let stated = value["meta"]["lastUpdated"].as_str();
            let updated = stated.and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
            let version = number.to_string();
            let meta = (config.personality != Personality::Epic)
                .then(|| (version.as_str(), updated.and(stated).unwrap_or(&stamp)));
            // The index is always that of resolved references, so that searches and compartments work.
            let Ok(resolved) = with_server_fields(&text, &id, meta) else {
                continue;
            };
            let value: Value = serde_json::from_str(&resolved).unwrap_or_default();
            let text = match served.map(|served| with_server_fields(&served, &id, meta)) {
                Some(Ok(served)) => served,
                _ => resolved,
            };
            let version = Arc::new(Version {
                number,
                updated: updated.unwrap_or(now),
                text,
            });
            report.replaced += usize::from(store.get(&rtype, &id).is_some());
            let index = Index::of(&value);
            store.insert(Stored {
                rtype,
                id,
                index,
                current: version,
                earlier: Vec::new(),
                filed: false,
            });
        }
        store.own_binaries();
        for (rtype, id, resource) in [
            ("Practitioner", demo::CLINICIAN, demo::clinician()),
            ("PractitionerRole", demo::CLINICIAN_ROLE, demo::role()),
            ("Questionnaire", demo::QUESTIONNAIRE, demo::questionnaire()),
        ] {
            if store.get(rtype, id).is_none() {
                store.add(rtype, id, resource.to_string(), now, false);
            }
        }
        report.patients = store.all("Patient", None).len();
        report.resources = store.counts().values().sum();
        if report.patients == 0 {
            return Err(SandboxError::NoPatients(place));
        }
        Ok((store, report))
    }

    /// Gives each Binary the patient of the document that points at it.
    fn own_binaries(&self) {
        let mut owners = HashMap::new();
        for (rtype, field) in [
            ("DocumentReference", "content"),
            ("DiagnosticReport", "presentedForm"),
        ] {
            for document in self.all(rtype, None) {
                let value = document.value();
                for item in list(&value[field]) {
                    let attachment = if field == "content" {
                        &item["attachment"]
                    } else {
                        item
                    };
                    let target = attachment["url"]
                        .as_str()
                        .and_then(|url| url.rsplit_once("Binary/"));
                    if let (Some((_, id)), Some(patient)) = (target, &document.index.patient) {
                        owners.insert(id.to_owned(), patient.clone());
                    }
                }
            }
        }
        for (id, patient) in owners {
            self.set_owner(&id, &patient);
        }
    }

    /// Puts a Binary into a patient's compartment.
    pub fn set_owner(&self, binary: &str, patient: &str) {
        let mut inner = crate::state::lock(&self.0);
        if let Some(slot) = inner
            .types
            .get_mut("Binary")
            .and_then(|by_type| by_type.by_id.get_mut(binary))
        {
            let mut stored = (**slot).clone();
            stored.index.patient = Some(patient.to_owned());
            *slot = Arc::new(stored);
        }
    }
}
