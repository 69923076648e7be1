//! What prose says of each drug for itself: how often, and how much. The number or rhythm of another drug beside it is not taken.

use super::{Check, Cited, at};
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// How far behind a drug its rhythm stands, in tokens.
const FAR: usize = 14;
/// How far behind a drug its amount stands, in tokens.
const NEAR: usize = 6;

/// A rhythm by its name and place.
type Rhythm = (String, Span);

impl<'a> Check<'a> {
    /// Both of these, where prose alone is cited.
    pub(crate) fn drug_lines(&mut self) {
        if !self.prose_only() {
            return;
        }
        self.rhythms_of_drugs();
        self.amounts_of_drugs();
    }

    /// `A once daily`, where the cited words have A twice daily and nowhere once.
    fn rhythms_of_drugs(&mut self) {
        for (from, to, name) in self.claim.frequencies.clone() {
            if !counted(&name) {
                continue;
            }
            for drug in self.drugs_before(&self.claim.tokens, from) {
                let own = self.claim.tokens[drug].clone();
                let told = self.rhythms_told(&own);
                let Some((cited, (found, place))) = told.first().cloned() else {
                    continue;
                };
                if told.iter().any(|(_, (known, _))| *known == name) {
                    continue;
                }
                let span = self.claim.span(from, to);
                let places = vec![at(cited, "text", Some(place))];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::FrequencyRoute,
                    span,
                    Some(found),
                    places,
                );
                return;
            }
        }
    }

    /// The drugs that a rhythm or amount at this place is said of: the last before it, and those that are joined to that one.
    fn drugs_before(&self, tokens: &[Token], at: usize) -> Vec<usize> {
        let drug =
            |index: usize| tokens[index].is_word() && self.lexicon.is_drug(&tokens[index].stem);
        let near = at.saturating_sub(FAR);
        let Some(last) = (near..at).rev().find(|index| drug(*index)) else {
            return Vec::new();
        };
        let mut out = vec![last];
        let mut first = last;
        while first >= 2
            && (tokens[first - 1].is("and") || tokens[first - 1].is_mark(','))
            && drug(first - 2)
        {
            first -= 2;
            out.push(first);
        }
        out
    }

    /// The rhythms that the cited words tell of a drug.
    fn rhythms_told(&self, own: &Token) -> Vec<(Cited<'a>, Rhythm)> {
        let mut out = Vec::new();
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            for (name, _, span) in &cited.source.frequencies {
                let Some(span) = span.filter(|_| counted(name)) else {
                    continue;
                };
                let at = prose.partition_point(|token| token.span.start < span.start);
                let said = self
                    .drugs_before(prose, at.min(prose.len()))
                    .into_iter()
                    .any(|drug| same(&prose[drug], own));
                if said {
                    out.push((cited, (name.clone(), span)));
                }
            }
        }
        out
    }

    /// `A 6 mg`, where the cited words have A 2 mg, and no 6 behind it.
    fn amounts_of_drugs(&mut self) {
        for number in self.claim.numbers.clone() {
            let Some(unit) = number
                .unit
                .filter(|unit| self.lexicon.dimension(*unit) == "mass")
            else {
                continue;
            };
            let near = number.from.saturating_sub(3)..number.from;
            let drug = near
                .rev()
                .find(|at| self.lexicon.is_drug(&self.claim.tokens[*at].stem));
            let Some(own) = drug.map(|at| self.claim.tokens[at].clone()) else {
                continue;
            };
            let names = HashSet::new();
            let same_amount = |value: Decimal, other: Option<usize>| {
                let converted = match other {
                    Some(from) if from != unit => self.lexicon.convert(value, from, unit, &names),
                    _ => Some(value),
                };
                converted == Some(number.value)
            };
            let (mut other, mut good) = (None, false);
            for (cited, value) in self.amounts_told(&own) {
                good |= same_amount(value.value, value.unit);
                let mass = value
                    .unit
                    .is_some_and(|unit| self.lexicon.dimension(unit) == "mass");
                if mass {
                    other = other.or(Some((cited, value)));
                }
            }
            let Some((cited, value)) = other.filter(|_| !good) else {
                continue;
            };
            let span = self.claim.span(number.from, number.to);
            let places = vec![super::at_value(cited, value)];
            self.against(
                Verdict::Contradicted,
                ReasonCode::Dose,
                span,
                Some(value.shown.clone()),
                places,
            );
            return;
        }
    }

    /// The numbers behind the mentions of a drug in the cited words, up to the next drug.
    fn amounts_told(&self, own: &Token) -> Vec<(Cited<'a>, &'a crate::source::Value)> {
        let mut out = Vec::new();
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            for (index, _) in prose
                .iter()
                .enumerate()
                .filter(|(_, word)| same(word, own) && self.lexicon.is_drug(&word.stem))
            {
                let end = (index + 1..prose.len().min(index + 1 + NEAR * 2))
                    .find(|next| self.lexicon.is_drug(&prose[*next].stem))
                    .unwrap_or(prose.len().min(index + 1 + NEAR * 2));
                let (start, stop) = (prose[index].span.end, prose[end - 1].span.end);
                out.extend(
                    cited
                        .source
                        .values
                        .iter()
                        .filter(|value| {
                            value
                                .span
                                .is_some_and(|span| span.start >= start && span.start < stop)
                        })
                        .map(|value| (cited, value)),
                );
            }
        }
        out
    }
}

/// A rhythm that counts times in a span: `1/d`, `2/wk`.
fn counted(name: &str) -> bool {
    name.split_once('/').is_some_and(|(times, span)| {
        times.bytes().all(|byte| byte.is_ascii_digit()) && matches!(span, "d" | "wk" | "mo")
    })
}

/// Whether two words name one drug: by the word itself, or by what is particular to it.
fn same(word: &Token, own: &Token) -> bool {
    word.is_word()
        && (word.stem == own.stem
            || word
                .ids
                .get(1)
                .zip(own.ids.get(1))
                .is_some_and(|(one, other)| one == other))
}
