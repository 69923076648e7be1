//! Diagnostic reports and the orders behind them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::catalogue::Panel;
use super::people::clinicians::TRAN;
use super::time::{plus_minutes, stamp};
use super::{Chart, LOINC, SNOMED, concept, hl7};

impl Chart {
    /// A laboratory report over results.
    pub(crate) fn lab_report(&mut self, panel: Panel, results: &[String]) -> String {
        let author = self.author_ref();
        let body = json!({
            "status": "final",
            "category": [hl7("v2-0074", "LAB", "Laboratory")],
            "code": concept(LOINC, panel.0, panel.1),
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "effectiveDateTime": self.now(),
            "issued": stamp(&plus_minutes(&self.instant_local(), 45)),
            "performer": [author],
            "result": results.iter().map(|r| json!({"reference": r})).collect::<Value>(),
        });
        let reference = self.add("DiagnosticReport", "dr", body);
        self.report_profile(&reference, "us-core-diagnosticreport-lab");
        reference
    }

    /// An imaging study ordered and reported now: the order, and the report with its narrative and conclusion.
    pub(crate) fn imaging(&mut self, loinc: (&str, &str), narrative: &str, conclusion: &str) -> String {
        let order = self.order(loinc, "363679005", "Imaging");
        self.narrative_report(loinc, ("LP29684-5", "Radiology"), narrative, conclusion, &order)
    }

    /// A report in prose of another service (pathology `LP7839-6`, cardiology `LP29708-2`).
    pub(crate) fn prose_report(&mut self, loinc: (&str, &str), service: (&str, &str), narrative: &str, conclusion: &str) -> String {
        let order = self.order(loinc, "103693007", "Diagnostic procedure");
        self.narrative_report(loinc, service, narrative, conclusion, &order)
    }

    fn narrative_report(&mut self, loinc: (&str, &str), service: (&str, &str), narrative: &str, conclusion: &str, order: &str) -> String {
        let reader = if service.0 == "LP29684-5" { self.clinician(&TRAN) } else { self.author_ref() };
        let body = json!({
            "basedOn": [{"reference": order}],
            "status": "final",
            "category": [concept(LOINC, service.0, service.1)],
            "code": concept(LOINC, loinc.0, loinc.1),
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "effectiveDateTime": self.now(),
            "issued": stamp(&plus_minutes(&self.instant_local(), 120)),
            "performer": [reader],
            "conclusion": conclusion,
            "presentedForm": [{
                "contentType": "text/plain; charset=utf-8",
                "data": STANDARD.encode(format!("{}\n\n{narrative}\n\nIMPRESSION: {conclusion}\n", loinc.1)),
                "title": loinc.1,
            }],
        });
        let reference = self.add("DiagnosticReport", "dr", body);
        self.report_profile(&reference, "us-core-diagnosticreport-note");
        reference
    }

    /// A completed service order, now. `category` is SNOMED CT.
    pub(crate) fn order(&mut self, loinc: (&str, &str), category: &str, display: &str) -> String {
        self.service_request(&concept(LOINC, loinc.0, loinc.1), category, display, "completed")
    }

    /// An open referral (SNOMED CT) with its reason.
    pub(crate) fn referral(&mut self, code: &str, display: &str, reason: &str) -> String {
        let order = self.service_request(&concept(SNOMED, code, display), "3457005", "Patient referral", "active");
        self.patch(&order, &json!({"reasonCode": [{"text": reason}]}));
        order
    }

    fn service_request(&mut self, code: &Value, category: &str, display: &str, status: &str) -> String {
        let author = self.author_ref();
        let body = json!({
            "status": status,
            "intent": "order",
            "category": [concept(SNOMED, category, display)],
            "code": code,
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "occurrenceDateTime": self.now(),
            "authoredOn": self.now(),
            "requester": author,
        });
        self.add("ServiceRequest", "sr", body)
    }

    fn report_profile(&mut self, reference: &str, profile: &str) {
        let url = format!("http://hl7.org/fhir/us/core/StructureDefinition/{profile}");
        self.patch(reference, &json!({"meta": {"profile": [url]}}));
    }

    fn instant_local(&self) -> String {
        if self.when.contains(' ') { self.when.clone() } else { format!("{} 12:00", super::time::day(&self.when)) }
    }
}
