//! The sources beside the draft: what a statement rests on, with the very place marked.

pub mod api;
mod card;
mod parts;
mod state;

pub use parts::{Aside, Citations, Sources, Under};
pub use state::{Shelf, cycle, peek};
