//! Laboratory results and vital signs.

use serde_json::{Value, json};

use super::catalogue::{Lab, Panel};
use super::time::{plus_minutes, stamp};
use super::{Chart, LOINC, SNOMED, UCUM, concept, dec, hl7};

/// A Quantity; `<5` and `>90` become a comparator.
pub(crate) fn quantity(written: &str, unit: &str, ucum: &str) -> Value {
    let number = written.trim_start_matches(['<', '>', '=']);
    let comparator = &written[..written.len() - number.len()];
    let mut out = json!({"value": dec(number), "unit": unit, "system": UCUM, "code": ucum});
    if !comparator.is_empty() {
        out["comparator"] = json!(comparator);
    }
    out
}

impl Chart {
    /// One laboratory result, now. A lab without a unit takes its value as words.
    pub(crate) fn lab(&mut self, lab: &Lab, written: &str) -> String {
        let mut body = self.observation("laboratory", "Laboratory", lab.loinc, lab.display, lab.text);
        if lab.unit.is_empty() {
            body["valueString"] = json!(written);
        } else {
            body["valueQuantity"] = quantity(written, lab.unit, lab.ucum);
            if let Some((code, display)) = interpretation(lab, written) {
                body["interpretation"] = json!([hl7("v3-ObservationInterpretation", code, display)]);
            }
            if !(lab.low.is_empty() && lab.high.is_empty()) {
                body["referenceRange"] = json!([range(lab)]);
            }
        }
        self.observed(body, "us-core-observation-lab")
    }

    /// A value that the patient measured at home, outside any encounter; the clock stays.
    pub(crate) fn home(&mut self, lab: &Lab, when: &str, written: &str) -> String {
        let (encounter, now) = (self.encounter.take(), std::mem::replace(&mut self.when, when.to_owned()));
        let reference = self.lab(lab, written);
        let patient = self.patient();
        self.patch(&reference, &json!({"performer": [patient], "issued": null}));
        (self.encounter, self.when) = (encounter, now);
        reference
    }

    /// Results of one specimen.
    pub(crate) fn labs(&mut self, results: &[(&Lab, &str)]) -> Vec<String> {
        results.iter().map(|(lab, written)| self.lab(lab, written)).collect()
    }

    /// A laboratory result whose value is coded (SNOMED CT).
    pub(crate) fn lab_coded(&mut self, loinc: (&str, &str), code: &str, display: &str) -> String {
        let mut body = self.observation("laboratory", "Laboratory", loinc.0, loinc.1, loinc.1);
        body["valueCodeableConcept"] = concept(SNOMED, code, display);
        self.observed(body, "us-core-observation-lab")
    }

    /// A panel: its results and the DiagnosticReport over them. Returns the report.
    pub(crate) fn panel(&mut self, panel: Panel, results: &[(&Lab, &str)]) -> String {
        let refs = self.labs(results);
        self.lab_report(panel, &refs)
    }

    /// A comprehensive panel from its values: Na K Cl CO2 BUN creatinine eGFR glucose Ca ALT AST albumin, split by blanks.
    pub(crate) fn cmp(&mut self, values: &str) -> String {
        use super::catalogue as l;
        let tests = [&l::NA, &l::K, &l::CL, &l::CO2, &l::BUN, &l::CREAT, &l::EGFR, &l::GLU, &l::CA, &l::ALT, &l::AST, &l::ALB];
        self.panel(l::CMP, &pair(&tests, values))
    }

    /// A basic panel: Na K Cl CO2 BUN creatinine eGFR glucose Ca.
    pub(crate) fn bmp(&mut self, values: &str) -> String {
        use super::catalogue as l;
        let tests = [&l::NA, &l::K, &l::CL, &l::CO2, &l::BUN, &l::CREAT, &l::EGFR, &l::GLU, &l::CA];
        self.panel(l::BMP, &pair(&tests, values))
    }

    /// A blood count: WBC hemoglobin hematocrit MCV platelets.
    pub(crate) fn cbc(&mut self, values: &str) -> String {
        use super::catalogue as l;
        self.panel(l::CBC, &pair(&[&l::WBC, &l::HGB, &l::HCT, &l::MCV, &l::PLT], values))
    }

    /// Lipids: total LDL HDL triglycerides.
    pub(crate) fn lipids(&mut self, values: &str) -> String {
        use super::catalogue as l;
        self.panel(l::LIPIDS, &pair(&[&l::CHOL, &l::LDL, &l::HDL, &l::TRIG], values))
    }

