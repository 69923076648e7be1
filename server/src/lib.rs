//! Countersign's server: the command line, the configuration, the web application, and the sequence of the steps.
//!
//! `cli`, `http` and `backend` are the only places that put the steps (crates in `server/crates`) one after the other.

pub mod backend;
pub mod cli;
pub mod code_tables;
pub mod compose;
pub mod config;
pub mod http;
pub mod launching;
pub mod library;
pub mod router;
