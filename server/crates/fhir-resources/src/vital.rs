//! A vital sign as an Observation (US Core vital signs). The value keeps the precision in which it was entered.

use std::str::FromStr;

use fhir_sdk::r4b::codes::ObservationStatus;
use fhir_sdk::r4b::resources::{
    Observation, ObservationComponent, ObservationComponentValue, ObservationEffective,
    ObservationValue,
};
use fhir_sdk::r4b::types::Quantity;
use fhir_sdk::{DateTime, Instant};
use rust_decimal::Decimal;
use time::OffsetDateTime;

use crate::common::{PEOPLE, concept, identifier, person, reference, seconds};
use crate::{BuildError, Built, Identifier, Person};

const LOINC: &str = "http://loinc.org";
const UCUM: &str = "http://unitsofmeasure.org";

/// A vital sign that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VitalSign {
    /// Heart rate, `/min`.
    HeartRate,
    /// Respiratory rate, `/min`.
    RespiratoryRate,
    /// Body temperature, `Cel` or `[degF]`.
    Temperature,
    /// Oxygen saturation by pulse oximetry, `%`.
    OxygenSaturation,
    /// Body weight, `kg`, `g` or `[lb_av]`.
    Weight,
    /// Body height, `cm` or `[in_i]`.
    Height,
    /// Body mass index, `kg/m2`.
    BodyMassIndex,
    /// Blood pressure, `mm[Hg]`; its value is a [`Pressure`].
    BloodPressure,
}

impl VitalSign {
    fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::HeartRate => ("8867-4", "Heart rate"),
            Self::RespiratoryRate => ("9279-1", "Respiratory rate"),
            Self::Temperature => ("8310-5", "Body temperature"),
            Self::OxygenSaturation => ("2708-6", "Oxygen saturation in Arterial blood"),
            Self::Weight => ("29463-7", "Body weight"),
            Self::Height => ("8302-2", "Body height"),
            Self::BodyMassIndex => ("39156-5", "Body mass index (BMI) [Ratio]"),
            Self::BloodPressure => ("85354-9", "Blood pressure panel with all children optional"),
        }
    }

    fn units(self) -> &'static [&'static str] {
        match self {
            Self::HeartRate | Self::RespiratoryRate => &["/min"],
            Self::Temperature => &["Cel", "[degF]"],
            Self::OxygenSaturation => &["%"],
            Self::Weight => &["kg", "g", "[lb_av]"],
            Self::Height => &["cm", "[in_i]"],
            Self::BodyMassIndex => &["kg/m2"],
            Self::BloodPressure => &["mm[Hg]"],
        }
    }
}

/// The two numbers of a blood pressure, as entered, in `mm[Hg]`.
#[derive(Clone, PartialEq, Eq)]
pub struct Pressure {
    /// Systolic.
    pub systolic: String,
    /// Diastolic.
    pub diastolic: String,
}

/// A measured vital sign.
#[derive(Clone, PartialEq, Eq)]
pub struct VitalValue {
    /// Which.
    pub sign: VitalSign,
    /// The number as entered, such as `72.10`; of a blood pressure the whole in `pressure`.
    pub value: String,
    /// The UCUM unit.
    pub unit: String,
    /// The blood pressure's numbers.
    pub pressure: Option<Pressure>,
    /// When it was measured.
    pub effective: OffsetDateTime,
    /// `Patient/id`
    pub patient: String,
    /// `Encounter/id`
    pub encounter: Option<String>,
    /// Who measured or signs for it.
    pub performer: Option<Person>,
    /// Our identifier of it, where the EHR takes one.
    pub identifier: Option<Identifier>,
}

impl std::fmt::Debug for VitalValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VitalValue")
            .field("sign", &self.sign)
            .finish_non_exhaustive()
    }
}

