//! What elements mean, which come first, and what they are called: tables over paths without indexes.

use crate::fact::{FactRole, FactValue};

/// What an element means.
#[expect(clippy::too_many_lines, reason = "a table by element name")]
pub(super) fn role(kind: &str, plain: &str) -> FactRole {
    use FactRole as R;
    if let Some(role) = special(kind, plain) {
        return role;
    }
    let last = plain.rsplit('.').next().unwrap_or(plain);
    let nested = plain.contains('.');
    match last {
        "subject" | "patient" | "beneficiary" | "subscriber" | "encounter" | "context"
        | "partOf" | "basedOn" | "hasMember" | "derivedFrom" | "member"
            if !nested =>
        {
            R::Link
        }
        "code"
        | "medicationCodeableConcept"
        | "medicationReference"
        | "vaccineCode"
        | "productOrService"
        | "codeCodeableConcept"
        | "codeReference"
        | "itemCodeableConcept"
        | "itemReference"
        | "procedureCode" => R::Code,
        "category" => R::Category,
        "dataAbsentReason" => R::DataAbsent,
        "interpretation" => R::Interpretation,
        "referenceRange" | "low" | "high" if plain.contains("referenceRange") => R::ReferenceRange,
        "bodySite" | "site" | "targetSite" => R::BodySite,
        "method" | "modality" => R::Method,
        "severity" => R::Severity,
        "criticality" => R::Criticality,
        "manifestation" | "substance" => R::Reaction,
        "stage" | "summary" if plain.contains("stage") => R::Stage,
        "doseQuantity" | "doseRange" | "dose" | "rateQuantity" | "rateRatio" | "rateRange" => {
            R::Dose
        }
        "maxDosePerPeriod" | "maxDosePerAdministration" | "maxDosePerLifetime" => R::MaxDose,
        "timing" => R::Frequency,
        "route" => R::Route,
        "asNeededBoolean" | "asNeededCodeableConcept" => R::AsNeeded,
        "additionalInstruction" | "patientInstruction" => R::Instruction,
        "quantity" | "quantityQuantity" => R::Quantity,
        "numberOfRepeatsAllowed" => R::Refills,
        "daysSupply" | "expectedSupplyDuration" | "minutesDuration" => R::Duration,
        "effectiveDateTime" | "effectiveInstant" | "effectivePeriod" | "performedDateTime"
        | "performedPeriod" | "performedString" | "occurrenceDateTime" | "occurrencePeriod"
        | "occurrenceString" | "occurrenceTiming" | "period" | "started" | "whenHandedOver"
        | "collectedDateTime" | "collectedPeriod" | "billablePeriod" | "servicedPeriod"
        | "servicedDate" | "startDate" | "sent" => R::Effective,
        "issued" => R::Issued,
        "recordedDate" | "recorded" | "dateAsserted" | "created" | "createdDateTime"
        | "assertedDate" => R::Recorded,
        "authoredOn" | "authored" | "date" | "dateWritten" => R::Authored,
        "onsetDateTime" | "onsetPeriod" | "onsetAge" | "onsetRange" | "onsetString" | "onset" => {
            R::Onset
        }
        "abatementDateTime" | "abatementPeriod" | "abatementAge" | "abatementRange"
        | "abatementString" | "abatementBoolean" => R::Abatement,
        "status" | "lifecycleStatus" | "docStatus" | "outcome" | "active" | "achievementStatus" => {
            R::Status
        }
        "statusReason" => R::StatusReason,
        "clinicalStatus" => R::ClinicalStatus,
        "verificationStatus" => R::VerificationStatus,
        "intent" => R::Intent,
        "doNotPerform" | "notDone" => R::DoNotPerform,
        "reasonCode"
        | "reasonReference"
        | "addresses"
        | "indication"
        | "reason"
        | "diagnosisReference"
        | "diagnosisCodeableConcept" => R::Reason,
        "individual"
        | "performer"
        | "requester"
        | "author"
        | "asserter"
        | "recorder"
        | "actor"
        | "practitioner"
        | "generalPractitioner"
        | "provider"
        | "authenticator"
        | "resultsInterpreter"
        | "sender"
        | "recipient"
        | "who"
        | "source"
        | "informationSource"
        | "collector"
        | "attendingPhysician"
        | "managingPhysician"
        | "enterer" => R::Actor,
        "serviceProvider"
        | "organization"
        | "managingOrganization"
        | "custodian"
        | "manufacturer"
        | "payor"
        | "insurer"
        | "onBehalfOf"
        | "facility" => R::Organization,
        "location" | "destination" | "origin" => R::Location,
        "class" => R::Class,
        "priority" => R::Priority,
        "relationship" => R::Relationship,
        "birthDate" | "bornDate" | "bornPeriod" => R::BirthDate,
        "deceasedBoolean" | "deceasedDateTime" | "deceasedAge" | "deceasedDate" => R::Deceased,
        "gender" | "sex" | "birthSex" => R::Sex,
        "name" | "deviceName" => R::Name,
        "identifier"
        | "serialNumber"
        | "distinctIdentifier"
        | "deviceIdentifier"
        | "carrierHRF"
        | "subscriberId"
        | "accessionIdentifier" => R::Identifier,
        "address" => R::Address,
        "telecom" => R::Contact,
        "maritalStatus" => R::MaritalStatus,
        "language" | "preferred" => R::Language,
        "goal" => R::Goal,
        "measure"
        | "detailQuantity"
        | "detailRange"
        | "detailString"
        | "detailCodeableConcept"
        | "detailInteger"
        | "detailRatio"
        | "dueDate" => R::Target,
        "lotNumber" => R::Lot,
        "device" | "focalDevice" | "modelNumber" => R::Device,
        "coverage" => R::Coverage,
        "note" | "comment" | "conclusion" | "description" | "title" | "text" | "comments"
        | "display" | "instruction" => R::Text,
        _ if last.starts_with("value") => R::Value,
        _ => R::Other,
    }
}

