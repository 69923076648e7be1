//! A resource in a few words.

use super::parts;
use chart::Json;

/// The title: the concept that the resource is about, or its name.
pub(crate) fn of(resource: &Json) -> String {
    let kind = resource.resource_type().unwrap_or_default();
    let named = match kind {
        "Patient" | "Practitioner" | "RelatedPerson" | "Person" => {
            resource.items_at("name").first().map(parts::name)
        }
        "Organization" | "Location" | "HealthcareService" | "CareTeam" | "Questionnaire" => {
            resource
                .str_at("name")
                .or_else(|| resource.str_at("title"))
                .map(str::to_owned)
        }
        "PractitionerRole" => concept(resource, "code").or_else(|| concept(resource, "specialty")),
        "Encounter" => concept(resource, "type").or_else(|| concept(resource, "class")),
        "Goal" => resource
            .str_at("description.text")
            .map(str::to_owned)
            .or_else(|| concept(resource, "description")),
        "CarePlan" => resource
            .str_at("title")
            .map(str::to_owned)
            .or_else(|| last_concept(resource, "category")),
        "Device" => concept(resource, "type")
            .or_else(|| resource.str_at("deviceName[0].name").map(str::to_owned)),
        "FamilyMemberHistory" => concept(resource, "relationship"),
        "Coverage" => resource
            .str_at("payor[0].display")
            .map(str::to_owned)
            .or_else(|| concept(resource, "type")),
        "DocumentReference" => concept(resource, "type"),
        "Communication" => resource
            .str_at("topic.text")
            .or_else(|| resource.str_at("reasonCode[0].text"))
            .map(str::to_owned)
            .or_else(|| concept(resource, "topic"))
            .or_else(|| Some(message(resource).to_owned())),
        "ImagingStudy" => {
            concept(resource, "procedureCode").or_else(|| concept(resource, "series[0].modality"))
        }
        "Claim" | "ExplanationOfBenefit" => concept(resource, "item[0].productOrService"),
        "Immunization" => concept(resource, "vaccineCode"),
        "DeviceRequest" => concept(resource, "codeCodeableConcept"),
        _ => None,
    };
    named
        .or_else(|| concept(resource, "code"))
        .or_else(|| concept(resource, "medicationCodeableConcept"))
        .or_else(|| {
            resource
                .str_at("medicationReference.display")
                .map(str::to_owned)
        })
        .or_else(|| concept(resource, "type"))
        .or_else(|| last_concept(resource, "category"))
        .or_else(|| {
            resource
                .str_at("title")
                .or_else(|| resource.str_at("name"))
                .map(str::to_owned)
        })
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| super::roles::spell(kind))
}

/// A message by who wrote it.
fn message(resource: &Json) -> &'static str {
    match resource.str_at("sender.reference") {
        Some(sender) if sender.contains("Patient/") => "Message from the patient",
        Some(sender) if sender.contains("RelatedPerson/") => "Message from a relative",
        _ => "Message",
    }
}

/// The text of a concept, or of the first concept of a list.
fn concept(resource: &Json, path: &str) -> Option<String> {
    let value = resource.at(path)?.items().first()?;
    words(value)
}

fn last_concept(resource: &Json, path: &str) -> Option<String> {
    resource.items_at(path).iter().rev().find_map(words)
}

fn words(value: &Json) -> Option<String> {
    value
        .str_at("text")
        .or_else(|| {
            value
                .items_at("coding")
                .iter()
                .find_map(|coding| coding.str_at("display"))
        })
        .or_else(|| value.str_at("display"))
        .or_else(|| {
            value
                .items_at("coding")
                .iter()
                .find_map(|coding| coding.str_at("code"))
        })
        .or_else(|| value.str_at("code"))
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}
