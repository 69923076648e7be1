//! Ties each claim of a draft to its source, or blocks it. Pure, deterministic, needs no model.

pub mod grounded;
pub mod raw;

pub use grounded::GroundedDraft;
pub use raw::{RawDraft, RawSection, RawStatement};
