//! Small charts for tests. Everyone in them is invented.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part, and a test says what went wrong by panicking"
)]

pub(crate) mod fake;

use serde_json::{Value, json};
use sources::SourceSet;

pub(crate) const PATIENT: &str = "Patient/p1";

/// A chart of these resources and an invented patient.
pub(crate) fn chart(resources: &[Value]) -> SourceSet {
    let patient = json!({
        "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1960-05-02",
        "name": [{"given": ["Testine"], "family": "Examplova"}],
        "identifier": [{"system": "urn:example:mrn", "value": "TEST-4471"}],
        "address": [{"line": ["1 Sample Street"], "city": "Testville"}]
    });
    let entries: Vec<Value> = std::iter::once(&patient)
        .chain(resources)
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap())
}

fn subject() -> Value {
    json!({"reference": PATIENT})
}

pub(crate) fn condition(id: &str, text: &str, icd10: &str, status: &str, onset: &str) -> Value {
    json!({
        "resourceType": "Condition", "id": id, "subject": subject(), "onsetDateTime": onset,
        "code": {"text": text, "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": icd10, "display": text}]},
        "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": status}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]}
    })
}

pub(crate) fn order(id: &str, drug: &str, status: &str, date: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "subject": subject(), "status": status, "intent": "order", "authoredOn": date,
        "medicationCodeableConcept": {"text": drug}
    })
}

pub(crate) fn glucose(id: &str, value: &str, unit: &str, date: &str) -> Value {
    let value: Value = serde_json::from_str(value).unwrap();
    json!({
        "resourceType": "Observation", "id": id, "subject": subject(), "status": "final", "effectiveDateTime": date,
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"text": "Glucose", "coding": [{"system": "http://loinc.org", "code": "2339-0", "display": "Glucose"}]},
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    })
}

pub(crate) fn visit(id: &str, reason: &str, date: &str) -> Value {
    json!({
        "resourceType": "Encounter", "id": id, "subject": subject(), "status": "finished", "class": {"code": "AMB"},
        "type": [{"text": "Office visit"}], "reasonCode": [{"text": reason}], "period": {"start": date, "end": date}
    })
}

pub(crate) fn note(id: &str, text: &str, date: &str) -> Value {
    json!({
        "resourceType": "DocumentReference", "id": id, "subject": subject(), "status": "current", "date": format!("{date}T10:00:00Z"),
        "type": {"text": "Progress note"},
        "content": [{"attachment": {"contentType": "text/plain", "data": base64(text)}}]
    })
}

/// Enough of base64 for test notes.
fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().enumerate().fold(0u32, |bits, (place, byte)| {
            bits | u32::from(*byte) << (16 - 8 * place)
        });
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize] as char;
            out.push(if place > chunk.len() { '=' } else { letter });
        }
    }
    out
}

pub(crate) fn device(id: &str, name: &str) -> Value {
    json!({
        "resourceType": "Device", "id": id, "patient": subject(), "status": "active", "type": {"text": name}
    })
}

pub(crate) fn device_order(id: &str, name: &str, code: &str, date: &str) -> Value {
    json!({
        "resourceType": "DeviceRequest", "id": id, "subject": subject(), "status": "active", "intent": "order", "authoredOn": date,
        "priority": "urgent",
        "codeCodeableConcept": {"text": name, "coding": [{"system": "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "code": code, "display": name}]}
    })
}

pub(crate) fn measured(
    id: &str,
    name: &str,
    loinc: &str,
    value: &str,
    unit: &str,
    date: &str,
) -> Value {
    let value: Value = serde_json::from_str(value).unwrap();
    json!({
        "resourceType": "Observation", "id": id, "subject": subject(), "status": "final", "effectiveDateTime": date,
        "category": [{"coding": [{"code": "procedure"}]}],
        "code": {"text": name, "coding": [{"system": "http://loinc.org", "code": loinc, "display": name}]},
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    })
}

pub(crate) fn report(id: &str, name: &str, text: &str, date: &str) -> Value {
    json!({
        "resourceType": "DiagnosticReport", "id": id, "subject": subject(), "status": "final", "effectiveDateTime": date,
        "code": {"text": name},
        "presentedForm": [{"contentType": "text/plain", "data": base64(text)}]
    })
}
