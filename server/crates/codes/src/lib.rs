//! Code tables: ICD-10-CM, HCPCS Level II, the user's own CPT table, risk-adjustment flags. Reading them, keeping them, asking them.
//!
//! Pure: bytes in, bytes out, dates passed in. A code is asked for on a date of service, and a table that does not hold on it answers nothing.
//! The crate ships a small subset of ICD-10-CM ([`shipped`]), whose codes and titles are public domain; nothing of HCPCS or CPT.

mod code;
mod entry;
mod error;
pub mod import;
mod keep;
mod pattern;
mod shipped;
mod table;
mod tables;

pub use code::{Code, System};
pub use entry::{Entry, Note, Period};
pub use error::CodesError;
pub use import::{Given, Imported};
pub use keep::{file_name, read, write};
pub use pattern::Pattern;
pub use shipped::shipped;
pub use table::Table;
pub use tables::{Answer, NoTable, Tables};
