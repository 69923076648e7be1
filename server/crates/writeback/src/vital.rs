//! A vital sign that a clinician confirmed.

use fhir_resources::{Pressure, VitalSign};
use model::UserId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A vital sign to be written as an Observation, confirmed by the clinician who stands for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmedVital {
    /// A random id of it: our identifier in the EHR.
    pub id: String,
    /// Which: `heart_rate`, `respiratory_rate`, `temperature`, `oxygen_saturation`, `weight`, `height`, `bmi`,
    /// `blood_pressure`.
    pub sign: String,
    /// The number as entered; of a blood pressure `162/94`.
    pub value: String,
    /// The UCUM unit.
    pub unit: String,
    /// When it was measured.
    #[serde(with = "time::serde::rfc3339")]
    pub measured: OffsetDateTime,
    /// `Patient/id`
    pub patient: String,
    /// `Encounter/id`
    pub encounter: Option<String>,
    /// Who confirmed it, `Practitioner/id`.
    pub confirmed_by: UserId,
}

impl std::fmt::Debug for ConfirmedVital {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConfirmedVital")
            .field("sign", &self.sign)
            .finish_non_exhaustive()
    }
}

impl ConfirmedVital {
    pub(crate) fn kind(&self) -> Option<VitalSign> {
        Some(match self.sign.as_str() {
            "heart_rate" => VitalSign::HeartRate,
            "respiratory_rate" => VitalSign::RespiratoryRate,
            "temperature" => VitalSign::Temperature,
            "oxygen_saturation" => VitalSign::OxygenSaturation,
            "weight" => VitalSign::Weight,
            "height" => VitalSign::Height,
            "bmi" => VitalSign::BodyMassIndex,
            "blood_pressure" => VitalSign::BloodPressure,
            _ => return None,
        })
    }

    pub(crate) fn pressure(&self) -> Option<Pressure> {
        let (systolic, diastolic) = self.value.split_once('/')?;
        Some(Pressure {
            systolic: systolic.trim().to_owned(),
            diastolic: diastolic.trim().to_owned(),
        })
    }
}
