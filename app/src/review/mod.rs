//! The draft under review.

mod add;
pub mod api;
mod criteria;
mod draft;
mod editor;
mod omissions;
mod proposals;
mod section;
mod state;
mod statement;

pub use draft::Draft;
pub use state::{Ask, attest, begin_edit, change, regenerate, remove_or_restore, use_fix};
