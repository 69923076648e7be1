//! The interchange form of a draft, `draft/1`.

use crate::id::{SourceId, StatementId};
use serde::{Deserialize, Serialize};
use time::Date;

/// The only schema name that [`Draft`] has.
pub const SCHEMA: &str = "draft/1";

/// A draft as it travels between the steps, files and the command line. Unknown keys are an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What kind of document this is.
    pub kind: DraftKind,
    /// The patient, `Patient/id`.
    pub patient: String,
    /// The date on which the draft is written; "current", ages and relative dates are judged against it.
    #[serde(
        default,
        with = "optional_date",
        skip_serializing_if = "Option::is_none"
    )]
    pub as_of: Option<Date>,
    /// The sections in reading order.
    pub sections: Vec<Section>,
}

/// A titled part of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// The statements in reading order.
    pub statements: Vec<Statement>,
}

/// One sentence, bullet or table row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Unique inside the draft.
    pub id: StatementId,
    /// The words.
    pub text: String,
    /// What it rests on.
    pub citations: Vec<Citation>,
}

/// A pointer to a source, and for prose the exact words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// Exact words of a prose source; none for structured sources, and none on prose means the whole source.
    #[serde(default)]
    pub quote: Option<String>,
}

/// The kinds of document that can be drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each name is the whole description")]
pub enum DraftKind {
    SoapNote,
    HpNote,
    ProgressNote,
    ProcedureNote,
    DischargeSummary,
    ChartSummary,
    Handoff,
    PriorAuthLetter,
    MessageReply,
    Coding,
    IntakeSummary,
    PatientInstructions,
}

impl DraftKind {
    /// Every kind, in the order that screens list them.
    pub const ALL: [Self; 12] = [
        Self::ChartSummary,
        Self::ProgressNote,
        Self::PriorAuthLetter,
        Self::SoapNote,
        Self::HpNote,
        Self::ProcedureNote,
        Self::DischargeSummary,
        Self::PatientInstructions,
        Self::Handoff,
        Self::MessageReply,
        Self::Coding,
        Self::IntakeSummary,
    ];

    /// The interchange name, for example `chart_summary`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SoapNote => "soap_note",
            Self::HpNote => "hp_note",
            Self::ProgressNote => "progress_note",
            Self::ProcedureNote => "procedure_note",
            Self::DischargeSummary => "discharge_summary",
            Self::ChartSummary => "chart_summary",
            Self::Handoff => "handoff",
            Self::PriorAuthLetter => "prior_auth_letter",
            Self::MessageReply => "message_reply",
            Self::Coding => "coding",
            Self::IntakeSummary => "intake_summary",
            Self::PatientInstructions => "patient_instructions",
        }
    }

    /// What a clinician calls it, for example `Chart summary`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SoapNote => "SOAP note",
            Self::HpNote => "History and physical",
            Self::ProgressNote => "Progress note",
            Self::ProcedureNote => "Procedure note",
            Self::DischargeSummary => "Discharge summary",
            Self::ChartSummary => "Chart summary",
            Self::Handoff => "Handoff",
            Self::PriorAuthLetter => "Prior authorization letter",
            Self::MessageReply => "Message reply",
            Self::Coding => "Coding suggestions",
            Self::IntakeSummary => "Intake summary",
            Self::PatientInstructions => "Patient instructions",
        }
    }

    /// Whether a patient reads it as it is signed: its content is checked for what a patient must not be told.
    pub const fn for_patients(self) -> bool {
        matches!(self, Self::MessageReply | Self::PatientInstructions)
    }

    /// The kind with this interchange name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

pub(crate) mod optional_date {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::Date;

    #[allow(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde calls"
    )]
    pub(crate) fn serialize<S: Serializer>(
        date: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| {
                crate::date::parse(&text).ok_or_else(|| {
                    D::Error::custom(format!("`{text}` is not a date like 2020-01-15"))
                })
            })
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_refused() {
        let text = r#"{"schema":"draft/1","kind":"soap_note","patient":"Patient/1","sections":[],"extra":1}"#;
        assert!(serde_json::from_str::<Draft>(text).is_err());
    }

    #[test]
    fn every_kind_has_its_interchange_name() {
        for kind in DraftKind::ALL {
            assert_eq!(
                serde_json::to_string(&kind).unwrap(),
                format!("\"{}\"", kind.name())
            );
            assert_eq!(DraftKind::from_name(kind.name()), Some(kind));
        }
    }
}
