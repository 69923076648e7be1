//! Builds and checks the FHIR resources that are written to an EHR.
//!
//! This is the only crate that uses FHIR models: they are right for building, and lose data when reading. What comes
//! out is the exact text to send. R4 and R4B agree on the wire for all of these types; the tests hold that.

mod answers;
mod common;
mod communication;
mod entry;
mod error;
mod note;
mod provenance;
mod vital;

pub use answers::answers;
pub use common::{Built, Identifier, Person, TypeCode};
pub use communication::{Message, message};
pub use entry::{Entry, Kept, condition, medication_statement, observation};
pub use error::BuildError;
pub use note::{DocStatus, Note, NoteShape, note, type_code};
pub use provenance::{Record, provenance};
pub use vital::{Pressure, VitalSign, VitalValue, vital_sign};
