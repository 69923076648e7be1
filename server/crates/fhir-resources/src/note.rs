//! The signed note as a DocumentReference, in the shape that the EHR takes.

use fhir_sdk::r4b::codes::{CompositionStatus, DocumentReferenceStatus};
use fhir_sdk::r4b::resources::{
    DocumentReference, DocumentReferenceContent, DocumentReferenceContext,
};
use fhir_sdk::r4b::types::{Attachment, Meta, Period};
use fhir_sdk::{Base64Binary, DateTime, Instant};
use model::DraftKind;
use time::OffsetDateTime;

use crate::common::{self, PEOPLE, concept, person, reference, seconds};
use crate::{BuildError, Built, Identifier, Person, TypeCode};

const LOINC: &str = "http://loinc.org";

/// `docStatus`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocStatus {
    /// Signed.
    Final,
    /// Still to be signed in the EHR.
    Preliminary,
    /// Signed again after a change.
    Amended,
}

/// What the EHR wants of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one rule of an EHR's guide, independent of the others"
)]
pub struct NoteShape {
    /// The attachment's content type, with its charset where the EHR wants one.
    pub content_type: String,
    /// Whether an encounter is required.
    pub needs_encounter: bool,
    /// Whether `context.period` with an end is required.
    pub needs_period: bool,
    /// Whether an author is required.
    pub needs_author: bool,
    /// Whether `identifier`, `date`, `description` and the security label may be sent.
    pub extra_elements: bool,
}

/// A note to be filed.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// The text as signed.
    pub text: String,
    /// Its title.
    pub title: String,
    /// `Patient/id`
    pub patient: String,
    /// `Encounter/id`
    pub encounter: Option<String>,
    /// Who signed.
    pub author: Option<Person>,
    /// The document type.
    pub type_code: TypeCode,
    /// Our identifier of it.
    pub identifier: Identifier,
    /// When it was signed.
    pub date: OffsetDateTime,
    /// When the service was given; the signing time is taken where it is not known.
    pub period: Option<(OffsetDateTime, OffsetDateTime)>,
    /// Final, preliminary or amended.
    pub doc_status: DocStatus,
    /// Whether the AIAST label (artificial intelligence asserted) is to be put on it where the EHR takes labels.
    pub ai_label: bool,
}

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Note")
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// The LOINC document type of a kind of draft.
pub fn type_code(kind: DraftKind) -> TypeCode {
    let (code, display) = match kind {
        DraftKind::SoapNote | DraftKind::ProgressNote => ("11506-3", "Progress note"),
        DraftKind::HpNote => ("34117-2", "History and physical note"),
        DraftKind::ProcedureNote => ("28570-0", "Procedure note"),
        DraftKind::DischargeSummary => ("18842-5", "Discharge summary"),
        DraftKind::ChartSummary | DraftKind::IntakeSummary => ("68608-9", "Summary note"),
        DraftKind::Handoff => ("18761-7", "Transfer summary note"),
        DraftKind::PriorAuthLetter | DraftKind::MessageReply => ("51852-2", "Letter"),
        DraftKind::PatientInstructions => ("74213-0", "Discharge instructions"),
        DraftKind::Coding => ("51851-4", "Administrative note"),
    };
    TypeCode {
        system: LOINC.to_owned(),
        code: code.to_owned(),
        display: display.to_owned(),
    }
}

/// Builds the DocumentReference, or says what the EHR would miss.
pub fn note(note: &Note, shape: &NoteShape) -> Result<Built, BuildError> {
    if note.text.trim().is_empty() {
        return Err(BuildError::Missing("content.attachment.data"));
    }
    if note.type_code.code.is_empty() || note.type_code.system.is_empty() {
        return Err(BuildError::Missing("type"));
    }
    let subject = reference(&note.patient, "subject", &["Patient"])?;
    let author = note
        .author
        .as_ref()
        .map(|author| person(author, "author", PEOPLE))
        .transpose()?;
    if shape.needs_author && author.is_none() {
        return Err(BuildError::Missing("author"));
    }
    let encounter = note
        .encounter
        .as_deref()
        .map(|text| reference(text, "context.encounter", &["Encounter"]));
    let encounter = encounter.transpose()?;
    if shape.needs_encounter && encounter.is_none() {
        return Err(BuildError::Missing("context.encounter"));
    }
    let (category_system, category) = (
        "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
        "clinical-note",
    );
    let mut document = DocumentReference::builder()
        .status(DocumentReferenceStatus::Current)
        .doc_status(match note.doc_status {
            DocStatus::Final => CompositionStatus::Final,
            DocStatus::Preliminary => CompositionStatus::Preliminary,
            DocStatus::Amended => CompositionStatus::Amended,
        })
        .r#type(concept(
            &note.type_code.system,
            &note.type_code.code,
            &note.type_code.display,
        )?)
        .category(vec![Some(concept(
            category_system,
            category,
            "Clinical Note",
        )?)])
        .subject(subject)
        .content(vec![Some(content(note, shape)?)]);
    if let Some(author) = author {
        document = document.author(vec![Some(author)]);
    }
    let period = if shape.needs_period {
        Some(period(note)?)
    } else {
        None
    };
    if encounter.is_some() || period.is_some() {
        let mut context = DocumentReferenceContext::builder();
        if let Some(encounter) = encounter {
            context = context.encounter(vec![Some(encounter)]);
        }
        if let Some(period) = period {
            context = context.period(period);
        }
        document = document.context(context.build().map_err(|error| BuildError::model(&error))?);
    }
    if shape.extra_elements {
        document = document
            .identifier(vec![Some(common::identifier(&note.identifier)?)])
            .date(Instant(seconds(note.date)))
            .description(note.title.clone());
        if note.ai_label {
            let label = common::coding(
                "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
                "AIAST",
                "Artificial Intelligence asserted",
            )?;
            let meta = Meta::builder()
                .security(vec![Some(label)])
                .build()
                .map_err(|error| BuildError::model(&error))?;
            document = document.meta(meta);
        }
    }
    Built::of(
        "DocumentReference",
        &document
            .build()
            .map_err(|error| BuildError::model(&error))?,
    )
}

fn content(note: &Note, shape: &NoteShape) -> Result<DocumentReferenceContent, BuildError> {
    let mut attachment = Attachment::builder()
        .content_type(shape.content_type.clone())
        .data(Base64Binary(note.text.clone().into_bytes()));
    // Epic's guide names neither.
    if shape.extra_elements || shape.needs_period {
        attachment = attachment
            .title(note.title.clone())
            .creation(DateTime::DateTime(Instant(seconds(note.date))));
    }
    let attachment = attachment
        .build()
        .map_err(|error| BuildError::model(&error))?;
    DocumentReferenceContent::builder()
        .attachment(attachment)
        .build()
        .map_err(|error| BuildError::model(&error))
}

fn period(note: &Note) -> Result<Period, BuildError> {
    let (start, end) = note.period.unwrap_or((note.date, note.date));
    if end < start {
        return Err(BuildError::Invalid {
            element: "context.period",
            why: "ends before it starts",
        });
    }
    Period::builder()
        .start(DateTime::DateTime(Instant(seconds(start))))
        .end(DateTime::DateTime(Instant(seconds(end))))
        .build()
        .map_err(|error| BuildError::model(&error))
}
