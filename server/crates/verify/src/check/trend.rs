//! Trends: rises, falls, steadiness, improvement, against the values and dates of the sources.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::number::agrees;
use crate::source::Value;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use time::Date;

/// A measured value with its day.
#[derive(Clone, Copy)]
struct Point<'a> {
    cited: Cited<'a>,
    value: &'a Value,
    day: Date,
}

impl<'a> Check<'a> {
    /// Checks words of change.
    pub(crate) fn trends(&mut self) {
        for found in self.claim.cues.clone() {
            if !matches!(
                found.cue,
                Cue::Up | Cue::Down | Cue::Stable | Cue::Better | Cue::Worse
            ) || self.negated(found)
            {
                continue;
            }
            if let Some(first) = self.there_and_back(found) {
                if first {
                    self.turned(found);
                }
                continue;
            }
            self.trend(found);
        }
    }

    /// `rose and then fell`, `went up and then down`: neither word tells of both ends. Whether this is the first of the two.
    fn there_and_back(&self, found: Found) -> Option<bool> {
        const REACH: usize = 8;
        let clause = self.claim.clause_of(found.from);
        let other = match found.cue {
            Cue::Up => Cue::Down,
            Cue::Down => Cue::Up,
            _ => return None,
        };
        let joined = |from: usize, to: usize| {
            self.claim
                .slice(from, to)
                .iter()
                .any(|token| matches!(token.lower.as_str(), "then" | "before" | "again" | "back"))
        };
        let near = self.claim.all(other).find(|cue| {
            self.claim.clause_of(cue.from) == clause
                && cue.from.abs_diff(found.to) <= REACH
                && joined(found.to.min(cue.to), found.from.max(cue.from))
        });
        if let Some(near) = near {
            return Some(found.from < near.from);
        }
        // A bare direction: `then down`, `and back up`.
        let bare: &[&str] = if other == Cue::Up {
            &["up", "upward", "upwards", "higher"]
        } else {
            &["down", "downward", "downwards", "lower"]
        };
        (found.to..(found.to + REACH).min(self.claim.tokens.len()))
            .take_while(|at| self.claim.clause_of(*at) == clause)
            .any(|at| bare.contains(&self.claim.tokens[at].lower.as_str()) && joined(found.to, at))
            .then_some(true)
    }

    /// `rose and then fell`: a value between must lie beyond both ends.
    fn turned(&mut self, found: Found) {
        let Some(points) = self.points(found) else {
            return;
        };
        let [first, between @ .., last] = points.as_slice() else {
            return;
        };
        if days(&points) < 3 {
            return;
        }
        let beyond = |value: Decimal| {
            if found.cue == Cue::Up {
                value > first.value.value && value > last.value.value
            } else {
                value < first.value.value && value < last.value.value
            }
        };
        if !between.iter().any(|point| beyond(point.value.value)) {
            self.trend_wrong(found, *first, *last);
        }
    }

