//! The work page: it puts the parts together.

mod bar;
#[cfg(feature = "browser")]
mod begin;
mod command;
mod help;
mod keys;
#[cfg(feature = "ssr")]
mod page;
mod top;
mod workspace;

#[cfg(feature = "browser")]
pub use begin::begin;
#[cfg(feature = "ssr")]
pub use page::WorkPage;
pub use workspace::Workspace;
