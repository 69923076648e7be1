//! Prescriptions and what the patient says they take.

use serde_json::{Value, json};

use super::drugs::Drug;
use super::time::{day, stamp};
use super::{Chart, SNOMED, UCUM, concept, dec};

/// How often; a Timing.repeat with its code.
#[derive(Clone, Copy)]
pub(crate) struct Timing {
    frequency: u32,
    period: u32,
    unit: &'static str,
    code: &'static str,
    when: &'static str,
}

/// The usual timings.
pub(crate) mod timing {
    use super::Timing;

    const fn every(frequency: u32, period: u32, unit: &'static str, code: &'static str, when: &'static str) -> Timing {
        Timing { frequency, period, unit, code, when }
    }
    pub(crate) const DAILY: Timing = every(1, 1, "d", "QD", "");
    pub(crate) const MORNING: Timing = every(1, 1, "d", "QD", "MORN");
    pub(crate) const BEDTIME: Timing = every(1, 1, "d", "QD", "HS");
    pub(crate) const BID: Timing = every(2, 1, "d", "BID", "");
    pub(crate) const TID: Timing = every(3, 1, "d", "TID", "");
    pub(crate) const TID_MEALS: Timing = every(3, 1, "d", "TID", "AC");
    pub(crate) const Q4H: Timing = every(1, 4, "h", "Q4H", "");
    pub(crate) const Q6H: Timing = every(1, 6, "h", "Q6H", "");
    pub(crate) const THREE_A_WEEK: Timing = every(3, 1, "wk", "", "");
    pub(crate) const WEEKLY: Timing = every(1, 1, "wk", "", "");
    pub(crate) const EVERY_2_WEEKS: Timing = every(1, 2, "wk", "", "");
    pub(crate) const EVERY_3_WEEKS: Timing = every(1, 3, "wk", "", "");
    pub(crate) const ONCE: Timing = every(1, 0, "", "", "");
}

/// How to take it: words, dose (`18 [iU]`), route and timing; `prn` says for what when only as needed.
#[derive(Clone, Copy)]
pub(crate) struct Sig {
    text: &'static str,
    dose: &'static str,
    route: &'static str,
    timing: Timing,
    prn: &'static str,
}

/// A [`Sig`]; routes: `po`, `na` (nasal), `sc`, `inh`, `iv`, `im`, `top`.
pub(crate) const fn sig(text: &'static str, dose: &'static str, route: &'static str, timing: Timing) -> Sig {
    Sig { text, dose, route, timing, prn: "" }
}

impl Sig {
    /// As needed, for what.
    pub(crate) const fn prn(mut self, reason: &'static str) -> Self {
        self.prn = reason;
        self
    }

