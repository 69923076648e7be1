//! Numbers that follow from others: differences, and what a volume of a strength delivers.

use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::number::{Number, agrees};
use crate::source::Value;
use rust_decimal::Decimal;

impl<'a> Check<'a> {
    /// A difference, a sum of change, a percentage of change between two numbers of one kind.
    pub(super) fn derived(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        numbers: &[Number],
        index: usize,
    ) -> bool {
        let start = self.segment_start(numbers, index);
        let told = self.claim.cues.iter().any(|found| {
            (matches!(found.cue, Cue::Change)
                && found.from + 1 >= start
                && found.to <= number.to + 3)
                || (matches!(found.cue, Cue::Up | Cue::Down)
                    && found.to <= number.from
                    && found.to + 2 >= number.from
                    && !self
                        .claim
                        .words(found.from, number.from)
                        .to_lowercase()
                        .contains(" to"))
        });
        if !told {
            return false;
        }
        let measured: Vec<&(Cited<'a>, &'a Value)> = pool
            .iter()
            .filter(|(_, value)| value.measured)
            .take(40)
            .collect();
        let hundred = Decimal::ONE_HUNDRED;
        measured.iter().enumerate().any(|(place, (one, a))| {
            measured[place + 1..].iter().any(|(other, b)| {
                if one.snippet.title != other.snippet.title || a.unit != b.unit {
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
                let converted = match (number.unit, a.unit) {
                    (Some(to), Some(from)) if to != from => {
                        self.lexicon.convert(difference, from, to, &a.names)
                    }
                    _ => Some(difference),
                };
                converted.is_some_and(|difference| {
                    agrees(number.value, number.decimals, difference, false)
                }) || rounded == number.value
                    || (percent
                        && [a.value, b.value]
                            .into_iter()
                            .filter_map(share)
                            .any(|share| agrees(number.value, number.decimals, share, true)))
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
            pool.iter().filter(move |(_, value)| {
                value
                    .unit
                    .is_some_and(|unit| self.lexicon.dimension(unit) == wanted)
            })
        };
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
}
