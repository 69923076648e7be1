//! Numbers: each must be a number of a cited source, of the thing that it is said of, in its unit, on its date.

use super::fit::Fit;
use super::{Check, Cited, at_value};
use crate::lexicon::Lexicon;
use crate::number::{Form, Number};
use crate::source::Value;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// Checks every number that is no date, age, span of time, code or frequency.
    pub(crate) fn values(&mut self) {
        let numbers = self.claim.numbers.clone();
        let pool: Vec<(Cited<'a>, &'a Value)> = self
            .reach()
            .flat_map(|cited| cited.source.values.iter().map(move |value| (cited, value)))
            .collect();
        let one_test = self.one_test();
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
            let behind = self.right_behind(number, &known);
            let after_for = self.named_after(number, &numbers, index);
            let nearest = self.nearest_name(start, number.from, &numbers, index, &pool);
            if let Some(behind) = behind {
                context = behind;
                own = true;
            } else if known(&after_for) {
                context = after_for;
                own = true;
            } else if let Some(nearest) = nearest {
                context = nearest;
                own = true;
            } else if known(&here) {
                // Words that name no test do not lead away from the one that is cited.
                let tests = here.iter().any(|id| self.lexicon.is_lab(&[*id]));
                context = match &one_test {
                    Some(names) if !tests => names.clone(),
                    _ => here,
                };
                own = true;
            } else if context.is_empty() || number.from == start {
                let end = self.segment_end(&numbers, index);
                let after = self.content_ids(number.to, end);
                if known(&after) && context.is_empty() {
                    context = after;
                }
            }
            if number.word
                && number.unit.is_none()
                && number.form == Form::Plain
                && !self.difference_in_words(number)
            {
                continue;
            }
            if number.form == Form::Times
                || self.age_now(number)
                || self.counts_things(number)
                || self.tally_of(number)
                || self.no_value(number)
            {
                continue;
            }
            seen.extend(context.iter().copied());
            // A number without a name of its own may be of anything named before it in the sentence.
            if (!own || !self.comparable(number, &pool, &context))
                && self.fits_any(number, &pool, &seen)
            {
                context.clone_from(&seen);
            }
            // "weighed 30.1 kg and was 136 cm tall": no value of that name has such a unit at all.
            if number.unit.is_some()
                && !self.comparable(number, &pool, &context)
                && pool.iter().any(|(_, value)| {
                    value.measured && value.unit.is_some() && self.fit(number, value) == Fit::Same
                })
            {
                let own: HashSet<u64> = pool
                    .iter()
                    .filter(|(_, value)| value.measured && self.fit(number, value) == Fit::Same)
                    .flat_map(|(_, value)| value.names.iter().copied())
                    .collect();
                self.value(number, &pool, &own, &numbers, index);
                continue;
            }
            self.value(number, &pool, &context, &numbers, index);
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one way after the other, read from top to bottom"
    )]
    pub(super) fn value(
        &mut self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        context: &HashSet<u64>,
        numbers: &[Number],
        index: usize,
    ) {
        match self.limit_beside(number, numbers, index) {
            Some(true) => {
                self.settled = true;
                return;
            }
            Some(false) => {
                let span = self.claim.span(number.from, number.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Comparator, span, None, Vec::new());
                return;
            }
            None => {}
        }
        let start = self.segment_start(numbers, index);
        if let Some(cited) = self.code_of_named(number, start) {
            let span = self.claim.span(number.from, number.to);
            self.support(span, cited, "code", None);
            return;
        }
        if let Some((cited, value)) = self.money(number, pool, start) {
            let span = self.claim.span(number.from, number.to);
            self.support(span, cited, &value.path, value.span);
            return;
        }
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
            let outdone = outdone(self.lexicon, pool, context);
            pool.iter()
                .copied()
                .filter(|(_, value)| {
                    shared(value) > 0
                        && shared(value) * 2 >= most
                        && !outdone(value)
                        && !other_pressure(context, value)
                })
                .collect()
        };
        let about_range = self.about_range(number);
        // A limit is held against what was measured, not against a number of a name: `above 30`, beside `BMI 30+`.
        let by_name = self.limit_of(number).is_some()
            && named
                .iter()
                .any(|(_, value)| value.measured && value.path.starts_with("value"));
        let same: Vec<(Cited<'a>, &'a Value)> = named
            .iter()
            .copied()
            .filter(|(_, value)| {
                self.fit(number, value) == Fit::Same
                    && (about_range || !value.path.starts_with("referenceRange"))
                    && !(by_name && value.path.starts_with("code"))
            })
            .collect();
        if self.of_some(number) {
            return;
        }
        if let Some(right) = self.pressure_difference(number, numbers) {
            if !right {
                let span = self.claim.span(number.from, number.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Number, span, None, Vec::new());
            }
            return;
        }
        match self
            .only_beyond(number, numbers, index)
            .or_else(|| self.last_beyond(number, numbers, index))
            .or_else(|| self.never_beyond(number))
            .or_else(|| self.kept_in_time(number))
        {
            Some(true) => return,
            Some(false) => {
                let span = self.claim.span(number.from, number.to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Comparator,
                    span,
                    None,
                    Vec::new(),
                );
                return;
            }
            None => {}
        }
        let bounded = number.sign.is_none()
            && self.limit_of(number).is_some()
            && most > 0
            && !same.is_empty()
            && same.iter().all(|(cited, value)| {
                value.measured
                    && value.limit.is_none()
                    && Self::limit_in_source(*cited, value).is_none()
            })
            && !self.policy_cited();
        if bounded && !self.limit_holds(number, pool, context, numbers, index) {
            let span = self.claim.span(number.from, number.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                None,
                Vec::new(),
            );
            return;
        }
        if same.iter().all(|(_, value)| value.path == "text")
            && !same.is_empty()
            && let Some((found, place)) = self.other_behind(number)
        {
            let span = self.claim.span(number.from, number.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Attachment,
                span,
                Some(found),
                vec![place],
            );
            return;
        }
        if !same.is_empty() {
            if self.told_as_difference(number) && !self.derived(number, pool, numbers, index) {
                let span = self.claim.span(number.from, number.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Trend, span, None, Vec::new());
                return;
            }
            self.same_value(number, &same, numbers, index);
            return;
        }
        if let Some((cited, value)) = self.goal_otherwise(number) {
            let span = self.claim.span(number.from, number.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                Some(value.shown.clone()),
                vec![at_value(cited, value)],
            );
            return;
        }
        if self.strengths_in_order(numbers, index) || self.pair_of_strengths(number) {
            self.settled = true;
            return;
        }
        if let Some(inside) = self.within_range_told(number, &named, most, numbers, index) {
            if !inside {
                let span = self.claim.span(number.from, number.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Comparator, span, None, Vec::new());
            }
            return;
        }
        if self.derived(number, pool, numbers, index)
            || self.delivered(number, &named)
            || self.course_total(number, numbers)
            || self.ratio(number, pool)
            || self.converted_again(number, &named, numbers, index)
        {
            self.settled = true;
            return;
        }
        let pressures: Vec<(Cited<'a>, &'a Value)> = pool
            .iter()
            .copied()
            .filter(|(_, value)| {
                value.measured && matches!(number.form, Form::Over(low) if low > Decimal::from(20))
            })
            .collect();
        if self.pair_told(number, &named, numbers, index)
            || (named.iter().all(|(_, value)| !value.measured)
                && !pressures.is_empty()
                && self.beside_goal(number, pool) != Some(false)
                && self.pair_told(number, &pressures, numbers, index))
            || (!self.policy_cited() && self.limit_holds(number, pool, context, numbers, index))
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
        if let Some((found, place)) = self.other_behind(number) {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Attachment,
                span,
                Some(found),
                vec![place],
            );
            return;
        }
        if let Some((cited, value)) = self.in_prose(number, pool, context) {
            let (path, place) = (value.path.clone(), value.span);
            self.support(span, cited, &path, place);
            return;
        }
        if let Some((cited, value)) = self.told_beside(number) {
            let (path, place) = (value.path.clone(), value.span);
            self.support(span, cited, &path, place);
            return;
        }
        if let Some((cited, value)) = elsewhere.filter(|_| most > 0) {
            let mut places = vec![at_value(cited, value)];
            let right = named.first().map(|(cited, value)| {
                places.insert(0, at_value(*cited, value));
                value.shown.clone()
            });
            self.against(
                Verdict::Contradicted,
                ReasonCode::Attachment,
                span,
                right,
                places,
            );
            return;
        }
        // A unit that nobody knows, written as the source writes it.
        let written = self.claim.words(number.from, number.to).to_lowercase();
        if let Some((cited, value)) = named
            .iter()
            .copied()
            .find(|(_, value)| value.shown.to_lowercase() == written)
        {
            let (path, place) = (value.path.clone(), value.span);
            self.support(span, cited, &path, place);
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

    /// A policy's limits are the policy's own: they are not made up.
    fn policy_cited(&self) -> bool {
        self.cited
            .iter()
            .any(|cited| cited.snippet.kind == model::SourceKind::Policy)
    }
}