    /// `steadily`, `continuously`: every step goes the same way.
    fn stepwise(&self, found: Found) -> bool {
        let from = found.from.saturating_sub(2);
        self.claim.slice(from, found.to + 2).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "steadily"
                    | "steady"
                    | "continuously"
                    | "continually"
                    | "consistently"
                    | "progressively"
                    | "constantly"
                    | "uninterruptedly"
                    | "monotonically"
                    | "throughout"
            )
        })
    }

    pub(super) fn negated(&self, found: Found) -> bool {
        found.from.checked_sub(1).is_some_and(|at| {
            matches!(self.claim.tokens[at].lower.as_str(), "not" | "no" | "never")
        })
    }

    pub(super) fn trend(&mut self, found: Found) {
        let pair = self.pair_bears_out(found).filter(|_| !self.stepwise(found));
        if let Some(borne_out) = pair.or_else(|| self.all_moved(found)) {
            if !borne_out {
                let span = self.claim.span(found.from, found.to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Trend,
                    span,
                    None,
                    Vec::new(),
                );
            }
            return;
        }
        let Some(points) = self.points(found) else {
            self.trend_in_prose(found);
            return;
        };
        let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else {
            return;
        };
        let Some(unit_change) = last.value.value.checked_sub(first.value.value) else {
            return;
        };
        // `had been higher`: what is told is the older of the two.
        let rises = (unit_change > Decimal::ZERO) != self.told_of_older(found, first.day, last.day);
        let size = first.value.value.abs().max(last.value.value.abs());
        let share = if size.is_zero() {
            Decimal::ZERO
        } else {
            unit_change.abs() / size
        };
        let better = self.lexicon.more_is_better(&last.value.names);
        let wrong = match self.of_function(found).unwrap_or(found.cue) {
            Cue::Up => unit_change.is_zero() || !rises,
            Cue::Down => unit_change.is_zero() || rises,
            Cue::Stable => share > Decimal::new(15, 2),
            Cue::Better => better.is_some_and(|more| more != rises),
            Cue::Worse => better.is_some_and(|more| more == rises),
            _ => false,
        };
        let broken = matches!(found.cue, Cue::Up | Cue::Down)
            && self.stepwise(found)
            && points.windows(2).any(|two| {
                two[0].day != two[1].day
                    && if found.cue == Cue::Up {
                        two[1].value.value < two[0].value.value
                    } else {
                        two[1].value.value > two[0].value.value
                    }
            });
        let off = self.told_by_wrong_measure(found, first.value.value, last.value.value);
        if wrong || off || broken {
            self.trend_wrong(found, first, last);
        }
    }

    fn trend_wrong(&mut self, found: Found, first: Point<'a>, last: Point<'a>) {
        let span = self.claim.span(found.from, found.to);
        let shown = format!("{} to {}", first.value.shown, last.value.shown);
        let sources = vec![
            super::at_value(first.cited, first.value),
            super::at_value(last.cited, last.value),
        ];
        self.against(
            Verdict::Contradicted,
            ReasonCode::Trend,
            span,
            Some(shown),
            sources,
        );
    }

    /// The values that a word of change is said of, oldest first: those of one test in its clause, as the numbers beside it say.
    #[expect(clippy::too_many_lines, reason = "narrows one list step by step")]
    fn points(&self, found: Found) -> Option<Vec<Point<'a>>> {
        let clause = self.claim.clause_of(found.from);
        let (from, to) = self.claim.clause_range(clause);
        let all: Vec<Point<'a>> = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Observation"))
            .flat_map(|cited| {
                cited
                    .source
                    .values
                    .iter()
                    .filter(|value| value.measured)
                    .filter_map(move |value| {
                        Some(Point {
                            cited: *cited,
                            value,
                            day: cited.snippet.date.as_ref()?.days().0,
                        })
                    })
            })
            .collect();
        let mut titles: Vec<&str> = all
            .iter()
            .map(|point| point.cited.snippet.title.as_str())
            .collect();
        titles.sort_unstable();
        titles.dedup();
        // The test: named nearest before the word, else after it; else the only one with two values.
        let mut chosen: Option<Vec<Point<'a>>> = None;
        for (start, end) in [(from, found.from), (found.to, to), (0, found.from)] {
            let ids = self.nearest_ids(start, end, &all);
            if let Some(id) = ids {
                let own: Vec<Point<'a>> = all
                    .iter()
                    .copied()
                    .filter(|point| point.value.names.contains(&id))
                    .collect();
                if days(&own) > 1 {
                    chosen = Some(own);
                    break;
                }
            }
        }
        let mut points = chosen.or_else(|| {
            let several: Vec<&str> = titles
                .iter()
                .copied()
                .filter(|title| {
                    days(
                        &all.iter()
                            .copied()
                            .filter(|point| point.cited.snippet.title == *title)
                            .collect::<Vec<_>>(),
                    ) > 1
                })
                .collect();
            match several.as_slice() {
                [one] => Some(
                    all.iter()
                        .copied()
                        .filter(|point| point.cited.snippet.title == *one)
                        .collect(),
                ),
                _ => None,
            }
        })?;
        points.sort_by_key(|point| point.day);
        // Tests that share the name: the one whose value stands next to the word.
        let beside: Option<&str> = self
            .claim
            .numbers
            .iter()
            .filter(|number| number.from >= found.to || number.to <= found.from)
            .min_by_key(|number| number.from.abs_diff(found.to))
            .and_then(|number| {
                points
                    .iter()
                    .find(|point| {
                        point.value.unit.is_some()
                            && point.value.unit == number.unit
                            && agrees(number.value, number.decimals, point.value.value, false)
                    })
                    .map(|point| point.cited.snippet.title.as_str())
            });
        if let Some(title) = beside {
            let own: Vec<Point<'a>> = points
                .iter()
                .copied()
                .filter(|point| point.cited.snippet.title == title)
                .collect();
            if days(&own) > 1 {
                points = own;
            }
        }
        let path = points.first()?.value.path.clone();
        points.retain(|point| point.value.path == path);
        // Numbers just before and behind the word narrow the series to their two ends.
        let numbers: Vec<_> = self
            .claim
            .numbers
            .iter()
            .filter(|number| {
                number.from >= found.to
                    && self.claim.clause_of(number.from) == clause
                    && !number.word
            })
            .take(2)
            .collect();
        let near: Vec<Point<'a>> = numbers
            .iter()
            .filter_map(|number| {
                points
                    .iter()
                    .copied()
                    .find(|point| agrees(number.value, number.decimals, point.value.value, false))
            })
            .collect();
        let from = self
            .claim
            .words(found.from, (found.to + 1).min(self.claim.tokens.len()))
            .to_lowercase();
        // `2/10, up from 1/10`: the number before the word and the one behind it.
        let before = self.claim.numbers.iter().rfind(|number| {
            number.to <= found.from && self.claim.clause_of(number.from) == clause && !number.word
        });
        let point = |number: &crate::number::Number| {
            points
                .iter()
                .copied()
                .find(|point| agrees(number.value, number.decimals, point.value.value, false))
        };
        if let (Some(a), Some(b)) = (before.and_then(point), near.first().copied())
            && from.ends_with("from")
            && near.len() < 2
            && a.day != b.day
        {
            let mut pair = vec![a, b];
            pair.sort_by_key(|point| point.day);
            return Some(pair);
        }
        if let [a, b] = near.as_slice()
            && a.day != b.day
            && from.ends_with("from")
        {
            let mut pair = vec![*a, *b];
            pair.sort_by_key(|point| point.day);
            return Some(pair);
        }
        Some(points)
    }

    fn nearest_ids(&self, from: usize, to: usize, points: &[Point<'a>]) -> Option<u64> {
        for token in self.claim.slice(from, to).iter().rev() {
            if !token.is_word() || (token.ids.len() < 2 && self.lexicon.is_general(&token.stem)) {
                continue;
            }
            let specific = token
                .ids
                .iter()
                .rev()
                .copied()
                .find(|id| points.iter().any(|point| point.value.names.contains(id)));
            if specific.is_some() {
                return specific;
            }
        }
        None
    }

    /// In prose a word of change must be the source's, or at least not its opposite.
    pub(super) fn trend_in_prose(&mut self, found: Found) {
        if !self.cited.iter().any(|cited| cited.source.is_prose) {
            return;
        }
        let kinds = |cue: Cue| -> bool {
            self.cited
                .iter()
                .any(|cited| cited.source.cues.iter().any(|own| own.cue == cue))
        };
        let good = kinds(Cue::Better) || self.says_any(&["loosen", "better", "improv", "well"]);
        let bad = kinds(Cue::Worse) || self.says_any(&["worse", "harder"]);
        let wrong = match found.cue {
            Cue::Better => !good,
            Cue::Worse => !bad,
            Cue::Up => (kinds(Cue::Down) || kinds(Cue::Stable)) && !kinds(Cue::Up),
            Cue::Down => (kinds(Cue::Up) || kinds(Cue::Stable)) && !kinds(Cue::Down),
            _ => false,
        };
        if wrong {
            let verdict = if good || bad {
                Verdict::Contradicted
            } else {
                Verdict::Unsupported
            };
            let span = self.claim.span(found.from, found.to);
            self.against(verdict, ReasonCode::Trend, span, None, Vec::new());
        }
    }

    pub(super) fn says_any(&self, stems: &[&str]) -> bool {
        self.cited.iter().any(|cited| {
            cited
                .source
                .prose
                .iter()
                .any(|token| stems.contains(&token.stem.as_str()))
        })
    }
}

fn days(points: &[Point<'_>]) -> usize {
    let mut days: Vec<Date> = points.iter().map(|point| point.day).collect();
    days.sort_unstable();
    days.dedup();
    days.len()
}
