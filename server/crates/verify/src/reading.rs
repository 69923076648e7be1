//! What a statement tells, taken apart for those who make something of it: clauses with their cues, values, days, frequencies, known names.
//!
//! It is the reading that the verifier's own checks rest on, without a judgment.

use crate::claim::Claim;
use crate::cue::Cue;
use crate::lexicon::Lexicon;
use crate::number::{Form, Limit, Number};
use crate::text::Token;
use model::Span;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use time::Date;

/// A statement taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The clauses, in order.
    pub clauses: Vec<Clause>,
}

/// A part of a statement that stands for itself: up to `;`, `:`, the end of a sentence, or `but` and the like.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Its bytes.
    pub span: Span,
    /// What its words signal.
    pub cues: BTreeSet<Cue>,
    /// Its numbers, those of dates, ages and codes left out.
    pub values: Vec<Value>,
    /// Its dates.
    pub days: Vec<Told>,
    /// Spans of time that lead to another day: `three weeks ago`, `a year earlier`, `in five days`.
    pub elsewhen: bool,
    /// How often, each with its plain name, such as `2/d`.
    pub frequencies: Vec<(Span, String)>,
    /// Names that the lexicon knows.
    pub names: Vec<Name>,
}

/// A number with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The bytes of the number and its unit.
    pub span: Span,
    /// The number as written.
    pub written: String,
    /// What it is.
    pub value: Decimal,
    /// The second number of `120/80`, as written.
    pub over: Option<String>,
    /// The unit's UCUM code (or the lexicon's own name, where UCUM has none).
    pub unit: Option<String>,
    /// Exactly this number: no range, no multiple, no bound, not spelled as a word.
    pub exact: bool,
}

/// A date in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its bytes.
    pub span: Span,
    /// The day; none where no whole day is said.
    pub day: Option<Date>,
}

/// What kind of thing a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A problem or symptom.
    Problem,
    /// A drug.
    Drug,
    /// A test or vital sign.
    Test,
}

/// A name that the lexicon knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its bytes.
    pub span: Span,
    /// Of what.
    pub kind: Named,
    /// Names of one thing share it.
    pub concept: u64,
}

impl Reading {
    /// Takes a statement apart.
    pub fn of(lexicon: &Lexicon, text: &str) -> Self {
        let claim = Claim::read(lexicon, text);
        let last = claim.clause.last().map_or(0, |last| last + 1);
        let clauses = (0..last)
            .filter_map(|clause| {
                let (from, to) = claim.clause_range(clause);
                (from < to).then(|| read(&claim, lexicon, from, to))
            })
            .collect();
        Self { clauses }
    }
}

fn read(claim: &Claim<'_>, lexicon: &Lexicon, from: usize, to: usize) -> Clause {
    let inside = |at: usize| (from..to).contains(&at);
    Clause {
        span: claim.span(from, to),
        cues: claim
            .cues
            .iter()
            .filter(|found| inside(found.from))
            .map(|found| found.cue)
            .collect(),
        values: claim
            .numbers
            .iter()
            .filter(|number| inside(number.from))
            .map(|number| value(claim, lexicon, number))
            .collect(),
        days: claim
            .dates
            .iter()
            .filter(|mention| inside(mention.from))
            .map(|mention| Told {
                span: claim.span(mention.from, mention.to),
                day: mention
                    .first()
                    .filter(|first| mention.last() == Some(*first)),
            })
            .collect(),
        elsewhen: claim.durations.iter().any(|duration| {
            use crate::claim::Anchor;
            inside(duration.from)
                && matches!(
                    duration.anchor,
                    Anchor::Ago | Anchor::Between | Anchor::Ahead
                )
        }),
        frequencies: claim
            .frequencies
            .iter()
            .filter(|(at, ..)| inside(*at))
            .map(|(at, end, name)| (claim.span(*at, *end), name.clone()))
            .collect(),
        names: names(claim, lexicon, from, to),
    }
}

