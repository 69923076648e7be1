//! Reads what a section needs out of the frozen sources: problems, orders, results, visits.
//!
//! Nothing dated after `as_of` is read, and nothing that was entered in error or refuted.

mod allergy;
mod fact;
mod note;
mod order;
mod patient;
mod problem;
mod result;
mod visit;

pub(crate) use allergy::{Allergy, allergies};
pub(crate) use fact::{concept_of, references, retracted, status, when_any, words};
pub(crate) use note::{Mentions, Note, Said, Sentence, notes, says, sentences, title_of};
pub(crate) use order::{Order, orders};
pub(crate) use patient::{Death, person};
pub(crate) use problem::{Problem, ProblemState, problems};
pub(crate) use result::{Measure, Reading, measures};
pub(crate) use visit::{Visit, visits};

use sources::SourceSet;
use time::Date;

/// The chart as of a day.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) set: &'a SourceSet,
    pub(crate) as_of: Date,
}
