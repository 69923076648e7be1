//! Numbers: each must be a number of a cited source, of the thing that it is said of, in its unit, on its date.

use super::limits::upward;
use super::{Check, Cited, at_value};
use crate::date::Mention;
use crate::lexicon::Cue;
use crate::number::{Form, Limit, Number, agrees, off_by_power};
use crate::source::Value;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// How a claimed number and a source's number compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Same,
    /// The number is the same, the unit is another.
    OtherUnit,
    /// The unit converts, the number does not come out.
    Conversion,
    /// Off by a power of ten.
    Scale,
    Other,
}

impl<'a> Check<'a> {
    /// Checks every number that is no date, age, span of time, code or frequency.
    pub(crate) fn values(&mut self) {
        let numbers = self.claim.numbers.clone();
        let pool: Vec<(Cited<'a>, &'a Value)> = self
            .reach()
            .flat_map(|cited| cited.source.values.iter().map(move |value| (cited, value)))
            .collect();
        let mut context: HashSet<u64> = HashSet::new();
        let mut seen: HashSet<u64> = HashSet::new();
        let mut sentence = u32::MAX;
        for (index, number) in numbers.iter().enumerate() {
            if self.claim.used[number.from] {
                continue;
            }
            if self.claim.tokens[number.from].sentence != sentence {
                sentence = self.claim.tokens[number.from].sentence;
                seen.clear();
            }
            let start = self.segment_start(&numbers, index);
            let here = self.content_ids(start, number.from);
            let known = |ids: &HashSet<u64>| {
                pool.iter()
                    .any(|(_, value)| value.names.iter().any(|id| ids.contains(id)))
            };
            let mut own = false;
            let after_for = self.named_after(number, &numbers, index);
            if known(&after_for) {
                context = after_for;
                own = true;
            } else if known(&here) {
                context = here;
                own = true;
            } else if context.is_empty() || number.from == start {
                let end = self.segment_end(&numbers, index);
                let after = self.content_ids(number.to, end);
                if known(&after) && context.is_empty() {
                    context = after;
                }
            }
            if number.word && number.unit.is_none() && number.form == Form::Plain {
                continue;
            }
            if number.form == Form::Times {
                continue;
            }
            seen.extend(context.iter().copied());
            // A number without a name of its own may be of anything named before it in the sentence.
            if (!own || !self.comparable(number, &pool, &context))
                && self.fits_any(number, &pool, &seen)
            {
                context.clone_from(&seen);
            }
            self.value(number, &pool, &context, &numbers, index);
        }
    }

