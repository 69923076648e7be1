//! The patient's chart as it was received: exact JSON, read leniently, nothing dropped in silence.
//!
//! This crate is pure: bytes in, values out. It keeps every resource as the exact JSON tree ([`Json`], numbers as
//! written), reads Bundles entry by entry so that one bad entry never costs the others, and names in a
//! [`LoadReport`] whatever could not be read.

mod bundle;
mod chart;
mod error;
mod flags;
mod json;
mod key;
mod load;
mod report;
mod resolve;
mod subject;

pub mod note;
pub mod views;

pub use bundle::{BundleEntry, EntryFault, ReadBundle};
pub use chart::{Chart, Found, Resource};
pub use error::ChartError;
pub use flags::ChartFlag;
pub use json::{Json, MAX_DEPTH, ParseNote};
pub use key::{ResourceKey, is_r4_type};
pub use load::{LoadedEntry, outcome_issues};
pub use report::{
    Duplicate, DuplicateKind, LoadReport, Notice, NoticeKind, OtherPatientEntry, OutcomeIssue,
    RequestLine, Unreadable,
};
pub use subject::Subject;