#[expect(clippy::match_same_arms, reason = "a table by type and path")]
fn special(kind: &str, plain: &str) -> Option<FactRole> {
    use FactRole as R;
    Some(match (kind, plain) {
        (
            "Encounter" | "DocumentReference" | "Device" | "Specimen" | "Organization" | "Location"
            | "Coverage",
            "type",
        ) => R::Code,
        ("Encounter", "diagnosis.condition") => R::Reason,
        ("Encounter", "class") => R::Class,
        ("AllergyIntolerance", "type") => R::Category,
        ("AllergyIntolerance", "reaction.severity") => R::Severity,
        ("AllergyIntolerance", "reaction.description") => R::Reaction,
        ("DocumentReference", "context.period") => R::Effective,
        ("DocumentReference", "context.encounter")
        | ("CarePlan", "careTeam")
        | ("DiagnosticReport", "media.link") => R::Link,
        ("DiagnosticReport", "result") => R::Series,
        ("DiagnosticReport", "conclusionCode") => R::Value,
        ("CarePlan", "category") => R::Code,
        ("CarePlan" | "CareTeam", "addresses") => R::Reason,
        ("CarePlan", "activity.detail.status") => R::Status,
        ("Goal", "description")
        | ("FamilyMemberHistory", "condition.code")
        | ("PractitionerRole", "code" | "specialty") => R::Code,
        ("Goal", "target.dueDate") => R::EffectiveEnd,
        ("Goal", "lifecycleStatus") => R::Status,
        ("Goal", "achievementStatus") => R::StatusReason,
        ("CareTeam", "participant.member") => R::Actor,
        ("CareTeam", "participant.role") => R::Relationship,
        ("Condition", "stage.summary" | "stage.type" | "stage.assessment") => R::Stage,
        ("Immunization", "doseQuantity") => R::Dose,
        ("Immunization", "expirationDate") | ("Device", "expirationDate" | "manufactureDate") => {
            R::EffectiveEnd
        }
        (
            "MedicationRequest"
            | "MedicationDispense"
            | "MedicationStatement"
            | "MedicationAdministration",
            path,
        ) => match path {
            "dosageInstruction.text" | "dosage.text" => R::Instruction,
            "dosageInstruction.doseAndRate.type" | "dosage.doseAndRate.type" => R::Other,
            "medication" => R::Code,
            "dispenseRequest.validityPeriod" => R::Other,
            "context" => R::Link,
            _ => return None,
        },
        ("Medication", "ingredient.itemCodeableConcept") => R::Other,
        ("Observation", "component.referenceRange" | "referenceRange") => R::ReferenceRange,
        ("Observation", path) if path.ends_with("referenceRange.text") => R::ReferenceRange,
        ("Observation", path)
            if path.contains("referenceRange.")
                && !path.ends_with("low")
                && !path.ends_with("high") =>
        {
            R::Other
        }
        ("QuestionnaireResponse", "item.text" | "item.item.text") => R::Code,
        ("Provenance", "target" | "entity.what")
        | ("Claim" | "ExplanationOfBenefit", "prescription" | "claim" | "referral") => R::Link,
        (
            "Claim" | "ExplanationOfBenefit",
            "item.encounter" | "procedure.procedureReference" | "supportingInfo.valueReference",
        ) => R::Link,
        ("Coverage", "period") => R::Effective,
        ("Patient", "communication.language") => R::Language,
        ("Patient", path) if path.starts_with("contact.") && !path.ends_with("relationship") => {
            R::Other
        }
        ("Patient", "generalPractitioner") => R::Actor,
        ("ImagingStudy", "series.bodySite") => R::BodySite,
        ("ImagingStudy", "series.modality") => R::Code,
        ("ImagingStudy", path) if path.contains("uid") => R::Identifier,
        _ => return None,
    })
}

