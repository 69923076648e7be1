//! Limits: what is above, below or within what.

use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::number::{Form, Limit, Number};
use crate::source::Value;
use rust_decimal::Decimal;
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// The limit that words before (or after) a number state: `above 60`, `at least 3`, `60 or more`.
    pub(crate) fn limit_of(&self, number: &Number) -> Option<Limit> {
        if self.told_apart(number) {
            return None;
        }
        let limit = self.limit_told(number)?;
        // `none was over 140`, `never reached 30`: the other side.
        let clause = self.claim.clause_of(number.from);
        let negated = self.claim.cues.iter().any(|found| {
            matches!(found.cue, Cue::Negation | Cue::Strong)
                && found.to <= number.from
                && self.claim.clause_of(found.from) == clause
                && matches!(
                    self.claim.tokens[found.from].lower.as_str(),
                    "none" | "never" | "no" | "not" | "didn't" | "wasn't" | "neither"
                )
                && !matches!(
                    self.claim
                        .tokens
                        .get(found.to)
                        .map_or("", |token| token.lower.as_str()),
                    "more" | "less" | "fewer" | "longer" | "over" | "later"
                )
        });
        Some(match (limit, negated) {
            (limit, false) => limit,
            (Limit::Above, true) => Limit::AtMost,
            (Limit::AtLeast, true) => Limit::Below,
            (Limit::Below, true) => Limit::AtLeast,
            (Limit::AtMost, true) => Limit::Above,
        })
    }

    /// `17.2 kg above the 54.7 kg of May`: how far one value lies from another, no limit.
    pub(super) fn told_apart(&self, number: &Number) -> bool {
        self.claim.cues.iter().any(|found| {
            matches!(found.cue, Cue::Above | Cue::Below)
                && found.to <= number.from
                && number.from - found.to <= 2
                && self
                    .claim
                    .slice(found.to, number.from)
                    .iter()
                    .any(|token| token.is("the"))
                && self.claim.numbers.iter().any(|other| {
                    other.to == found.from && other.unit.is_some() && other.unit == number.unit
                })
        })
    }

    fn limit_told(&self, number: &Number) -> Option<Limit> {
        let nearly = self.claim.all(Cue::Approximate).find(|found| {
            found.to <= number.from
                && found.to + 4 >= number.from
                && self.plain_between(found.to, number.from)
        });
        if let Some(found) = nearly {
            let words = self.claim.words(found.from, found.to).to_lowercase();
            if ["over", "above"].iter().any(|end| words.ends_with(end)) {
                return Some(Limit::Above);
            }
            if ["under", "below", "short of"]
                .iter()
                .any(|end| words.ends_with(end))
            {
                return Some(Limit::Below);
            }
        }
        let reached = (1..=3).any(|back| {
            number.from.checked_sub(back).is_some_and(|at| {
                matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "reach"
                        | "reached"
                        | "reaches"
                        | "hit"
                        | "hits"
                        | "exceed"
                        | "exceeded"
                        | "topped"
                ) && self.plain_between(at + 1, number.from)
            })
        });
        if reached && self.claim.clause_has(number.from, Cue::Negation) {
            let beyond = (1..=3).any(|back| {
                number.from.checked_sub(back).is_some_and(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "exceed" | "exceeded" | "topped"
                    )
                })
            });
            return Some(if beyond { Limit::Above } else { Limit::AtLeast });
        }
        let at = |cue: Cue| {
            self.claim.all(cue).any(|found| {
                (found.to <= number.from
                    && found.to + 6 >= number.from
                    && self.plain_between(found.to, number.from))
                    || (found.from == number.to
                        && (self.claim.tokens[found.from].is("or")
                            || matches!(cue, Cue::AtLeast | Cue::AtMost)))
            })
        };
        if at(Cue::AtMost) {
            Some(Limit::AtMost)
        } else if at(Cue::AtLeast) {
            Some(Limit::AtLeast)
        } else if at(Cue::Above) {
            Some(Limit::Above)
        } else if at(Cue::Below) {
            Some(Limit::Below)
        } else {
            None
        }
    }

    /// Only small words stand between a cue and its number.
    pub(super) fn plain_between(&self, from: usize, to: usize) -> bool {
        // The sign of a negative number belongs to it: `below the -2.5 cut-off`.
        let signed = to
            .checked_sub(1)
            .filter(|before| *before > from && self.claim.tokens[*before].is_mark('-'));
        let to = signed.unwrap_or(to);
        // `the obesity cutoff of`: whatever the threshold is called.
        let threshold = to.saturating_sub(from) <= 6
            && self.claim.slice(from, to).iter().any(|token| {
                matches!(
                    token.stem.as_str(),
                    "cutoff"
                        | "threshold"
                        | "limit"
                        | "goal"
                        | "target"
                        | "mark"
                        | "ceil"
                        | "ceiling"
                        | "lin"
                        | "line"
                        | "bound"
                        | "cut-off"
                )
            })
            && self
                .claim
                .slice(from, to)
                .iter()
                .all(|token| token.is_word() || token.is_mark('-'));
        if threshold {
            return true;
        }
        self.claim.slice(from, to).iter().all(|token| {
            token.is_word()
                && matches!(
                    token.lower.as_str(),
                    "the"
                        | "a"
                        | "an"
                        | "of"
                        | "charted"
                        | "goal"
                        | "target"
                        | "limit"
                        | "than"
                        | "threshold"
                        | "about"
                        | "to"
                        | "his"
                        | "her"
                        | "normal"
                )
                || token.is_mark('<')
                || token.is_mark('>')
        })
    }

    pub(super) fn limit_in_source(cited: Cited<'a>, value: &Value) -> Option<Limit> {
        // "below 140/90", "at least 15": the words just before the number in the source.
        let span = value.span?;
        let after = cited
            .snippet
            .text
            .get(span.end..)
            .map(|rest| {
                rest.trim_start()
                    .chars()
                    .take(12)
                    .collect::<String>()
                    .to_lowercase()
            })
            .unwrap_or_default();
        let begins = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
        if begins(&[
            "or less", "or below", "or lower", "or fewer", "at most", "or under",
        ]) {
            return Some(Limit::AtMost);
        }
        if begins(&[
            "or more",
            "or above",
            "or higher",
            "or greater",
            "or over",
            "at least",
        ]) {
            return Some(Limit::AtLeast);
        }
        let start = (span.start.saturating_sub(28)..=span.start)
            .find(|at| cited.snippet.text.is_char_boundary(*at))?;
        let before = cited.snippet.text.get(start..span.start)?.to_lowercase();
        let before = before.trim_end();
        let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
        if ends(&["at least", "no less than", ">=", "minimum of"]) {
            Some(Limit::AtLeast)
        } else if ends(&[
            "at most",
            "no more than",
            "nothing more than",
            "up to",
            "<=",
            "not more than",
        ]) {
            Some(Limit::AtMost)
        } else if ends(&["above", "over", "more than", "greater than", ">"]) {
            Some(Limit::Above)
        } else if ends(&["below", "under", "less than", "lower than", "<"]) {
            Some(Limit::Below)
        } else {
            None
        }
    }

    /// `below 10 in 2016, 2017 and 2018`: the days that a limit is said of.
    fn days_behind(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> Vec<crate::date::Mention> {
        let mut at = number.to;
        if !self
            .claim
            .tokens
            .get(at)
            .is_some_and(|token| matches!(token.lower.as_str(), "in" | "on" | "during"))
        {
            return Vec::new();
        }
        let end = numbers
            .get(index + 1)
            .map_or(self.claim.tokens.len(), |next| next.from);
        at += 1;
        let mut out = Vec::new();
        while let Some(mention) = self
            .claim
            .dates
            .iter()
            .find(|mention| mention.from >= at && mention.from <= at + 1 && mention.to <= end)
        {
            out.push(*mention);
            at = mention.to;
            while self
                .claim
                .tokens
                .get(at)
                .is_some_and(|token| token.is_mark(',') || token.is("and"))
            {
                at += 1;
            }
        }
        out
    }

    /// Where the words name none of several values: all that are cited, if they are of one test.
    fn all_within(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)], claimed: Limit) -> bool {
        let own: Vec<&(Cited<'a>, &'a Value)> = pool
            .iter()
            .filter(|(cited, value)| {
                value.measured
                    && self
                        .cited
                        .iter()
                        .any(|known| known.snippet.id == cited.snippet.id)
            })
            .collect();
        let Some((first, _)) = own.first() else {
            return false;
        };
        if own
            .iter()
            .any(|(cited, _)| cited.snippet.title != first.snippet.title)
        {
            return false;
        }
        let holds = |value: Decimal, limit: Decimal| claimed.holds(value, limit);
        let Form::Over(second) = number.form else {
            return own
                .iter()
                .all(|(_, value)| holds(value.value, number.value));
        };
        let systolic = crate::text::id('c', "systolic");
        let diastolic = crate::text::id('c', "diastolic");
        let mut seen = false;
        own.iter().all(|(cited, value)| {
            if !value.names.contains(&systolic) || value.names.contains(&diastolic) {
                return true;
            }
            seen = true;
            let low = cited.source.values.iter().find(|other| {
                other.measured && other.names.contains(&diastolic) && !std::ptr::eq(*other, *value)
            });
            low.is_some_and(|low| {
                let (a, b) = (holds(value.value, number.value), holds(low.value, second));
                if upward(claimed) { a || b } else { a && b }
            })
        }) && seen
    }

    /// A limit that no source states is fine where the statement's own value stands in that relation to it.
    pub(super) fn limit_holds(
        &mut self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        context: &HashSet<u64>,
        numbers: &[Number],
        index: usize,
    ) -> bool {
        let Some(claimed) = number.sign.or_else(|| self.limit_of(number)) else {
            return false;
        };
        let close = self.just_beside(number);
        let stated = self
            .compared(number, numbers, index)
            .map(|before| before.value);
        let holds = |value: Decimal, limit: Decimal| claimed.holds(value, limit);
        if let Some(kept) = self.kept_since(number, pool, context, claimed) {
            return kept;
        }
        if let Some(value) = stated {
            return holds(value, number.value);
        }
        // Those that share most of the words: `systolic BP` is no diastolic one.
        let shared = |value: &Value| value.names.iter().filter(|id| context.contains(id)).count();
        let measured = || {
            pool.iter()
                .map(|(_, value)| *value)
                .filter(|value| value.measured)
        };
        let most = measured().map(shared).max().unwrap_or(0);
        if most == 0 {
            let of_day = self.of_day_before(number, numbers, index, pool);
            return self.all_within(number, &of_day, claimed);
        }
        let mut days = self.days_behind(number, numbers, index);
        if days.is_empty() {
            days.extend(self.day_before(number, numbers, index, pool));
        }
        let dated =
            |value: &Value| {
                days.is_empty()
                    || pool.iter().any(|(cited, own)| {
                        std::ptr::eq(*own, value)
                            && cited.source.dates.iter().any(|dated| {
                                days.iter().any(|day| day.fits(dated.start, dated.end))
                            })
                    })
            };
        let mut named: Vec<&Value> = measured()
            .filter(|value| dated(value))
            .filter(|value| {
                shared(value) > 0 && (matches!(number.form, Form::Over(_)) || shared(value) == most)
            })
            .collect();
        if let Form::Over(whole) = number.form
            && named.iter().all(|value| self.score(value))
            && whole == Decimal::TEN
        {
            return !named.is_empty()
                && named.iter().all(|value| {
                    holds(
                        crate::number::rounded(value.value, number.decimals),
                        number.value,
                    )
                });
        }
        // The result itself before what stands beside it: the oxygen saturation, not the oxygen given.
        if named.iter().any(|value| value.path.starts_with("value")) {
            named.retain(|value| !value.path.starts_with("component"));
        }
        if let Form::Over(second) = number.form {
            let (systolic, diastolic) = (
                crate::text::id('c', "systolic"),
                crate::text::id('c', "diastolic"),
            );
            let side = |concept: u64, limit: Decimal| {
                named
                    .iter()
                    .filter(|value| value.names.contains(&concept))
                    .map(|value| holds(value.value, limit))
                    .collect::<Vec<bool>>()
            };
            let pairs: Vec<(bool, bool)> = side(systolic, number.value)
                .into_iter()
                .zip(side(diastolic, second))
                .collect();
            return !pairs.is_empty()
                && pairs
                    .iter()
                    .all(|(a, b)| if upward(claimed) { *a || *b } else { *a && *b });
        }
        let alike: Vec<Decimal> = named
            .iter()
            .filter_map(|value| match (number.unit, value.unit) {
                (Some(to), Some(from)) if to != from => {
                    self.lexicon.convert(value.value, from, to, &value.names)
                }
                _ => Some(value.value),
            })
            .collect();
        let near = |value: Decimal| {
            !close || (value - number.value).abs() <= number.value.abs() * Decimal::new(7, 2)
        };
        !alike.is_empty()
            && alike
                .iter()
                .all(|value| holds(*value, number.value) && near(*value))
    }

    /// `just under 95 pounds`, `a little over 5`: below or above, and not by much.
    fn just_beside(&self, number: &Number) -> bool {
        let from = number.from.saturating_sub(4);
        self.claim.slice(from, number.from).windows(2).any(|pair| {
            matches!(
                pair[0].lower.as_str(),
                "just" | "little" | "slightly" | "bit" | "barely"
            ) && matches!(
                pair[1].lower.as_str(),
                "under" | "below" | "over" | "above" | "shy" | "short"
            )
        })
    }
}

pub(super) fn upward(limit: Limit) -> bool {
    matches!(limit, Limit::Above | Limit::AtLeast)
}
