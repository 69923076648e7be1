//! What stands between the network and the steps: cookies, origin checks, security headers, pages for errors.

pub mod assets;
pub mod begin;
pub mod cookies;
pub mod exports;
pub mod forms;
pub mod headers;
pub mod launch;
pub mod origin;
pub mod pages;
pub mod phrases;
pub mod proposals;
pub mod range;
pub mod recordings;
pub mod screens;
pub mod status;
pub mod translation;
