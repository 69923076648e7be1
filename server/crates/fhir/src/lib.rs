//! The only FHIR transport: reading a patient's chart from an EHR, and writing single resources to it.
//!
//! URLs hold patient ids, so none is ever logged or put into an error; a request is named by its label. The bearer
//! token goes to the EHR's own origin alone, whatever a page link or a redirect says.

mod client;
mod error;
mod load;
mod ports;
mod profile;

pub use chart::{Json, ResourceKey};
pub use client::{
    Attachment, Capabilities, Client, Config, Limits, SearchResult, WriteError, Written,
};
pub use error::FhirError;
pub use load::{ChartRequest, load_chart};
pub use ports::{Clock, NoProgress, Progress, SystemClock, TokenError, TokenSource};
pub use profile::{Ehr, Exactness, NoteRules, Profile, Query};
