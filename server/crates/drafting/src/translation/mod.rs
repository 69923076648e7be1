//! A reviewed reply in the patient's language: translated sentence by sentence, checked by rule, never in the place of the English.

mod ask;
mod check;
mod counts;
mod language;
mod number;
#[cfg(test)]
mod test;

pub use ask::{Translated, TranslatedLine, TranslationJob, translation_need};
pub use check::{Fault, faults};
pub use language::Language;

use crate::drafting::Drafting;
use crate::error::DraftingError;
use crate::message_reply::ADVICE;
use crate::read::{View, orders};
use model::{Citation, StatementId};
use sources::SourceSet;
use time::Date;

/// A sentence of a reply as it was reviewed.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'a> {
    /// Its statement.
    pub id: &'a StatementId,
    /// The English.
    pub text: &'a str,
    /// What it rests on.
    pub citations: &'a [Citation],
}

impl Sentence<'_> {
    /// Whether it tells the patient where to go, by the advice of the red flags.
    pub fn escalates(&self) -> bool {
        self.citations
            .iter()
            .any(|one| one.source.as_str() == ADVICE)
    }
}

impl Drafting {
    /// The language that the patient prefers, where the chart says so and it is not English.
    pub fn patient_language(
        &self,
        set: &SourceSet,
        as_of: Date,
    ) -> Result<Option<Language>, DraftingError> {
        language::preferred(View { set, as_of })
    }
}

/// Words that name the chart's medicines.
fn medicine_names(set: &SourceSet, as_of: Date) -> Vec<String> {
    const COMMON: [&str; 12] = [
        "tablet",
        "capsule",
        "solution",
        "injection",
        "release",
        "extended",
        "hydrochloride",
        "sodium",
        "inhaler",
        "cream",
        "ointment",
        "injectable",
    ];
    let orders = orders(View { set, as_of });
    let words = orders.iter().flat_map(|order| {
        let words = order.name.split(|c: char| !c.is_alphabetic());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    });
    let mut names: Vec<String> = words
        .filter(|word| word.chars().count() > 4 && !COMMON.contains(&word.as_str()))
        .collect();
    names.sort();
    names.dedup();
    names
}
