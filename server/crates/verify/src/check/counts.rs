//! Counts, and what is said to be first, last, only, highest or lowest.

use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::number::Form;
use model::{ReasonCode, SourceSpan, Verdict};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, HashSet};
use time::Date;

/// Texts with more numbers than this are not told apart by sentence.
const FEW: usize = 40;
/// More words that make a list exclusive than this are none of a sentence.
const MOST_LISTS: usize = 12;
/// How far before a number the name of what it counts is looked for, in tokens.
const BACK: usize = 60;

impl<'a> Check<'a> {
    /// Checks counts and extremes.
    pub(crate) fn counts(&mut self) {
        for number in self.claim.numbers.clone() {
            let counted = number.form == Form::Times
                || self.counts_things(&number)
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
            if counted
                && number.value > Decimal::ONE
                && number.value.is_integer()
                && !half
                && !self.labels(&number)
                && !self.claim.used[number.from]
                && !self.nights(&number)
                && !self.share_said(&number)
                && !self.turned_age(&number)
                && !self.difference_in_words(&number)
            {
                self.count(&number);
            }
        }
        self.ordinals();
        let mut lists = 0;
        for found in self.whole_lists() {
            self.only(found);
        }
        for found in self.claim.cues.clone() {
            match found.cue {
                // Each looks through the whole clause and chart.
                Cue::Only if lists < MOST_LISTS => {
                    lists += 1;
                    self.only(found);
                }
                Cue::Last => self.order(found, true),
                Cue::First => self.order(found, false),
                // The `top number` of a blood pressure is no highest one.
                Cue::Highest
                    if self
                        .claim
                        .tokens
                        .get(found.to)
                        .is_some_and(|next| next.is("number")) => {}
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
        if let Some(right) = self.multiple(number) {
            if !right {
                let span = self.claim.span(number.from, number.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Number, span, None, Vec::new());
            }
            return;
        }
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
        if self.counted_beside(number, count) || self.lists_as_many(number, count) {
            return;
        }
        // A number that a text or a display says itself.
        if self.said_of_same(number) {
            return;
        }
        let (_, sentence_end) = self.sentence_range(number.from);
        let (from, to) = (number.to, (number.to + 8).min(sentence_end));
        let end = (from..to)
            .find(|index| {
                self.claim.tokens[*index].kind == crate::text::Kind::Mark
                    && !self.claim.tokens[*index].is_mark('-')
            })
            .unwrap_or(to);
        // `two chest X-rays and an echocardiogram`: what has an article of its own is not counted.
        let item = self.first_item(from, end);
        let beside = self.named_in(item, end);
        let end = item;
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(number.from));
        let (sentence_from, sentence_to) = self.sentence_range(number.from);
        let mut named = self.named_in(from, end);
        let nearer = |start: usize| start.max(number.from.saturating_sub(BACK));
        if named.is_empty() {
            named = self.named_in(nearer(clause_from), number.from);
        }
        // `DTaP: six doses`: what stands before the colon.
        if named.is_empty() {
            named = self.named_in(nearer(sentence_from), number.from);
        }
        if number.form == Form::Times {
            let before = self.nearest_named(nearer(clause_from), number.from);
            if !before.is_empty() {
                named = before;
            }
        }
        // Two entries of one day may be one occasion, never one allergy.
        let by_day = number.form == Form::Times
            || self.claim.slice(number.to, end).iter().any(|token| {
                matches!(
                    token.stem.as_str(),
                    "day"
                        | "dat"
                        | "date"
                        | "occasion"
                        | "visit"
                        | "session"
                        | "encounter"
                        | "time"
                )
            });
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
            if by_day {
                counts.insert(days.len());
            }
        };
        // What only another sentence names is not counted here. A text of very many numbers is a table of one thing.
        let last = self.claim.tokens.len();
        let several = (sentence_from, sentence_to) != (0, last) && self.claim.numbers.len() <= FEW;
        let named_of = |from: usize, to: usize| -> HashSet<&str> {
            if !several {
                return HashSet::new();
            }
            let all = self.named_in(from, to).into_iter();
            all.map(|cited| cited.snippet.id.as_str()).collect()
        };
        let mut elsewhere = named_of(0, sentence_from);
        elsewhere.extend(named_of(sentence_to, last));
        let here = named_of(sentence_from, sentence_to);
        let others: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                let id = cited.snippet.id.as_str();
                cited.snippet.resource_type() != Some("Patient")
                    && (here.contains(id) || !elsewhere.contains(id))
            })
            .collect();
        named.retain(|cited| cited.snippet.resource_type() != Some("Patient"));
        let mut noun: Vec<&'static str> = self.kinds_in(from, end);
        let entries = self.claim.tokens.get(number.to).is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "entries" | "items" | "records" | "members"
            )
        });
        if noun.is_empty() && entries {
            // `The allergy list has two entries.`
            noun = self.kinds_in(nearer(sentence_from), number.from);
        }
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
            // Named by no more than its kind: every one of the kind is counted.
            let by_own = named
                .iter()
                .any(|cited| self.named_beyond_kind(cited, from, end));
            if named.is_empty() || !by_own {
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
                .filter(|cited| {
                    let id = &cited.snippet.id;
                    !beside.iter().any(|one| one.snippet.id == *id)
                        || named.iter().any(|one| one.snippet.id == *id)
                })
                .collect();
            let others_counted = self
                .claim
                .numbers
                .iter()
                .filter(|other| {
                    other.word
                        && other.form == Form::Plain
                        && other.unit.is_none()
                        && other.value > Decimal::ONE
                })
                .count()
                > 1;
            if number.form != Form::Times && (!others_counted || named.len() < 2) {
                tally(&alike);
            }
        }
        let worded = self.counted_by_words(number, end, &others, &mut counts);
        if let Some(window) = self.window_behind(number) {
            // `three in 2019`: those of that time alone.
            counts.clear();
            let inside = |cited: &&Cited<'a>| {
                cited.snippet.date.as_ref().is_some_and(|date| {
                    let (start, end) = date.days();
                    window.holds(start, end)
                })
            };
            let pool = if named.is_empty() { &others } else { &named };
            let within: Vec<Cited<'a>> = pool.iter().filter(inside).copied().collect();
            counts.insert(within.len());
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for cited in others.iter().filter(inside) {
                *kinds
                    .entry(cited.snippet.resource_type().unwrap_or_default())
                    .or_default() += 1;
            }
            counts.extend(kinds.values().copied());
        }
        if let Some(limit) = self.limit_of(number).filter(|_| !self.spans_over(number)) {
            let good = counts.iter().any(|own| limit.holds(*own, count));
            if good {
                return;
            }
            counts.clear();
        }
        self.tally_satisfied(number, &mut counts);
        let values = self
            .claim
            .numbers
            .iter()
            .filter(|other| other.from >= number.to && !other.word && other.to <= clause_to)
            .count();
        if values >= 2 && counts.is_empty() {
            counts.insert(values);
        }
        if !worded {
            self.counted_otherwise(number, &named, &mut counts);
            self.counted_in_chart(number, &named, &mut counts);
        }
        if self.after_the_first(number) {
            counts = counts.iter().filter_map(|own| own.checked_sub(1)).collect();
        }
        if counts.contains(&count) || self.points_back(number) {
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

    /// Further ways to count: the whole series of the chart, those in force, all but this one, the things that the sentence itself lists.
    fn counted_otherwise(
        &self,
        number: &crate::number::Number,
        named: &[Cited<'a>],
        counts: &mut HashSet<usize>,
    ) {
        use crate::source::State;
        let near = self
            .claim
            .slice(number.from.saturating_sub(2), number.to + 4);
        let said = |words: &[&str]| {
            near.iter()
                .any(|token| words.contains(&token.lower.as_str()))
        };
        let pool: &[Cited<'a>] = if named.is_empty() { &self.cited } else { named };
        let of_state = |wanted: &[Cue]| {
            let sentence = self.claim.tokens[number.from].sentence;
            self.claim.cues.iter().any(|found| {
                wanted.contains(&found.cue) && self.claim.tokens[found.from].sentence == sentence
            })
        };
        for (state, cues) in [
            (State::Active, &[Cue::Active][..]),
            (State::Ended, &[Cue::Inactive, Cue::Completed][..]),
        ] {
            let own = pool
                .iter()
                .filter(|cited| cited.source.state == Some(state))
                .count();
            if own > 0 && of_state(cues) {
                counts.insert(own);
            }
        }
        let whole = self.chart_meant(number, &[]);
        for cited in pool.iter().take(8).filter(|_| whole) {
            let all = self.like(cited.snippet).len();
            if all > 0 {
                counts.insert(all);
            }
        }
        if said(&[
            "before",
            "earlier",
            "previous",
            "prior",
            "other",
            "others",
            "more",
            "besides",
            "further",
            "remaining",
        ]) {
            let less: Vec<usize> = counts.iter().filter_map(|own| own.checked_sub(1)).collect();
            counts.extend(less);
        }
        // `three activities: A, B and C`, of one source
        let resources = pool
            .iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .count();
        if resources <= 1 || self.prose_only() {
            let (first, end) = self.sentence_range(number.from);
            let first = first.max(number.from.saturating_sub(BACK));
            let last = end.saturating_sub(1).min(number.to + BACK);
            counts.extend(
                [
                    listed(self.claim.slice(first, number.from)),
                    listed(self.claim.slice(number.to, last)),
                ]
                .into_iter()
                .flatten(),
            );
        }
    }

    /// Whether these tokens name a source by a word that is not that of its kind.
    pub(super) fn named_beyond_kind(&self, cited: &Cited<'a>, from: usize, to: usize) -> bool {
        self.carried(from, to).any(|token| {
            super::only::kinds_of(&token.stem).is_none()
                && token.ids.iter().any(|id| cited.source.names.contains(id))
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
}

/// How many things a list has: `A, B and C`; none where nothing is joined.
fn listed(tokens: &[crate::text::Token]) -> Option<usize> {
    let joint = |token: &crate::text::Token| token.is("and") || token.is("plus");
    tokens.iter().any(joint).then(|| {
        let joints = tokens
            .iter()
            .enumerate()
            .filter(|(at, token)| {
                joint(token) || (token.is_mark(',') && !tokens.get(at + 1).is_some_and(joint))
            })
            .count();
        joints + 1
    })
}
