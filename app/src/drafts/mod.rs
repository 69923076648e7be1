//! The drafts of this launch, and how a new one is begun.

pub mod api;
mod given;
mod parts;
mod state;

pub use given::Given;
pub use parts::{DraftList, Kinds};
pub use state::{start, stop};
