//! What differs between EHRs: what has to be asked for and how, and what they accept.

mod queries;

use std::fmt;
use std::str::FromStr;

/// The EHRs that we know rules for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ehr {
    /// Epic.
    Epic,
    /// Oracle Health (Millennium).
    Oracle,
    /// athenahealth.
    Athena,
    /// Altera (Sunrise, Paragon, TouchWorks).
    Altera,
    /// Any SMART on FHIR R4 server.
    Generic,
}

impl fmt::Display for Ehr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Epic => "epic",
            Self::Oracle => "oracle",
            Self::Athena => "athena",
            Self::Altera => "altera",
            Self::Generic => "generic",
        })
    }
}

impl FromStr for Ehr {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "epic" => Self::Epic,
            "oracle" | "cerner" => Self::Oracle,
            "athena" => Self::Athena,
            "altera" => Self::Altera,
            "generic" => Self::Generic,
            _ => return Err("unknown EHR: epic, oracle, athena, altera or generic"),
        })
    }
}

/// One search for a patient's resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What it is called in the load report, such as `Observation (laboratory)`.
    pub label: String,
    /// The resource type.
    pub resource_type: &'static str,
    /// The parameter that takes the patient's id.
    pub patient: &'static str,
    /// Further parameters.
    pub params: Vec<(&'static str, &'static str)>,
}

/// How far the EHR helps to file a note exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// It honours `If-None-Exist` on our identifier.
    ConditionalCreate,
    /// It keeps our identifier, so that a filed note can be found by it.
    Identifier,
    /// It keeps neither: a filed note is found by its author, date, type and text.
    TextOnly,
}

/// How a note is filed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one rule of an EHR's guide, independent of the others"
)]
pub struct NoteRules {
    /// The attachment's content type.
    pub content_type: &'static str,
    /// Whether an encounter of the same patient is required.
    pub needs_encounter: bool,
    /// Whether `context.period` with an end is required.
    pub needs_period: bool,
    /// Whether an author is required.
    pub needs_author: bool,
    /// Whether the EHR wants type codes of its own code set instead of LOINC.
    pub own_type_codes: bool,
    /// Whether elements beyond the minimum (`identifier`, `date`, `securityLabel`, `description`) may be sent.
    pub extra_elements: bool,
    /// How far filing exactly once is helped.
    pub exactness: Exactness,
    /// Whether a Provenance can be written.
    pub provenance: bool,
    /// Whether an Observation (vital sign) can be written.
    pub vital_signs: bool,
    /// Whether the Observations that can be written are vital signs alone; no capability statement says it.
    pub only_vital_signs: bool,
    /// Whether leave to create Conditions and MedicationStatements is asked for. Where it is given, the capability statement says whether they are taken.
    pub entries: bool,
    /// Whether leave to read questionnaires and to create answers to them is asked for. Where it is given, the capability statement says whether they are taken.
    pub answers: bool,
    /// Whether a message to the patient can be written as a Communication; a reply is a note where not.
    pub messages: bool,
}

/// The rules of one EHR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Which EHR.
    pub ehr: Ehr,
    /// The page size to ask for; servers may ignore it.
    pub page_size: Option<u32>,
    /// How many requests run at once.
    pub concurrency: usize,
    /// What is asked for.
    pub queries: Vec<Query>,
    /// How notes are filed.
    pub notes: NoteRules,
}

impl Profile {
    /// The rules that we know for an EHR.
    pub fn of(ehr: Ehr) -> Self {
        let page_size = match ehr {
            // Epic refuses more than 100.
            Ehr::Epic | Ehr::Athena | Ehr::Altera => Some(100),
            Ehr::Oracle => Some(200),
            Ehr::Generic => Some(250),
        };
        Self {
            ehr,
            page_size,
            concurrency: 6,
            queries: queries::of(ehr),
            notes: note_rules(ehr),
        }
    }
}

fn note_rules(ehr: Ehr) -> NoteRules {
    let generic = NoteRules {
        content_type: "text/plain",
        needs_encounter: false,
        needs_period: false,
        needs_author: false,
        own_type_codes: false,
        extra_elements: true,
        exactness: Exactness::ConditionalCreate,
        provenance: true,
        vital_signs: true,
        only_vital_signs: false,
        entries: true,
        answers: true,
        messages: true,
    };
    match ehr {
        Ehr::Epic => NoteRules {
            needs_encounter: true,
            extra_elements: false,
            exactness: Exactness::TextOnly,
            provenance: false,
            only_vital_signs: true,
            // Its Communication is of community resources, not of messages.
            messages: false,
            ..generic
        },
        Ehr::Oracle => NoteRules {
            content_type: "text/plain;charset=utf-8",
            needs_period: true,
            needs_author: true,
            needs_encounter: true,
            own_type_codes: true,
            extra_elements: false,
            exactness: Exactness::TextOnly,
            provenance: false,
            vital_signs: true,
            only_vital_signs: true,
            // It refuses a launch that asks for more than was registered: who registered for more sets `scopes`.
            entries: false,
            answers: false,
            messages: true,
        },
        Ehr::Athena | Ehr::Altera => NoteRules {
            exactness: Exactness::Identifier,
            provenance: false,
            only_vital_signs: true,
            entries: false,
            answers: false,
            messages: false,
            ..generic
        },
        Ehr::Generic => generic,
    }
}
