//! `the last reading of 30 or more was 30.1 in October 2017`: the first or last of a series that keeps a limit.

use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::number::{Limit, Number};
use time::Date;

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

    /// `has not been above 3 since`: none of the series behind that day is; none where the words say nothing like it.
    pub(super) fn never_beyond(&self, number: &Number) -> Option<bool> {
        let limit = number.sign.or_else(|| self.limit_of(number))?;
        let clause = self.claim.clause_of(number.from);
        let (_, to) = self.claim.clause_range(clause);
        let denied = self.claim.cues.iter().any(|found| {
            matches!(found.cue, Cue::Negation | Cue::Strong)
                && found.to <= number.from
                && self.claim.clause_of(found.from) == clause
        });
        let since = (number.to..to.min(number.to + NEAR))
            .find(|at| self.claim.tokens[*at].is("since"))
            .filter(|_| denied)?;
        let (told, _) = self.day_since(since)?;
        let observed = |cited: &&Cited<'_>| cited.snippet.resource_type() == Some("Observation");
        // A day that is told as a year or month only is that of the cited one in it.
        let day = self
            .cited
            .iter()
            .filter(observed)
            .filter_map(|cited| cited.snippet.date.as_ref().map(|date| date.days().0))
            .filter(|day| {
                *day <= told
                    && self
                        .claim
                        .dates
                        .iter()
                        .any(|mention| mention.last() == Some(told) && mention.fits(*day, *day))
            })
            .max()
            .unwrap_or(told);
        let later = day.next_day()?;
        self.all_keep(number, limit, (later, self.as_of))
    }

    /// `above 120 at all five checks from 2011 through 2015`: every one of the series in that time; none where the words say nothing like it.
    pub(super) fn kept_in_time(&self, number: &Number) -> Option<bool> {
        let limit = number.sign.or_else(|| self.limit_of(number))?;
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let dated = |at: usize| self.claim.dates.iter().find(|mention| mention.from == at);
        let all = (number.to..number.to + NEAR)
            .find(|at| matches!(word(*at), "all" | "each" | "every" | "any"))?;
        let from = (all..all + NEAR).find(|at| matches!(word(*at), "from" | "between"))?;
        let first = dated(from + 1)?;
        let joined = matches!(word(first.to), "through" | "to" | "until" | "and" | "till");
        let last = dated(first.to + 1).filter(|_| joined)?;
        self.all_keep(number, limit, (first.first()?, last.last()?))
    }

    /// Whether all values in a time of the series that the words before a number name, or that is cited, keep a limit; none where there is no value.
    fn all_keep(&self, number: &Number, limit: Limit, time: (Date, Date)) -> Option<bool> {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(number.from));
        let named = self.named_in(from, number.from);
        let observed = |cited: &&Cited<'_>| cited.snippet.resource_type() == Some("Observation");
        let own = named
            .iter()
            .find(observed)
            .or_else(|| self.cited.iter().find(observed))?;
        let series = self.like(own.snippet);
        let mut later = series
            .iter()
            .filter(|one| {
                one.date.as_ref().is_some_and(|date| {
                    let (start, end) = date.days();
                    time.0 <= end && start <= time.1
                })
            })
            .filter_map(|one| {
                let place = self.set.position(&one.id)?;
                let source = self.prepared.source(self.set, place);
                source.values.iter().find(|value| {
                    value.measured
                        && (value.unit.is_none()
                            || number.unit.is_none()
                            || value.unit == number.unit)
                })
            })
            .peekable();
        later.peek()?;
        Some(later.all(|value| limit.holds(value.value, number.value)))
    }
}
