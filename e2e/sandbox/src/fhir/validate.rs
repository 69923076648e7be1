//! What a created resource must carry, as the vendors' guides say.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::outcome::FhirError;
use crate::config::Personality;
use crate::state::Sandbox;
use crate::store::date::Span;
use crate::store::index::list;

/// Types that Epic and Oracle let an app create.
pub const WRITABLE: &[&str] = &["DocumentReference", "Observation", "Communication"];
const LOINC: &str = "http://loinc.org";
const UCUM: &str = "http://unitsofmeasure.org";
const VITALS: &str = "vital-signs";

/// Checks a body before it is stored.
pub fn check(sandbox: &Sandbox, rtype: &str, value: &Value) -> Result<(), FhirError> {
    match rtype {
        "DocumentReference" => note(sandbox, value),
        "Observation" => observation(sandbox, value),
        "Communication" => communication(sandbox, value),
        _ => Ok(()),
    }
}

fn subject(sandbox: &Sandbox, value: &Value, path: &str) -> Result<String, FhirError> {
    let reference = value["subject"]["reference"]
        .as_str()
        .ok_or_else(|| FhirError::required(path))?;
    let id = reference
        .strip_prefix("Patient/")
        .filter(|id| sandbox.store.get("Patient", id).is_some());
    id.map(str::to_owned)
        .ok_or_else(|| FhirError::value(path, "the patient does not exist"))
}

fn encounter(
    sandbox: &Sandbox,
    reference: &Value,
    patient: &str,
    path: &str,
) -> Result<(), FhirError> {
    let reference = reference["reference"]
        .as_str()
        .ok_or_else(|| FhirError::required(path))?;
    let id = reference.strip_prefix("Encounter/").unwrap_or(reference);
    let encounter = sandbox.store.get("Encounter", id);
    let encounter =
        encounter.ok_or_else(|| FhirError::value(path, "the encounter does not exist"))?;
    if encounter.index.patient.as_deref() != Some(patient) {
        return Err(FhirError::rule(path, "the encounter is of another patient"));
    }
    Ok(())
}

fn note(sandbox: &Sandbox, value: &Value) -> Result<(), FhirError> {
    let patient = subject(sandbox, value, "DocumentReference.subject")?;
    if value["status"] != "current" {
        return Err(FhirError::value(
            "DocumentReference.status",
            "status must be current",
        ));
    }
    let attachment = one_attachment(value)?;
    let text = decoded(attachment)?;
    match sandbox.personality() {
        Personality::Epic => epic_note(sandbox, value, &patient, attachment, &text),
        Personality::Oracle => oracle_note(sandbox, value, &patient, attachment),
        Personality::Generic => match value["context"]["encounter"].get(0) {
            Some(visit) => encounter(
                sandbox,
                visit,
                &patient,
                "DocumentReference.context.encounter",
            ),
            None => Ok(()),
        },
    }
}

fn one_attachment(value: &Value) -> Result<&Value, FhirError> {
    let path = "DocumentReference.content";
    let content = value["content"]
        .as_array()
        .filter(|items| !items.is_empty());
    match content.ok_or_else(|| FhirError::required(path))?.as_slice() {
        [one] if one["attachment"].is_object() => Ok(&one["attachment"]),
        [_] => Err(FhirError::required("DocumentReference.content.attachment")),
        _ => Err(FhirError::rule(path, "exactly one content is accepted")),
    }
}

fn decoded(attachment: &Value) -> Result<Vec<u8>, FhirError> {
    let path = "DocumentReference.content.attachment.data";
    let data = attachment["data"]
        .as_str()
        .filter(|data| !data.is_empty())
        .ok_or_else(|| FhirError::required(path))?;
    STANDARD
        .decode(data)
        .map_err(|_| FhirError::value(path, "data is not base64"))
}