    /// Vital signs, for example `bp=128/78 hr=72 rr=16 t=36.8 spo2=97 wt=82.4 ht=165.0`; BMI follows from weight and
    /// height. Further keys: `hc` (head circumference).
    pub(crate) fn vitals(&mut self, written: &str) -> Vec<String> {
        let mut out = Vec::new();
        let (mut weight, mut height) = (None, None);
        for item in written.split_whitespace() {
            let Some((name, value)) = item.split_once('=') else {
                continue;
            };
            match name {
                "wt" => weight = value.parse::<f64>().ok(),
                "ht" => height = value.parse::<f64>().ok(),
                _ => {}
            }
            out.push(if name == "bp" { self.blood_pressure(value) } else { self.vital(name, value) });
        }
        if let (Some(kg), Some(cm)) = (weight, height) {
            let bmi = kg / (cm / 100.0).powi(2);
            out.push(self.vital("bmi", &format!("{bmi:.1}")));
        }
        out
    }

    fn vital(&mut self, name: &str, value: &str) -> String {
        let (loinc, display, unit, ucum, profile) = match name {
            "hr" => ("8867-4", "Heart rate", "beats/minute", "/min", "us-core-heart-rate"),
            "rr" => ("9279-1", "Respiratory rate", "breaths/minute", "/min", "us-core-respiratory-rate"),
            "t" => ("8310-5", "Body temperature", "C", "Cel", "us-core-body-temperature"),
            "spo2" => ("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry", "%", "%", "us-core-pulse-oximetry"),
            "wt" => ("29463-7", "Body weight", "kg", "kg", "us-core-body-weight"),
            "ht" => ("8302-2", "Body height", "cm", "cm", "us-core-body-height"),
            "hc" => ("9843-4", "Head Occipital-frontal circumference", "cm", "cm", "us-core-head-circumference"),
            _ => ("39156-5", "Body mass index (BMI) [Ratio]", "kg/m2", "kg/m2", "us-core-bmi"),
        };
        let mut body = self.observation("vital-signs", "Vital Signs", loinc, display, display);
        if name == "spo2"
            && let Some(codings) = body["code"]["coding"].as_array_mut()
        {
            codings.push(json!({"system": LOINC, "code": "2708-6", "display": "Oxygen saturation in Arterial blood"}));
        }
        body["valueQuantity"] = quantity(value, unit, ucum);
        self.observed(body, profile)
    }

    fn blood_pressure(&mut self, value: &str) -> String {
        let (systolic, diastolic) = value.split_once('/').unwrap_or((value, "0"));
        let part = |code: &str, display: &str, value: &str| json!({"code": concept(LOINC, code, display), "valueQuantity": quantity(value, "mmHg", "mm[Hg]")});
        let mut body =
            self.observation("vital-signs", "Vital Signs", "85354-9", "Blood pressure panel with all children optional", "Blood pressure");
        body["component"] =
            json!([part("8480-6", "Systolic blood pressure", systolic), part("8462-4", "Diastolic blood pressure", diastolic),]);
        self.observed(body, "us-core-blood-pressure")
    }

    /// An observation's common part, without a value.
    pub(super) fn observation(&mut self, category: &str, title: &str, loinc: &str, display: &str, text: &str) -> Value {
        let author = self.author_ref();
        json!({
            "status": "final",
            "category": [hl7("observation-category", category, title)],
            "code": {"coding": [{"system": LOINC, "code": loinc, "display": display}], "text": text},
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "effectiveDateTime": self.now(),
            "issued": stamp(&plus_minutes(&self.when, 40)),
            "performer": [author],
        })
    }

    pub(super) fn observed(&mut self, mut body: Value, profile: &str) -> String {
        // An issued instant needs a time of day.
        if !self.when.contains(' ') {
            body["issued"] = Value::Null;
        }
        let reference = self.add("Observation", "ob", body);
        let url = format!("http://hl7.org/fhir/us/core/StructureDefinition/{profile}");
        self.patch(&reference, &json!({"meta": {"profile": [url]}}));
        reference
    }
}

fn pair<'a>(tests: &[&'a Lab], values: &'a str) -> Vec<(&'a Lab, &'a str)> {
    debug_assert_eq!(tests.len(), values.split_whitespace().count(), "a value for each test: {values}");
    tests.iter().copied().zip(values.split_whitespace()).collect()
}

fn range(lab: &Lab) -> Value {
    let side = |written: &str| {
        if written.is_empty() { Value::Null } else { quantity(written, lab.unit, lab.ucum) }
    };
    let text = match (lab.low, lab.high) {
        ("", high) => format!("<= {high} {}", lab.unit),
        (low, "") => format!(">= {low} {}", lab.unit),
        (low, high) => format!("{low} - {high} {}", lab.unit),
    };
    json!({"low": side(lab.low), "high": side(lab.high), "text": text})
}

fn interpretation(lab: &Lab, written: &str) -> Option<(&'static str, &'static str)> {
    let value: f64 = written.trim_start_matches(['<', '>', '=']).parse().ok()?;
    let bound = |s: &str| s.parse::<f64>().ok();
    match (bound(lab.low), bound(lab.high)) {
        (None, None) => None,
        (Some(low), _) if value < low => Some(("L", "Low")),
        (_, Some(high)) if value > high => Some(("H", "High")),
        _ => Some(("N", "Normal")),
    }
}
