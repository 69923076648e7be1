//! What the clinician does to a checked draft, as a pure state machine, and what comes out of it.
//!
//! A [`Review`] begins with a `verify::GroundedDraft`. Each change carries the revision that the
//! clinician saw. New words have no verdict until [`Review::accept`] gets the verifier's answer for
//! exactly these words. [`Review::sign`] is the only way to a [`SignedNote`], and refuses while
//! anything blocks.

mod about;
mod accept;
mod apply;
mod blockers;
mod changes;
mod concern;
mod error;
mod hash;
mod input;
mod note;
mod proposed;
mod render;
mod sign;
mod state;
mod stored;
#[cfg(test)]
mod tests;
mod translation;

/// Marks in a statement what must be filled in: nothing with it can be signed.
pub const GAP: &str = "***";

pub use about::{About, Author, Signer};
pub use accept::Check;
pub use blockers::Blocker;
pub use changes::Changed;
pub use concern::{Accepted, Concern, UNEDITED, YES};
pub use error::{ReviewError, StoredError};
pub use hash::sha256_hex;
pub use input::MAX_STATEMENT;
pub use note::{SignedNote, SignedSection, SignedStatement};
pub use proposed::Proposed;
pub use sign::Preview;
pub use state::{
    Attestation, OmissionState, Origin, Review, SectionState, Settled, StatementState,
};
pub use translation::{ENGLISH_ALONE, SignedTranslation, TRANSLATED, Translation, TranslationLine};