fn epic_note(
    sandbox: &Sandbox,
    value: &Value,
    patient: &str,
    attachment: &Value,
    text: &[u8],
) -> Result<(), FhirError> {
    let path = "DocumentReference.docStatus";
    match value["docStatus"].as_str() {
        None => return Err(FhirError::required(path)),
        Some("preliminary" | "final") => {}
        Some(_) => {
            return Err(FhirError::value(
                path,
                "docStatus must be preliminary or final",
            ));
        }
    }
    if !list(&value["type"]["coding"])
        .any(|coding| coding["system"] == LOINC && coding["code"].is_string())
    {
        return Err(FhirError::required("DocumentReference.type"));
    }
    let path = "DocumentReference.context.encounter";
    let encounters = value["context"]["encounter"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let [visit] = encounters else {
        return Err(FhirError::required(path));
    };
    encounter(sandbox, visit, patient, path)?;
    let content_type = attachment["contentType"].as_str().unwrap_or_default();
    if content_type.split(';').next().map(str::trim) != Some("text/plain") {
        return Err(FhirError::value(
            "DocumentReference.content.attachment.contentType",
            "must be text/plain",
        ));
    }
    std::str::from_utf8(text).map(|_| ()).map_err(|_| {
        FhirError::value(
            "DocumentReference.content.attachment.data",
            "the text is not UTF-8",
        )
    })
}

fn oracle_note(
    sandbox: &Sandbox,
    value: &Value,
    patient: &str,
    attachment: &Value,
) -> Result<(), FhirError> {
    let status = value["docStatus"].as_str();
    if !matches!(status, Some("final" | "amended")) {
        return Err(FhirError::rule(
            "DocumentReference.docStatus",
            "docStatus must be final",
        ));
    }
    if list(&value["type"]["coding"]).next().is_none() {
        return Err(FhirError::required("DocumentReference.type"));
    }
    if !list(&value["author"]).any(|author| author["reference"].is_string()) {
        return Err(FhirError::required("DocumentReference.author"));
    }
    let content_type = attachment["contentType"]
        .as_str()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !content_type.contains("charset=") {
        let path = "DocumentReference.content.attachment.contentType";
        return Err(FhirError::rule(path, "contentType must carry a charset"));
    }
    let path = "DocumentReference.context.encounter";
    let visit = value["context"]["encounter"]
        .get(0)
        .ok_or_else(|| FhirError::required(path))?;
    encounter(sandbox, visit, patient, path)?;
    let path = "DocumentReference.context.period.end";
    let end = value["context"]["period"]["end"]
        .as_str()
        .ok_or_else(|| FhirError::required(path))?;
    if !end.contains('T') || Span::parse(end).is_none() {
        return Err(FhirError::rule(path, "period.end must have a time"));
    }
    if !value["relatesTo"].is_null() {
        return Err(FhirError::rule(
            "DocumentReference.relatesTo",
            "Body contained unsupported fields",
        ));
    }
    Ok(())
}

fn observation(sandbox: &Sandbox, value: &Value) -> Result<(), FhirError> {
    let patient = subject(sandbox, value, "Observation.subject")?;
    if !matches!(
        value["status"].as_str(),
        Some("final" | "preliminary" | "amended" | "corrected")
    ) {
        return Err(FhirError::value(
            "Observation.status",
            "status must be final",
        ));
    }
    let codings = list(&value["category"]).flat_map(|category| list(&category["coding"]));
    if !codings.into_iter().any(|coding| coding["code"] == VITALS) {
        return Err(FhirError::rule(
            "Observation.category",
            "only vital signs can be created",
        ));
    }
    if !list(&value["code"]["coding"])
        .any(|coding| coding["system"] == LOINC && coding["code"].is_string())
    {
        return Err(FhirError::required("Observation.code"));
    }
    let path = "Observation.effectiveDateTime";
    let at = value["effectiveDateTime"]
        .as_str()
        .ok_or_else(|| FhirError::required(path))?;
    Span::parse(at).ok_or_else(|| FhirError::value(path, "effectiveDateTime is not a date"))?;
    if !value["encounter"].is_null() {
        encounter(
            sandbox,
            &value["encounter"],
            &patient,
            "Observation.encounter",
        )?;
    }
    let components = value["component"]
        .as_array()
        .filter(|components| !components.is_empty());
    match components {
        Some(components) => components.iter().try_for_each(|component| {
            quantity(
                &component["valueQuantity"],
                "Observation.component.valueQuantity",
            )
        }),
        None => quantity(&value["valueQuantity"], "Observation.valueQuantity"),
    }
}

fn quantity(value: &Value, path: &str) -> Result<(), FhirError> {
    if !value.is_object() {
        return Err(FhirError::required(path));
    }
    if !value["value"].is_number() {
        return Err(FhirError::value(path, "value must be a number"));
    }
    if value["system"] != UCUM || !value["code"].is_string() {
        return Err(FhirError::rule(path, "the unit must be a UCUM code"));
    }
    Ok(())
}

fn communication(sandbox: &Sandbox, value: &Value) -> Result<(), FhirError> {
    subject(sandbox, value, "Communication.subject")?;
    if value["status"].as_str().is_none() {
        return Err(FhirError::required("Communication.status"));
    }
    let says = |payload: &Value| {
        payload["contentString"]
            .as_str()
            .is_some_and(|text| !text.trim().is_empty())
    };
    if !list(&value["payload"]).any(says) {
        return Err(FhirError::required("Communication.payload"));
    }
    Ok(())
}
