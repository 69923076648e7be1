//! Plain pieces of the screen that know nothing of drafts or charts.

pub mod marked;
pub mod plot;
pub mod words;
