//! Freezes a chart, transcript, message, policy or guideline into hashed, addressable snippets with typed facts, and searches them.
//!
//! Pure: no I/O, no clock. Everything later (drafting, checking, showing evidence) reads a [`SourceSet`], never the chart itself.

pub mod fact;
pub mod set;
pub mod snippet;

pub use fact::{Coding, Comparator, Fact, FactRole, FactValue, Quantity};
pub use set::SourceSet;
pub use snippet::{Segment, Snippet, SnippetHash, Subject};
