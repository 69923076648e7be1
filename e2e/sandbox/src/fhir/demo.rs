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

/// The id of the questionnaire that the EHR has of its own.
pub const QUESTIONNAIRE: &str = "sandbox-knee";

/// What the EHR asks of its own before a visit for a knee.
pub fn questionnaire() -> Value {
    json!({
        "resourceType": "Questionnaire",
        "id": QUESTIONNAIRE,
        "url": "urn:sandbox:questionnaire:knee",
        "version": "1",
        "status": "active",
        "title": "Your knee",
        "subjectType": ["Patient"],
        "item": [
            { "linkId": "side", "text": "Which knee?", "type": "choice", "required": true,
              "answerOption": [{ "valueString": "Left" }, { "valueString": "Right" }, { "valueString": "Both" }] },
            { "linkId": "walk", "text": "How many blocks can you walk?", "type": "integer" },
            { "linkId": "fell", "text": "Did you fall?", "type": "boolean" },
            { "linkId": "fell-when", "text": "When did you fall?", "type": "date", "required": true,
              "enableWhen": [{ "question": "fell", "operator": "=", "answerBoolean": true }] },
        ],
    })
}

/// The built-in charts as (name, Bundle text).
pub fn bundles() -> Vec<(String, String)> {
    sandbox_patients::patients()
        .into_iter()
        .map(|patient| (patient.id, patient.json))
        .collect()
}
