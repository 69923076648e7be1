//! A message to the patient as a Communication.

use fhir_sdk::r4b::codes::EventStatus;
use fhir_sdk::r4b::resources::{Communication, CommunicationPayload, CommunicationPayloadContent};
use fhir_sdk::r4b::types::{Extension, ExtensionValue};
use fhir_sdk::{DateTime, Instant};
use time::OffsetDateTime;

use crate::common::{PEOPLE, identifier, person, reference, seconds};
use crate::{BuildError, Built, Identifier, Person};

/// The language of an element (FHIR's own extension).
const LANGUAGE: &str = "http://hl7.org/fhir/StructureDefinition/language";

/// A message to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The text as signed.
    pub text: String,
    /// The same in the patient's language, behind the English: its tag and its text.
    pub translation: Option<(String, String)>,
    /// `Patient/id`: whom it is about and who gets it.
    pub patient: String,
    /// `Encounter/id`
    pub encounter: Option<String>,
    /// Who sends it.
    pub sender: Person,
    /// The Communication that it answers, `Communication/id`.
    pub in_response_to: Option<String>,
    /// When it was signed.
    pub sent: OffsetDateTime,
    /// Our identifier of it.
    pub identifier: Identifier,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// Builds the Communication.
pub fn message(message: &Message) -> Result<Built, BuildError> {
    if message.text.trim().is_empty() {
        return Err(BuildError::Missing("payload.contentString"));
    }
    let payloads = match &message.translation {
        None => vec![payload(&message.text, None)?],
        Some((tag, text)) if !tag.is_empty() && !text.trim().is_empty() => vec![
            payload(&message.text, Some("en"))?,
            payload(text, Some(tag))?,
        ],
        Some(_) => return Err(BuildError::Missing("payload.contentString")),
    };
    let patient = reference(&message.patient, "subject", &["Patient"])?;
    let mut communication = Communication::builder()
        .status(EventStatus::Completed)
        .identifier(vec![Some(identifier(&message.identifier)?)])
        .subject(patient.clone())
        .recipient(vec![Some(patient)])
        .sender(person(&message.sender, "sender", PEOPLE)?)
        .sent(DateTime::DateTime(Instant(seconds(message.sent))))
        .payload(payloads.into_iter().map(Some).collect::<Vec<_>>());
    if let Some(encounter) = &message.encounter {
        communication = communication.encounter(reference(encounter, "encounter", &["Encounter"])?);
    }
    if let Some(answered) = &message.in_response_to {
        let answered = reference(answered, "inResponseTo", &["Communication"])?;
        communication = communication.in_response_to(vec![Some(answered)]);
    }
    Built::of(
        "Communication",
        &communication
            .build()
            .map_err(|error| BuildError::model(&error))?,
    )
}

/// A part of the message, with its language where there are several.
fn payload(text: &str, language: Option<&str>) -> Result<CommunicationPayload, BuildError> {
    let mut payload = CommunicationPayload::builder()
        .content(CommunicationPayloadContent::String(text.to_owned()));
    if let Some(language) = language {
        let value = ExtensionValue::Code(language.to_owned());
        let extension = Extension::builder().url(LANGUAGE.to_owned()).value(value);
        let extension = extension
            .build()
            .map_err(|error| BuildError::model(&error))?;
        payload = payload.extension(vec![extension]);
    }
    payload.build().map_err(|error| BuildError::model(&error))
}
