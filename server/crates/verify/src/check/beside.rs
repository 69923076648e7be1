//! A number of speech by the word right before it, and the limit that is said beside a value: `the bad was 153, and it should be less than 100`.

use super::limits::upward;
use super::{Check, Cited};
use crate::number::{Form, Number};
use crate::source::Value;
use crate::text::{Kind, Token};
use rust_decimal::Decimal;

/// How far before a number its word stands, in tokens.
const NEAR: usize = 5;

impl<'a> Check<'a> {
    /// `a bad cholesterol of 153`: the first word of its name stands right before this number in the cited words, and before no other.
    pub(super) fn told_beside(&self, number: &Number) -> Option<(Cited<'a>, &'a Value)> {
        if !self.prose_only() || number.form != Form::Plain {
            return None;
        }
        let word = self.first_of_name(number)?;
        let mut own = None;
        for cited in self.cited.iter().copied() {
            // `the good one`: a pronoun, no number.
            let numbers = cited
                .source
                .values
                .iter()
                .filter(|value| value.shown != "one");
            for value in numbers {
                let limited =
                    value.limit.is_some() || Self::limit_in_source(cited, value).is_some();
                let before = before(cited, value);
                if limited
                    || !before
                        .iter()
                        .any(|token| token.is_word() && token.stem == word.stem)
                {
                    continue;
                }
                let same = value.value == number.value
                    && (number.unit.is_none() || value.unit == number.unit)
                    && value.form == Form::Plain;
                if !same {
                    return None;
                }
                own = own.or(Some((cited, value)));
            }
        }
        own
    }

    /// The first word of the name that stands right before a number.
    fn first_of_name(&self, number: &Number) -> Option<&Token> {
        let tokens = &self.claim.tokens;
        let clause = self.claim.clause_of(number.from);
        let mut first = None;
        for at in (number.from.saturating_sub(NEAR)..number.from).rev() {
            let token = &tokens[at];
            let joins = first.is_none()
                && (matches!(
                    token.lower.as_str(),
                    "of" | "is" | "was" | "about" | "at" | "around" | "under" | "over" | "below"
                ) || token.is_mark(':'));
            if joins || token.is_mark('"') {
                continue;
            }
            let named = token.is_word()
                && self.claim.clause_of(at) == clause
                && token.lower.len() > 2
                && !self.lexicon.is_function(&token.lower);
            if !named {
                break;
            }
            first = Some(token);
        }
        first
    }

    /// `153 that should be under 100`: the two numbers stand side by side in the cited words, the second as a limit; whether it is one to the same side.
    pub(super) fn limit_beside(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> Option<bool> {
        let limit = number.sign.or_else(|| self.limit_of(number))?;
        let before = numbers.get(index.checked_sub(1)?)?;
        let tokens = &self.claim.tokens;
        let near = tokens[before.from].sentence == tokens[number.from].sentence
            && number.from - before.to.min(number.from) <= 8;
        let plain = number.form == Form::Plain && before.form == Form::Plain && !before.word;
        if !near || !plain || !self.prose_only() {
            return None;
        }
        let same = |own: &Number, value: &Value| {
            own.value == value.value && (own.unit.is_none() || own.unit == value.unit)
        };
        let side = |cited: Cited<'a>, one: &Value, other: &Value| {
            let bound = other
                .limit
                .or_else(|| Self::limit_in_source(cited, other))
                .filter(|_| same(before, one) && same(number, other))?;
            Some(upward(bound) == upward(limit))
        };
        let mut sides = self.cited.iter().copied().flat_map(|cited| {
            cited.source.values.windows(2).filter_map(move |pair| {
                side(cited, &pair[0], &pair[1]).or_else(|| side(cited, &pair[1], &pair[0]))
            })
        });
        let first = sides.next()?;
        Some(first || sides.any(|right| right))
    }

    /// `one in five`: the same share in other words.
    pub(super) fn share_said(&self, number: &Number) -> bool {
        let tokens = &self.claim.tokens;
        let share = number.word
            && number.from >= 2
            && tokens[number.from - 1].is("in")
            && tokens[number.from - 2].is("one");
        share
            && self.cited.iter().any(|cited| {
                cited.source.values.iter().any(|value| {
                    value.value == Decimal::ONE && value.form == Form::Over(number.value)
                })
            })
    }
}

/// The words right before a value in its sentence, up to the number before it.
fn before<'a>(cited: Cited<'a>, value: &Value) -> &'a [Token] {
    let prose = &cited.source.prose;
    let Some(span) = value.span else { return &[] };
    let at = prose.partition_point(|token| token.span.start < span.start);
    let (from, _) = cited.source.sentence_of(at);
    let from = from.max(at.saturating_sub(NEAR));
    let words = prose.get(from..at).unwrap_or_default();
    let cut = words
        .iter()
        .rposition(|token| token.kind == Kind::Number || token.is_mark(','))
        .map_or(0, |cut| cut + 1);
    &words[cut..]
}
