//! Limits that a series keeps: `under 30 at every check since May`, `the one from August was over 400`.

use super::{Check, Cited};
use crate::date::Mention;
use crate::number::{Form, Limit, Number};
use crate::source::Value;
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// `has been under 30 since 1 May 2018`: every value of that name from that day on keeps the limit; none where the words tell no such day.
    pub(super) fn kept_since(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        context: &HashSet<u64>,
        limit: Limit,
    ) -> Option<bool> {
        const NEAR: usize = 8;
        if matches!(number.form, Form::Over(_) | Form::To(_)) {
            return None;
        }
        let clause = self.claim.clause_of(number.from);
        let since = self.claim.dates.iter().find(|mention| {
            mention.from > number.to
                && mention.from - number.to <= NEAR
                && self.claim.clause_of(mention.from) == clause
                && self.claim.tokens[mention.from - 1].is("since")
        })?;
        let first = since.first()?;
        let shared = |value: &Value| value.names.iter().filter(|id| context.contains(id)).count();
        let (_, known) = pool
            .iter()
            .filter(|(cited, value)| {
                value.measured
                    && shared(value) > 0
                    && cited.source.dates.iter().any(|dated| dated.end >= first)
            })
            .max_by_key(|(_, value)| shared(value))
            .map(|(cited, value)| (cited, *value))?;
        let mut series = pool.iter().filter(|(cited, value)| {
            value.measured
                && value.names == known.names
                && cited.source.dates.iter().any(|dated| dated.start >= first)
        });
        let all = series.clone().next().is_some()
            && series.all(|(_, value)| limit.holds(value.value, number.value));
        // The chart may have more of the same than is cited.
        let others = self
            .cited
            .iter()
            .find(|cited| {
                cited
                    .source
                    .values
                    .iter()
                    .any(|value| std::ptr::eq(value, known))
            })
            .into_iter()
            .flat_map(|cited| self.like(cited.snippet))
            .filter_map(|snippet| {
                let source = self
                    .prepared
                    .source(self.set, self.set.position(&snippet.id)?);
                let later = source.dates.iter().any(|dated| dated.start >= first);
                let value = source.values.iter().find(|value| value.measured)?;
                later.then_some(value.value)
            })
            .all(|value| limit.holds(value, number.value));
        Some(all && others)
    }

    /// `the one from August was over 400`: the day between the number before and this one, where a cited value is of it.
    pub(super) fn day_before(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
        pool: &[(Cited<'a>, &'a Value)],
    ) -> Option<Mention> {
        let start = index.checked_sub(1).map_or(0, |before| numbers[before].to);
        let clause = self.claim.clause_of(number.from);
        let mention = self.claim.dates.iter().rfind(|mention| {
            mention.from >= start
                && mention.to <= number.from
                && self.claim.clause_of(mention.from) == clause
                && !mention
                    .from
                    .checked_sub(1)
                    .is_some_and(|at| self.claim.tokens[at].is("since"))
        })?;
        pool.iter()
            .any(|(cited, value)| {
                value.measured
                    && cited
                        .source
                        .dates
                        .iter()
                        .any(|dated| mention.fits(dated.start, dated.end))
            })
            .then_some(*mention)
    }

    /// The values of the day that is told before a limit; all where none is.
    pub(super) fn of_day_before(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
        pool: &[(Cited<'a>, &'a Value)],
    ) -> Vec<(Cited<'a>, &'a Value)> {
        let day = self.day_before(number, numbers, index, pool);
        let mut of_day = pool.to_vec();
        of_day.retain(|(cited, _)| {
            day.is_none_or(|day| {
                let mut dates = cited.source.dates.iter();
                dates.any(|dated| day.fits(dated.start, dated.end))
            })
        });
        of_day
    }
}
