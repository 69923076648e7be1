//! Devices and requests for them.

use serde_json::{Value, json};

use super::{Chart, SNOMED, concept};

/// SNOMED CT for a continuous glucose monitor.
pub(crate) const CGM: (&str, &str) = ("700585005", "Invasive interstitial-fluid glucose monitoring system");

impl Chart {
    /// A device that the patient has.
    pub(crate) fn device(&mut self, code: (&str, &str), name: &str, serial: &str) -> String {
        let body = json!({
            "status": "active",
            "serialNumber": serial,
            "deviceName": [{"name": name, "type": "user-friendly-name"}],
            "type": concept(SNOMED, code.0, code.1),
            "patient": self.patient(),
        });
        self.add("Device", "de", body)
    }

    /// An order for a device, now, with its HCPCS code and reasons.
    pub(crate) fn device_request(&mut self, code: (&str, &str), hcpcs: (&str, &str), status: &str, reasons: &[&str], note: &str) -> String {
        let author = self.author_ref();
        let body = json!({
            "status": status,
            "intent": "order",
            "codeCodeableConcept": {"coding": [
                {"system": SNOMED, "code": code.0, "display": code.1},
                {"system": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "code": hcpcs.0, "display": hcpcs.1},
            ], "text": hcpcs.1},
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "authoredOn": self.now(),
            "requester": author,
            "reasonReference": reasons.iter().map(|r| json!({"reference": r})).collect::<Value>(),
            "note": [{"text": note}],
        });
        self.add("DeviceRequest", "dq", body)
    }
}
