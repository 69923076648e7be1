//! What identifies a patient: classes of fields, the data class of a request, and replacing identifiers by pseudonyms and back.
//!
//! Replacing is minimisation. It is not de-identification in the sense of any rule: words that no pattern and no literal names stay.
//! Pure: no I/O, no clock, no randomness.

mod class;
mod field;
mod find;
mod fixed;
mod kind;
mod lexicon;
mod literal;
mod matcher;
mod pseudonym;
mod role;
mod rule;
mod shift;
mod table;
mod token;
mod wrap;

pub use class::{DataClass, FieldClass};
pub use field::field_class;
pub use find::{Finder, Found, PhiSpan, find};
pub use kind::PhiKind;
pub use literal::{Literal, Literals};
pub use pseudonym::Pseudonyms;
pub use wrap::Phi;
