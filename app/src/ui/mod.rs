//! Plain pieces of the screen that know nothing of drafts or charts.

mod condition;
pub mod marked;
pub mod plot;
pub mod words;

pub use condition::If;
