//! Counts, and what is said to be first, last, only, highest or lowest.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::number::Form;
use model::{ReasonCode, SourceSpan, Verdict};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sources::{FactRole, Snippet, Subject};
use std::collections::{BTreeMap, HashSet};
use time::Date;

impl<'a> Check<'a> {
    /// Checks counts and extremes.
    pub(crate) fn counts(&mut self) {
        for number in self.claim.numbers.clone() {
            let counted = number.form == Form::Times
                || (number.word && number.unit.is_none() && number.form == Form::Plain);
            let half = self
                .claim
                .tokens
                .get(number.to)
                .is_some_and(|token| token.is("and"))
                && self
                    .claim
                    .tokens
                    .get(number.to + 2)
                    .is_some_and(|token| token.is("half"));
            if counted && number.value > Decimal::ONE && !half && !self.claim.used[number.from] {
                self.count(&number);
            }
        }
        self.ordinals();
        for found in self.claim.cues.clone() {
            match found.cue {
                Cue::Only => self.only(found),
                Cue::Last => self.order(found, true),
                Cue::First => self.order(found, false),
                Cue::Highest => self.extreme(found, true),
                Cue::Lowest => self.extreme(found, false),
                _ => {}
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "one way of counting after the other")]
    pub(super) fn count(&mut self, number: &crate::number::Number) {
        let Some(count) = number.value.to_usize() else {
            return;
        };
        // A number that belongs to a name: `three dimensional`.
        let named = self
            .claim
            .words(number.from, (number.to + 1).min(self.claim.tokens.len()))
            .to_lowercase();
        if named.contains([' ', '-'])
            && self
                .reach()
                .any(|cited| cited.snippet.title.to_lowercase().contains(&named))
        {
            return;
        }
        // A number that a text or a display says itself.
        if self.reach().any(|cited| {
            cited
                .source
                .values
                .iter()
                .any(|value| !value.measured && value.unit.is_none() && value.value == number.value)
        }) && self.prose_or_text(number)
        {
            return;
        }
        let (from, to) = (number.to, (number.to + 8).min(self.claim.tokens.len()));
        let end = (from..to)
            .find(|index| {
                self.claim.tokens[*index].kind == crate::text::Kind::Mark
                    && !self.claim.tokens[*index].is_mark('-')
            })
            .unwrap_or(to);
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(number.from));
        let mut named = self.named_in(from, end);
        if named.is_empty() {
            named = self.named_in(clause_from, number.from);
        }
        if number.form == Form::Times {
            let before = self.nearest_named(clause_from, number.from);
            if !before.is_empty() {
                named = before;
            }
        }
        let mut counts: HashSet<usize> = HashSet::new();
        let mut tally = |sources: &[Cited<'a>]| {
            counts.insert(sources.len());
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
            let mut days: HashSet<Date> = HashSet::new();
            for cited in sources {
                *kinds
                    .entry(cited.snippet.resource_type().unwrap_or_default())
                    .or_default() += 1;
                *titles.entry(cited.snippet.title.as_str()).or_default() += 1;
                days.extend(cited.snippet.date.as_ref().map(|date| date.days().0));
            }
            counts.extend(kinds.values().copied());
            counts.extend(titles.values().copied());
            counts.insert(days.len());
        };
        let others: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .collect();
        named.retain(|cited| cited.snippet.resource_type() != Some("Patient"));
        let noun: Vec<&'static str> = self.kinds_in(from, end);
        let of_noun: Vec<Cited<'a>> = others
            .iter()
            .copied()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| noun.contains(&kind))
            })
            .collect();
        if !of_noun.is_empty() {
            named.retain(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| noun.contains(&kind))
            });
            if named.is_empty() {
                named = of_noun;
            }
        }
        if named.is_empty() {
            tally(&others);
        } else {
            tally(&named);
            let kinds: HashSet<Option<&str>> = named
                .iter()
                .map(|cited| cited.snippet.resource_type())
                .collect();
            let alike: Vec<Cited<'a>> = others
                .iter()
                .copied()
                .filter(|cited| kinds.contains(&cited.snippet.resource_type()))
                .collect();
            tally(&alike);
        }
        if let Some(limit) = self.limit_of(number) {
            let good = counts.iter().any(|own| match limit {
                crate::number::Limit::Above => *own > count,
                crate::number::Limit::AtLeast => *own >= count,
                crate::number::Limit::Below => *own < count,
                crate::number::Limit::AtMost => *own <= count,
            });
            if good {
                return;
            }
            counts.clear();
        }
        let values = self
            .claim
            .numbers
            .iter()
            .filter(|other| other.from >= number.to && !other.word && other.to <= clause_to)
            .count();
        if values >= 2 && counts.is_empty() {
            counts.insert(values);
        }
        if counts.contains(&count) {
            return;
        }
        let structured = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource.is_some());
        let span = self.claim.span(number.from, number.to);
        if structured {
            let best = if named.len() > 1 {
                named.len()
            } else {
                self.cited.len()
            };
            let sources = self
                .cited
                .iter()
                .take(6)
                .map(|cited| SourceSpan {
                    source: cited.snippet.id.clone(),
                    path: None,
                    source_span: None,
                })
                .collect();
            self.against(
                Verdict::Contradicted,
                ReasonCode::Count,
                span,
                Some(best.to_string()),
                sources,
            );
        } else if !self.number_said(number) {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Number,
                span,
                None,
                Vec::new(),
            );
        }
    }

    pub(super) fn prose_or_text(&self, number: &crate::number::Number) -> bool {
        self.prose()
            || self.claim.tokens.get(number.to).is_some_and(|next| {
                !self.lexicon.is_general(&next.stem)
                    && next.ids.iter().any(|id| self.ids.contains(id))
            })
    }

    pub(super) fn number_said(&self, number: &crate::number::Number) -> bool {
        let couple = number.value == Decimal::TWO
            && self.reach().any(|cited| {
                cited
                    .source
                    .prose
                    .iter()
                    .any(|token| matches!(token.lower.as_str(), "couple" | "both" | "twice"))
            });
        couple
            || self.reach().any(|cited| {
                cited.source.values.iter().any(|value| {
                    value.value == number.value
                        || matches!(value.form, Form::To(end) if end == number.value)
                })
            })
    }

    /// `second recorded fracture`
    pub(super) fn ordinals(&mut self) {
        for index in 0..self.claim.tokens.len() {
            let place = match self.claim.tokens[index].lower.as_str() {
                "second" => 2,
                "third" => 3,
                "fourth" => 4,
                "fifth" => 5,
                _ => continue,
            };
            if self.claim.used[index] || self.prose() {
                continue;
            }
            let end = (index + 6).min(self.claim.tokens.len());
            let named = self.named_in(index + 1, end);
            let Some(first) = named.first().copied() else {
                continue;
            };
            let total = self.like(first.snippet).len();
            if total > 0 && total < place {
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Count,
                    self.claim.tokens[index].span,
                    Some(total.to_string()),
                    Vec::new(),
                );
            }
        }
    }

    /// All sources of the chart about the same thing, up to the date of writing, oldest first.
    pub(super) fn like(&self, snippet: &Snippet) -> Vec<&'a Snippet> {
        let Some(kind) = snippet.resource_type() else {
            return Vec::new();
        };
        let own = codes(snippet);
        let mut all: Vec<&'a Snippet> = self
            .set
            .of_type(kind)
            .filter(|other| {
                (other.title == snippet.title || codes(other).iter().any(|code| own.contains(code)))
                    && other.subject != Subject::OtherPatient
                    && other
                        .date
                        .as_ref()
                        .is_none_or(|date| date.days().0 <= self.as_of)
                    && self.set.position(&other.id).is_none_or(|index| {
                        self.prepared.source(self.set, index).retracted.is_none()
                    })
            })
            .collect();
        all.sort_by_key(|other| other.date.as_ref().map(|date| date.days().0));
        all
    }

    pub(super) fn clause_named(&self, found: Found) -> Vec<Cited<'a>> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let end = (found.to + 7).min(to);
        let end = (found.to..end)
            .find(|index| {
                self.claim.tokens[*index].is_mark(',')
                    || self.claim.tokens[*index].is_mark('(')
                    || self.claim.tokens[*index].is_mark(';')
            })
            .unwrap_or(end);
        let after = self.named_in(found.to, end);
        if after.is_empty() {
            self.named_in(from, found.from)
        } else {
            after
        }
    }
}

fn codes(snippet: &Snippet) -> Vec<String> {
    let mut out = Vec::new();
    for fact in snippet.facts(FactRole::Code).filter(|fact| fact.group == 0) {
        if let sources::FactValue::Coded { codings, .. } = &fact.value {
            out.extend(
                codings
                    .iter()
                    .filter(|coding| !coding.code.is_empty())
                    .map(|coding| coding.code.clone()),
            );
        }
    }
    out
}
