//! Counts of what fulfils a condition of its clause, and counts over the chart.

use super::{Check, Cited};
use crate::number::{Form, Limit, Number};
use crate::source::State;
use rust_decimal::Decimal;
use sources::Subject;
use std::collections::{BTreeMap, HashSet};

impl<'a> Check<'a> {
    /// `over the six panels`: a time, no limit.
    pub(super) fn spans_over(&self, number: &Number) -> bool {
        let word = |back: usize| {
            number
                .from
                .checked_sub(back)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        matches!(
            word(1),
            "the" | "these" | "those" | "all" | "his" | "her" | "their"
        ) && word(2) == "over"
            // `Over ten yearly panels, 2011 to 2020`: across all of them.
            || (word(1) == "over"
                && number.word
                && number
                    .from
                    .checked_sub(2)
                    .is_none_or(|at| self.claim.tokens[at].kind == crate::text::Kind::Mark))
    }

    /// `below 30 % at four of the six`: a limit that only so many of the values keep, which the count answers for.
    pub(super) fn of_some(&self, number: &Number) -> bool {
        let clause = self.claim.clause_of(number.from);
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        (number.sign.is_some() || self.limit_of(number).is_some())
            && self.claim.numbers.iter().any(|other| {
                other.from >= number.to
                    && other.from <= number.to + 5
                    && other.word
                    && self.claim.clause_of(other.from) == clause
                    && word(other.to) == "of"
                    && (1..=3).any(|step| {
                        self.claim
                            .numbers
                            .iter()
                            .any(|whole| whole.from == other.to + step)
                    })
            })
    }

    /// `below 30 % at four of the six`, `81 kg for three exams`: how many of the cited values are so.
    pub(super) fn tally_satisfied(&self, number: &Number, counts: &mut HashSet<usize>) {
        let clause = self.claim.clause_of(number.from);
        let others = self.claim.numbers.iter().filter(|other| {
            other.from != number.from
                && self.claim.clause_of(other.from) == clause
                && (!other.word || other.unit.is_some())
                && !self.claim.used[other.from]
        });
        for other in others.take(6) {
            let limit = other.sign.or_else(|| self.limit_of(other));
            self.runs_of(number, other, counts);
            let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
            for cited in &self.cited {
                let fulfils = cited
                    .source
                    .values
                    .iter()
                    .filter(|value| value.measured)
                    .any(|value| match limit {
                        Some(Limit::Above) => value.value > other.value,
                        Some(Limit::AtLeast) => value.value >= other.value,
                        Some(Limit::Below) => value.value < other.value,
                        Some(Limit::AtMost) => value.value <= other.value,
                        None => {
                            self.fit(other, value) == super::fit::Fit::Same
                                || super::context::half(other, value)
                        }
                    });
                if fulfils {
                    *titles.entry(cited.snippet.title.as_str()).or_default() += 1;
                }
            }
            counts.extend(titles.values().copied().filter(|own| *own > 1));
        }
    }

    /// `81 kg for three consecutive exams`: how many values of that size stand one after the other, at the end of the series or anywhere.
    fn runs_of(&self, number: &Number, other: &Number, counts: &mut HashSet<usize>) {
        let near = self.claim.slice(number.to, number.to + 4).iter();
        let told = near.into_iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "consecutive" | "successive" | "straight" | "row" | "running"
            )
        });
        if !told {
            return;
        }
        let mut series: Vec<(time::Date, bool)> = self
            .cited
            .iter()
            .filter_map(|cited| {
                let day = cited.snippet.date.as_ref()?.days().0;
                let value = cited.source.values.iter().find(|value| {
                    value.measured
                        && (other.unit.is_none()
                            || value.unit.is_none()
                            || other.unit == value.unit)
                })?;
                Some((day, self.fit(other, value) == super::fit::Fit::Same))
            })
            .collect();
        series.sort_by_key(|(day, _)| *day);
        let runs = series.chunk_by(|one, next| one.1 == next.1);
        let same = runs.filter(|run| run[0].1).map(<[_]>::len);
        counts.extend(same.filter(|length| *length > 1));
    }

    /// Whether a number is told of the whole chart: the patient is cited, or words near it say so.
    pub(super) fn chart_meant(&self, number: &Number, more: &[&str]) -> bool {
        /// Farther away the words are said of something else.
        const NEAR: usize = 60;
        const CHART: [&str; 4] = ["on file", "on record", "in the chart", "the chart holds"];
        let mut cited = self.cited.iter();
        cited.any(|cited| cited.snippet.resource_type() == Some("Patient")) || {
            let end = self.claim.tokens.len().min(number.to + NEAR);
            let lower = self
                .claim
                .words(number.from.saturating_sub(NEAR), end)
                .to_lowercase();
            let mut words = CHART.iter().chain(more);
            words.any(|words| lower.contains(words))
        }
    }

    /// `35 immunizations in the chart`, `76 are stopped`: over the chart, where the patient or the chart itself is meant.
    pub(super) fn counted_in_chart(
        &self,
        number: &Number,
        named: &[Cited<'a>],
        counts: &mut HashSet<usize>,
    ) {
        if !self.chart_meant(number, &["to date"]) {
            return;
        }
        for cited in named.iter().take(4) {
            for state in [State::Active, State::Ended] {
                let own = self
                    .like(cited.snippet)
                    .into_iter()
                    .filter(|other| {
                        self.set.position(&other.id).is_some_and(|index| {
                            self.prepared.source(self.set, index).state == Some(state)
                        })
                    })
                    .count();
                if own > 0 {
                    counts.insert(own);
                }
            }
        }
        let end = (number.to + 6).min(self.claim.tokens.len());
        let Some(noun) = (number.to..end).find(|at| !self.kinds_in(*at, at + 1).is_empty()) else {
            return;
        };
        let wanted: Vec<Vec<u64>> = self.terms(number.to, noun).into_iter().collect();
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let state = (number.to..=noun).find_map(|at| match word(at) {
            "active" | "current" | "ongoing" => Some(State::Active),
            "stopped" | "resolved" | "inactive" => Some(State::Ended),
            _ => None,
        });
        for kind in self.kinds_in(noun, noun + 1) {
            let total = self
                .set
                .of_type(kind)
                .filter(|snippet| {
                    self.set.position(&snippet.id).is_some_and(|index| {
                        let source = self.prepared.source(self.set, index);
                        source.retracted.is_none()
                            && snippet.subject != Subject::OtherPatient
                            && !self.after(snippet)
                            && state.is_none_or(|state| source.state == Some(state))
                            && wanted.iter().all(|ids| {
                                ids.iter()
                                    .any(|id| source.names.contains(id) || source.ids.contains(id))
                            })
                    })
                })
                .count();
            if total > 0 {
                counts.insert(total);
            }
        }
    }

    /// "the highest of 15 on file": as many as the chart has of what is cited.
    pub(super) fn tally_of(&self, number: &Number) -> bool {
        // `10 on 26 February` is a result and its day.
        let on_file = || {
            let behind = self.claim.slice(number.to + 1, number.to + 3);
            behind
                .iter()
                .any(|token| matches!(token.stem.as_str(), "file" | "record" | "chart"))
        };
        let counted = self.claim.tokens.get(number.to).is_some_and(|next| {
            (next.is("on") && on_file())
                || matches!(
                    next.stem.as_str(),
                    "value"
                        | "result"
                        | "reading"
                        | "measurement"
                        | "record"
                        | "dos"
                        | "dose"
                        | "visit"
                        | "entry"
                        | "check"
                        | "adult"
                )
        });
        number.unit.is_none()
            && number.form == Form::Plain
            && number.decimals == 0
            && counted
            && self
                .cited
                .iter()
                .any(|cited| Decimal::from(self.like(cited.snippet).len()) == number.value)
    }
}
