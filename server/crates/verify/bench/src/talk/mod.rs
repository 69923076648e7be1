//! Statements made of dialogues: what was asked and answered, prescribed, hurt, and since when; and the same with one error each.

mod find;
mod judge;
mod make;
mod perturb;
mod read;
mod words;

pub use judge::judge;
pub use make::make;
pub use read::{Talk, all};
