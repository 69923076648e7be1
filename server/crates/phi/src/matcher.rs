//! Known identifiers in a text, whatever their case, spacing and punctuation.

use crate::kind::PhiKind;
use crate::lexicon::{Known, known};
use crate::literal::Literals;
use crate::rule::{Hit, View, eponym_follows};
use crate::table::Starts;
use crate::token::{Shape, cut, lowered};
use std::collections::HashMap;

/// Fewest digits of a number that is found in any punctuation.
const DIGITS: usize = 6;

/// Literals, prepared for many texts.
#[derive(Default)]
pub(crate) struct Matcher {
    /// By their first word in lower case, longest first.
    words: HashMap<String, Vec<Entry>>,
    /// Numbers by their digits.
    digits: HashMap<String, PhiKind>,
    longest: usize,
    /// How the entries' first words begin, to pass over most words at once.
    starts: Option<Starts>,
}

struct Entry {
    rest: Vec<String>,
    kind: PhiKind,
    /// Whether it is an ordinary word, too, and counts with a capital letter only.
    capital: bool,
}

impl Matcher {
    pub(crate) fn new(literals: &Literals) -> Self {
        let mut made = Self::default();
        for literal in literals.iter() {
            let numeric: String = literal.text.chars().filter(char::is_ascii_digit).collect();
            if numeric.len() >= DIGITS
                && !matches!(
                    literal.kind,
                    PhiKind::Name | PhiKind::Date | PhiKind::Address | PhiKind::Hospital
                )
                && literal.text.chars().all(|c| !c.is_alphabetic())
            {
                made.longest = made.longest.max(numeric.len());
                made.digits.entry(numeric).or_insert(literal.kind);
            }
            let lower = lowered(&literal.text);
            let cut = cut(&literal.text, &lower);
            let mut words = cut
                .tokens
                .iter()
                .filter(|token| token.shape != Shape::Mark)
                .map(|token| token.lower.to_owned());
            let Some(first) = words.next() else { continue };
            let rest: Vec<String> = words.collect();
            let capital = rest.is_empty()
                && (matches!(known(&first), Known::Word | Known::WordName)
                    || first.chars().count() < 3);
            let entries = made.words.entry(first).or_default();
            if entries.iter().all(|one| one.rest != rest) {
                entries.push(Entry {
                    rest,
                    kind: literal.kind,
                    capital,
                });
            }
        }
        for entries in made.words.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        if !made.words.is_empty() {
            made.starts = Some(Starts::new(made.words.keys().map(String::as_str)));
        }
        made
    }

    /// A literal that begins at this place.
    pub(crate) fn find(&self, view: &View<'_>, place: usize) -> Option<Hit> {
        let token = view.at(place)?;
        if token.shape == Shape::Mark {
            return None;
        }
        if !self.digits.is_empty()
            && let Some(hit) = self.number(view, place)
        {
            return Some(hit);
        }
        if !self.starts.as_ref()?.may(token.lower) {
            return None;
        }
        let entries = self.words.get(token.lower)?;
        for entry in entries {
            let Some(end) = Self::rest(view, place, entry) else {
                continue;
            };
            if entry.capital && matches!(token.shape, Shape::Lower) {
                continue;
            }
            // Of an ordinary word in a whole line of capitals nothing can be said; at the beginning of a sentence it counts.
            if entry.kind == PhiKind::Name && entry.rest.is_empty() && eponym_follows(view, place) {
                continue;
            }
            return Some((token.start, end, entry.kind));
        }
        None
    }

    /// The end of an entry whose first word stands here; punctuation between its words may differ.
    fn rest(view: &View<'_>, place: usize, entry: &Entry) -> Option<usize> {
        let mut at = place + 1;
        let mut end = view.at(place)?.end;
        for word in &entry.rest {
            let mut marks = 0;
            while view.at(at).is_some_and(|token| {
                token.shape == Shape::Mark
                    && matches!(
                        token.text,
                        "." | "," | "-" | "(" | ")" | "#" | "'" | "’" | "/" | ":"
                    )
            }) && marks < 3
            {
                at += 1;
                marks += 1;
            }
            let token = view.at(at)?;
            if token.lower != word {
                return None;
            }
            end = token.end;
            at += 1;
        }
        Some(end)
    }

    /// A known number, however it is grouped.
    fn number(&self, view: &View<'_>, place: usize) -> Option<Hit> {
        let first = view.at(place)?;
        if first.shape != Shape::Number {
            return None;
        }
        let mut digits = String::new();
        let mut at = place;
        let mut found = None;
        while let Some(token) = view.at(at).filter(|_| at < place + 12) {
            match token.shape {
                Shape::Number if digits.len() + token.text.len() <= self.longest => {
                    digits.push_str(token.text);
                    if let Some(kind) = self.digits.get(&digits) {
                        found = Some((first.start, token.end, *kind));
                    }
                }
                Shape::Mark if matches!(token.text, "-" | "." | "(" | ")" | "/" | " ") => {}
                _ => break,
            }
            at += 1;
        }
        found
    }
}
