//! The screens of Countersign, for the server and for the browser.
//!
//! The page is rendered by the server; [`work::Workspace`] comes to life in the browser and goes on by server functions.
//! Each feature has its server functions (`api`), its state and its parts; what features share is in [`desk`] and [`ui`].

// The types of nested views are deep.
#![recursion_limit = "256"]

pub mod backend;
pub mod wire;

pub mod desk;
pub mod ui;

pub mod chart;
pub mod drafts;
pub mod evidence;
pub mod palette;
pub mod review;
pub mod sheets;
pub mod signing;
pub mod work;

#[cfg(feature = "ssr")]
pub mod asked;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod proposals;
#[cfg(feature = "ssr")]
pub mod style;

pub use backend::{Backend, Caller};
#[cfg(feature = "ssr")]
pub use signing::asks;