/// US Core's category of every care plan does not say what the plan is about.
pub(super) fn by_value(role: FactRole, value: &FactValue) -> FactRole {
    match value {
        FactValue::Coded { codings, .. }
            if role == FactRole::Code
                && codings
                    .iter()
                    .any(|coding| coding.system.ends_with("/careplan-category")) =>
        {
            FactRole::Category
        }
        _ => role,
    }
}

/// What an extension means.
pub(super) fn extension_role(url: &str) -> FactRole {
    match url.rsplit('/').next().unwrap_or(url) {
        "us-core-birthsex" | "us-core-sex" | "us-core-genderIdentity" => FactRole::Sex,
        "patient-birthPlace" => FactRole::Address,
        "condition-assertedDate" => FactRole::Recorded,
        _ => FactRole::Other,
    }
}

/// What an element is called on its line.
pub(super) fn label(kind: &str, plain: &str) -> String {
    let known = match (kind, plain) {
        ("Observation", "code" | "component.code") => "",
        ("Condition", "code") => "Problem",
        ("AllergyIntolerance", "code") => "Allergy",
        ("Procedure", "code") => "Procedure",
        ("DiagnosticReport", "code") => "Report",
        ("DocumentReference", "type") => "Document",
        ("Encounter", "type") => "Visit",
        ("Immunization", "vaccineCode") => "Vaccine",
        ("CarePlan", "category") => "Plan",
        ("CarePlan", "activity.detail.code") => "Activity",
        ("CarePlan", "activity.detail.status") => "Activity status",
        ("Device", "type") => "Device",
        ("Goal", "description") => "Goal",
        ("Goal", "target.measure") => "Target",
        ("FamilyMemberHistory", "condition.code") => "Condition",
        ("Encounter", "participant.individual") => "With",
        ("Encounter", "serviceProvider") => "At",
        ("Condition" | "CarePlan", "addresses") => "For",
        ("Immunization", "expirationDate") => "Lot expires",
        (_, "medicationCodeableConcept" | "medicationReference") => "Medication",
        (
            _,
            "effectiveDateTime" | "effectivePeriod" | "effectiveInstant" | "performedDateTime"
            | "performedPeriod" | "occurrenceDateTime" | "period" | "date",
        ) => "Date",
        (_, "recordedDate") => "Recorded",
        (_, "authoredOn") => "Ordered",
        (_, "onsetDateTime" | "onsetPeriod" | "onsetAge" | "onsetString" | "onsetRange") => "Onset",
        (
            _,
            "abatementDateTime" | "abatementPeriod" | "abatementAge" | "abatementString"
            | "abatementRange",
        ) => "Resolved",
        (_, "reasonCode" | "reasonReference") => "Reason",
        (_, "dosageInstruction.text" | "dosage.text") => "Instruction",
        (_, "dosageInstruction.timing" | "dosage.timing") => "Frequency",
        (_, "dosageInstruction.asNeededBoolean" | "dosage.asNeededBoolean") => "As needed",
        (
            _,
            "dosageInstruction.doseAndRate.doseQuantity" | "dosage.doseQuantity" | "dosage.dose",
        ) => "Dose",
        (_, "dosageInstruction.route" | "dosage.route") => "Route",
        (_, "birthDate") => "Born",
        (_, "gender") => "Sex",
        _ => return spell(plain),
    };
    known.to_owned()
}

/// An element's name in words: `dispenseRequest.quantity` becomes `Dispense request quantity`.
pub(crate) fn spell(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() + 8);
    for part in plain.split('.') {
        let part = part
            .strip_prefix("value")
            .filter(|rest| rest.starts_with(char::is_uppercase))
            .map_or(part, |_| "value");
        let part = [
            "CodeableConcept",
            "DateTime",
            "Boolean",
            "Quantity",
            "Reference",
        ]
        .iter()
        .find_map(|suffix| part.strip_suffix(suffix).filter(|rest| !rest.is_empty()))
        .unwrap_or(part);
        if !out.is_empty() {
            out.push(' ');
        }
        for (index, letter) in part.char_indices() {
            if letter == '-' || letter == '_' {
                out.push(' ');
            } else if letter.is_uppercase() {
                if index > 0 && !out.ends_with(' ') {
                    out.push(' ');
                }
                out.extend(letter.to_lowercase());
            } else {
                out.push(letter);
            }
        }
    }
    let mut letters = out.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
