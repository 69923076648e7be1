//! Questionnaires (FHIR R4, with what Structured Data Capture adds and needs no expression language): read, filled in, checked, answered.
//!
//! Pure. A [`Form`] is a Questionnaire that can be filled in here; [`Typed`] is what was typed into it, kept as it was typed; a [`Sheet`] is both
//! together: what is shown, what each field says, and what is wrong. [`response`] makes the QuestionnaireResponse of a sheet.

mod check;
mod choices;
mod error;
mod item;
mod prefill;
mod read;
mod response;
mod sheet;
#[cfg(test)]
mod test;
mod typed;
mod value;
mod watch;
mod when;

pub use check::Problem;
pub use error::FormError;
pub use item::{Control, Form, Item, Kind, Units};
pub use prefill::{FromChart, prefill};
pub use response::{About, response};
pub use sheet::{Node, Sheet};
pub use typed::Typed;
pub use value::{Coding, Value};
pub use watch::{Band, Flag, Given, Open, Raised, Score, Scored, Seen, Unscored, Urgency, Watch};
