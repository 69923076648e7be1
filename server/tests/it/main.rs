//! The whole application over loopback: a browser, the application's router and the EHR sandbox, as in use.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what went wrong by panicking, helpers too"
)]

mod begin;
mod chart;
mod clients;
mod coding;
mod conformance;
mod cookies;
mod export;
mod filing;
mod forms;
mod identity;
mod injection;
mod isolation;
mod launching;
mod model;
mod model_faults;
mod model_table;
mod overlay;
mod parallel;
mod phrases;
mod proposals;
mod recording;
mod reply;
mod requests;
mod resume;
mod review;
mod signing;
mod support;
mod translation;
