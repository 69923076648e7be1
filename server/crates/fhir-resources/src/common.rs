//! What all the resources share.

use fhir_sdk::r4b::types::{CodeableConcept, Coding, Identifier as ModelIdentifier, Reference};
use serde::Serialize;

use crate::BuildError;

/// The exact text of a resource, ready to send. Its Debug shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct Built {
    resource_type: &'static str,
    json: String,
}

impl Built {
    pub(crate) fn of(
        resource_type: &'static str,
        resource: &impl Serialize,
    ) -> Result<Self, BuildError> {
        let value = serde_json::to_value(resource).map_err(|error| BuildError::model(&error))?;
        Ok(Self {
            resource_type,
            json: value.to_string(),
        })
    }

    pub(crate) fn with_text(resource_type: &'static str, json: String) -> Self {
        Self {
            resource_type,
            json,
        }
    }

    /// The resource type, as it stands in the URL.
    pub fn resource_type(&self) -> &'static str {
        self.resource_type
    }

    /// The resource as JSON.
    pub fn json(&self) -> &str {
        &self.json
    }
}

impl std::fmt::Debug for Built {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Built({}, {} bytes)",
            self.resource_type,
            self.json.len()
        )
    }
}

/// A code with the system that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeCode {
    /// The code system's URI.
    pub system: String,
    /// The code.
    pub code: String,
    /// Its text.
    pub display: String,
}

/// A business identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The namespace's URI.
    pub system: String,
    /// The value, unique in it.
    pub value: String,
}

/// Somebody who stands behind a resource.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// `Practitioner/id`, `PractitionerRole/id`, ….
    pub reference: String,
    /// The name to show.
    pub name: Option<String>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person")
    }
}

/// Checks `Type/id` and its type.
pub(crate) fn reference(
    text: &str,
    element: &'static str,
    types: &[&str],
) -> Result<Reference, BuildError> {
    if text.is_empty() {
        return Err(BuildError::Missing(element));
    }
    let (name, id) = text.split_once('/').ok_or(BuildError::Invalid {
        element,
        why: "is not written Type/id",
    })?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if id.is_empty() || id.len() > 256 || !id.bytes().all(plain) {
        return Err(BuildError::Invalid {
            element,
            why: "is not written Type/id",
        });
    }
    if !types.contains(&name) {
        return Err(BuildError::Invalid {
            element,
            why: "refers to the wrong type",
        });
    }
    Reference::builder()
        .reference(text.to_owned())
        .build()
        .map_err(|error| BuildError::model(&error))
}

pub(crate) const PEOPLE: &[&str] = &["Practitioner", "PractitionerRole"];

pub(crate) fn person(
    person: &Person,
    element: &'static str,
    types: &[&str],
) -> Result<Reference, BuildError> {
    let mut built = reference(&person.reference, element, types)?;
    built.display.clone_from(&person.name);
    Ok(built)
}

pub(crate) fn coding(system: &str, code: &str, display: &str) -> Result<Coding, BuildError> {
    Coding::builder()
        .system(system.to_owned())
        .code(code.to_owned())
        .display(display.to_owned())
        .build()
        .map_err(|error| BuildError::model(&error))
}

pub(crate) fn concept(
    system: &str,
    code: &str,
    display: &str,
) -> Result<CodeableConcept, BuildError> {
    CodeableConcept::builder()
        .coding(vec![Some(coding(system, code, display)?)])
        .text(display.to_owned())
        .build()
        .map_err(|error| BuildError::model(&error))
}

pub(crate) fn identifier(identifier: &Identifier) -> Result<ModelIdentifier, BuildError> {
    if identifier.system.is_empty() || identifier.value.is_empty() {
        return Err(BuildError::Missing("identifier"));
    }
    ModelIdentifier::builder()
        .system(identifier.system.clone())
        .value(identifier.value.clone())
        .build()
        .map_err(|error| BuildError::model(&error))
}

/// Whole seconds: EHRs differ in what fractions they take.
pub(crate) fn seconds(moment: time::OffsetDateTime) -> time::OffsetDateTime {
    moment.replace_nanosecond(0).unwrap_or(moment)
}
