//! The client against a strict authorization server on loopback: every path that must work, every input that must fail.

#![allow(
    clippy::unwrap_used,
    reason = "tests say what went wrong by panicking, helpers too"
)]

mod callback;
mod discovery;
mod ehr;
mod harness;
mod id_token;
mod identity;
mod keys;
mod launch;
mod refresh;
mod revocation;
mod shapes;
mod stores;
mod tokens;
