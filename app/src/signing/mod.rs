//! What signing would file, and the signature.

pub mod api;
#[cfg(feature = "ssr")]
mod asks;
mod parts;

#[cfg(feature = "ssr")]
pub use asks::asks;
pub use parts::Signing;