/// Whether a value is the other of the two blood pressures than the one that is told: diastolic, where the systolic is.
fn other_pressure(context: &HashSet<u64>, value: &Value) -> bool {
    let systolic = crate::text::id('c', "systolic");
    let diastolic = crate::text::id('c', "diastolic");
    let only = |names: &HashSet<u64>, one: u64, other: u64| {
        names.contains(&one) && !names.contains(&other)
    };
    (only(context, systolic, diastolic) && only(&value.names, diastolic, systolic))
        || (only(context, diastolic, systolic) && only(&value.names, systolic, diastolic))
}

/// Whether another test's value has every word of this one's and more, and so is what is meant: `LDL cholesterol` is no total cholesterol.
fn outdone<'v>(
    lexicon: &'v Lexicon,
    pool: &'v [(Cited<'_>, &'v Value)],
    context: &'v HashSet<u64>,
) -> impl Fn(&Value) -> bool + use<'v> {
    let result = |value: &Value| value.measured && value.path.starts_with("value");
    let of = |value: &Value| -> Vec<u64> {
        let mut own: Vec<u64> = context
            .iter()
            .copied()
            .filter(|id| value.names.contains(id))
            .collect();
        own.sort_unstable();
        own
    };
    let mut all: Vec<(Vec<u64>, Option<usize>)> = pool
        .iter()
        .filter(|(_, value)| result(value))
        .map(|(_, value)| (of(value), value.unit))
        .collect();
    all.sort_unstable();
    all.dedup();
    move |value| {
        if all.len() < 2 || !result(value) {
            return false;
        }
        let own = of(value);
        all.iter().any(|(other, unit)| {
            *unit == value.unit
                && other.len() > own.len()
                && own.iter().all(|id| other.binary_search(id).is_ok())
                // Not the same test under another of its names.
                && (!lexicon.is_lab(&own)
                    || other
                        .iter()
                        .any(|id| lexicon.is_lab(&[*id]) && own.binary_search(id).is_err()))
        })
    }
}
