//! Numbers that prose says, and pairs of numbers.

use super::fit::Fit;
use super::limits::upward;
use super::{Check, Cited};
use crate::number::{Form, Number};
use crate::source::Value;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use std::collections::{HashMap, HashSet};

impl<'a> Check<'a> {
    /// A number that prose says. What it is of is known in prose only by the words around it: another test's or drug's number is not taken.
    pub(super) fn in_prose(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        context: &HashSet<u64>,
    ) -> Option<(Cited<'a>, &'a Value)> {
        let meant = |ids: &HashSet<u64>| -> Vec<u64> {
            ids.iter()
                .copied()
                .filter(|id| self.lexicon.is_lab(&[*id]))
                .collect()
        };
        let asked = meant(context);
        let ends = |end: Decimal, cited: &Cited<'a>| {
            cited.source.values.iter().any(|other| other.value == end)
        };
        // Another number of its kind that the claim's own words stand beside, while they do not stand beside this one.
        let beside = |value: &Value| value.names.iter().filter(|id| context.contains(id)).count();
        // A result of that dimension and name is known: a bare number in somebody's note says nothing against it.
        let known_result = number.unit.is_some_and(|claimed| {
            let dimension = self.lexicon.dimension(claimed);
            pool.iter().any(|(_, value)| {
                value.measured
                    && beside(value) > 0
                    && value
                        .unit
                        .is_some_and(|own| self.lexicon.dimension(own) == dimension)
            })
        });
        let claimed = number.sign.or_else(|| self.limit_of(number));
        let other_unit: HashSet<&str> = pool
            .iter()
            .filter(|(_, value)| {
                value.value == number.value
                    && value.unit.is_some_and(|unit| Some(unit) != number.unit)
            })
            .map(|(cited, _)| cited.snippet.id.as_str())
            .collect();
        // The different numbers of each source that stand beside the claim's words; a few are enough to know that this one does not.
        let mut named_there: HashMap<&str, Vec<&Value>> = HashMap::new();
        for (cited, value) in pool.iter().filter(|(_, value)| beside(value) > 0) {
            let known = named_there.entry(cited.snippet.id.as_str()).or_default();
            if known.len() < 40 && known.iter().all(|other| other.value != value.value) {
                known.push(value);
            }
        }
        pool.iter().copied().find(|(cited, value)| {
            if !cited.source.is_prose && value.path != "text" {
                return false;
            }
            let same = self.fit(number, value) == Fit::Same
                || matches!(number.form, Form::To(end) if value.value == number.value && ends(end, cited));
            if !same {
                return false;
            }
            let kin = |other: &&Value| {
                !std::ptr::eq(*other, *value)
                    && other.value != value.value
                    // `one spike`: an article, and no figure.
                    && !(other.value == Decimal::ONE && other.shown.eq_ignore_ascii_case("one"))
                    && other.unit == value.unit
                    && std::mem::discriminant(&other.form) == std::mem::discriminant(&value.form)
            };
            // A number with a unit and without a name beside it goes on with what was named before.
            let nameless = (matches!(number.form, Form::Over(_))
                || number
                    .unit
                    .is_some_and(|unit| self.lexicon.dimension(unit) != "mass"))
                && meant(&value.names).is_empty();
            let swapped = !nameless
                && beside(value) == 0
                && named_there
                    .get(cited.snippet.id.as_str())
                    .is_some_and(|known| known.iter().copied().any(|other| kin(&other)));
            let bare = number.unit.is_some()
                && value.unit.is_none()
                && other_unit.contains(cited.snippet.id.as_str());
            let own = meant(&value.names);
            let named = asked.is_empty() || own.is_empty() || own.iter().any(|id| asked.contains(id));
            let opposite = claimed
                .zip(value.limit.or_else(|| Self::limit_in_source(*cited, value)))
                .is_some_and(|(a, b)| upward(a) != upward(b));
            let guessed = known_result && value.unit.is_none();
            named && !swapped && !bare && !opposite && !guessed
        })
    }

    /// Two numbers of one source, on the date that is told.
    pub(super) fn pair_told(
        &mut self,
        number: &Number,
        named: &[(Cited<'a>, &'a Value)],
        numbers: &[Number],
        index: usize,
    ) -> bool {
        let mention = self.date_of(number, numbers, index);
        let on_date: Vec<(Cited<'a>, &'a Value)> = named
            .iter()
            .copied()
            .filter(|(cited, _)| {
                mention.is_none_or(|mention| {
                    cited.source.dates.is_empty()
                        || cited
                            .source
                            .dates
                            .iter()
                            .any(|dated| mention.fits(dated.start, dated.end))
                        || self.linked_date(*cited, &mention)
                })
            })
            .collect();
        if self.pair(number, &on_date) {
            return true;
        }
        if on_date.len() == named.len() || !self.pair(number, named) {
            return false;
        }
        let span = self.claim.span(number.from, number.to);
        self.against(
            Verdict::Contradicted,
            ReasonCode::Period,
            span,
            None,
            Vec::new(),
        );
        true
    }

    /// `ER 60 %`, where the only number that stands right behind `ER` in the cited prose is another: that number and its place.
    pub(super) fn other_behind(&self, number: &Number) -> Option<(String, model::SourceSpan)> {
        let own = number
            .from
            .checked_sub(1)
            .and_then(|at| self.claim.tokens.get(at))
            .filter(|token| {
                token.is_word() && token.lower.len() > 1 && !self.lexicon.is_general(&token.stem)
            })?;
        let mut other = None;
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            for (at, _) in prose
                .iter()
                .enumerate()
                .filter(|(_, token)| token.is_word() && token.stem == own.stem)
            {
                let Some(behind) = prose
                    .get(at + 1)
                    .filter(|next| next.kind == crate::text::Kind::Number)
                else {
                    continue;
                };
                let value = cited.source.values.iter().find(|value| {
                    value
                        .span
                        .is_some_and(|span| span.start == behind.span.start)
                })?;
                if self.fit(number, value) == Fit::Same {
                    return None;
                }
                let alike = value.unit == number.unit
                    && std::mem::discriminant(&value.form) == std::mem::discriminant(&number.form);
                if alike {
                    other = other
                        .or_else(|| Some((value.shown.clone(), super::at_value(cited, value))));
                }
            }
        }
        other
    }
}
