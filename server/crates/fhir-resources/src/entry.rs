//! Data of a signed note as resources of their own: a problem, a medicine that is taken, a measurement. Each says which note it comes from.

use fhir_sdk::r4b::codes::ObservationStatus;
use fhir_sdk::r4b::resources::{
    Condition, ConditionEvidence, MedicationStatement, MedicationStatementMedication, Observation,
    ObservationEffective, ObservationValue,
};
use fhir_sdk::r4b::types::{
    CodeableConcept, Dosage, DosageDoseAndRate, DosageDoseAndRateDose, Reference,
};
use fhir_sdk::{Date, DateTime, Instant};
use time::OffsetDateTime;

use crate::common::{PEOPLE, coding, concept, identifier, person, reference, seconds};
use crate::vital::{Texts, components};
use crate::{BuildError, Built, Identifier, Person, Pressure, TypeCode};

/// What all three have in common.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called in the note.
    pub name: String,
    /// The code that the clinician chose; none: it is kept as text alone.
    pub code: Option<TypeCode>,
    /// `Patient/id`
    pub patient: String,
    /// `Encounter/id`
    pub encounter: Option<String>,
    /// Who stands for it.
    pub author: Person,
    /// When it was accepted.
    pub recorded: OffsetDateTime,
    /// Our identifier of it, where the EHR keeps one.
    pub identifier: Option<Identifier>,
    /// The note that says it, `DocumentReference/id`, where the EHR takes such a link.
    pub note: Option<String>,
}

/// A measurement's value.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The number as written; of a blood pressure the systolic one.
    pub value: String,
    /// The diastolic pressure.
    pub over: Option<String>,
    /// The UCUM unit.
    pub unit: String,
    /// `vital-signs` or `laboratory`.
    pub category: Option<String>,
    /// The day.
    pub on: time::Date,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entry")
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

impl Entry {
    fn concept(&self) -> Result<CodeableConcept, BuildError> {
        if self.name.trim().is_empty() {
            return Err(BuildError::Missing("code"));
        }
        let mut concept = CodeableConcept::builder().text(self.name.clone());
        if let Some(code) = &self.code {
            if code.system.is_empty() || code.code.is_empty() {
                return Err(BuildError::Missing("code.coding"));
            }
            let coding = coding(&code.system, &code.code, &code.display)?;
            concept = concept.coding(vec![Some(coding)]);
        }
        concept.build().map_err(|error| BuildError::model(&error))
    }

    fn subject(&self) -> Result<Reference, BuildError> {
        reference(&self.patient, "subject", &["Patient"])
    }

    fn identifiers(&self) -> Result<Vec<Option<fhir_sdk::r4b::types::Identifier>>, BuildError> {
        let own = self.identifier.as_ref().map(identifier).transpose()?;
        Ok(own.into_iter().map(Some).collect())
    }

    fn of_note(&self, element: &'static str) -> Result<Vec<Option<Reference>>, BuildError> {
        let note = self.note.as_deref();
        let note = note.map(|note| reference(note, element, &["DocumentReference"]));
        Ok(note.transpose()?.into_iter().map(Some).collect())
    }
}

/// Builds the Condition: an active, confirmed entry of the problem list (US Core).
pub fn condition(entry: &Entry) -> Result<Built, BuildError> {
    let state = |kind: &str, code: &str, display: &str| {
        let system = format!("http://terminology.hl7.org/CodeSystem/condition-{kind}");
        concept(&system, code, display)
    };
    let mut condition = Condition::builder()
        .identifier(entry.identifiers()?)
        .clinical_status(state("clinical", "active", "Active")?)
        .verification_status(state("ver-status", "confirmed", "Confirmed")?)
        .category(vec![Some(state(
            "category",
            "problem-list-item",
            "Problem List Item",
        )?)])
        .code(entry.concept()?)
        .subject(entry.subject()?)
        .recorded_date(DateTime::DateTime(Instant(seconds(entry.recorded))))
        .recorder(person(&entry.author, "recorder", PEOPLE)?);
    if let Some(encounter) = &entry.encounter {
        condition = condition.encounter(reference(encounter, "encounter", &["Encounter"])?);
    }
    let note = entry.of_note("evidence.detail")?;
    if !note.is_empty() {
        let evidence = ConditionEvidence::builder().detail(note).build();
        let evidence = evidence.map_err(|error| BuildError::model(&error))?;
        condition = condition.evidence(vec![Some(evidence)]);
    }
    let built = condition
        .build()
        .map_err(|error| BuildError::model(&error))?;
    Built::of("Condition", &built)
}

