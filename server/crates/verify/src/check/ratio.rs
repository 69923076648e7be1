//! `The BUN/Cr ratio works out to about 34`: one value over another.

use super::{Check, Cited};
use crate::number::{Form, Limit, Number, agrees};
use crate::source::Value;
use rust_decimal::Decimal;
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// `2.6 mmol/L (100 mg/dL)`: the number before in another unit, as precisely as it was told.
    pub(super) fn converted_again(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        numbers: &[Number],
        index: usize,
    ) -> bool {
        let before = index.checked_sub(1).and_then(|at| numbers.get(at));
        let Some((before, from, to)) = before
            .filter(|before| {
                self.in_brackets_loosely(number, before.to)
                    && before.form == Form::Plain
                    && number.form == Form::Plain
            })
            .and_then(|before| Some((before, before.unit?, number.unit?)))
        else {
            return false;
        };
        let half = Decimal::new(5, before.decimals + 1);
        let none = HashSet::new();
        let names = pool.iter().map(|(_, value)| &value.names);
        from != to
            && names.chain([&none]).any(|names| {
                let convert = |value| self.lexicon.convert(value, from, to, names);
                let ends = (
                    convert(before.value - half),
                    convert(before.value + half),
                    convert(before.value),
                );
                let (Some(low), Some(high), Some(middle)) = ends else {
                    return false;
                };
                let told = match self.limit_of(number) {
                    Some(Limit::Below | Limit::AtMost) => Some(middle <= number.value),
                    Some(Limit::Above | Limit::AtLeast) => Some(middle >= number.value),
                    None => None,
                };
                if let Some(right) = told {
                    let close = (middle - number.value).abs() * Decimal::TEN <= number.value;
                    return right && close;
                }
                (low.min(high) <= number.value && number.value <= low.max(high))
                    || agrees(number.value, number.decimals, middle, false)
            })
    }

    /// `more than three times what she weighed in 2010`: whether two cited values of one test stand so to each other; none where no multiple is told.
    pub(super) fn multiple(&self, number: &Number) -> Option<bool> {
        let times = self.claim.tokens.get(number.to)?.is("times");
        let next = self.claim.tokens.get(number.to + usize::from(times))?;
        let twice = self.claim.tokens[number.from].is("twice");
        let told = (times || twice || number.form == Form::Times)
            && matches!(
                next.lower.as_str(),
                "what" | "as" | "higher" | "heavier" | "that"
            );
        if !told {
            return None;
        }
        let mut values: Vec<(&str, Decimal)> = Vec::new();
        for cited in &self.cited {
            let own = cited.source.values.iter().find(|value| value.measured);
            values.extend(own.map(|own| (cited.snippet.title.as_str(), own.value)));
        }
        let limit = self.limit_of(number);
        let holds = |(title, one): &(&str, Decimal)| {
            values.iter().any(|(other, two)| {
                let Some(times) = one.checked_div(*two).filter(|_| title == other) else {
                    return false;
                };
                match limit {
                    Some(Limit::Above | Limit::AtLeast) => {
                        times >= number.value && times < number.value + Decimal::ONE
                    }
                    Some(Limit::Below | Limit::AtMost) => {
                        times <= number.value && times > number.value - Decimal::ONE
                    }
                    None => agrees(number.value, number.decimals, times, true),
                }
            })
        };
        (values.len() > 1).then(|| values.iter().any(holds))
    }

    /// Brackets right behind a number, with another number in them that at most words of nearness stand before.
    fn in_brackets_loosely(&self, number: &Number, before: usize) -> bool {
        let tokens = &self.claim.tokens;
        let closes = tokens
            .get(number.to)
            .is_some_and(|token| token.is_mark(')'));
        tokens.get(before).is_some_and(|token| token.is_mark('('))
            && closes
            && number.from > before
            && number.from <= before + 5
            && tokens[before + 1..number.from].iter().all(|token| {
                token.is_word() && self.lexicon.is_general(&token.stem) || token.is_mark('~')
            })
    }

    /// Whether a number told as a ratio is that of the two tests named before it, in their order.
    pub(super) fn ratio(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)]) -> bool {
        let (from, _) = self.sentence_range(number.from);
        let told = matches!(number.form, Form::Plain | Form::Over(_))
            && number.unit.is_none()
            && self
                .claim
                .slice(from, number.from)
                .iter()
                .any(|token| matches!(token.lower.as_str(), "ratio" | "quotient"));
        if !told {
            return false;
        }
        let own: Vec<&(Cited<'a>, &'a Value)> = pool
            .iter()
            .filter(|(cited, value)| {
                value.measured
                    && self
                        .cited
                        .iter()
                        .any(|known| known.snippet.id == cited.snippet.id)
            })
            .take(40)
            .collect();
        // Where a value is named by something that the other is not.
        let place = |names: &HashSet<u64>, others: &HashSet<u64>| {
            self.claim
                .slice(from, number.from)
                .iter()
                .position(|token| {
                    let mut ids = token.ids.iter();
                    ids.any(|id| names.contains(id) && !others.contains(id))
                })
        };
        own.iter().any(|(one, above)| {
            own.iter().any(|(two, below)| {
                one.snippet.id != two.snippet.id
                    && above.unit == below.unit
                    && place(&above.names, &below.names)
                        .zip(place(&below.names, &above.names))
                        .is_some_and(|(first, second)| first < second)
                    && match number.form {
                        Form::Over(second) => {
                            agrees(number.value, number.decimals, above.value, false)
                                && agrees(second, second.scale(), below.value, false)
                        }
                        _ => above
                            .value
                            .checked_div(below.value)
                            .is_some_and(|ratio: Decimal| {
                                agrees(number.value, number.decimals, ratio, true)
                            }),
                    }
            })
        })
    }
}
