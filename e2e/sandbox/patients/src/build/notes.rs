//! Clinical notes: DocumentReference with its attachment, and the Provenance of its author.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::time::{plus_minutes, stamp};
use super::{Chart, HL7, LOINC, hl7, note_formats};

/// The format of a note's attachment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Plain,
    Html,
    Rtf,
    Xhtml,
    Ccda,
}

impl Format {
    fn content_type(self) -> &'static str {
        match self {
            Self::Plain => "text/plain; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Rtf => "application/rtf",
            Self::Xhtml => "application/xhtml+xml",
            Self::Ccda => "application/xml",
        }
    }
}

/// What sort of note (LOINC).
#[derive(Clone, Copy)]
pub(crate) enum NoteType {
    Progress,
    History,
    Consult,
    Discharge,
    Emergency,
    Procedure,
    Telephone,
    Summary,
}

impl NoteType {
    const fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Progress => ("11506-3", "Progress note"),
            Self::History => ("34117-2", "History and physical note"),
            Self::Consult => ("11488-4", "Consult note"),
            Self::Discharge => ("18842-5", "Discharge summary"),
            Self::Emergency => ("34111-5", "Emergency department Note"),
            Self::Procedure => ("28570-0", "Procedure note"),
            Self::Telephone => ("34748-4", "Telephone encounter Note"),
            Self::Summary => ("34133-9", "Summary of episode note"),
        }
    }
}

impl Chart {
    /// A signed note of the current encounter: titled sections, in `format`. Returns the DocumentReference.
    pub(crate) fn note(&mut self, format: Format, kind: NoteType, sections: &[(&str, &str)]) -> String {
        let (code, title) = kind.code();
        let who = self.author.name();
        let date = super::time::day(&self.when).to_owned();
        let head = note_formats::Head { title, date: &date, author: &who, key: self.key };
        let content = note_formats::render(format, &head, sections);
        let author = self.author_ref();
        let signed = stamp(&plus_minutes(&self.when, 30));
        let wire = if format == Format::Ccda {
            ("urn:hl7-org:sdwg:ccda-structuredBody:2.1", "C-CDA R2.1 structured body")
        } else {
            ("urn:ihe:iti:xds:2017:mimeTypeSufficient", "mimeType Sufficient")
        };
        let body = json!({
            "identifier": [{"system": "http://larkfield-health.example.org/document", "value": format!("{}-{}", self.key, self.counts.get("dc").copied().unwrap_or(0) + 1)}],
            "status": "current",
            "docStatus": "final",
            "type": {"coding": [{"system": LOINC, "code": code, "display": title}], "text": title},
            "category": [{"coding": [{"system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                "code": "clinical-note", "display": "Clinical Note"}]}],
            "subject": self.patient(),
            "date": signed,
            "author": [author],
            "authenticator": author,
            "custodian": {"reference": "Organization/org-larkfield"},
            "content": [{
                "attachment": {
                    "contentType": format.content_type(),
                    "data": STANDARD.encode(&content),
                    "title": title,
                    "creation": signed,
                },
                "format": {"system": "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode", "code": wire.0, "display": wire.1},
            }],
            "context": {
                "encounter": self.encounter.as_ref().map(|e| json!([{"reference": e}])),
                "period": {"start": self.now(), "end": signed},
            },
        });
        let reference = self.add("DocumentReference", "dc", body);
        self.provenance(&[&reference]);
        reference
    }

    /// Moves a note's content into a Binary that its attachment points to.
    pub(crate) fn by_url(&mut self, document: &str) -> String {
        let attachment = self.resource_mut(document).map_or(Value::Null, |d| d["content"][0]["attachment"].clone());
        let body = json!({
            "contentType": attachment["contentType"],
            "securityContext": {"reference": document},
            "data": attachment["data"],
        });
        let binary = self.add("Binary", "bi", body);
        if let Some(target) = self.resource_mut(document) {
            let slot = &mut target["content"][0]["attachment"];
            slot["data"] = Value::Null;
            slot["url"] = json!(binary);
        }
        binary
    }

    /// Says that the current author wrote `targets` for Larkfield Health, now.
    pub(crate) fn provenance(&mut self, targets: &[&str]) -> String {
        let author = self.author_ref();
        let organization = json!({"reference": "Organization/org-larkfield"});
        let agent = |role: &str, display: &str| {
            json!({"type": {"coding": [{"system": format!("{HL7}/provenance-participant-type"), "code": role, "display": display}]},
                   "who": author, "onBehalfOf": organization})
        };
        let body = json!({
            "target": targets.iter().map(|t| json!({"reference": t})).collect::<Value>(),
            "recorded": self.instant(),
            "activity": hl7("v3-DataOperation", "CREATE", "create"),
            "agent": [agent("author", "Author")],
        });
        self.add("Provenance", "pv", body)
    }
}
