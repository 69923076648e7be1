//! Ties each claim of a draft to its source, or blocks it. Pure, deterministic, needs no model.

mod check;
mod claim;
mod date;
pub mod grounded;
pub mod lexicon;
mod number;
mod office;
pub mod raw;
mod source;
mod text;
mod unit;
pub mod verifier;

pub use grounded::GroundedDraft;
pub use lexicon::{Lexicon, LexiconError};
pub use raw::{RawDraft, RawSection, RawStatement};
pub use verifier::Verifier;
