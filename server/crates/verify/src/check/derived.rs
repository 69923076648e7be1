//! Numbers that follow from others: differences, and what a volume of a strength delivers.

use super::{Check, Cited};
use crate::number::{Number, agrees};
use crate::source::Value;
use rust_decimal::Decimal;
use std::collections::HashSet;

/// Which way a difference is said to go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    More,
    Less,
    Either,
}

impl<'a> Check<'a> {
    /// Whether a number is told as a difference, and of which way: `up 0.4 kg`, `2.1 kg less than`, `a loss of 3 kg`, `by 5 points`.
    fn direction_of(&self, number: &Number, numbers: &[Number], index: usize) -> Option<Direction> {
        let start = self.segment_start(numbers, index);
        let end = numbers
            .get(index + 1)
            .filter(|next| {
                !self
                    .claim
                    .slice(number.to, next.from)
                    .iter()
                    .any(|token| token.is("and"))
            })
            .map_or(self.claim.tokens.len(), |next| next.from)
            .min(number.to + 8);
        let sentence = self.claim.tokens[number.from].sentence;
        // `+8 mmHg`
        if number
            .from
            .checked_sub(1)
            .is_some_and(|at| self.claim.tokens[at].is("+"))
        {
            return Some(Direction::More);
        }
        let mut told: Option<(usize, Direction)> = None;
        for at in start..end {
            let token = &self.claim.tokens[at];
            if token.sentence != sentence
                || self.claim.clause_of(at) != self.claim.clause_of(number.from)
                || (at >= number.to && token.is_mark(';'))
            {
                continue;
            }
            // "6.1 %, up from 6.0": the number before it is a value.
            if at >= number.to
                && self
                    .claim
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.is("from"))
                && !self
                    .claim
                    .dates
                    .iter()
                    .any(|mention| mention.from == at + 2)
            {
                continue;
            }
            // "from 3 to 5" tells values, not a difference.
            if at < number.from
                && at + 2 >= number.from
                && matches!(token.lower.as_str(), "from" | "to" | "at")
                && at
                    .checked_sub(1)
                    .is_none_or(|index| self.claim.tokens[index].stem != "amount")
            {
                return None;
            }
            let put_on = token.is("on")
                && at
                    .checked_sub(1)
                    .is_some_and(|before| self.claim.tokens[before].is("put"));
            let short = matches!(token.lower.as_str(), "short" | "shy")
                && self
                    .claim
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.is("of"));
            let way = match token.lower.as_str() {
                _ if put_on => Direction::More,
                _ if short => Direction::Less,
                "more" | "grew" | "grown" | "widened" | "heavier" | "taller" | "higher"
                | "greater" | "longer" | "older" | "faster" | "gained" | "gain" | "up"
                | "added" | "increase" | "rise" | "rose" | "increased" | "above" | "over"
                | "climbed" => Direction::More,
                "less" | "shrank" | "narrowed" | "lighter" | "shorter" | "lower" | "fewer"
                | "smaller" | "lost" | "loss" | "down" | "decrease" | "drop" | "fall" | "fell"
                | "decreased" | "dropped" | "shed" | "decline" | "reduction" | "below"
                | "under" | "younger" | "slower" => Direction::Less,
                "difference" | "change" | "changed" | "by" | "net" | "apart" | "delta" => {
                    Direction::Either
                }
                _ => continue,
            };
            // The word nearest to the number says it; the one behind it before the one in front.
            let far = if at >= number.to {
                (at - number.to) * 2
            } else {
                number.from.saturating_sub(at) * 2 + 1
            };
            if told.is_none_or(|(best, known)| {
                way != Direction::Either && (known == Direction::Either || far < best)
            }) {
                told = Some((far, way));
            }
        }
        told.map(|(_, way)| way)
    }

    /// A difference, a sum of change, a percentage of change between two numbers of one kind.
    pub(super) fn derived(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        numbers: &[Number],
        index: usize,
    ) -> bool {
        // `up 1.8 kg and almost 3 cm`: the word of the first is that of the second.
        let joined = index > 0
            && self
                .claim
                .slice(numbers[index - 1].to, number.from)
                .iter()
                .any(|token| token.is("and"));
        let direction = self.direction_of(number, numbers, index).or_else(|| {
            joined
                .then(|| self.direction_of(&numbers[index - 1], numbers, index - 1))
                .flatten()
        });
        let Some(direction) = direction else {
            return false;
        };
        // What is said to be so much more or less: the value told before it, else the newest.
        let sentence = self.claim.tokens[number.from].sentence;
        let stated: Vec<&Number> = numbers[..index]
            .iter()
            .filter(|before| self.claim.tokens[before.from].sentence == sentence)
            .collect();
        let limit = number.sign.or_else(|| self.limit_of(number));
        let right_way = |one: Cited<'a>, a: &Value, other: Cited<'a>, b: &Value| -> bool {
            let day = |cited: Cited<'a>| cited.snippet.date.as_ref().map(|date| date.days().0);
            let told = |value: &Value| {
                stated
                    .iter()
                    .any(|number| agrees(number.value, number.decimals, value.value, false))
            };
            let (subject, base) = if told(a) != told(b) && !self.tells_change(number) {
                // `down from 139/83`: what is told is where it came from.
                let origin = stated.iter().any(|number| {
                    let before = number.from.checked_sub(1);
                    before.is_some_and(|at| self.claim.tokens[at].is("from"))
                        || self.told_to_compare(number)
                });
                if told(a) == origin { (b, a) } else { (a, b) }
            } else if day(one) >= day(other) {
                (a, b)
            } else {
                (b, a)
            };
            match direction {
                Direction::Either => true,
                Direction::More => subject.value >= base.value,
                Direction::Less => subject.value <= base.value,
            }
        };
        let measured: Vec<&(Cited<'a>, &'a Value)> = pool
            .iter()
            .filter(|(_, value)| value.measured)
            .take(40)
            .collect();
        let hundred = Decimal::ONE_HUNDRED;
        measured.iter().enumerate().any(|(place, (one, a))| {
            measured[place + 1..].iter().any(|(other, b)| {
                if !self.same_test(*one, *other)
                    || one.snippet.id == other.snippet.id
                    || a.unit != b.unit
                    || (a.path != b.path && a.names != b.names)
                    || !right_way(*one, a, *other, b)
                {
                    return false;
                }
                let difference = (a.value - b.value).abs();
                let rounded = (crate::number::rounded(a.value, number.decimals)
                    - crate::number::rounded(b.value, number.decimals))
                .abs();
                let percent = number
                    .unit
                    .is_some_and(|unit| self.lexicon.dimension(unit) == "fraction");
                let share = |base: Decimal| {
                    difference
                        .checked_mul(hundred)
                        .and_then(|part| part.checked_div(base.abs()))
                };
                // `16 points`: of whatever unit the values have.
                let points = number
                    .unit
                    .is_some_and(|unit| self.lexicon.dimension(unit) == "score");
                let converted = match (number.unit, a.unit) {
                    (Some(to), Some(from)) if to != from && !points => {
                        self.lexicon.convert(difference, from, to, &a.names)
                    }
                    _ => Some(difference),
                };
                converted.is_some_and(|difference| {
                    agrees(number.value, number.decimals, difference, false)
                        || limit.is_some_and(|limit| {
                            limit.holds(difference, number.value) && self.tells_change(number)
                        })
                }) || (rounded == number.value
                    && (points || number.unit.is_none() || number.unit == a.unit))
                    || (percent
                        && [a.value, b.value]
                            .into_iter()
                            .filter_map(share)
                            .any(|share| agrees(number.value, number.decimals, share, true)))
            })
        }) || self.apart_from_told(number, direction, &measured, numbers, index)
    }

    /// `down by 58`, of two or more values: a difference, though one of the values is as large.
    pub(super) fn told_as_difference(&self, number: &Number) -> bool {
        use crate::lexicon::Cue;
        let by = number
            .from
            .checked_sub(1)
            .filter(|at| self.claim.tokens[*at].is("by"));
        let changed = by.is_some_and(|at| {
            self.claim.cues.iter().any(|cue| {
                matches!(cue.cue, Cue::Up | Cue::Down) && cue.from < at && cue.to + 2 > at
            })
        });
        // `down` alone is no word of a fall elsewhere.
        let changed = changed
            || by
                .and_then(|at| at.checked_sub(1))
                .is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "up" | "down"));
        let results = self.cited.iter().filter(|cited| {
            cited.snippet.resource_type() == Some("Observation")
                && cited.source.values.iter().any(|value| value.measured)
        });
        changed && results.count() > 1
    }

    /// `compared with January (135/82)`: what another value is held against.
    fn told_to_compare(&self, number: &Number) -> bool {
        const NEAR: usize = 7;
        self.claim
            .slice(number.from.saturating_sub(NEAR), number.from)
            .iter()
            .any(|token| {
                matches!(
                    token.lower.as_str(),
                    "compared" | "versus" | "vs" | "than" | "against"
                )
            })
    }

    /// Whether two sources are of one test, under the same title or by another of its names.
    fn same_test(&self, one: Cited<'a>, other: Cited<'a>) -> bool {
        let tests = |cited: Cited<'a>| -> HashSet<u64> {
            let names = cited.source.names.iter().copied();
            names.filter(|id| self.lexicon.is_lab(&[*id])).collect()
        };
        one.snippet.title == other.snippet.title || {
            let own = tests(one);
            !own.is_empty() && own == tests(other)
        }
    }

    /// `a rise of more than 6 points`: a word of change stands before the limit.
    fn tells_change(&self, number: &Number) -> bool {
        self.claim
            .slice(number.from.saturating_sub(6), number.from)
            .iter()
            .any(|token| {
                matches!(
                    token.lower.as_str(),
                    "rise"
                        | "rose"
                        | "gain"
                        | "gained"
                        | "loss"
                        | "lost"
                        | "drop"
                        | "dropped"
                        | "fall"
                        | "fell"
                        | "increase"
                        | "increased"
                        | "decrease"
                        | "decreased"
                        | "change"
                        | "changed"
                        | "difference"
                        | "reduction"
                        | "by"
                )
            })
    }

    /// `28 points over the goal of 140`: how far a value lies from another number that the statement tells, or from a goal.
    fn apart_from_told(
        &self,
        number: &Number,
        direction: Direction,
        measured: &[&(Cited<'a>, &'a Value)],
        numbers: &[Number],
        index: usize,
    ) -> bool {
        let points = number
            .unit
            .is_none_or(|unit| self.lexicon.dimension(unit) == "score");
        let sentence = self.claim.tokens[number.from].sentence;
        let told = numbers
            .iter()
            .enumerate()
            .filter(|(place, other)| {
                *place != index && !other.word && self.claim.tokens[other.from].sentence == sentence
            })
            .map(|(_, other)| other);
        told.filter(|other| points || other.unit == number.unit || other.unit.is_none())
            .any(|other| {
                measured.iter().any(|(_, value)| {
                    // What was measured itself is a value of the series, no goal.
                    if measured
                        .iter()
                        .any(|(_, own)| agrees(other.value, other.decimals, own.value, false))
                    {
                        return false;
                    }
                    let shown = crate::number::rounded(value.value, other.decimals);
                    let (exact, rough) = (value.value - other.value, shown - other.value);
                    let way = match direction {
                        Direction::Either => true,
                        Direction::More => exact > Decimal::ZERO,
                        Direction::Less => exact < Decimal::ZERO,
                    };
                    way && !exact.is_zero()
                        && (points || value.unit == number.unit)
                        && (agrees(number.value, number.decimals, exact.abs(), false)
                            || rough.abs() == number.value)
                })
            })
    }

    /// Volume times concentration of one product: 0.3 mL of 1 mg/mL is 0.3 mg.
    pub(super) fn delivered(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)]) -> bool {
        let Some(unit) = number
            .unit
            .filter(|unit| self.lexicon.dimension(*unit) == "mass")
        else {
            return false;
        };
        let of = |wanted: &'static str| {
            pool.iter().filter(move |(cited, value)| {
                !cited.source.is_prose
                    && value
                        .unit
                        .is_some_and(|unit| self.lexicon.dimension(unit) == wanted)
            })
        };
        if self.counted_strength(number, pool) {
            return true;
        }
        of("volume").any(|(cited, volume)| {
            of("mass_conc").any(|(other, strength)| {
                let (Some(from), Some(own)) = (volume.unit, strength.unit) else {
                    return false;
                };
                let milliliters = self.lexicon.unit_of("mL").and_then(|unit| {
                    self.lexicon
                        .convert(volume.value, from, unit, &volume.names)
                });
                let per = self.lexicon.unit_of("mg/mL").and_then(|unit| {
                    self.lexicon
                        .convert(strength.value, own, unit, &strength.names)
                });
                let amount = milliliters.zip(per).and_then(|(a, b)| a.checked_mul(b));
                let shown = amount
                    .zip(self.lexicon.unit_of("mg"))
                    .and_then(|(amount, mg)| self.lexicon.convert(amount, mg, unit, &volume.names));
                other.snippet.id == cited.snippet.id
                    && shown
                        .is_some_and(|shown| agrees(number.value, number.decimals, shown, false))
            })
        })
    }

    /// `8 mL (24 mg)` of a syrup of 15 mg in 5 mL; two tablets of 500 mg are 1,000 mg.
    fn counted_strength(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)]) -> bool {
        let dimension = |value: &Value| value.unit.map(|unit| self.lexicon.dimension(unit));
        let in_unit = |value: &Value, name: &str| {
            let to = self.lexicon.unit_of(name)?;
            self.lexicon
                .convert(value.value, value.unit?, to, &value.names)
        };
        let Some(claimed) = number.unit.and_then(|unit| {
            let mg = self.lexicon.unit_of("mg")?;
            self.lexicon
                .convert(number.value, unit, mg, &HashSet::new())
        }) else {
            return false;
        };
        pool.iter().any(|(cited, strength)| {
            let own = || {
                pool.iter()
                    .filter(|(other, _)| other.snippet.id == cited.snippet.id)
                    .map(|(_, value)| *value)
            };
            if cited.source.is_prose
                || dimension(strength) != Some("mass")
                || strength.path.ends_with("doseQuantity")
            {
                return false;
            }
            let Some(mass) = in_unit(strength, "mg") else {
                return false;
            };
            let counts = own()
                .filter(|value| value.unit.is_none() && value.path.contains("dose"))
                .filter_map(|value| mass.checked_mul(value.value));
            let volumes = own()
                .filter(|per| {
                    dimension(per) == Some("volume")
                        && per.path == strength.path
                        && per.span.zip(strength.span).is_some_and(|(per, own)| {
                            per.start > own.end && per.start <= own.end + 4
                        })
                })
                .filter_map(|per| in_unit(per, "mL"))
                .flat_map(|per| {
                    own()
                        .filter(|value| dimension(value) == Some("volume"))
                        .filter_map(move |value| {
                            in_unit(value, "mL")?.checked_mul(mass)?.checked_div(per)
                        })
                });
            counts
                .chain(volumes)
                .any(|amount| agrees(claimed, number.decimals, amount, false))
        })
    }
}
