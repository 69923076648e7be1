//! The work page: it puts the parts together.

mod bar;
mod command;
mod help;
mod island;
mod keys;
#[cfg(feature = "ssr")]
mod page;
mod top;

pub use island::Workspace;
#[cfg(feature = "ssr")]
pub use page::WorkPage;
