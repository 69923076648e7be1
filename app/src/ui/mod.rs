//! Plain pieces of the screen that know nothing of drafts or charts.

mod condition;
pub mod marked;
pub mod plot;
mod who;
pub mod words;

pub use condition::If;
pub use who::who;
