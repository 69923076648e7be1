//! Sheets about the whole chart. The server draws them, so that the browser loads no code for them.

pub mod api;
mod drawn;
#[cfg(feature = "ssr")]
mod inbox;
#[cfg(feature = "ssr")]
mod overview;

pub use drawn::{Drawn, Sheets};
