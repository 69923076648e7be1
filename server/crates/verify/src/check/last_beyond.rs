//! `the last reading of 30 or more was 30.1 in October 2017`: the first or last of a series that keeps a limit.

use super::Check;
use crate::lexicon::Cue;
use crate::number::Number;

/// How far behind the word the limit stands, in tokens.
const NEAR: usize = 8;

impl Check<'_> {
    /// Whether the value or the date that is told of such a reading is that of the series; none where the words say nothing like it.
    pub(super) fn last_beyond(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> Option<bool> {
        let limit = number.sign.or_else(|| self.limit_of(number))?;
        let clause = self.claim.clause_of(number.from);
        let found = self.claim.cues.iter().find(|found| {
            matches!(found.cue, Cue::Last | Cue::First)
                && found.to <= number.from
                && number.from - found.to <= NEAR
                && self.claim.clause_of(found.from) == clause
                && !numbers[..index].iter().any(|other| other.from >= found.to)
                && self.claim.slice(found.to, number.from).iter().any(|token| {
                    matches!(
                        token.stem.as_str(),
                        "reading"
                            | "value"
                            | "valu"
                            | "result"
                            | "measurement"
                            | "level"
                            | "check"
                            | "test"
                            | "one"
                    ) || self.lexicon.is_lab(&token.ids)
                })
        })?;
        let told = numbers.get(index + 1).filter(|next| {
            self.claim.clause_of(next.from) == clause
                && !next.word
                && next
                    .unit
                    .is_none_or(|unit| Some(unit) == number.unit || number.unit.is_none())
        });
        let mention = self.claim.dates.iter().find(|mention| {
            mention.from >= number.to && self.claim.clause_of(mention.from) == clause
        });
        if told.is_none() && mention.is_none() {
            return None;
        }
        let so = |value: rust_decimal::Decimal| limit.holds(value, number.value);
        // The series that has the told value, else the one that the words before name.
        let own = self.cited.iter().find(|cited| {
            cited.source.values.iter().any(|value| {
                value.measured
                    && told.is_none_or(|told| {
                        crate::number::agrees(told.value, told.decimals, value.value, false)
                    })
                    && mention.is_none_or(|mention| {
                        let mut dates = cited.source.dates.iter();
                        dates.any(|dated| mention.fits(dated.start, dated.end))
                    })
            })
        });
        let Some(own) = own else { return Some(false) };
        let mut series = self.like(own.snippet).into_iter().filter_map(|other| {
            let place = self.set.position(&other.id)?;
            let source = self.prepared.source(self.set, place);
            let value = source.values.iter().find(|value| value.measured)?;
            so(value.value).then_some(other.id.as_str())
        });
        let end = if found.cue == Cue::Last {
            series.next_back()
        } else {
            series.next()
        };
        Some(end == Some(own.snippet.id.as_str()))
    }
}
