//! Sections by a model: what is sent, what must come back, and how it is read.

mod answer;
mod criteria;
mod draft;
mod schema;
mod select;
mod text;

pub use draft::{Failed, ModelSection, Revised, SectionJob};
