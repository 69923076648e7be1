//! Counters of how drafts fare and what people do with them, by kind of document and author.
//!
//! Counts and configured names only: no patient, user, text or id ever gets here.

mod alarm;
mod count;
mod text;

pub use alarm::{Alarm, Measure, Thresholds};
pub use count::{Counts, Happened, Monitor, Series};
