//! Model endpoints for tests: each is strict about what its vendor's public documentation asks for, counts its connections, and behaves as
//! told: drafts from the parts that it is sent, obeys whatever the data says, or misbehaves.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test server says what went wrong by panicking"
)]

mod act;
mod asked;
mod draft;
mod frame;
mod server;
mod sigv4;
mod strict;
mod style;
mod token;

pub use act::Act;
pub use asked::{Asked, Part};
pub use draft::{draft, obey};
pub use server::{Mock, Seen, serve, start};
pub use style::Style;
pub use token::Account;
