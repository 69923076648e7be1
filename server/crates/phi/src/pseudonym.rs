//! Consistent pseudonyms and shifted dates, and the way back.

use crate::find::{Finder, Found, stand_in};
use crate::kind::PhiKind;
use crate::shift;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

#[allow(
    clippy::expect_used,
    reason = "the pattern is a constant that a test compiles"
)]
static PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[\[[A-Z0-9_]+-\d+\]\]").expect("a constant pattern"));

/// What a pseudonym looks like: `[[NAME-1]]`.
pub(crate) fn placeholder() -> &'static Regex {
    &PLACEHOLDER
}

/// The pseudonyms of one request: the same words get the same pseudonym in every part. Its Debug tells the count alone.
#[derive(Clone, Default)]
pub struct Pseudonyms {
    given: HashMap<PhiKind, HashMap<String, String>>,
    real: HashMap<String, String>,
    keep: Vec<PhiKind>,
    /// Days that whole dates are moved by.
    days: Option<i32>,
    /// Dates that were moved, by what they became: for whole dates that stand in a text more than once in one form.
    moved: usize,
}

impl Pseudonyms {
    /// Replaces every kind but those to keep (dates, say, where the work needs them).
    pub fn keeping(keep: &[PhiKind]) -> Self {
        Self {
            keep: keep.to_vec(),
            ..Self::default()
        }
    }

    /// Replaces every kind, and moves whole dates by so many days. Years and months alone get a pseudonym.
    pub fn shifting(days: i32) -> Self {
        Self {
            days: Some(days),
            ..Self::default()
        }
    }

    /// The text with its identifiers replaced.
    pub fn replace(&mut self, finder: &Finder, text: &str) -> String {
        self.replace_found(&finder.found(text), text)
    }

    /// The text with these identifiers replaced, which were found in it before.
    pub fn replace_found(&mut self, found: &Found, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for &(start, end, kind) in &found.0 {
            let words = text.get(start..end).unwrap_or_default();
            // A kept kind stays, except for what could be mistaken for a pseudonym on the way back.
            if self.keep.contains(&kind) && !PLACEHOLDER.is_match(words) {
                continue;
            }
            out.push_str(text.get(at..start).unwrap_or_default());
            let moved = match (kind, self.days) {
                (PhiKind::Date, Some(days)) => shift::moved(words, days),
                _ => None,
            };
            if let Some(moved) = moved {
                self.moved += 1;
                out.push_str(&moved);
            } else {
                self.pseudonym(kind, words, &mut out);
            }
            at = end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }

    /// A text that holds no identifier, its whole dates moved like those of the data.
    pub fn shift_dates(&self, text: &str) -> String {
        self.days
            .map_or_else(|| text.to_owned(), |days| shift::all(text, days))
    }

    /// The text with the identifiers back in place; what only looks like a pseudonym stays.
    pub fn restore(&self, text: &str) -> String {
        // Dates first: what a pseudonym stands for is as it was.
        let text = self.days.map_or_else(
            || text.into(),
            |days| std::borrow::Cow::Owned(shift::all(text, -days)),
        );
        if !text.contains("[[") {
            return text.into_owned();
        }
        PLACEHOLDER
            .replace_all(&text, |hit: &regex::Captures<'_>| {
                let found = hit.get(0).map_or("", |whole| whole.as_str());
                self.real
                    .get(found)
                    .map_or_else(|| found.to_owned(), Clone::clone)
            })
            .into_owned()
    }

    /// How many identifiers were replaced, each counted once, and dates moved.
    pub fn len(&self) -> usize {
        self.real.len() + self.moved
    }

    /// Whether nothing was replaced.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn pseudonym(&mut self, kind: PhiKind, words: &str, out: &mut String) {
        let given = self.given.entry(kind).or_default();
        if let Some(known) = given.get(words) {
            out.push_str(known);
            return;
        }
        let made = stand_in(kind, given.len() + 1);
        out.push_str(&made);
        given.insert(words.to_owned(), made.clone());
        self.real.insert(made, words.to_owned());
    }
}

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pseudonyms({})", self.len())
    }
}
