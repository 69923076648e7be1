//! Freezes a chart, transcript, message, policy or guideline into hashed, addressable snippets with typed facts, and searches them.
//!
//! Pure: no I/O, no clock. Everything later (drafting, checking, showing evidence) reads a [`SourceSet`], never the chart itself.

pub mod conflict;
pub mod error;
pub mod fact;
mod freeze;
mod given;
mod hash;
pub mod input;
mod note;
mod read;
pub mod render;
pub mod search;
pub mod set;
pub mod snippet;
pub mod when;

pub use conflict::Conflict;
pub use error::SourceError;
pub use fact::{Coding, Comparator, Fact, FactRole, FactValue, Quantity};
pub use input::{InputKind, SourceInput};
pub use set::SourceSet;
pub use snippet::{Segment, Snippet, SnippetHash, Subject};
