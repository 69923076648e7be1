//! Events that bound an absence: `none since the stimulant was ordered`, `no antibiotic for it`, `none from that pregnancy`.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use model::ReasonCode;
use rust_decimal::prelude::ToPrimitive;
use time::Date;

/// How far an event is named behind the word that bounds, in tokens.
const EVENT: usize = 7;
/// How many words that bound are followed in one clause.
const MOST: usize = 4;

impl<'a> Check<'a> {
    /// The days that the words of an absence speak of: "since May 2017", "in 2020", "in the past year".
    pub(super) fn period_of(&self, range: (usize, usize)) -> Option<(Date, Date)> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(range.0));
        self.period_within(self.own_part(from, range.0, to), to)
    }

    /// The days that these words speak of.
    pub(super) fn period_within(&self, from: usize, to: usize) -> Option<(Date, Date)> {
        let word = |at: usize, back: usize| {
            at.checked_sub(back)
                .and_then(|index| self.claim.tokens.get(index))
                .map_or("", |token| token.lower.as_str())
        };
        let dates: Vec<&crate::date::Mention> = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from >= from && mention.to <= to)
            .collect();
        if self.then_on(from, to)
            && let Some(part) = self.part_of_time(from, to)
        {
            return Some(part);
        }
        if let Some(stay) = self.stay_in_emergency(from, to) {
            return Some(stay);
        }
        if dates.is_empty()
            && let Some(stay) = self.stay_of(from, to)
        {
            return Some(stay);
        }
        if dates.is_empty()
            && let Some(part) = self
                .part_of_time(from, to)
                .or_else(|| self.beside_event(from, to))
        {
            return Some(part);
        }
        if let [first, second] = dates.as_slice()
            && matches!(word(first.from, 1), "between" | "from")
        {
            let (first, last) = first.first().zip(second.last())?;
            // What stands at both ends is known: none lies between.
            return if word(dates[0].from, 1) == "between" && dates[0].day.day.is_some() {
                first.next_day().zip(last.previous_day())
            } else {
                Some((first, last))
            };
        }
        if let [one] = dates.as_slice()
            && one.first().is_none()
            && let Some(day) = self.latest_such(one)
        {
            return Some(match word(one.from, 1) {
                "since" | "after" => (day.next_day()?, self.as_of),
                "before" | "to" | "until" | "by" => (Date::MIN, day.previous_day()?),
                _ => (day, day),
            });
        }
        if let [one] = dates.as_slice()
            && one.first().is_none()
        {
            let month = || match word(one.from, 1) {
                "this" | "in" | "last" | "during" | "for" => self.latest_month(one),
                "since" | "after" => Some((self.latest_month(one)?.1.next_day()?, self.as_of)),
                _ => None,
            };
            return self.part_of_time(from, to).or_else(month);
        }
        if let [one] = dates.as_slice() {
            let (first, last) = one.first().zip(one.last())?;
            // `after that of October 2016`
            let one_of = matches!(word(one.from, 1), "of" | "from" | "in" | "on" | "dated")
                && matches!(word(one.from, 2), "that" | "the" | "one" | "those");
            let before = 1 + usize::from(one_of) * (2 + usize::from(word(one.from, 3) == "the"));
            return Some(match word(one.from, before) {
                "since" | "after" => (last.next_day()?, self.as_of),
                "before" | "to" | "until" | "by" => (Date::MIN, first.previous_day()?),
                "from" => (first, self.as_of),
                _ => (first, last),
            });
        }
        let window = self.claim.durations.iter().find(|duration| {
            duration.from >= from
                && duration.to <= to
                && matches!(
                    word(duration.from, 1),
                    "past" | "last" | "preceding" | "previous"
                )
        })?;
        let days = (window.count * window.unit / rust_decimal::Decimal::from(86_400))
            .to_i64()
            .unwrap_or(i64::MAX)
            .min(60_000);
        Some((self.as_of - time::Duration::days(days), self.as_of))
    }

    /// `since the ablation`, `before the first cardioversion`, `by the day of discharge`: the time on one side of an event that is cited.
    pub(super) fn beside_event(&self, from: usize, to: usize) -> Option<(Date, Date)> {
        let bounds = (from..to).filter(|at| {
            matches!(
                self.claim.tokens[*at].lower.as_str(),
                "since" | "after" | "following" | "before" | "until" | "till" | "by"
            )
        });
        bounds.take(MOST).find_map(|at| {
            let (first, last) = self.event_behind(at)?;
            match self.claim.tokens[at].lower.as_str() {
                "since" | "after" | "following" => Some((last.next_day()?, self.as_of)),
                "before" | "until" | "till" => Some((Date::MIN, first.previous_day()?)),
                "by" => Some((Date::MIN, last)),
                _ => None,
            }
        })
    }

    /// The days of the event that is named right behind a word.
    fn event_behind(&self, at: usize) -> Option<(Date, Date)> {
        let tokens = &self.claim.tokens;
        let word = tokens[at].lower.as_str();
        if !matches!(
            word,
            "since"
                | "after"
                | "following"
                | "before"
                | "until"
                | "till"
                | "by"
                | "from"
                | "during"
                | "in"
        ) {
            return None;
        }
        let end = (at + 1..tokens.len().min(at + EVENT))
            .find(|index| !tokens[*index].is_word())
            .unwrap_or(tokens.len().min(at + EVENT));
        if let Some(day) = self.day_of_discharge(at + 1, end) {
            return Some((day, day));
        }
        let mut named: Vec<Cited<'a>> = self.named_in(at + 1, end);
        if named.is_empty() {
            // An act by the word for it: `since the stimulant was ordered`.
            named = self.named_by_class(at + 1, end);
        }
        let dated = named
            .iter()
            .filter(|cited| {
                !matches!(
                    cited.snippet.resource_type(),
                    None | Some("Patient" | "DocumentReference" | "Observation")
                )
            })
            .filter_map(|cited| cited.snippet.date.as_ref().map(|_| self.time_of(*cited)));
        dated.reduce(|one, next| (one.0.min(next.0), one.1.max(next.1)))
    }

    /// The first and the last day of a thing; one that goes on lasts to the date of writing.
    fn time_of(&self, cited: Cited<'a>) -> (Date, Date) {
        let days = || {
            cited
                .source
                .dates
                .iter()
                .filter(|dated| dated.said.is_none() && !dated.path.contains("recorded"))
        };
        let first = days().map(|dated| dated.start).min();
        let last = days().map(|dated| dated.end).max();
        let ongoing = cited.snippet.resource_type() == Some("Condition")
            && cited.source.state == Some(crate::source::State::Active);
        (
            first.unwrap_or(Date::MIN),
            if ongoing {
                self.as_of
            } else {
                last.unwrap_or(self.as_of)
            },
        )
    }

    /// Cited sources that a word of these names by a class.
    fn named_by_class(&self, from: usize, to: usize) -> Vec<Cited<'a>> {
        let ids = self.content_ids(from, to);
        self.cited
            .iter()
            .copied()
            .filter(|cited| cited.source.ids.iter().any(|id| ids.contains(id)))
            .collect()
    }

    /// `the day of discharge`: the last day of the stay in hospital that is cited; without one the day of writing.
    fn day_of_discharge(&self, from: usize, to: usize) -> Option<Date> {
        let told = (from..to).any(|at| self.claim.tokens[at].stem == "discharg");
        let inpatient = crate::text::id('c', "inpatient");
        let stay = self
            .cited
            .iter()
            .filter(|cited| {
                cited.snippet.resource_type() == Some("Encounter")
                    && cited.source.ids.contains(&inpatient)
            })
            .filter_map(|cited| cited.source.dates.iter().map(|dated| dated.end).max())
            .max();
        told.then(|| stay.unwrap_or(self.as_of))
    }

    /// The words `by the day of discharge`: they bound an absence and claim nothing.
    pub(super) fn settle_discharge(&mut self, from: usize, to: usize) {
        for at in from..to {
            let bounds = matches!(
                self.claim.tokens[at].lower.as_str(),
                "by" | "before" | "until" | "till" | "at" | "on"
            );
            let end = (at + 1..to.min(at + EVENT))
                .find(|index| self.claim.tokens[*index].stem == "discharg");
            if let Some(end) = end.filter(|_| bounds) {
                self.settle(at, end + 1);
            }
        }
    }

    /// Where the part of a clause begins that an absence is told in: behind an earlier one with a verb and days of its own. Days that are told of something
    /// else bound nothing.
    pub(super) fn own_part(&self, clause_from: usize, at: usize, to: usize) -> usize {
        let tokens = &self.claim.tokens;
        let word = |index: usize| tokens.get(index).map_or("", |token| token.lower.as_str());
        let back = (at..to).any(|index| {
            matches!(
                word(index),
                "then" | "there" | "after" | "since" | "before" | "until"
            ) || (matches!(word(index), "that" | "this" | "the")
                && matches!(
                    word(index + 1),
                    "day"
                        | "date"
                        | "year"
                        | "month"
                        | "time"
                        | "stay"
                        | "visit"
                        | "same"
                        | "period"
                ))
        });
        let start = (clause_from + 1..at).rev().find(|index| {
            tokens[index - 1].is_mark(',')
                && matches!(word(*index), "and" | "yet" | "so" | "but" | "hence")
                && *index + 3 >= at
        });
        let verb = |start: usize| {
            (clause_from..start).any(|index| {
                matches!(
                    word(index),
                    "is" | "are" | "was" | "were" | "has" | "have" | "had"
                )
            })
        };
        start
            .filter(|start| !back && verb(*start))
            .unwrap_or(clause_from)
    }

    /// `no antibiotic order is on file for it`: while the problem that is cited lasted.
    pub(super) fn time_of_purpose(&self, found: Found) -> Option<(Date, Date)> {
        let (_, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let it = (found.to..to).any(|at| {
            self.claim.tokens[at].is("for")
                && self.claim.tokens.get(at + 1).is_some_and(|next| {
                    matches!(
                        next.lower.as_str(),
                        "it" | "this" | "that" | "either" | "them"
                    )
                })
                && self
                    .claim
                    .tokens
                    .get(at + 2)
                    .is_none_or(|next| !next.is_word())
        });
        let mut problems = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Condition"))
            .map(|cited| self.time_of(*cited));
        let first = problems.next().filter(|_| it)?;
        Some(problems.fold(first, |one, next| (one.0.min(next.0), one.1.max(next.1))))
    }

    /// `no weight is on file after May, hence none since the stimulant was ordered`: of what was told before, in the time that is named behind.
    pub(super) fn none_then(&mut self, found: Found, to: usize) -> bool {
        let tokens = &self.claim.tokens;
        let bound = tokens.get(found.to).is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "since" | "after" | "before" | "from" | "during" | "in" | "until" | "by"
            )
        });
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let earlier = self
            .claim
            .all(Cue::Negation)
            .find(|cue| cue.from >= clause_from && cue.to < found.from && self.is_record(*cue));
        let Some(earlier) = earlier.filter(|_| bound && tokens[found.from].is("none")) else {
            return false;
        };
        let end = (earlier.to..found.from)
            .find(|at| {
                tokens[*at].is_mark(';')
                    || matches!(
                        tokens[*at].lower.as_str(),
                        "is" | "are" | "was" | "were" | "has" | "have" | "on"
                    )
            })
            .unwrap_or(found.from);
        let items = self.items(earlier.to, end);
        let kinds = self.kinds(earlier.to, end);
        let time = match self.event_behind(found.to) {
            Some((first, last)) => match tokens[found.to].lower.as_str() {
                "since" | "after" => last.next_day().map(|first| (first, self.as_of)),
                "before" | "until" => first.previous_day().map(|last| (Date::MIN, last)),
                _ => Some((first, last)),
            },
            None => self.period_within(found.to, to),
        };
        let Some(time) = time.filter(|_| !items.is_empty() || !kinds.is_empty()) else {
            return false;
        };
        let held = self.all_held(&items, &kinds, None, (earlier.to, end), &[time]);
        if let Some(snippet) = held.first() {
            let span = self.claim.span(found.from, to);
            self.held_against(ReasonCode::Absence, span, snippet);
            return true;
        }
        self.settled = true;
        self.settle(found.from, to);
        true
    }
}
