//! Ties each claim of a draft to its source, or blocks it. Pure, deterministic, needs no model.

mod bounds;
mod check;
mod claim;
mod cue;
mod date;
mod doubt;
pub mod draft;
mod error;
pub mod grounded;
mod inflect;
mod letters;
pub mod lexicon;
mod number;
mod office;
mod omission;
pub mod raw;
pub mod reading;
mod source;
mod stated;
mod text;
mod ucum;
mod unit;
mod unpunctuated;
pub mod verifier;

pub use draft::Beside;
pub use error::VerifyError;
pub use grounded::{CheckedStatement, GroundedDraft, GroundedSection};
pub use lexicon::{Lexicon, LexiconError};

pub use raw::{RawDraft, RawSection, RawStatement};
pub use reading::Reading;
pub use verifier::Verifier;
