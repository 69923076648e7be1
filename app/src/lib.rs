//! The screens of Countersign, for the server and for the browser.

pub mod backend;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod asked;
#[cfg(feature = "ssr")]
pub mod document;

pub mod work;

pub use backend::{Backend, Caller};