    fn dosage(&self, start: &str) -> Value {
        let t = self.timing;
        let repeat = if t.period == 0 {
            json!({"boundsPeriod": {"start": start}, "count": 1})
        } else {
            json!({"boundsPeriod": {"start": start}, "frequency": t.frequency, "period": t.period, "periodUnit": t.unit,
                   "when": if t.when.is_empty() { Value::Null } else { json!([t.when]) }})
        };
        let code = if t.code.is_empty() {
            Value::Null
        } else {
            json!({"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "code": t.code}], "text": t.code})
        };
        let (value, ucum) = self.dose.split_once(' ').unwrap_or((self.dose, "1"));
        let unit = match ucum {
            "[iU]" => "units",
            "{tbl}" => "tablet",
            "{cap}" => "capsule",
            "{puff}" => "puff",
            "{drop}" => "drop",
            "{app}" => "application",
            other => other,
        };
        let prn = (!self.prn.is_empty()).then(|| json!({"text": self.prn}));
        json!({
            "sequence": 1,
            "text": self.text,
            "timing": {"repeat": repeat, "code": code},
            "asNeededCodeableConcept": prn,
            "route": route(self.route),
            "doseAndRate": [{
                "type": super::hl7("dose-rate-type", "ordered", "Ordered"),
                "doseQuantity": {"value": dec(value), "unit": unit, "system": UCUM, "code": ucum},
            }],
        })
    }
}

fn route(short: &str) -> Value {
    let (code, display) = match short {
        "na" => ("46713006", "Nasal route"),
        "sc" => ("34206005", "Subcutaneous route"),
        "inh" => ("447694001", "Respiratory tract route"),
        "iv" => ("47625008", "Intravenous route"),
        "im" => ("78421000", "Intramuscular route"),
        "top" => ("6064005", "Topical route"),
        _ => ("26643006", "Oral route"),
    };
    concept(SNOMED, code, display)
}

impl Chart {
    /// A prescription written now, active.
    pub(crate) fn rx(&mut self, drug: &Drug, sig: &Sig) -> String {
        let author = self.author_ref();
        let body = json!({
            "status": "active",
            "intent": "order",
            "category": [super::hl7("medicationrequest-category", "community", "Community")],
            "reportedBoolean": false,
            "medicationCodeableConcept": drug.concept(),
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "authoredOn": self.now(),
            "requester": author,
            "dosageInstruction": [sig.dosage(day(&self.when))],
            "dispenseRequest": {"numberOfRepeatsAllowed": 3, "expectedSupplyDuration":
                {"value": 90, "unit": "days", "system": UCUM, "code": "d"}},
        });
        self.add("MedicationRequest", "mr", body)
    }

    /// Ends a prescription: `stopped`, `completed`, `on-hold` or `cancelled`, from `date`, because of `reason`.
    pub(crate) fn end(&mut self, rx: &str, status: &str, date: &str, reason: &str) {
        self.patch(
            rx,
            &json!({
                "status": status,
                "statusReason": {"text": reason},
                "note": [{"time": stamp(date), "text": format!("{status} {}: {reason}", day(date))}],
            }),
        );
        if status == "completed" {
            // A finished course had no refills left to dispense.
            self.patch(rx, &json!({"dispenseRequest": null}));
        }
        if let Some(target) = self.resource_mut(rx) {
            target["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"]["end"] = json!(day(date));
        }
    }

    /// A new prescription that replaces `old`, which stops today because of `reason`.
    pub(crate) fn change(&mut self, old: &str, drug: &Drug, sig: &Sig, reason: &str) -> String {
        let today = day(&self.when).to_owned();
        self.end(old, "stopped", &today, reason);
        let new = self.rx(drug, sig);
        self.patch(&new, &json!({"priorPrescription": {"reference": old}}));
        new
    }

    /// Says why a prescription or request was made.
    pub(crate) fn because(&mut self, request: &str, condition: &str) {
        self.patch(request, &json!({"reasonReference": [{"reference": condition}]}));
    }

    /// Moves a prescription's drug into a Medication resource that it references.
    pub(crate) fn by_reference(&mut self, rx: &str) -> String {
        let code = self.resource_mut(rx).map_or(Value::Null, |r| r["medicationCodeableConcept"].clone());
        let medication = self.add("Medication", "md", json!({"code": code, "status": "active"}));
        self.patch(rx, &json!({"medicationCodeableConcept": null, "medicationReference": {"reference": medication}}));
        medication
    }

    /// What the patient says they take since `start`, recorded now.
    pub(crate) fn takes(&mut self, drug: &Drug, words: &str, status: &str, start: &str, end: Option<&str>) -> String {
        let source = self.patient();
        let body = json!({
            "status": status,
            "medicationCodeableConcept": drug.concept(),
            "subject": self.patient(),
            "context": self.encounter_ref(),
            "effectivePeriod": {"start": stamp(start), "end": end.map(stamp)},
            "dateAsserted": self.now(),
            "informationSource": source,
            "dosage": [{"text": words}],
        });
        self.add("MedicationStatement", "ms", body)
    }
}
