//! What the sandbox brings along: the signed-in clinician and the built-in charts.

use serde_json::{Value, json};

/// The id of the one signed-in clinician.
pub const CLINICIAN: &str = "sandbox-clinician";

/// The id of what the clinician does.
pub const CLINICIAN_ROLE: &str = "sandbox-clinician-role";

/// The signed-in clinician: plainly invented.
pub fn clinician() -> Value {
    json!({
        "resourceType": "Practitioner",
        "id": CLINICIAN,
        "active": true,
        "identifier": [{ "system": "http://hl7.org/fhir/sid/us-npi", "value": "9999999999" }],
        "name": [{ "use": "official", "text": "Sandbox Clinician, MD", "family": "Clinician", "given": ["Sandbox"], "suffix": ["MD"] }],
    })
}

/// What the clinician does here, with the specialty that an overlay can be made for.
pub fn role() -> Value {
    json!({
        "resourceType": "PractitionerRole",
        "id": CLINICIAN_ROLE,
        "active": true,
        "practitioner": { "reference": format!("Practitioner/{CLINICIAN}") },
        "specialty": [{
            "coding": [{ "system": "http://nucc.org/provider-taxonomy", "code": "207R00000X", "display": "Internal Medicine Physician" }],
            "text": "Internal medicine",
        }],
    })
}

/// The built-in charts as (name, Bundle text).
pub fn bundles() -> Vec<(String, String)> {
    sandbox_patients::patients()
        .into_iter()
        .map(|patient| (patient.id, patient.json))
        .collect()
}
