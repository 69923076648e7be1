//! `metadata`: the CapabilityStatement, open to all.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::outcome::FHIR_JSON;
use super::validate::WRITABLE;
use crate::config::Personality;
use crate::state::{Sandbox, Shared};

/// `GET {fhir}/metadata`
pub async fn metadata(State(sandbox): State<Shared>) -> Response {
    (
        [(CONTENT_TYPE, FHIR_JSON)],
        sandbox.capabilities().to_string(),
    )
        .into_response()
}

impl Sandbox {
    fn capabilities(&self) -> Value {
        let personality = self.personality();
        let mut names: Vec<String> = self.store.counts().into_keys().collect();
        names.extend(WRITABLE.iter().map(|&name| name.to_owned()));
        if personality == Personality::Generic {
            names.extend(
                ["Condition", "MedicationStatement", "QuestionnaireResponse"].map(str::to_owned),
            );
        }
        names.sort();
        names.dedup();
        let resources: Vec<Value> = names
            .iter()
            .map(|name| resource(name, personality))
            .collect();
        let software = match personality {
            Personality::Epic => "Sandbox EHR (Epic-shaped)",
            Personality::Oracle => "Sandbox EHR (Oracle-shaped)",
            Personality::Generic => "Sandbox EHR",
        };
        json!({
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "instantiates": ["http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server"],
            "software": { "name": software, "version": env!("CARGO_PKG_VERSION") },
            "implementation": { "description": "An EHR to test with", "url": self.urls.fhir },
            "fhirVersion": "4.0.1",
            "format": ["json", "application/fhir+json"],
            "rest": [{ "mode": "server", "security": self.security(), "resource": resources }],
        })
    }

    fn security(&self) -> Value {
        let issuer = &self.urls.issuer;
        json!({
            "extension": [{
                "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                "extension": [
                    { "url": "authorize", "valueUri": format!("{issuer}/authorize") },
                    { "url": "token", "valueUri": format!("{issuer}/token") },
                    { "url": "introspect", "valueUri": format!("{issuer}/introspect") },
                    { "url": "revoke", "valueUri": format!("{issuer}/revoke") },
                ],
            }],
            "service": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                "code": "SMART-on-FHIR",
            }] }],
        })
    }
}

fn resource(name: &str, personality: Personality) -> Value {
    let mut codes = vec!["read", "search-type"];
    if name == "Binary" {
        codes.truncate(1);
    }
    if personality != Personality::Epic {
        codes.extend(["vread", "history-instance"]);
    }
    if personality == Personality::Generic || WRITABLE.contains(&name) {
        codes.push("create");
    }
    if personality == Personality::Generic || name == "DocumentReference" {
        codes.push("update");
    }
    let interactions: Vec<Value> = codes.iter().map(|code| json!({ "code": code })).collect();
    let params: Vec<Value> = params(name)
        .iter()
        .map(|(name, kind)| json!({ "name": name, "type": kind }))
        .collect();
    json!({
        "type": name,
        "interaction": interactions,
        "versioning": if personality == Personality::Oracle { "versioned-update" } else { "versioned" },
        "updateCreate": false,
        "conditionalCreate": personality != Personality::Epic,
        "searchInclude": if name == "MedicationRequest" { json!(["MedicationRequest:medication"]) } else { json!([]) },
        "searchRevInclude": ["Provenance:target"],
        "searchParam": params,
    })
}

fn params(name: &str) -> Vec<(&'static str, &'static str)> {
    let mut params = vec![("_id", "token"), ("_lastUpdated", "date")];
    let patient = ("patient", "reference");
    let more: &[(&str, &str)] = match name {
        "Patient" => &[
            ("identifier", "token"),
            ("name", "string"),
            ("family", "string"),
            ("birthdate", "date"),
            ("gender", "token"),
        ],
        "Observation" => &[
            patient,
            ("category", "token"),
            ("code", "token"),
            ("date", "date"),
            ("status", "token"),
            ("encounter", "reference"),
        ],
        "Condition" => &[
            patient,
            ("category", "token"),
            ("clinical-status", "token"),
            ("code", "token"),
            ("encounter", "reference"),
            ("onset-date", "date"),
            ("recorded-date", "date"),
        ],
        "AllergyIntolerance" => &[patient, ("clinical-status", "token")],
        "MedicationRequest" => &[
            patient,
            ("intent", "token"),
            ("status", "token"),
            ("authoredon", "date"),
            ("encounter", "reference"),
        ],
        "DocumentReference" => &[
            patient,
            ("type", "token"),
            ("category", "token"),
            ("date", "date"),
            ("period", "date"),
            ("status", "token"),
        ],
        "DiagnosticReport" => &[
            patient,
            ("category", "token"),
            ("code", "token"),
            ("date", "date"),
            ("status", "token"),
        ],
        "Encounter" => &[
            patient,
            ("class", "token"),
            ("date", "date"),
            ("type", "token"),
            ("status", "token"),
            ("identifier", "token"),
        ],
        "Practitioner" | "Organization" | "Location" => {
            &[("name", "string"), ("identifier", "token")]
        }
        "Binary" | "Medication" => &[],
        "Provenance" => &[("target", "reference")],
        _ => &[patient, ("status", "token"), ("date", "date")],
    };
    params.extend(more);
    params
}
