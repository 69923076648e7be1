//! `The BUN/Cr ratio works out to about 34`: one value over another.

use super::{Check, Cited};
use crate::number::{Form, Number, agrees};
use crate::source::Value;
use rust_decimal::Decimal;
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// Whether a number told as a ratio is that of the two tests named before it, in their order.
    pub(super) fn ratio(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)]) -> bool {
        let (from, _) = self.sentence_range(number.from);
        let told = number.form == Form::Plain
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
                    && above
                        .value
                        .checked_div(below.value)
                        .is_some_and(|ratio: Decimal| {
                            agrees(number.value, number.decimals, ratio, true)
                        })
            })
        })
    }
}
