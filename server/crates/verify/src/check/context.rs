//! What a number is said of, and on which date.

use super::values::Fit;
use super::{Check, Cited};
use crate::date::Mention;
use crate::number::{Form, Number, agrees};
use crate::source::Value;
use std::collections::HashSet;

impl<'a> Check<'a> {
    pub(super) fn segment_start(&self, numbers: &[Number], index: usize) -> usize {
        let number = &numbers[index];
        let previous = index.checked_sub(1).map_or(0, |before| numbers[before].to);
        let sentence = self.claim.tokens[number.from].sentence;
        let first = self
            .claim
            .tokens
            .iter()
            .position(|token| token.sentence == sentence)
            .unwrap_or(0);
        previous.max(first)
    }

    pub(super) fn segment_end(&self, numbers: &[Number], index: usize) -> usize {
        let number = &numbers[index];
        let next = numbers
            .get(index + 1)
            .map_or(self.claim.tokens.len(), |next| next.from);
        let mut end = number.to;
        while end < next && end < number.to + 4 {
            let token = &self.claim.tokens[end];
            if token.is_mark(',')
                || token.is_mark(';')
                || token.is_mark('(')
                || token.is("and")
                || token.is("or")
                || token.is("with")
            {
                break;
            }
            end += 1;
        }
        end
    }

    /// `0.26 kU/L for peanut`: the name follows.
    pub(super) fn named_after(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> HashSet<u64> {
        if !self
            .claim
            .tokens
            .get(number.to)
            .is_some_and(|token| token.is("for"))
        {
            return HashSet::new();
        }
        self.content_ids(number.to, self.segment_end(numbers, index))
    }

    pub(super) fn fits_any(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        names: &HashSet<u64>,
    ) -> bool {
        let meant = |value: &Value| value.names.iter().any(|id| names.contains(id));
        pool.iter().any(|(_, value)| {
            meant(value) && (self.fit(number, value) == Fit::Same || half(number, value))
        })
    }

    /// Whether any value named so could be compared with the number at all, by its unit.
    pub(super) fn comparable(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        names: &HashSet<u64>,
    ) -> bool {
        let Some(unit) = number.unit else { return true };
        pool.iter()
            .filter(|(_, value)| value.names.iter().any(|id| names.contains(id)))
            .any(|(_, value)| {
                value.unit.is_none_or(|own| {
                    self.lexicon
                        .convert(value.value, own, unit, &value.names)
                        .is_some()
                }) && value.measured
            })
            || !pool.iter().any(|(_, value)| value.measured)
    }

    /// The date that a number is said to be of.
    #[expect(clippy::too_many_lines, reason = "one way of binding after the other")]
    pub(crate) fn date_of(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> Option<Mention> {
        let claim = &self.claim;
        let sentence = claim.tokens[number.from].sentence;
        let here: Vec<&Mention> = claim
            .dates
            .iter()
            .filter(|mention| claim.tokens[mention.from].sentence == sentence)
            .collect();
        let next = numbers
            .get(index + 1)
            .map_or(claim.tokens.len(), |next| next.from);
        // Directly after it, with only small words between: `7.4 % on 20 November`, `381 in September`.
        if let Some(after) = here.iter().find(|mention| mention.from >= number.to) {
            let gap = claim.slice(number.to, after.from);
            let small = gap.len() <= 3
                && gap.iter().all(|token| {
                    token.is_word()
                        && matches!(
                            token.lower.as_str(),
                            "on" | "in"
                                | "of"
                                | "at"
                                | "from"
                                | "as"
                                | "dated"
                                | "for"
                                | "since"
                                | "by"
                                | "early"
                                | "late"
                                | "mid"
                        )
                        || token.is_mark('(')
                });
            if small && after.from <= next {
                return Some(**after);
            }
            // A list whose date stands at its end: `TC 196, HDL 69 and TG 114 mg/dL on 2020-11-01`.
            let between_is_list = numbers[index + 1..]
                .iter()
                .take_while(|later| later.from < after.from)
                .last()
                .is_some_and(|last| {
                    claim.slice(last.to, after.from).iter().all(|token| {
                        token.is_word()
                            && matches!(
                                token.lower.as_str(),
                                "on" | "in" | "of" | "at" | "from" | "both"
                            )
                    })
                });
            let lister = claim.slice(number.to, after.from).iter().any(|token| {
                token.is_word()
                    && matches!(
                        token.lower.as_str(),
                        "from"
                            | "to"
                            | "then"
                            | "after"
                            | "versus"
                            | "vs"
                            | "against"
                            | "than"
                            | "when"
                            | "while"
                            | "ordered"
                    )
            });
            if between_is_list
                && !lister
                && claim.clause_of(number.from) == claim.clause_of(after.from)
            {
                return Some(**after);
            }
        }
        // One date at the head of the sentence: `On 16 August 2020 …`, `Lipids on 21 Jan 2020: …`.
        // `on 9 October 2016, when the score was …`
        let when = here.iter().find(|mention| {
            mention.to + 1 < number.from
                && claim.tokens[mention.to].is_mark(',')
                && claim.tokens[mention.to + 1].is("when")
                && claim.clause_of(mention.from) == claim.clause_of(number.from)
                && !numbers[..index].iter().any(|other| other.from > mention.to)
        });
        if let Some(when) = when {
            return Some(**when);
        }
        match here.as_slice() {
            [one] if one.to <= number.from => {
                let head = claim.tokens.get(one.to).is_some_and(|token| {
                    token.is_mark(',')
                        || token.is_mark(':')
                        || token.is_mark(')')
                            && claim
                                .tokens
                                .get(one.to + 1)
                                .is_some_and(|next| next.is_mark(':'))
                });
                let later = claim.slice(one.to, number.from).iter().any(|token| {
                    token.is_word()
                        && matches!(
                            token.lower.as_str(),
                            "then"
                                | "since"
                                | "previously"
                                | "earlier"
                                | "from"
                                | "after"
                                | "against"
                                | "versus"
                                | "now"
                        )
                });
                (head
                    && !later
                    && claim.clause_of(one.from) <= claim.clause_of(number.from)
                    && (one.from < 3
                        || claim
                            .tokens
                            .get(one.to)
                            .is_some_and(|token| !token.is_mark(','))))
                .then_some(**one)
            }
            _ => None,
        }
    }
}

/// Whether one of two numbers of a pair is this value.
pub(super) fn half(number: &Number, value: &Value) -> bool {
    matches!(number.form, Form::Over(_))
        && agrees(number.value, number.decimals, value.value, false)
}
