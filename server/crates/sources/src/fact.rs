//! Typed facts inside a snippet.

use chart::views::PartialDateTime;
use model::{SourceId, Span};
use rust_decimal::Decimal;

/// One element of a source that a statement can be tied to.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The element's path inside the resource, without the type: `valueQuantity`, `component[1].valueQuantity`, `dosageInstruction[0].route`.
    pub path: String,
    /// The bytes of the snippet's text that show it; none where the text does not.
    pub span: Option<Span>,
    /// Facts of one group belong together (the code and value of one component, the dose and route of one instruction). 0 is the resource itself.
    pub group: u16,
    /// What the element means.
    pub role: FactRole,
    /// What it says.
    pub value: FactValue,
}

/// What an element means, the same for every resource type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(
    missing_docs,
    reason = "the names are FHIR's elements; those that differ are described"
)]
pub enum FactRole {
    /// What the resource is about: the test, problem, drug, procedure, vaccine, allergen, document type.
    Code,
    Category,
    /// The result.
    Value,
    DataAbsent,
    ReferenceRange,
    Interpretation,
    BodySite,
    Method,
    Severity,
    Criticality,
    Reaction,
    Stage,
    /// Amount per administration.
    Dose,
    MaxDose,
    /// How often: the timing as code or text.
    Frequency,
    Route,
    AsNeeded,
    /// The whole instruction as written.
    Instruction,
    Quantity,
    Refills,
    Duration,
    /// When it was true or done: effective, performed, occurrence, period start of an encounter.
    Effective,
    EffectiveEnd,
    Issued,
    Recorded,
    Authored,
    Onset,
    Abatement,
    /// The resource's own status.
    Status,
    StatusReason,
    ClinicalStatus,
    VerificationStatus,
    Intent,
    DoNotPerform,
    /// Why: reasonCode or reasonReference.
    Reason,
    /// Who did, ordered, wrote or took part in it.
    Actor,
    Organization,
    Location,
    Class,
    Priority,
    Relationship,
    BirthDate,
    Deceased,
    Sex,
    Name,
    Identifier,
    Address,
    Contact,
    MaritalStatus,
    Language,
    Goal,
    Target,
    Series,
    Lot,
    Device,
    Coverage,
    /// Free text: a note, comment, conclusion, description.
    Text,
    /// A link to another resource that none of the above says.
    Link,
    Other,
}

/// What an element says.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields' names are FHIR's")]
pub enum FactValue {
    /// A measured or ordered amount.
    Quantity(Quantity),
    /// From low to high, either open.
    Range {
        low: Option<Quantity>,
        high: Option<Quantity>,
    },
    /// Numerator over denominator.
    Ratio {
        numerator: Quantity,
        denominator: Quantity,
    },
    /// A concept with its codings and the text as shown.
    Coded { text: String, codings: Vec<Coding> },
    /// A date or time as precise as it was written.
    Date(PartialDateTime),
    /// Words.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another source, with the words that stand for it.
    Reference { to: SourceId, text: Option<String> },
}

/// An amount: the number as written, and its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// `<`, `<=`, `>=`, `>`; none means exactly.
    pub comparator: Option<Comparator>,
    /// The number.
    pub value: Decimal,
    /// The number as the source writes it; its digits are the displayed precision.
    pub written: String,
    /// The unit as shown; empty where there is none.
    pub unit: String,
    /// The UCUM code, where the source has one.
    pub ucum: Option<String>,
}

/// How a quantity relates to its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Comparator {
    Less,
    LessOrEqual,
    GreaterOrEqual,
    Greater,
}

/// A code in a code system.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Coding {
    /// The code system's URL.
    pub system: String,
    /// The code.
    pub code: String,
    /// Its display; empty where the source has none.
    pub display: String,
}
