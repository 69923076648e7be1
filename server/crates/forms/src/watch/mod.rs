//! What of given answers a person must see at once, and scores: rules as data, held against answers.

mod check;
mod given;
mod seen;
#[cfg(test)]
mod test;

pub use given::Given;
pub use seen::{Open, Raised, Scored, Seen, Unscored};

use crate::value::Value;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The rules of all questionnaires.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Watch {
    /// Answers that a person must see.
    pub flag: Vec<Flag>,
    /// What is added up.
    pub score: Vec<Score>,
}

/// How soon a person must look, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// In the next days.
    Soon,
    /// Before the day ends.
    Today,
    /// Before the patient leaves.
    Now,
}

/// An answer that a person must see. Which answers: one of `answers`, `except`, `at_least`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// Its name.
    pub id: String,
    /// The questionnaire's canonical address, without its version.
    pub questionnaire: String,
    /// The question's `linkId`.
    pub item: String,
    /// The same question elsewhere, by its codes: `http://loinc.org|44260-8`.
    #[serde(default)]
    pub codes: Vec<String>,
    /// What is asked, in a few words.
    pub asks: String,
    /// These answers raise it: codes, words, `true`, `false` or numbers.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Every other answer raises it, also one that is not known.
    #[serde(default)]
    pub except: Vec<String>,
    /// A number that is no less raises it.
    #[serde(default)]
    pub at_least: Option<i64>,
    /// How soon.
    pub urgency: Urgency,
    /// What to do, for the clinician.
    pub says: String,
}

/// Answers that are added up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Its name.
    pub id: String,
    /// The questionnaire's canonical address, without its version.
    pub questionnaire: String,
    /// What it is called.
    pub title: String,
    /// The item that is filled in with it, where the questionnaire has one.
    #[serde(default)]
    pub item: Option<String>,
    /// The questions, by `linkId`.
    pub items: Vec<String>,
    /// The same questions elsewhere, by a code each, in the same order.
    #[serde(default)]
    pub codes: Vec<String>,
    /// The points of each answer, by its code or words.
    pub points: BTreeMap<String, i32>,
    /// What the sum is called, from the least.
    pub band: Vec<Band>,
}

/// A range of a score.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The least sum.
    pub from: i32,
    /// What it is called.
    pub label: String,
    /// How soon a person must look, where one must.
    #[serde(default)]
    pub urgency: Option<Urgency>,
    /// What to do, for the clinician.
    #[serde(default)]
    pub says: Option<String>,
}

impl Urgency {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Soon => "To be looked at soon",
            Self::Today => "Needs a person today",
            Self::Now => "Needs a person now",
        }
    }
}

impl Score {
    /// The points of an answer: by its code or words, or the number itself where the questionnaire answers by points.
    fn of(&self, answer: &Value) -> Option<i32> {
        let named = self.points.iter().find(|(key, _)| says(answer, key));
        named.map(|(_, points)| *points).or_else(|| {
            let number: i32 = answer.decimal()?.normalize().to_string().parse().ok()?;
            self.points
                .values()
                .any(|one| *one == number)
                .then_some(number)
        })
    }

    /// The greatest sum.
    fn most(&self) -> i32 {
        let count = i32::try_from(self.items.len()).unwrap_or(i32::MAX);
        let most = self.points.values().copied().max().unwrap_or_default();
        most.saturating_mul(count)
    }
}

/// Whether an answer is what the data names: a code, words in any case, `true` or `false`, or a number.
fn says(answer: &Value, name: &str) -> bool {
    let words = |words: &str| words.trim().to_lowercase() == name.trim().to_lowercase();
    match answer {
        Value::Coding(coding) => coding.code == name || words(coding.shown()),
        Value::Text(text) => words(text),
        Value::Boolean(yes) => words(if *yes { "true" } else { "false" }),
        other => {
            let named = crate::item::number(name.trim());
            named.is_some() && other.decimal() == named
        }
    }
}

/// A canonical address without its version.
fn plain(canonical: &str) -> &str {
    canonical.split('|').next().unwrap_or(canonical)
}
