//! Lenient views over exact JSON: small readers for FHIR's data types. They borrow from the JSON, change nothing,
//! and where they had to be lenient they say so instead of dropping the value.

mod checks;
mod code;
mod date;
mod element;
mod people;
mod quantity;
mod value;

pub use checks::{Flag, FlagKind, flags};
pub use code::{Coding, codings, concept_text, has_code};
pub use date::{DateProblem, PartialDateTime, PeriodOrder, Precision, Zone};
pub use element::{
    Slot, boolean, choice, data_absent_reason, extension, extension_value, number, slots,
};
pub use people::{HumanName, Reference, human_name, patient_name, reference, safe_display};
pub use quantity::{Comparator, Quantity, quantity};
pub use value::{Period, display_typed, display_value, period};