/// Builds the MedicationStatement: the patient takes it. `dose` is a number as written with its UCUM unit.
pub fn medication_statement(
    entry: &Entry,
    instruction: &str,
    dose: Option<(&str, &str)>,
) -> Result<Built, BuildError> {
    let mut texts = Texts::default();
    let mut dosage = Dosage::builder().text(instruction.to_owned());
    if let Some((value, unit)) = dose {
        let amount = texts.quantity(value, unit, "dosage.doseQuantity")?;
        let dose = DosageDoseAndRate::builder().dose(DosageDoseAndRateDose::Quantity(amount));
        let dose = dose.build().map_err(|error| BuildError::model(&error))?;
        dosage = dosage.dose_and_rate(vec![Some(dose)]);
    }
    let dosage = dosage.build().map_err(|error| BuildError::model(&error))?;
    let mut statement = MedicationStatement::builder()
        .identifier(entry.identifiers()?)
        .status("active".to_owned())
        .medication(MedicationStatementMedication::CodeableConcept(
            entry.concept()?,
        ))
        .subject(entry.subject()?)
        .date_asserted(DateTime::DateTime(Instant(seconds(entry.recorded))))
        .information_source(person(&entry.author, "informationSource", PEOPLE)?)
        .derived_from(entry.of_note("derivedFrom")?)
        .dosage(vec![Some(dosage)]);
    if let Some(encounter) = &entry.encounter {
        statement = statement.context(reference(encounter, "context", &["Encounter"])?);
    }
    let built = statement
        .build()
        .map_err(|error| BuildError::model(&error))?;
    let built = Built::of("MedicationStatement", &built)?;
    let text = texts.put_into(built.json());
    Ok(Built::with_text("MedicationStatement", text))
}

/// Builds the Observation of a day.
pub fn observation(entry: &Entry, kept: &Kept) -> Result<Built, BuildError> {
    let mut texts = Texts::default();
    let mut observation = Observation::builder()
        .identifier(entry.identifiers()?)
        .status(ObservationStatus::Final)
        .code(entry.concept()?)
        .subject(entry.subject()?)
        .effective(ObservationEffective::DateTime(DateTime::Date(Date::Date(
            kept.on,
        ))))
        .performer(vec![Some(person(&entry.author, "performer", PEOPLE)?)])
        .derived_from(entry.of_note("derivedFrom")?);
    let shown = match kept.category.as_deref() {
        Some("vital-signs") => Some("Vital Signs"),
        Some("laboratory") => Some("Laboratory"),
        _ => None,
    };
    if let (Some(code), Some(shown)) = (&kept.category, shown) {
        let system = "http://terminology.hl7.org/CodeSystem/observation-category";
        observation = observation.category(vec![Some(concept(system, code, shown)?)]);
    }
    if let Some(encounter) = &entry.encounter {
        observation = observation.encounter(reference(encounter, "encounter", &["Encounter"])?);
    }
    if let Some(under) = &kept.over {
        let pressure = Pressure {
            systolic: kept.value.clone(),
            diastolic: under.clone(),
        };
        observation = observation.component(components(&pressure, &mut texts)?);
    } else {
        let value = texts.quantity(&kept.value, &kept.unit, "valueQuantity")?;
        observation = observation.value(ObservationValue::Quantity(value));
    }
    let built = observation
        .build()
        .map_err(|error| BuildError::model(&error))?;
    let built = Built::of("Observation", &built)?;
    Ok(Built::with_text(
        "Observation",
        texts.put_into(built.json()),
    ))
}
