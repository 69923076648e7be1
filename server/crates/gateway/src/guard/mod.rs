//! Defence against instructions that hide in data.

mod classify;
mod clean;
mod cue;
mod needed;
mod sentence;

pub use classify::{Flag, Technique, classify, suspicious};
pub use clean::{Cleaned, clean};