/// Builds the Observation.
pub fn vital_sign(vital: &VitalValue) -> Result<Built, BuildError> {
    let (code, display) = vital.sign.code();
    let mut texts = Texts::default();
    let mut observation = Observation::builder()
        .status(ObservationStatus::Final)
        .category(vec![Some(concept(
            "http://terminology.hl7.org/CodeSystem/observation-category",
            "vital-signs",
            "Vital Signs",
        )?)])
        .code(concept(LOINC, code, display)?)
        .subject(reference(&vital.patient, "subject", &["Patient"])?)
        .effective(ObservationEffective::DateTime(DateTime::DateTime(Instant(
            seconds(vital.effective),
        ))));
    if let Some(encounter) = &vital.encounter {
        observation = observation.encounter(reference(encounter, "encounter", &["Encounter"])?);
    }
    if let Some(performer) = &vital.performer {
        observation = observation.performer(vec![Some(person(performer, "performer", PEOPLE)?)]);
    }
    if let Some(own) = &vital.identifier {
        observation = observation.identifier(vec![Some(identifier(own)?)]);
    }
    if vital.sign == VitalSign::BloodPressure {
        let pressure = vital
            .pressure
            .as_ref()
            .ok_or(BuildError::Missing("component"))?;
        observation = observation.component(components(pressure, &mut texts)?);
    } else {
        if !vital.sign.units().contains(&vital.unit.as_str()) {
            return Err(BuildError::Invalid {
                element: "valueQuantity.code",
                why: "is not a unit of this vital sign",
            });
        }
        let value = texts.quantity(&vital.value, &vital.unit, "valueQuantity")?;
        observation = observation.value(ObservationValue::Quantity(value));
    }
    let built = Built::of(
        "Observation",
        &observation
            .build()
            .map_err(|error| BuildError::model(&error))?,
    )?;
    Ok(Built::with_text(
        "Observation",
        texts.put_into(built.json()),
    ))
}

/// Both halves of a blood pressure.
pub(crate) fn components(
    pressure: &Pressure,
    texts: &mut Texts,
) -> Result<Vec<Option<ObservationComponent>>, BuildError> {
    let component = |code: &str, display: &str, value: &str, texts: &mut Texts| {
        let value = texts.quantity(value, "mm[Hg]", "component.valueQuantity")?;
        ObservationComponent::builder()
            .code(concept(LOINC, code, display)?)
            .value(ObservationComponentValue::Quantity(value))
            .build()
            .map_err(|error| BuildError::model(&error))
    };
    Ok(vec![
        Some(component(
            "8480-6",
            "Systolic blood pressure",
            &pressure.systolic,
            texts,
        )?),
        Some(component(
            "8462-4",
            "Diastolic blood pressure",
            &pressure.diastolic,
            texts,
        )?),
    ])
}

/// The numbers as entered. The model holds a float, which would lose trailing zeros: a whole number that occurs
/// nowhere else stands in its place until the text is written.
#[derive(Default)]
pub(crate) struct Texts {
    values: Vec<String>,
}

const FIRST_MARK: u32 = 4_010_770_001;

impl Texts {
    pub(crate) fn quantity(
        &mut self,
        value: &str,
        unit: &str,
        element: &'static str,
    ) -> Result<Quantity, BuildError> {
        let value = value.trim();
        if value.is_empty() {
            return Err(BuildError::Missing(element));
        }
        let invalid = BuildError::Invalid {
            element,
            why: "is not a plain positive number",
        };
        let plain = value.starts_with(|first: char| first.is_ascii_digit())
            && value.ends_with(|last: char| last.is_ascii_digit())
            && value
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !(value.starts_with('0') && value.len() > 1 && !value.starts_with("0."));
        let number = Decimal::from_str(value)
            .ok()
            .filter(|number| plain && *number <= Decimal::from(100_000));
        if number.is_none() {
            return Err(invalid);
        }
        let mark = FIRST_MARK + u32::try_from(self.values.len()).unwrap_or(0);
        self.values.push(value.to_owned());
        Quantity::builder()
            .value(f64::from(mark))
            .unit(unit.to_owned())
            .system(UCUM.to_owned())
            .code(unit.to_owned())
            .build()
            .map_err(|error| BuildError::model(&error))
    }

    pub(crate) fn put_into(&self, json: &str) -> String {
        let marks = (FIRST_MARK..).zip(&self.values);
        marks.fold(json.to_owned(), |json, (mark, value)| {
            json.replace(
                &format!("\"value\":{mark}.0"),
                &format!("\"value\":{value}"),
            )
        })
    }
}