    pub(super) fn value(
        &mut self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        context: &HashSet<u64>,
        numbers: &[Number],
        index: usize,
    ) {
        let shared = |value: &Value| -> usize {
            value.names.iter().filter(|id| context.contains(id)).count()
        };
        let most = pool
            .iter()
            .map(|(_, value)| shared(value))
            .max()
            .unwrap_or(0);
        let named: Vec<(Cited<'a>, &'a Value)> = if most == 0 {
            pool.to_vec()
        } else {
            pool.iter()
                .copied()
                .filter(|(_, value)| shared(value) > 0 && shared(value) * 2 >= most)
                .collect()
        };
        let same: Vec<(Cited<'a>, &'a Value)> = named
            .iter()
            .copied()
            .filter(|(_, value)| self.fit(number, value) == Fit::Same)
            .collect();
        if !same.is_empty() {
            self.same_value(number, &same, numbers, index);
            return;
        }
        if self.derived(number, pool, numbers, index)
            || self.delivered(number, pool)
            || self.pair(number, &named)
            || self.limit_holds(number, pool, context, numbers, index)
        {
            return;
        }
        let span = self.claim.span(number.from, number.to);
        if self.relation_of(number).is_some() && self.compared(number, numbers, index).is_some() {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                None,
                Vec::new(),
            );
            return;
        }
        let elsewhere = pool
            .iter()
            .copied()
            .find(|(_, value)| self.fit(number, value) == Fit::Same);
        if let Some((cited, value)) = elsewhere.filter(|_| most > 0) {
            let right = named.first().map(|(_, value)| value.shown.clone());
            self.against(
                Verdict::Contradicted,
                ReasonCode::Attachment,
                span,
                right,
                vec![at_value(cited, value)],
            );
            return;
        }
        let fits: Vec<(Fit, Cited<'a>, &'a Value)> = named
            .iter()
            .map(|(cited, value)| (self.fit(number, value), *cited, *value))
            .collect();
        let closest = [Fit::OtherUnit, Fit::Scale, Fit::Conversion, Fit::Other]
            .into_iter()
            .find_map(|wanted| fits.iter().find(|(fit, _, _)| *fit == wanted));
        match closest.filter(|_| most > 0) {
            Some((fit, cited, value)) => {
                let code = match fit {
                    Fit::OtherUnit => ReasonCode::Unit,
                    Fit::Scale => ReasonCode::Scale,
                    Fit::Conversion => ReasonCode::Conversion,
                    _ if cited
                        .snippet
                        .resource_type()
                        .is_some_and(|kind| kind.starts_with("Medication")) =>
                    {
                        ReasonCode::Dose
                    }
                    _ => ReasonCode::Number,
                };
                let (cited, value) = (*cited, *value);
                self.against(
                    Verdict::Contradicted,
                    code,
                    span,
                    Some(value.shown.clone()),
                    vec![at_value(cited, value)],
                );
            }
            None => self.against(
                Verdict::Unsupported,
                ReasonCode::Number,
                span,
                None,
                Vec::new(),
            ),
        }
    }

    /// The number is there; its date and its limit must be too.
    pub(super) fn same_value(
        &mut self,
        number: &Number,
        same: &[(Cited<'a>, &'a Value)],
        numbers: &[Number],
        index: usize,
    ) {
        let span = self.claim.span(number.from, number.to);
        if let Some(mention) = self
            .date_of(number, numbers, index)
            .filter(|_| number.sign.is_none() && self.limit_of(number).is_none())
        {
            let fits = |cited: &Cited<'a>| {
                cited.source.is_prose
                    || cited
                        .source
                        .dates
                        .iter()
                        .any(|dated| mention.fits(dated.start, dated.end))
                    || cited.source.dates.is_empty()
                    || self.linked_date(*cited, &mention)
            };
            if !same.iter().any(|(cited, _)| fits(cited)) {
                let (cited, value) = same[0];
                let dated = cited
                    .source
                    .dates
                    .first()
                    .map(|dated| dated.start.to_string());
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Period,
                    span,
                    dated,
                    vec![at_value(cited, value)],
                );
                return;
            }
        }
        let claimed = number.sign.or_else(|| self.limit_of(number));
        let limits: Vec<Option<Limit>> = same
            .iter()
            .map(|(_, value)| value.limit.or_else(|| self.limit_in_source(value)))
            .collect();
        if let (Some(claimed), false) = (claimed, limits.is_empty()) {
            let opposite = limits
                .iter()
                .all(|limit| limit.is_some_and(|limit| upward(limit) != upward(claimed)));
            if opposite && !self.compared_value(number, numbers, index) {
                let (cited, value) = same[0];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Comparator,
                    span,
                    Some(value.shown.clone()),
                    vec![at_value(cited, value)],
                );
                return;
            }
        }
        self.relation(number, numbers, index);
        let (cited, value) = same[0];
        let (path, place) = (value.path.clone(), value.span);
        self.support(span, cited, &path, place);
    }

    pub(super) fn linked_date(&self, cited: Cited<'a>, mention: &Mention) -> bool {
        let links = &cited.source.links;
        self.linked.iter().any(|linked| {
            links.contains(&linked.snippet.id)
                && linked
                    .source
                    .dates
                    .iter()
                    .any(|dated| mention.fits(dated.start, dated.end))
        })
    }

    pub(super) fn fit(&self, number: &Number, value: &Value) -> Fit {
        let rough = self.rough(number);
        if let (Form::Over(claimed), form) = (number.form, value.form) {
            return match form {
                Form::Over(over) if over == claimed && number.value == value.value => Fit::Same,
                // A score out of a maximum.
                Form::Plain
                    if value.measured
                        && self.score(value)
                        && agrees(number.value, number.decimals, value.value, rough) =>
                {
                    Fit::Same
                }
                _ => Fit::Other,
            };
        }
        if let Form::To(end) = number.form {
            return match value.form {
                Form::To(other) if other == end && number.value == value.value => Fit::Same,
                _ => Fit::Other,
            };
        }
        if matches!(value.form, Form::Over(_)) {
            return Fit::Other;
        }
        let plain = agrees(number.value, number.decimals, value.value, rough)
            || matches!(value.form, Form::To(end) if agrees(number.value, number.decimals, end, rough));
        match (number.unit, value.unit) {
            (Some(claimed), Some(own)) if claimed != own => {
                if let Some(converted) =
                    self.lexicon
                        .convert(value.value, own, claimed, &value.names)
                {
                    if agrees(number.value, number.decimals, converted, rough)
                        || near(number, converted)
                    {
                        return Fit::Same;
                    }
                    return if plain && number.value != Decimal::ZERO {
                        Fit::OtherUnit
                    } else if off_by_power(number.value, number.decimals, converted) {
                        Fit::Scale
                    } else {
                        Fit::Conversion
                    };
                }
                if plain { Fit::OtherUnit } else { Fit::Other }
            }
            _ if plain => Fit::Same,
            _ if off_by_power(number.value, number.decimals, value.value) => Fit::Scale,
            _ => Fit::Other,
        }
    }

    pub(super) fn rough(&self, number: &Number) -> bool {
        self.claim
            .all(Cue::Approximate)
            .any(|found| found.to == number.from || found.to + 1 == number.from)
    }

    pub(super) fn score(&self, value: &Value) -> bool {
        value
            .unit
            .is_none_or(|unit| matches!(self.lexicon.dimension(unit), "score"))
    }

    /// `180/98`: the two numbers of one source.
    pub(super) fn pair(&mut self, number: &Number, named: &[(Cited<'a>, &'a Value)]) -> bool {
        let (first, second) = match number.form {
            Form::Over(second) | Form::To(second) => (number.value, second),
            _ => return false,
        };
        let range = matches!(number.form, Form::To(_));
        for (cited, value) in named {
            if !agrees(first, number.decimals, value.value, false) {
                continue;
            }
            let partner = named.iter().find(|(other, partner)| {
                let same_source = other.snippet.id == cited.snippet.id;
                (same_source || range)
                    && !std::ptr::eq(*partner, *value)
                    && agrees(second, number.decimals, partner.value, false)
                    && ordered_pair(value, partner)
            });
            if partner.is_some() {
                let span = self.claim.span(number.from, number.to);
                let (path, place) = (value.path.clone(), value.span);
                self.support(span, *cited, &path, place);
                return true;
            }
        }
        false
    }
}

/// Factors differ in their last digit between tables: half a unit of the last digit shown more is allowed to a conversion.
fn near(number: &Number, converted: Decimal) -> bool {
    let step = Decimal::new(1, number.decimals);
    let slack = step * Decimal::new(55, 2);
    let relative = converted.abs() * Decimal::new(2, 3);
    (number.value - converted).abs() <= slack.max(relative.min(step))
}

/// Systolic stands before diastolic.
fn ordered_pair(first: &Value, second: &Value) -> bool {
    let diastolic = crate::text::id('c', "diastolic");
    let systolic = crate::text::id('c', "systolic");
    let pressure = first.names.contains(&diastolic) || second.names.contains(&systolic);
    !(pressure && first.names.contains(&diastolic) && !first.names.contains(&systolic))
}
