//! The chart as clinicians know it: patient list, header, tabs, and the app in a frame.

pub mod assets;
pub mod chart;
pub mod html;
pub mod list;
pub mod messages;
pub mod note_text;
pub mod notes;
pub mod observation;
pub mod person;
pub mod results;
pub mod summary;
