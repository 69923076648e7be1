//! Which class a field of a resource has.

use crate::class::FieldClass;

/// Types that are about a person who is named.
const PEOPLE: [&str; 4] = ["Patient", "RelatedPerson", "Person", "Practitioner"];
/// Types whose every field tells of places and staff, not of health.
const SETTING: [&str; 7] = [
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "Location",
    "CareTeam",
    "HealthcareService",
    "Endpoint",
];

/// The class of a field, by the type (`Observation`, `transcript`, `message`, `policy`) and the path inside it (`valueQuantity`,
/// `name[0].family`; empty for the whole text). What is not known counts as free text, the class that promises least.
pub fn field_class(kind: &str, path: &str) -> Option<FieldClass> {
    let plain = strip_indexes(path);
    let first = plain.split('.').next().unwrap_or_default();
    let last = plain.rsplit('.').next().unwrap_or_default();
    match kind {
        // Public texts: no patient in them.
        "policy" | "guideline" | "instructions" => return None,
        "transcript" | "dictation" | "message" => return Some(FieldClass::FreeText),
        _ => {}
    }
    if PEOPLE.contains(&kind) {
        return Some(match first {
            "name" | "identifier" | "telecom" | "address" | "photo" | "contact" | "link" | "id" => {
                FieldClass::DirectIdentifier
            }
            "" | "text" | "note" => FieldClass::FreeText,
            _ => FieldClass::QuasiIdentifier,
        });
    }
    if matches!(
        first,
        "identifier"
            | "subject"
            | "patient"
            | "beneficiary"
            | "subscriber"
            | "subscriberId"
            | "serialNumber"
            | "udiCarrier"
            | "distinctIdentifier"
            | "accessionIdentifier"
    ) {
        return Some(FieldClass::DirectIdentifier);
    }
    if is_text(kind, first, last) {
        return Some(FieldClass::FreeText);
    }
    if SETTING.contains(&kind) || is_setting(first, last) {
        return Some(FieldClass::QuasiIdentifier);
    }
    Some(if is_coded(last) {
        FieldClass::Clinical
    } else {
        FieldClass::FreeText
    })
}

fn strip_indexes(path: &str) -> String {
    let mut depth = false;
    path.chars()
        .filter(|c| match c {
            '[' => {
                depth = true;
                false
            }
            ']' => {
                depth = false;
                false
            }
            _ => !depth,
        })
        .collect()
}

fn is_text(kind: &str, first: &str, last: &str) -> bool {
    first.is_empty()
        || matches!(
            first,
            "text"
                | "note"
                | "content"
                | "presentedForm"
                | "conclusion"
                | "comment"
                | "description"
                | "section"
                | "payload"
        )
        || matches!(
            last,
            "text"
                | "note"
                | "valueString"
                | "patientInstruction"
                | "div"
                | "title"
                | "data"
                | "comment"
        )
        || (kind == "Binary")
}

/// Times, places and staff.
fn is_setting(first: &str, last: &str) -> bool {
    let dated = last.ends_with("DateTime")
        || last.ends_with("Date")
        || last.ends_with("Period")
        || last.ends_with("Instant");
    dated
        || matches!(
            first,
            "period"
                | "issued"
                | "recordedDate"
                | "authoredOn"
                | "date"
                | "created"
                | "performer"
                | "requester"
                | "recorder"
                | "asserter"
                | "participant"
                | "author"
                | "serviceProvider"
                | "location"
                | "encounter"
                | "context"
                | "custodian"
                | "sender"
                | "recipient"
                | "manufacturer"
                | "lotNumber"
                | "age"
                | "born"
                | "deceased"
        )
        || matches!(last, "start" | "end" | "age")
}

/// Elements that carry codes, amounts and states.
fn is_coded(last: &str) -> bool {
    last.ends_with("CodeableConcept")
        || last.ends_with("Quantity")
        || last.ends_with("Boolean")
        || last.ends_with("Integer")
        || last.ends_with("Range")
        || last.ends_with("Ratio")
        || last.ends_with("Reference")
        || matches!(
            last,
            "code"
                | "status"
                | "value"
                | "clinicalStatus"
                | "verificationStatus"
                | "category"
                | "severity"
                | "criticality"
                | "manifestation"
                | "interpretation"
                | "referenceRange"
                | "low"
                | "high"
                | "bodySite"
                | "method"
                | "dose"
                | "route"
                | "timing"
                | "intent"
                | "priority"
                | "class"
                | "type"
                | "vaccineCode"
                | "reaction"
                | "stage"
                | "relationship"
                | "statusReason"
                | "lifecycleStatus"
                | "achievementStatus"
                | "dosageInstruction"
                | "dosage"
                | "activity"
                | "goal"
                | "target"
                | "reasonCode"
                | "reasonReference"
                | "addresses"
                | "result"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use FieldClass as F;

    #[test]
    fn fields_have_their_class() {
        for (kind, path, want) in [
            ("Patient", "name[0].family", Some(F::DirectIdentifier)),
            ("Patient", "birthDate", Some(F::QuasiIdentifier)),
            ("Observation", "valueQuantity", Some(F::Clinical)),
            (
                "Observation",
                "component[1].valueQuantity",
                Some(F::Clinical),
            ),
            ("Observation", "effectiveDateTime", Some(F::QuasiIdentifier)),
            ("Observation", "note[0].text", Some(F::FreeText)),
            ("Observation", "valueString", Some(F::FreeText)),
            ("Condition", "code", Some(F::Clinical)),
            (
                "Condition",
                "identifier[0].value",
                Some(F::DirectIdentifier),
            ),
            ("DocumentReference", "", Some(F::FreeText)),
            ("Condition", "somethingNew", Some(F::FreeText)),
            ("transcript", "text", Some(F::FreeText)),
            ("policy", "", None),
            ("Organization", "name", Some(F::QuasiIdentifier)),
        ] {
            assert_eq!(field_class(kind, path), want, "{kind}.{path}");
        }
    }
}
