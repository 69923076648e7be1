//! The errors, by family. Every maker looks into the chart before it calls its change an error.

mod absence;
mod cause;
mod certainty;
mod cite;
mod code;
mod compare;
mod complete;
mod count;
mod dates;
mod drugs;
mod family;
mod lists;
mod negate;
mod notes;
mod numbers;
mod people;
mod relative;
mod side;
mod status;
mod trend;
mod units;
mod worlds;

use crate::name::Name;
use crate::pair::Maker;

/// The makers of an error.
pub fn makers(name: Name) -> &'static [Maker] {
    match name {
        Name::Number => numbers::NUMBER,
        Name::Scale => numbers::SCALE,
        Name::Unit => units::UNIT,
        Name::Conversion => units::CONVERSION,
        Name::Attachment => lists::ATTACHMENT,
        Name::Period => numbers::PERIOD,
        Name::Date => dates::DATE,
        Name::RelativeDate => relative::RELATIVE,
        Name::Trend => trend::TREND,
        Name::Count => count::COUNT,
        Name::Comparator => compare::COMPARATOR,
        Name::Dose => drugs::DOSE,
        Name::FrequencyRoute => drugs::FREQUENCY,
        Name::Drug => drugs::DRUG,
        Name::Negation => negate::NEGATION,
        Name::Absence => absence::ABSENCE,
        Name::Certainty => certainty::CERTAINTY,
        Name::Severity => certainty::SEVERITY,
        Name::Laterality => side::LATERALITY,
        Name::Status => status::STATUS,
        Name::Superseded => status::SUPERSEDED,
        Name::Retracted => worlds::RETRACTED,
        Name::Experiencer => family::EXPERIENCER,
        Name::WrongPatient => worlds::FOREIGN,
        Name::Causality => cause::CAUSALITY,
        Name::Fabrication => cause::FABRICATION,
        Name::Citation => cite::CITATION,
        Name::NamePlace => people::NAME_PLACE,
        Name::Omission => complete::OMISSION,
        Name::Code => code::CODE,
    }
}
