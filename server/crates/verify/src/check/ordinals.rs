//! `second recorded fracture`, `the third cycle`.

use super::Check;
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

impl Check<'_> {
    /// `second recorded fracture`
    pub(super) fn ordinals(&mut self) {
        for index in 0..self.claim.tokens.len() {
            let Some(place) = place(&self.claim.tokens[index].lower) else {
                continue;
            };
            if self.claim.used[index] || self.one_after_another(index) {
                continue;
            }
            if self
                .visits_in_window(index)
                .is_some_and(|(few, many)| !(few..=many).contains(&place))
            {
                let span = self.claim.tokens[index].span;
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Count, span, None, Vec::new());
                continue;
            }
            if self.prose() {
                self.ordinal_in_prose(index, place);
                continue;
            }
            if self
                .earlier_listed(index)
                .is_some_and(|listed| listed + 1 != place)
            {
                let span = self.claim.tokens[index].span;
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Count, span, None, Vec::new());
                continue;
            }
            let end = (index + 6).min(self.claim.tokens.len());
            // `her eighth on record`: of what is named before, and the last of as many.
            let so_far = self
                .claim
                .tokens
                .get(index + 1)
                .is_some_and(|next| matches!(next.lower.as_str(), "on" | "in" | "so" | "to"))
                && self.claim.slice(index + 1, index + 5).iter().any(|token| {
                    matches!(
                        token.lower.as_str(),
                        "record" | "file" | "chart" | "far" | "date"
                    )
                });
            let named = if so_far {
                let (from, _) = self.sentence_range(index);
                let nearest = self.nearest_named(from, index);
                if nearest.is_empty() {
                    self.named_in(from, index)
                } else {
                    nearest
                }
            } else {
                self.named_in(index + 1, end)
            };
            let Some(first) = named.first().copied() else {
                continue;
            };
            // What is asked for comes on top of what the chart has.
            let asked = self.claim.clause_has(index, Cue::Planned)
                || self.claim.tokens.iter().any(|token| {
                    matches!(
                        token.stem.as_str(),
                        "request" | "recommend" | "propos" | "offer"
                    )
                });
            // Everything of that kind that is called so counts: a second pregnancy, whatever became of it.
            let noun = self
                .claim
                .tokens
                .get(index + 1)
                .map(|token| token.ids.clone())
                .unwrap_or_default();
            let called = first.snippet.resource_type().map_or(0, |kind| {
                self.set
                    .of_type(kind)
                    .filter(|snippet| {
                        self.set.position(&snippet.id).is_some_and(|at| {
                            let source = self.prepared.source(self.set, at);
                            noun.iter().any(|id| source.names.contains(id))
                        })
                    })
                    .take(12)
                    .count()
            });
            let total = self.like(first.snippet).len().max(called) + usize::from(asked);
            let total = if so_far {
                self.like(first.snippet).len()
            } else {
                total
            };
            if total > 0 && (total < place || (so_far && total != place)) {
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

    /// `at the first visit both in June 2016 and in July 2017`: one of each of two.
    pub(super) fn one_of_each(&self, found: crate::lexicon::Found) -> bool {
        let (_, end) = self.sentence_range(found.from);
        let both = (found.to..end).find(|at| {
            matches!(
                self.claim.tokens[*at].lower.as_str(),
                "both" | "each" | "respectively"
            )
        });
        let days = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from >= found.to && mention.to <= end);
        both.is_some() && days.count() > 1
    }

    /// `A second plan`, `the first ended in childbirth, the second in …`: one more of what the text itself tells, no count of the chart.
    fn one_after_another(&self, index: usize) -> bool {
        let tokens = &self.claim.tokens;
        let article = |at: usize| {
            at.checked_sub(1)
                .map_or("", |before| tokens[before].lower.as_str())
        };
        let begins = index
            .checked_sub(1)
            .is_some_and(|at| at == 0 || tokens[at - 1].sentence != tokens[at].sentence);
        if matches!(article(index), "a" | "another") && begins && tokens[index].is("second") {
            return true;
        }
        let (from, _) = self.sentence_range(index);
        let noun = tokens
            .get(index + 1)
            .is_some_and(|next| next.is_word() && !self.lexicon.is_function(&next.lower));
        article(index) == "the"
            && !noun
            && self
                .claim
                .slice(from, index)
                .iter()
                .any(|token| token.is("first"))
    }

    /// `third contact within two weeks`: of the visits up to the date of writing, which itself may be one more that the chart has not yet.
    fn visits_in_window(&self, index: usize) -> Option<(usize, usize)> {
        const FAR: usize = 5;
        let noun = self.claim.tokens.get(index + 1)?;
        let visit = matches!(
            noun.stem.as_str(),
            "contact" | "visit" | "encounter" | "attendanc" | "attendance" | "presentation"
        );
        let window = self.claim.durations.iter().find(|duration| {
            duration.from > index
                && duration.from <= index + FAR
                && matches!(
                    self.claim.tokens[duration.from - 1].lower.as_str(),
                    "within" | "in" | "past" | "last"
                )
        });
        let window = window.filter(|_| visit && self.set.complete("Encounter"))?;
        let seconds = window.count.checked_mul(window.unit)?;
        let days = (seconds / Decimal::from(86_400)).to_i64()?.min(60_000);
        let first = self.as_of - time::Duration::days(days);
        let visits: BTreeSet<time::Date> = self
            .set
            .of_type("Encounter")
            .filter_map(|one| one.date.as_ref().map(|date| date.days().0))
            .filter(|day| *day >= first && *day <= self.as_of)
            .collect();
        let today = usize::from(!visits.contains(&self.as_of));
        Some((visits.len(), visits.len() + today))
    }

    /// `his fifth detox admission, after August 2012, May 2013 and two others`: how many days are listed behind the word.
    fn earlier_listed(&self, index: usize) -> Option<usize> {
        let (_, end) = self.sentence_range(index);
        let after = (index + 1..end.min(index + 8))
            .find(|at| matches!(self.claim.tokens[*at].lower.as_str(), "after" | "following"))?;
        let mut at = after + 1;
        let mut listed = 0;
        while let Some(mention) = self
            .claim
            .dates
            .iter()
            .find(|mention| (at..=at + 2).contains(&mention.from))
            .filter(|mention| {
                let mut between = self.claim.slice(at, mention.from).iter();
                between.all(|token| {
                    token.is_mark(',')
                        || matches!(token.lower.as_str(), "and" | "those" | "of" | "in")
                })
            })
        {
            listed += 1;
            at = mention.to;
        }
        (listed > 1 && at >= end.saturating_sub(1)).then_some(listed)
    }

    /// `the third cycle`, where prose speaks of the fourth and never of the third.
    pub(super) fn ordinal_in_prose(&mut self, index: usize, place: usize) {
        const NAMES: [&str; 6] = ["zeroth", "first", "second", "third", "fourth", "fifth"];
        let Some(noun) = self
            .claim
            .tokens
            .get(index + 1)
            .filter(|noun| noun.is_word())
            .cloned()
        else {
            return;
        };
        let (mut same, mut other) = (false, false);
        for cited in &self.cited {
            let prose = &cited.source.prose;
            for at in 1..prose.len() {
                if prose[at].stem != noun.stem {
                    continue;
                }
                let near = [prose.get(at - 1), prose.get(at + 1)];
                for word in near.into_iter().flatten() {
                    let said = NAMES
                        .iter()
                        .position(|name| word.lower == *name)
                        .or_else(|| word.lower.parse().ok());
                    same |= said == Some(place);
                    other |= said.is_some_and(|said| said != place);
                }
            }
        }
        if other && !same {
            let span = self.claim.span(index, index + 1);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Count,
                span,
                None,
                Vec::new(),
            );
        }
    }
}

/// The number of an ordinal that is written as a word.
pub(super) fn place<N: From<u8>>(word: &str) -> Option<N> {
    Some(N::from(match word {
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        _ => return None,
    }))
}
