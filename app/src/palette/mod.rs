//! The command palette: drafts, sections and sources by their words.

pub mod api;
mod find;
mod parts;

pub use parts::Palette;
