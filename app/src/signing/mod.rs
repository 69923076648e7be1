//! What signing would file, and the signature.

pub mod api;
mod parts;

pub use parts::Signing;
