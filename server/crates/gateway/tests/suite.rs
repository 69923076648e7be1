//! The gateway against strict endpoints: first everything that must not happen, then what must.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod cases;
mod scene;
