//! What "only" is narrowed to: visits of a class, a time told without a date, what is cited beside it.

use super::Check;
use crate::lexicon::Found;
use sources::{Snippet, render};

/// Words for the class of a visit, with the parts of class codes and type names that mean it.
const CLASSES: &[(&[&str], &[&str])] = &[
    (&["emergency", "er", "ed", "a&e"], &["emer", "emergency"]),
    (
        &[
            "inpatient",
            "hospitalization",
            "hospitalisation",
            "hospitalizations",
        ],
        &["imp", "acute", "nonac", "inpatient", "hospital admission"],
    ),
    (
        &["outpatient", "ambulatory"],
        &["amb", "outpatient", "ambulatory"],
    ),
    (
        &["virtual", "telehealth", "video"],
        &["vr", "virtual", "telehealth"],
    ),
];

impl Check<'_> {
    /// Whether a visit is of the class that the words behind "only" tell: `only two emergency encounters`. A stay that came by the emergency department
    /// is none.
    pub(super) fn of_class_told(&self, snippet: &Snippet, found: Found, to: usize) -> bool {
        if snippet.resource_type() != Some("Encounter") {
            return true;
        }
        let words = self.claim.slice(found.from, to.min(found.to + 5));
        let told = CLASSES.iter().find(|(said, _)| {
            words
                .iter()
                .any(|token| said.contains(&token.lower.as_str()))
        });
        let Some((_, means)) = told else { return true };
        let classes: Vec<String> = snippet
            .facts
            .iter()
            .filter(|fact| fact.path.starts_with("class") || fact.path.starts_with("type"))
            .map(|fact| render::shown(&fact.value).to_lowercase())
            .collect();
        classes.is_empty()
            || classes.iter().any(|class| {
                class
                    .split(|letter: char| !letter.is_alphanumeric())
                    .any(|word| means.contains(&word))
                    || means
                        .iter()
                        .any(|means| means.contains(' ') && class.contains(means))
            })
    }

    /// Whether a source lies in the time that is told without a date: `this year`, `before the cancer`, `since the operation`.
    pub(super) fn in_time_told(&self, snippet: &Snippet, found: Found, to: usize) -> bool {
        let Some(day) = snippet.date.as_ref().map(|date| date.days().0) else {
            return true;
        };
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let cited = || {
            self.cited
                .iter()
                .filter(|cited| cited.snippet.resource_type() == snippet.resource_type())
                .filter_map(|cited| cited.snippet.date.as_ref().map(|date| date.days().0))
        };
        (found.to..to).all(|at| {
            let dated = self
                .claim
                .dates
                .iter()
                .any(|mention| mention.from > at && mention.from <= at + 3);
            match (word(at), word(at + 1)) {
                ("this", "year") => day.year() == self.as_of.year(),
                ("this", "month") => {
                    (day.year(), day.month()) == (self.as_of.year(), self.as_of.month())
                }
                ("last", "year") => day.year() == self.as_of.year() - 1,
                ("before", "the" | "her" | "his" | "that" | "this") if !dated => {
                    cited().max().is_none_or(|last| day <= last)
                }
                ("since" | "after", "the" | "her" | "his" | "that" | "then") if !dated => {
                    cited().min().is_none_or(|first| day >= first)
                }
                _ => true,
            }
        })
    }

    /// `is the one taken at the first visit`: which of them it is.
    pub(super) fn tells_which(&self, found: Found) -> bool {
        let before = found
            .from
            .checked_sub(1)
            .map_or("", |at| self.claim.tokens[at].lower.as_str());
        matches!(before, "is" | "was" | "being")
            && self.claim.tokens.get(found.to).is_some_and(|next| {
                next.lower.ends_with("ed")
                    || matches!(
                        next.lower.as_str(),
                        "taken" | "given" | "done" | "made" | "of" | "from"
                    )
            })
    }

    /// `only a little over five months`, `only 3 days`: a small amount, and nothing is left out.
    pub(super) fn only_so_long(&self, found: Found) -> bool {
        let amount = (found.to..found.to + 5).find(|at| {
            self.claim.tokens.get(*at).is_none_or(|token| {
                !matches!(
                    token.lower.as_str(),
                    "a" | "little"
                        | "just"
                        | "over"
                        | "under"
                        | "about"
                        | "some"
                        | "slightly"
                        | "well"
                        | "bit"
                )
            })
        });
        amount.is_some_and(|amount| {
            self.claim
                .durations
                .iter()
                .any(|duration| duration.from <= amount && amount < duration.to)
        })
    }
}
