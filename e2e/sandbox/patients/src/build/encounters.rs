//! Encounters.

use serde_json::{Value, json};

use super::time::{plus_minutes, stamp};
use super::{Chart, Clinician, HL7, SNOMED};

/// What sort of visit: class, type and place follow from it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Office,
    Checkup,
    Telehealth,
    WellChild,
    Prenatal,
    Infusion,
    Dialysis,
    Surgery,
    Emergency,
    Inpatient,
}

struct Shape {
    class: (&'static str, &'static str),
    code: (&'static str, &'static str),
    hospital: bool,
    minutes: i64,
}

impl Kind {
    const fn shape(self) -> Shape {
        let ambulatory = ("AMB", "ambulatory");
        let (class, code, hospital, minutes) = match self {
            Self::Office => (ambulatory, ("185347001", "Encounter for problem"), false, 25),
            Self::Checkup => (ambulatory, ("185349003", "Encounter for check up"), false, 40),
            Self::Telehealth => (("VR", "virtual"), ("448337001", "Telemedicine consultation with patient"), false, 20),
            Self::WellChild => (ambulatory, ("410620009", "Well child visit"), false, 30),
            Self::Prenatal => (ambulatory, ("424619006", "Prenatal visit"), false, 20),
            Self::Infusion => (ambulatory, ("185347001", "Encounter for problem"), true, 210),
            Self::Dialysis => (ambulatory, ("265764009", "Renal dialysis"), true, 225),
            Self::Surgery => (ambulatory, ("185347001", "Encounter for problem"), true, 300),
            Self::Emergency => (("EMER", "emergency"), ("50849002", "Emergency room admission"), true, 200),
            Self::Inpatient => (("IMP", "inpatient encounter"), ("32485007", "Hospital admission"), true, 600),
        };
        Shape { class, code, hospital, minutes }
    }
}

impl Chart {
    /// Opens an encounter at `when`; what follows belongs to it. Returns its reference.
    pub(crate) fn visit(&mut self, kind: Kind, when: &str, reason: &str, who: &'static Clinician) -> String {
        let end = plus_minutes(when, kind.shape().minutes);
        self.stay(kind, when, &end, reason, who)
    }

    /// Like [`Chart::visit`] with its own end, for stays of several days.
    pub(crate) fn stay(&mut self, kind: Kind, start: &str, end: &str, reason: &str, who: &'static Clinician) -> String {
        self.outside(start, who);
        let author = self.author_ref();
        let shape = kind.shape();
        let period = json!({"start": stamp(start), "end": stamp(end)});
        let hospitalization: Value = if kind == Kind::Inpatient {
            json!({"dischargeDisposition": {"coding": [{"system": format!("{HL7}/discharge-disposition"), "code": "home",
                "display": "Home"}], "text": "Discharged to home"}})
        } else {
            Value::Null
        };
        let location = if shape.hospital { "Location/loc-hospital" } else { "Location/loc-clinic" };
        let body = json!({
            "status": "finished",
            "class": {"system": format!("{HL7}/v3-ActCode"), "code": shape.class.0, "display": shape.class.1},
            "type": [{"coding": [{"system": SNOMED, "code": shape.code.0, "display": shape.code.1}], "text": reason}],
            "subject": self.patient(),
            "participant": [{
                "type": [{"coding": [{"system": format!("{HL7}/v3-ParticipationType"), "code": "PPRF",
                    "display": "primary performer"}]}],
                "period": period,
                "individual": author,
            }],
            "period": period,
            "reasonCode": [{"text": reason}],
            "hospitalization": hospitalization,
            "location": [{"location": {"reference": location}}],
            "serviceProvider": {"reference": "Organization/org-larkfield"},
        });
        let reference = self.add("Encounter", "en", body);
        self.encounter = Some(reference.clone());
        self.at(&plus_minutes(start, 5));
        reference
    }
}
