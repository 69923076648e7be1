//! Numbers: each must be a number of a cited source, of the thing that it is said of, in its unit, on its date.

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
enum Fit {
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
        let pool: Vec<(Cited<'a>, &'a Value)> = self.reach().flat_map(|cited| cited.source.values.iter().map(move |value| (cited, value))).collect();
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
            let known = |ids: &HashSet<u64>| pool.iter().any(|(_, value)| value.names.iter().any(|id| ids.contains(id)));
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
            if !own && self.fits_any(number, &pool, &seen) {
                context.clone_from(&seen);
            } else if own && !self.comparable(number, &pool, &context) && self.fits_any(number, &pool, &seen) {
                context.clone_from(&seen);
            }
            self.value(number, &pool, &context, &numbers, index);
        }
    }

    fn segment_start(&self, numbers: &[Number], index: usize) -> usize {
        let number = &numbers[index];
        let previous = index.checked_sub(1).map_or(0, |before| numbers[before].to);
        let sentence = self.claim.tokens[number.from].sentence;
        let first = self.claim.tokens.iter().position(|token| token.sentence == sentence).unwrap_or(0);
        previous.max(first)
    }

    /// `0.26 kU/L for peanut`: the name follows.
    fn named_after(&self, number: &Number, numbers: &[Number], index: usize) -> HashSet<u64> {
        if !self.claim.tokens.get(number.to).is_some_and(|token| token.is("for")) {
            return HashSet::new();
        }
        self.content_ids(number.to, self.segment_end(numbers, index))
    }

    fn fits_any(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)], names: &HashSet<u64>) -> bool {
        let named = |value: &Value| value.names.iter().any(|id| names.contains(id));
        pool.iter().any(|(_, value)| named(value) && (self.fit(number, value) == Fit::Same || self.half(number, value)))
    }

    /// Whether one of two numbers of a pair is this value.
    fn half(&self, number: &Number, value: &Value) -> bool {
        matches!(number.form, Form::Over(_)) && agrees(number.value, number.decimals, value.value, false)
    }

    /// Whether any value named so could be compared with the number at all, by its unit.
    fn comparable(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)], names: &HashSet<u64>) -> bool {
        let Some(unit) = number.unit else { return true };
        pool.iter().filter(|(_, value)| value.names.iter().any(|id| names.contains(id))).any(|(_, value)| value.unit.is_none_or(|own| self.lexicon.convert(value.value, own, unit, &value.names).is_some()) && value.measured)
            || !pool.iter().any(|(_, value)| value.measured)
    }

    fn segment_end(&self, numbers: &[Number], index: usize) -> usize {
        let number = &numbers[index];
        let next = numbers.get(index + 1).map_or(self.claim.tokens.len(), |next| next.from);
        let mut end = number.to;
        while end < next && end < number.to + 4 {
            let token = &self.claim.tokens[end];
            if token.is_mark(',') || token.is_mark(';') || token.is_mark('(') || token.is("and") || token.is("or") || token.is("with") {
                break;
            }
            end += 1;
        }
        end
    }

    fn value(&mut self, number: &Number, pool: &[(Cited<'a>, &'a Value)], context: &HashSet<u64>, numbers: &[Number], index: usize) {
        let best = |value: &Value| -> usize { value.names.iter().filter(|id| context.contains(id)).count() };
        let most = pool.iter().map(|(_, value)| best(value)).max().unwrap_or(0);
        let named: Vec<(Cited<'a>, &'a Value)> = if most == 0 { pool.to_vec() } else { pool.iter().copied().filter(|(_, value)| best(value) > 0 && best(value) * 2 >= most).collect() };
        let same: Vec<(Cited<'a>, &'a Value)> = named.iter().copied().filter(|(_, value)| self.fit(number, value) == Fit::Same).collect();
        if !same.is_empty() {
            self.same_value(number, &same, numbers, index);
            return;
        }
        if self.derived(number, pool, numbers, index) || self.delivered(number, pool) || self.pair(number, &named) || self.limit_holds(number, pool, context, numbers, index) {
            return;
        }
        let span = self.claim.span(number.from, number.to);
        if self.relation_of(number).is_some() && self.compared(number, numbers, index).is_some() {
            self.against(Verdict::Contradicted, ReasonCode::Comparator, span, None, Vec::new());
            return;
        }
        let elsewhere = pool.iter().copied().find(|(_, value)| self.fit(number, value) == Fit::Same);
        if let Some((cited, value)) = elsewhere.filter(|_| most > 0) {
            let right = named.first().map(|(_, value)| value.shown.clone());
            self.against(Verdict::Contradicted, ReasonCode::Attachment, span, right, vec![at_value(cited, value)]);
            return;
        }
        let fits: Vec<(Fit, Cited<'a>, &'a Value)> = named.iter().map(|(cited, value)| (self.fit(number, value), *cited, *value)).collect();
        let closest = [Fit::OtherUnit, Fit::Scale, Fit::Conversion, Fit::Other].into_iter().find_map(|wanted| fits.iter().find(|(fit, _, _)| *fit == wanted));
        match closest.filter(|_| most > 0) {
            Some((fit, cited, value)) => {
                let code = match fit {
                    Fit::OtherUnit => ReasonCode::Unit,
                    Fit::Scale => ReasonCode::Scale,
                    Fit::Conversion => ReasonCode::Conversion,
                    _ if cited.snippet.resource_type().is_some_and(|kind| kind.starts_with("Medication")) => ReasonCode::Dose,
                    _ => ReasonCode::Number,
                };
                let (cited, value) = (*cited, *value);
                self.against(Verdict::Contradicted, code, span, Some(value.shown.clone()), vec![at_value(cited, value)]);
            }
            None => self.against(Verdict::Unsupported, ReasonCode::Number, span, None, Vec::new()),
        }
    }

    /// The number is there; its date and its limit must be too.
    fn same_value(&mut self, number: &Number, same: &[(Cited<'a>, &'a Value)], numbers: &[Number], index: usize) {
        let span = self.claim.span(number.from, number.to);
        if let Some(mention) = self.date_of(number, numbers, index).filter(|_| number.sign.is_none() && self.limit_of(number).is_none()) {
            let fits = |cited: &Cited<'a>| {
                cited.source.is_prose || cited.source.dates.iter().any(|dated| mention.fits(dated.start, dated.end)) || cited.source.dates.is_empty() || self.linked_date(*cited, &mention)
            };
            if !same.iter().any(|(cited, _)| fits(cited)) {
                let (cited, value) = same[0];
                let dated = cited.source.dates.first().map(|dated| dated.start.to_string());
                self.against(Verdict::Contradicted, ReasonCode::Period, span, dated, vec![at_value(cited, value)]);
                return;
            }
        }
        let claimed = number.sign.or_else(|| self.limit_of(number));
        let limits: Vec<Option<Limit>> = same.iter().map(|(_, value)| value.limit.or_else(|| self.limit_in_source(value))).collect();
        if let (Some(claimed), false) = (claimed, limits.is_empty()) {
            let opposite = limits.iter().all(|limit| limit.is_some_and(|limit| upward(limit) != upward(claimed)));
            if opposite && !self.compared_value(number, numbers, index) {
                let (cited, value) = same[0];
                self.against(Verdict::Contradicted, ReasonCode::Comparator, span, Some(value.shown.clone()), vec![at_value(cited, value)]);
                return;
            }
        }
        self.relation(number, numbers, index);
        let (cited, value) = same[0];
        let (path, place) = (value.path.clone(), value.span);
        self.support(span, cited, &path, place);
    }

    fn linked_date(&self, cited: Cited<'a>, mention: &Mention) -> bool {
        let links = &cited.source.links;
        self.linked.iter().any(|linked| links.contains(&linked.snippet.id) && linked.source.dates.iter().any(|dated| mention.fits(dated.start, dated.end)))
    }

    fn fit(&self, number: &Number, value: &Value) -> Fit {
        let rough = self.rough(number);
        if let (Form::Over(claimed), form) = (number.form, value.form) {
            return match form {
                Form::Over(over) if over == claimed && number.value == value.value => Fit::Same,
                // A score out of a maximum.
                Form::Plain if value.measured && self.score(value) && agrees(number.value, number.decimals, value.value, rough) => Fit::Same,
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
        let plain = agrees(number.value, number.decimals, value.value, rough) || matches!(value.form, Form::To(end) if agrees(number.value, number.decimals, end, rough));
        match (number.unit, value.unit) {
            (Some(claimed), Some(own)) if claimed != own => {
                if let Some(converted) = self.lexicon.convert(value.value, own, claimed, &value.names) {
                    if agrees(number.value, number.decimals, converted, rough) || self.near(number, converted) {
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

    /// Factors differ in their last digit between tables: half a unit of the last digit shown more is allowed to a conversion.
    fn near(&self, number: &Number, converted: Decimal) -> bool {
        let step = Decimal::new(1, number.decimals);
        let slack = step * Decimal::new(55, 2);
        let relative = converted.abs() * Decimal::new(2, 3);
        (number.value - converted).abs() <= slack.max(relative.min(step))
    }

    fn rough(&self, number: &Number) -> bool {
        self.claim.all(Cue::Approximate).any(|found| found.to == number.from || found.to + 1 == number.from)
    }

    fn score(&self, value: &Value) -> bool {
        value.unit.is_none_or(|unit| matches!(self.lexicon.dimension(unit), "score"))
    }

    /// `180/98`: the two numbers of one source.
    fn pair(&mut self, number: &Number, named: &[(Cited<'a>, &'a Value)]) -> bool {
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
                (same_source || range) && !std::ptr::eq(*partner, *value) && agrees(second, number.decimals, partner.value, false) && self.ordered_pair(value, partner)
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

    /// Systolic stands before diastolic.
    fn ordered_pair(&self, first: &Value, second: &Value) -> bool {
        let diastolic = crate::text::id('c', "diastolic");
        let systolic = crate::text::id('c', "systolic");
        let pressure = first.names.contains(&diastolic) || second.names.contains(&systolic);
        !(pressure && first.names.contains(&diastolic) && !first.names.contains(&systolic))
    }

    /// A difference, a sum of change, a percentage of change between two numbers of one kind.
    fn derived(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)], numbers: &[Number], index: usize) -> bool {
        let start = self.segment_start(numbers, index);
        let told = self.claim.cues.iter().any(|found| (matches!(found.cue, Cue::Change) && found.from + 1 >= start && found.to <= number.to + 3) || (matches!(found.cue, Cue::Up | Cue::Down) && found.to <= number.from && found.to + 2 >= number.from && !self.claim.words(found.from, number.from).to_lowercase().contains(" to")));
        if !told {
            return false;
        }
        let measured: Vec<&(Cited<'a>, &'a Value)> = pool.iter().filter(|(_, value)| value.measured).take(40).collect();
        let hundred = Decimal::ONE_HUNDRED;
        measured.iter().enumerate().any(|(place, (one, a))| {
            measured[place + 1..].iter().any(|(other, b)| {
                if one.snippet.title != other.snippet.title || a.unit != b.unit {
                    return false;
                }
                let difference = (a.value - b.value).abs();
                let rounded = (crate::number::rounded(a.value, number.decimals) - crate::number::rounded(b.value, number.decimals)).abs();
                let percent = number.unit.is_some_and(|unit| self.lexicon.dimension(unit) == "fraction");
                let share = |base: Decimal| difference.checked_mul(hundred).and_then(|part| part.checked_div(base.abs()));
                let converted = match (number.unit, a.unit) {
                    (Some(to), Some(from)) if to != from => self.lexicon.convert(difference, from, to, &a.names),
                    _ => Some(difference),
                };
                converted.is_some_and(|difference| agrees(number.value, number.decimals, difference, false))
                    || rounded == number.value
                    || (percent && [a.value, b.value].into_iter().filter_map(share).any(|share| agrees(number.value, number.decimals, share, true)))
            })
        })
    }

    /// Volume times concentration of one product: 0.3 mL of 1 mg/mL is 0.3 mg.
    fn delivered(&self, number: &Number, pool: &[(Cited<'a>, &'a Value)]) -> bool {
        let Some(unit) = number.unit.filter(|unit| self.lexicon.dimension(*unit) == "mass") else { return false };
        let of = |wanted: &'static str| pool.iter().filter(move |(_, value)| value.unit.is_some_and(|unit| self.lexicon.dimension(unit) == wanted));
        of("volume").any(|(cited, volume)| {
            of("mass_conc").any(|(other, strength)| {
                let (Some(from), Some(own)) = (volume.unit, strength.unit) else { return false };
                let milliliters = self.lexicon.unit_of("mL").and_then(|unit| self.lexicon.convert(volume.value, from, unit, &volume.names));
                let per = self.lexicon.unit_of("mg/mL").and_then(|unit| self.lexicon.convert(strength.value, own, unit, &strength.names));
                let amount = milliliters.zip(per).and_then(|(a, b)| a.checked_mul(b));
                let shown = amount.zip(self.lexicon.unit_of("mg")).and_then(|(amount, mg)| self.lexicon.convert(amount, mg, unit, &volume.names));
                other.snippet.id == cited.snippet.id && shown.is_some_and(|shown| agrees(number.value, number.decimals, shown, false))
            })
        })
    }

    /// The limit that words before (or after) a number state: `above 60`, `at least 3`, `60 or more`.
    pub(crate) fn limit_of(&self, number: &Number) -> Option<Limit> {
        let at = |cue: Cue| self.claim.all(cue).any(|found| (found.to <= number.from && found.to + 3 >= number.from && self.plain_between(found.to, number.from)) || found.from == number.to);
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
    fn plain_between(&self, from: usize, to: usize) -> bool {
        self.claim.slice(from, to).iter().all(|token| token.is_word() && matches!(token.lower.as_str(), "the" | "a" | "an" | "of" | "charted" | "goal" | "target" | "limit" | "than" | "threshold" | "about" | "to" | "his" | "her" | "normal") || token.is_mark('<') || token.is_mark('>'))
    }

    fn limit_in_source(&self, value: &Value) -> Option<Limit> {
        // "below 140/90", "at least 15": the words just before the number in the source.
        let cited = self.reach().find(|cited| cited.source.values.iter().any(|own| std::ptr::eq(own, value)))?;
        let span = value.span?;
        let start = (span.start.saturating_sub(28)..=span.start).find(|at| cited.snippet.text.is_char_boundary(*at))?;
        let before = cited.snippet.text.get(start..span.start)?.to_lowercase();
        let before = before.trim_end();
        let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
        if ends(&["at least", "no less than", ">=", "minimum of"]) {
            Some(Limit::AtLeast)
        } else if ends(&["at most", "no more than", "nothing more than", "up to", "<=", "not more than"]) {
            Some(Limit::AtMost)
        } else if ends(&["above", "over", "more than", "greater than", ">"]) {
            Some(Limit::Above)
        } else if ends(&["below", "under", "less than", "lower than", "<"]) {
            Some(Limit::Below)
        } else {
            None
        }
    }

    /// Whether a value stands before the limit, so that the words compare the two.
    fn compared_value(&self, number: &Number, numbers: &[Number], index: usize) -> bool {
        number.sign.is_none() && index > 0 && self.claim.clause_of(numbers[index - 1].from) == self.claim.clause_of(number.from)
    }

    /// `180/98, above the 140/90 goal`: the relation between the value before and the limit must hold.
    fn relation(&mut self, number: &Number, numbers: &[Number], index: usize) {
        let Some(claimed) = self.relation_of(number) else { return };
        let Some(before) = self.compared(number, numbers, index) else { return };
        let pairs = match (before.form, number.form) {
            (Form::Over(a), Form::Over(b)) => vec![(before.value, number.value), (a, b)],
            _ => vec![(before.value, number.value)],
        };
        let holds = |(value, limit): &(Decimal, Decimal)| match claimed {
            Limit::Above => value > limit,
            Limit::AtLeast => value >= limit,
            Limit::Below => value < limit,
            Limit::AtMost => value <= limit,
        };
        let any = pairs.iter().any(holds);
        let all = pairs.iter().all(holds);
        let good = if upward(claimed) { any } else { all };
        if !good {
            let span = self.claim.span(number.from.saturating_sub(1), number.to);
            self.against(Verdict::Contradicted, ReasonCode::Comparator, span, None, Vec::new());
        }
    }

    /// "Within the goal of <7.0 %", "above the charted target of <108": the words compare, the sign belongs to the goal.
    fn relation_of(&self, number: &Number) -> Option<Limit> {
        let clause = self.claim.clause_of(number.from);
        let near = |found: &&crate::lexicon::Found| found.to <= number.from && number.from - found.to <= 6 && self.claim.clause_of(found.from) == clause && !self.claim.numbers.iter().any(|other| other.from >= found.to && other.to <= number.from);
        let found = self.claim.cues.iter().filter(near).rfind(|found| matches!(found.cue, Cue::Above | Cue::Below | Cue::Within | Cue::AtLeast | Cue::AtMost))?;
        Some(match found.cue {
            Cue::Above => Limit::Above,
            Cue::Below => Limit::Below,
            Cue::AtLeast => Limit::AtLeast,
            Cue::AtMost => Limit::AtMost,
            _ => match number.sign {
                Some(limit) => limit,
                None => Limit::AtMost,
            },
        })
    }

    /// The value that is compared with a limit: the last one before it with a comparable unit.
    fn compared<'n>(&self, number: &Number, numbers: &'n [Number], index: usize) -> Option<&'n Number> {
        let comparable = |other: &&Number| {
            !other.word && other.sign.is_none() && !self.in_brackets(other) && (other.unit == number.unit || other.unit.is_none() || number.unit.is_none()) && matches!(other.form, Form::Over(_)) == matches!(number.form, Form::Over(_)) && self.claim.tokens[other.from].sentence == self.claim.tokens[number.from].sentence
        };
        numbers[..index].iter().rev().find(comparable)
    }

    /// A conversion in brackets repeats the number before it.
    fn in_brackets(&self, number: &Number) -> bool {
        let open = number.from.checked_sub(1).is_some_and(|at| self.claim.tokens[at].is_mark('('));
        open && self.claim.tokens.get(number.to).is_some_and(|token| token.is_mark(')'))
    }

    /// A limit that no source states is fine where the statement's own value stands in that relation to it.
    fn limit_holds(&mut self, number: &Number, pool: &[(Cited<'a>, &'a Value)], context: &HashSet<u64>, numbers: &[Number], index: usize) -> bool {
        let Some(claimed) = number.sign.or_else(|| self.limit_of(number)) else { return false };
        let stated = self.compared(number, numbers, index).map(|before| before.value);
        let holds = |value: Decimal, limit: Decimal| match claimed {
            Limit::Above => value > limit,
            Limit::AtLeast => value >= limit,
            Limit::Below => value < limit,
            Limit::AtMost => value <= limit,
        };
        if let Some(value) = stated {
            return holds(value, number.value);
        }
        let named: Vec<&Value> = pool.iter().filter(|(_, value)| value.measured && value.names.iter().any(|id| context.contains(id))).map(|(_, value)| *value).collect();
        if let Form::Over(second) = number.form {
            let (systolic, diastolic) = (crate::text::id('c', "systolic"), crate::text::id('c', "diastolic"));
            let side = |concept: u64, limit: Decimal| named.iter().filter(|value| value.names.contains(&concept)).map(|value| holds(value.value, limit)).collect::<Vec<bool>>();
            let pairs: Vec<(bool, bool)> = side(systolic, number.value).into_iter().zip(side(diastolic, second)).collect();
            return !pairs.is_empty() && pairs.iter().all(|(a, b)| if upward(claimed) { *a || *b } else { *a && *b });
        }
        let alike: Vec<Decimal> = named
            .iter()
            .filter_map(|value| match (number.unit, value.unit) {
                (Some(to), Some(from)) if to != from => self.lexicon.convert(value.value, from, to, &value.names),
                _ => Some(value.value),
            })
            .collect();
        !alike.is_empty() && alike.iter().all(|value| holds(*value, number.value))
    }

    /// The date that a number is said to be of.
    pub(crate) fn date_of(&self, number: &Number, numbers: &[Number], index: usize) -> Option<Mention> {
        let claim = &self.claim;
        let sentence = claim.tokens[number.from].sentence;
        let here: Vec<&Mention> = claim.dates.iter().filter(|mention| claim.tokens[mention.from].sentence == sentence).collect();
        let next = numbers.get(index + 1).map_or(claim.tokens.len(), |next| next.from);
        // Directly after it, with only small words between: `7.4 % on 20 November`, `381 in September`.
        if let Some(after) = here.iter().find(|mention| mention.from >= number.to) {
            let gap = claim.slice(number.to, after.from);
            let small = gap.len() <= 3 && gap.iter().all(|token| token.is_word() && matches!(token.lower.as_str(), "on" | "in" | "of" | "at" | "from" | "as" | "dated" | "for" | "since" | "by" | "early" | "late" | "mid") || token.is_mark('('));
            if small && after.from <= next {
                return Some(**after);
            }
            // A list whose date stands at its end: `TC 196, HDL 69 and TG 114 mg/dL on 2020-11-01`.
            let between_is_list = numbers[index + 1..].iter().take_while(|later| later.from < after.from).last().is_some_and(|last| {
                claim.slice(last.to, after.from).iter().all(|token| token.is_word() && matches!(token.lower.as_str(), "on" | "in" | "of" | "at" | "from" | "both"))
            });
            let lister = claim.slice(number.to, after.from).iter().any(|token| token.is_word() && matches!(token.lower.as_str(), "from" | "to" | "then" | "after" | "versus" | "vs" | "against" | "than" | "when" | "while" | "ordered"));
            if between_is_list && !lister && claim.clause_of(number.from) == claim.clause_of(after.from) {
                return Some(**after);
            }
        }
        // One date at the head of the sentence: `On 16 August 2020 …`, `Lipids on 21 Jan 2020: …`.
        // `on 9 October 2016, when the score was …`
        let when = here.iter().find(|mention| mention.to + 1 < number.from && claim.tokens[mention.to].is_mark(',') && claim.tokens[mention.to + 1].is("when") && claim.clause_of(mention.from) == claim.clause_of(number.from) && !numbers[..index].iter().any(|other| other.from > mention.to));
        if let Some(when) = when {
            return Some(**when);
        }
        match here.as_slice() {
            [one] if one.to <= number.from => {
                let head = claim.tokens.get(one.to).is_some_and(|token| token.is_mark(',') || token.is_mark(':') || token.is_mark(')') && claim.tokens.get(one.to + 1).is_some_and(|next| next.is_mark(':')));
                let later = claim.slice(one.to, number.from).iter().any(|token| token.is_word() && matches!(token.lower.as_str(), "then" | "since" | "previously" | "earlier" | "from" | "after" | "against" | "versus" | "now"));
                (head && !later && claim.clause_of(one.from) <= claim.clause_of(number.from) && (one.from < 3 || claim.tokens.get(one.to).is_some_and(|token| !token.is_mark(',')))).then_some(**one)
            }
            _ => None,
        }
    }
}

fn upward(limit: Limit) -> bool {
    matches!(limit, Limit::Above | Limit::AtLeast)
}
