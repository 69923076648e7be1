//! An item in words.

use super::{Item, What};
use crate::say::printed;
use sources::Coding;

/// Names of code systems as people write them.
const SYSTEMS: [(&str, &str); 5] = [
    ("http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM"),
    ("http://snomed.info/sct", "SNOMED CT"),
    ("http://loinc.org", "LOINC"),
    ("http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm"),
    ("http://hl7.org/fhir/sid/ndc", "NDC"),
];

/// `ICD-10-CM M10.9 Gout, unspecified`.
pub fn code_line(coding: &Coding) -> String {
    let system = SYSTEMS.iter().find(|(url, _)| *url == coding.system);
    let system = system.map_or(coding.system.as_str(), |(_, name)| *name);
    let line = format!("{system} {} {}", coding.code, coding.display);
    crate::say::plain(&line)
}

impl Item {
    /// What kind of thing it is, as people say it.
    pub fn kind(&self) -> &'static str {
        match self.what {
            What::Condition => "Condition",
            What::Medication { .. } => "Medication taken",
            What::Observation { .. } => "Observation",
        }
    }

    /// What it says beside its name: status, dose, value, day.
    pub fn detail(&self) -> String {
        match &self.what {
            What::Condition => "active".to_owned(),
            What::Medication { instruction, .. } => {
                let more = instruction.strip_prefix(self.name.as_str());
                more.unwrap_or(instruction).trim().to_owned()
            }
            What::Observation {
                value, over, on, ..
            } => {
                let under = over.as_ref().map(|under| format!("/{under}"));
                let day = model::date::shown(*on);
                let unit = printed(&value.unit);
                let tight = if unit == "%" { "" } else { " " };
                format!(
                    "{}{}{tight}{unit} on {day}",
                    value.written,
                    under.unwrap_or_default()
                )
            }
        }
    }

    /// The whole in one line, with the code that was chosen.
    pub fn line(&self, coding: Option<&Coding>) -> String {
        let code = coding.map_or_else(|| "no code".to_owned(), code_line);
        let detail = self.detail();
        let gap = match (&self.what, detail.is_empty()) {
            (_, true) => "",
            (What::Condition, _) => ", ",
            _ => " ",
        };
        let line = format!("{}: {}{gap}{detail} ({code})", self.kind(), self.name);
        crate::say::plain(&line)
    }
}