fn value(claim: &Claim<'_>, lexicon: &Lexicon, number: &Number) -> Value {
    let digits = claim.words(number.from, number.digits_to);
    let (written, over) = match (number.form, digits.split_once('/')) {
        (Form::Over(_), Some((first, second))) => {
            (first.trim().to_owned(), Some(second.trim().to_owned()))
        }
        (Form::Over(second), None) => (number.value.to_string(), Some(second.to_string())),
        _ => (digits.to_owned(), None),
    };
    let bounded = matches!(
        number.sign,
        Some(Limit::Above | Limit::AtLeast | Limit::Below | Limit::AtMost)
    );
    Value {
        span: claim.span(number.from, number.to),
        written,
        value: number.value,
        over,
        unit: number
            .unit
            .and_then(|unit| Some(lexicon.units.get(unit)?.name.clone())),
        exact: matches!(number.form, Form::Plain | Form::Over(_)) && !bounded && !number.word,
    }
}

/// The longest names, none inside another of its kind.
fn names(claim: &Claim<'_>, lexicon: &Lexicon, from: usize, to: usize) -> Vec<Name> {
    let mut out = Vec::new();
    let mut at = from;
    while at < to {
        match longest(claim.slice(at, to), lexicon) {
            Some((length, kind, concept)) => {
                out.push(Name {
                    span: claim.span(at, at + length),
                    kind,
                    concept,
                });
                at += length;
            }
            None => at += 1,
        }
    }
    out
}

/// The longest run of tokens from the first on that share a concept with a kind.
fn longest(tokens: &[Token], lexicon: &Lexicon) -> Option<(usize, Named, u64)> {
    let first = tokens.first().filter(|token| token.is_word())?;
    let mut best: Option<(usize, Named, u64)> = None;
    // The first id is the word itself; brands and generics share another.
    let own = usize::from(first.ids.len() > 1);
    for &id in first.ids.iter().skip(own) {
        let kind = if lexicon.is_problem(&[id]) {
            Named::Problem
        } else if lexicon.is_lab(&[id]) {
            Named::Test
        } else if lexicon.is_drug(&first.stem) {
            Named::Drug
        } else {
            continue;
        };
        let length = tokens
            .iter()
            .take_while(|token| token.ids.contains(&id))
            .count();
        if best.is_none_or(|(most, ..)| length > most) {
            best = Some((length, kind, id));
        }
    }
    best
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(text: &str) -> Reading {
        Reading::of(&Lexicon::embedded(), text)
    }

    fn one(text: &str) -> Clause {
        let mut all = read(text).clauses;
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all.remove(0)
    }

    #[test]
    fn what_is_no_exact_number_is_told_so() {
        for text in ["Pulse 70-80 /min", "Sodium < 130 mmol/L", "Weight two kg"] {
            let clause = one(text);
            assert!(clause.values.iter().all(|value| !value.exact), "{clause:?}");
        }
        assert!(
            one("Pain for 3 days on 2 March 2026, code 38341003")
                .values
                .is_empty()
        );
        assert!(read("").clauses.is_empty());
    }

    #[test]
    fn a_value_keeps_its_digits_and_has_its_ucum_unit() {
        let clause = one("Potassium 4.10 mmol/L on 2026-03-02");
        assert_eq!(clause.values[0].written, "4.10");
        assert_eq!(clause.values[0].unit.as_deref(), Some("mmol/L"));
        assert_eq!(
            clause.days[0].day,
            Some(time::macros::date!(2026 - 03 - 02))
        );
        assert_eq!(clause.names[0].kind, Named::Test);
        let pressure = &one("Blood pressure 162/94 mmHg").values[0];
        assert_eq!(
            (pressure.written.as_str(), pressure.over.as_deref()),
            ("162", Some("94"))
        );
        assert_eq!(pressure.unit.as_deref(), Some("mm[Hg]"));
    }

    #[test]
    fn names_are_the_longest_and_share_a_concept() {
        let clause = one("Takes Tylenol for type 2 diabetes mellitus");
        let kinds: Vec<Named> = clause.names.iter().map(|name| name.kind).collect();
        assert_eq!(kinds, [Named::Drug, Named::Problem]);
        let again = one("T2DM treated with acetaminophen");
        assert_eq!(again.names[0].concept, clause.names[1].concept);
        assert_eq!(again.names[1].concept, clause.names[0].concept);
        assert!(clause.cues.contains(&Cue::Active));
        assert!(one("seen three weeks ago").elsewhen);
    }
}
