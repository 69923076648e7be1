//! Ages and spans of time, against the date of writing and the dates of the sources.

use super::Check;
use crate::claim::{Anchor, Duration};
use crate::number::Form;
use model::{ReasonCode, Verdict};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use time::Date;

impl Check<'_> {
    /// Checks every age and span of time.
    pub(crate) fn times(&mut self) {
        for duration in self.claim.durations.clone() {
            if self.no_length(&duration) {
                continue;
            }
            self.durations_compared(&duration);
            // `she first said three weeks, then corrected herself`
            if self.taken_back(&duration) {
                continue;
            }
            let good = match duration.anchor {
                Anchor::Age if self.thing_aged(&duration) => {
                    (self.prose_only() && self.said(&duration))
                        || self
                            .own_days()
                            .any(|date| self.matches(&duration, date, self.as_of))
                }
                Anchor::Age => self.age(&duration),
                Anchor::Ago if self.bounded_ago(&duration).is_some() => {
                    self.bounded_ago(&duration) == Some(true)
                }
                Anchor::Ago if self.ago_of_told_day(&duration).is_some() => {
                    self.ago_of_told_day(&duration) == Some(true)
                }
                Anchor::Ago => {
                    self.said(&duration)
                        || self.turned_ago(&duration)
                        || self
                            .days_for(&duration)
                            .iter()
                            .any(|date| self.matches(&duration, *date, self.as_of))
                }
                Anchor::Ahead => {
                    self.said(&duration)
                        || self
                            .days_ahead()
                            .iter()
                            .any(|date| self.matches(&duration, self.as_of, *date))
                        || !(self.prose()
                            || self
                                .cited
                                .iter()
                                .any(|cited| !cited.source.dates.is_empty()))
                }
                Anchor::Between if self.before_now(&duration) => {
                    (self.prose_only() && self.said(&duration))
                        || self
                            .dates_known()
                            .iter()
                            .any(|date| self.matches(&duration, *date, self.as_of))
                }
                // `left just under two hours later`
                Anchor::Between if self.timed(&duration) && self.lasted(&duration) => true,
                Anchor::Between => {
                    self.said(&duration)
                        || self.between(&duration)
                        || self.order_told(duration.from) == Some(true)
                }
                Anchor::Length if self.went_by(&duration) => {
                    self.said(&duration) || self.between_cited(&duration)
                }
                Anchor::Length if self.timed(&duration) => {
                    self.said(&duration) || self.lasted(&duration)
                }
                Anchor::Length => {
                    self.said(&duration)
                        || self.between(&duration)
                        || self
                            .dates_known()
                            .iter()
                            .any(|date| self.matches(&duration, *date, self.as_of))
                        || self.loose(&duration)
                        || self.within_window(&duration)
                }
            };
            if good {
                self.settled |=
                    self.between_two(&duration) || (self.prose_only() && self.said(&duration));
                self.window_kept(&duration);
            } else {
                let span = self.claim.span(duration.from, duration.to);
                let verdict = if self
                    .cited
                    .iter()
                    .any(|cited| !cited.source.dates.is_empty())
                {
                    Verdict::Contradicted
                } else {
                    Verdict::Unsupported
                };
                self.against(verdict, ReasonCode::RelativeDate, span, None, Vec::new());
            }
        }
    }

    /// The days that a span back from now can be of: where the text has several sentences, those of what its own one names.
    fn days_for(&self, duration: &Duration) -> Vec<Date> {
        let (from, to) = self.sentence_range(duration.from);
        let several = (from, to) != (0, self.claim.tokens.len());
        let named = if several {
            self.named_in(from, duration.from)
        } else {
            Vec::new()
        };
        let days: Vec<Date> = named
            .iter()
            .flat_map(|cited| {
                let linked = self
                    .linked
                    .iter()
                    .filter(|other| cited.source.links.contains(&other.snippet.id));
                std::iter::once(cited).chain(linked)
            })
            .flat_map(|cited| cited.source.dates.iter())
            .flat_map(|dated| [dated.start, dated.end])
            .collect();
        if days.is_empty() {
            return self.dates_known();
        }
        days
    }

    /// `over a year went by between the two`
    fn went_by(&self, duration: &Duration) -> bool {
        let (_, end) = self.sentence_range(duration.from);
        let mut words = self
            .claim
            .slice(duration.to, end.min(duration.to + 4))
            .iter();
        words.any(|token| token.is("between")) && self.own_days().count() > 1
    }

    /// Whether so long lies between two days of what is cited itself.
    fn between_cited(&self, duration: &Duration) -> bool {
        let days: Vec<Date> = self.own_days().take(60).collect();
        let full = |first: Date, second: Date| {
            let length = duration.count.checked_mul(duration.unit);
            !self.more_than(duration)
                || length
                    .is_some_and(|length| Decimal::from((second - first).whole_seconds()) >= length)
        };
        days.iter().any(|first| {
            days.iter()
                .any(|second| self.matches(duration, *first, *second) && full(*first, *second))
        })
    }

    /// The days of what is cited itself, not of what it links to.
    fn own_days(&self) -> impl Iterator<Item = Date> + '_ {
        self.cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .flat_map(|cited| cited.source.dates.iter().map(|dated| dated.start))
    }

    /// "Within 6 months" is not "more than 6 months".
    pub(super) fn window_kept(&mut self, duration: &Duration) {
        use crate::lexicon::Cue;
        let over = self.claim.cues.iter().any(|found| {
            matches!(found.cue, Cue::Above | Cue::AtLeast) && found.to == duration.from
        });
        let inside = self.cited.iter().any(|cited| {
            cited.source.is_prose && cited.snippet.text.to_lowercase().contains("within")
        });
        if over && inside {
            let span = self
                .claim
                .span(duration.from.saturating_sub(2), duration.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                Some("within".to_owned()),
                Vec::new(),
            );
        }
    }

    /// `in the past year`, `every 6 months`: a window, not a claim of a length.
    pub(super) fn loose(&self, duration: &Duration) -> bool {
        let before = duration
            .from
            .checked_sub(1)
            .map_or("", |at| self.claim.tokens[at].lower.as_str());
        matches!(
            before,
            "past"
                | "last"
                | "preceding"
                | "next"
                | "previous"
                | "every"
                | "within"
                | "first"
                | "each"
                | "per"
        ) && !self.prose_only()
            && !self.reach().any(|cited| {
                cited.source.values.iter().any(|value| {
                    value
                        .unit
                        .is_some_and(|unit| self.lexicon.dimension(unit) == "time")
                })
            })
    }

    /// `less than three months ago`, said of a date beside it: that date decides.
    fn bounded_ago(&self, duration: &Duration) -> Option<bool> {
        use crate::lexicon::Cue;
        let cue = self.claim.cues.iter().find(|found| {
            found.to == duration.from
                && matches!(
                    found.cue,
                    Cue::Above | Cue::Below | Cue::AtLeast | Cue::AtMost
                )
        })?;
        let clause = self.claim.clause_of(duration.from);
        let mention = self.claim.dates.iter().rfind(|mention| {
            mention.to <= duration.from && self.claim.clause_of(mention.from) == clause
        })?;
        let (first, last) = mention.first().zip(mention.last())?;
        let length = duration.count.checked_mul(duration.unit)?;
        let days = (length / Decimal::from(86_400)).to_i64()?;
        let age = |date: Date| (self.as_of - date).whole_days();
        Some(match cue.cue {
            Cue::Above | Cue::AtLeast => age(first) >= days,
            _ => age(last) <= days,
        })
    }

    /// `last month`, `yesterday`: some date of the sources must lie there; in prose the words must stand.
    pub(crate) fn relative_words(&mut self) {
        for at in 0..self.claim.tokens.len() {
            let word = |index: usize| {
                self.claim
                    .tokens
                    .get(index)
                    .map_or("", |token| token.lower.as_str())
            };
            let before = at.checked_sub(1).map_or("", |index| word(index));
            let (days, to) = match (word(at), word(at + 1)) {
                ("yesterday" | "yesterday's", _) => ((1, 1), at + 1),
                ("last", "week") => ((1, 14), at + 2),
                ("last", "month") => ((1, 62), at + 2),
                // A year by the calendar, or about a year back.
                ("last", "year") => ((180, 730), at + 2),
                // What is to come must be said so in a conversation; a chart has no such words.
                ("tomorrow", _) if self.prose_only() => ((-1, -1), at + 1),
                ("next", "week" | "month" | "year") if self.prose_only() => ((-400, -1), at + 2),
                _ => continue,
            };
            if matches!(
                before,
                "the" | "past" | "in" | "over" | "for" | "her" | "his"
            ) || self.claim.used[at]
            {
                continue;
            }
            // `yesterday's note`
            let plain = word(at).trim_end_matches("'s");
            let said = self
                .cited
                .iter()
                .filter(|cited| cited.source.is_prose || !cited.source.prose.is_empty())
                .any(|cited| {
                    cited.source.prose.iter().enumerate().any(|(index, token)| {
                        token.is(plain)
                            && (to == at + 1
                                || cited
                                    .source
                                    .prose
                                    .get(index + 1)
                                    .is_some_and(|next| next.is(word(at + 1))))
                    })
                });
            // Of what the sentence names before it; another source may have such a day too.
            let (from, _) = self.sentence_range(at);
            let named: Vec<super::Cited<'_>> = self
                .named_in(from, at)
                .into_iter()
                .filter(|cited| !cited.source.is_prose && !cited.source.dates.is_empty())
                .collect();
            let whose = self.claim.words(at, at + 1).ends_with(['s', 'S'])
                && word(at).starts_with("yesterday");
            let pool: Vec<super::Cited<'_>> = if named.is_empty() || whose {
                self.reach().collect()
            } else {
                named
            };
            let dated = pool
                .iter()
                .flat_map(|cited| cited.source.dates.iter())
                .any(|date| {
                    let year = word(at + 1) == "year" && to == at + 2;
                    date.said.is_none()
                        && ((days.0..=days.1).contains(&(self.as_of - date.end).whole_days())
                            || (year && date.end.year() + 1 == self.as_of.year()))
                });
            if !said && !dated {
                self.unsupported(ReasonCode::RelativeDate, at, to);
            }
        }
    }

    pub(super) fn prose_only(&self) -> bool {
        self.cited.iter().all(|cited| cited.source.is_prose)
    }

    /// Every day that the sources name.
    pub(super) fn dates_known(&self) -> Vec<Date> {
        let mut all: Vec<Date> = self
            .reach()
            .flat_map(|cited| cited.source.dates.iter())
            .filter(|dated| {
                dated.start == dated.end
                    || (dated.said.is_some() && (dated.end - dated.start).whole_days() <= 31)
            })
            .map(|dated| dated.start)
            .collect();
        if self.claim.text.to_lowercase().contains("birthday") {
            let years = self
                .birthdays_told()
                .unwrap_or_else(|| vec![self.as_of.year(), self.as_of.year() - 1]);
            all.extend(self.birth().into_iter().flat_map(|birth| {
                years.iter().filter_map(move |year| {
                    crate::date::date(*year, u8::from(birth.month()), birth.day())
                })
            }));
        }
        all.extend(
            self.claim
                .dates
                .iter()
                .filter_map(|mention| mention.first().filter(|_| mention.day.month.is_some())),
        );
        all.sort_unstable();
        all.dedup();
        all.truncate(400);
        all
    }

    pub(super) fn between(&self, duration: &Duration) -> bool {
        let dates = self.dates_known();
        dates.iter().enumerate().any(|(index, first)| {
            dates[index + 1..]
                .iter()
                .any(|second| self.matches(duration, *first, *second))
        }) || dates
            .iter()
            .any(|date| self.matches(duration, *date, self.as_of))
    }

    /// Whether so much time lies between two days, rounded to the unit said.
    pub(super) fn matches(&self, duration: &Duration, from: Date, to: Date) -> bool {
        let days = (to - from).whole_days();
        let Some(count) = duration.count.to_f64() else {
            return false;
        };
        let Some(unit) = duration.unit.to_f64().map(|seconds| seconds / 86_400.0) else {
            return false;
        };
        if days < 0 || unit <= 0.0 {
            return false;
        }
        #[allow(clippy::cast_precision_loss, reason = "days of a life")]
        let actual = days as f64 / unit;
        if unit < 1.0 {
            return (actual - count).abs() <= 1.0 / unit;
        }
        if unit < 2.0 {
            let near = self.roughly(duration) || self.more_than(duration);
            return (actual - count).abs() < if near { 1.01 } else { 0.5 }
                || (count >= 10.0
                    && self.roughly(duration)
                    && (actual - count).abs() <= count * 0.1);
        }
        // A bound holds to the day or two that months differ by.
        let leeway = 2.0 / unit;
        match self.bound_told(duration) {
            Some(true) if actual < count - leeway => return false,
            Some(false) if actual > count + leeway => return false,
            _ => {}
        }
        // "a year", "six months": half a unit either way; whole calendar units passed count too.
        let slack = if unit < 20.0 { 0.45 } else { 0.55 };
        // Full years and months are counted down: "for 22 years" until the 23rd.
        if unit > 20.0 && count >= 2.0 && (actual.floor() - count).abs() < 0.01 {
            return true;
        }
        (actual - count).abs() <= slack
            || (actual.floor() - count).abs() < 0.01
                && actual - count < 0.95
                && self.more_than(duration)
    }

    pub(super) fn roughly(&self, duration: &Duration) -> bool {
        self.claim
            .all(crate::lexicon::Cue::Approximate)
            .any(|found| found.to == duration.from)
    }

    /// Whether a span is told as a bound: `more than two hours`, `less than four years`, `not quite a month`.
    pub(super) fn bound_told(&self, duration: &Duration) -> Option<bool> {
        let word = |back: usize| {
            duration
                .from
                .checked_sub(back)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        match (word(2), word(1)) {
            ("more" | "longer", "than") | (_, "over") => Some(true),
            ("less" | "fewer", "than") | ("not", "quite") | (_, "under") => Some(false),
            _ => None,
        }
    }

    pub(super) fn more_than(&self, duration: &Duration) -> bool {
        let before = self
            .claim
            .words(duration.from.saturating_sub(2), duration.from)
            .to_lowercase();
        before.contains("over") || before.contains("more than")
    }

    /// Whether a source says the same span in words.
    pub(super) fn said(&self, duration: &Duration) -> bool {
        self.reach().any(|cited| {
            cited.source.values.iter().any(|value| {
                let unit = value
                    .unit
                    .and_then(|unit| self.lexicon.units.get(unit))
                    .filter(|unit| unit.dimension == "time")
                    .map(|unit| unit.factor);
                let same = |other: Decimal| other == duration.count;
                let ends = match value.form {
                    Form::To(end) => same(value.value) || same(end),
                    _ => same(value.value),
                };
                let whole = || {
                    Some(
                        value.value.checked_mul(unit?)?
                            == duration.count.checked_mul(duration.unit)?,
                    )
                };
                (ends && unit == Some(duration.unit)) || whole() == Some(true)
            }) || said_loosely(cited, duration)
        })
    }
}

/// `a couple of months`, `a year`, `a week ago` in prose.
fn said_loosely(cited: super::Cited<'_>, duration: &Duration) -> bool {
    let prose = &cited.source.prose;
    let unit_stem = match duration.unit.to_u64() {
        Some(86_400) => "day",
        Some(604_800) => "week",
        Some(2_629_800) => "month",
        Some(31_557_600) => "year",
        _ => return false,
    };
    let two = Decimal::TWO;
    // `12 months` of `a year`
    let year = duration.count.checked_mul(duration.unit) == Some(Decimal::from(31_557_600));
    if year
        && prose.windows(2).any(|pair| {
            matches!(pair[0].lower.as_str(), "a" | "one" | "last" | "past") && pair[1].is("year")
        })
    {
        return true;
    }
    prose.iter().enumerate().any(|(at, token)| {
        let back = |steps: usize| {
            at.checked_sub(steps)
                .map_or("", |index| prose[index].lower.as_str())
        };
        token.stem == unit_stem
            && ((duration.count == Decimal::ONE
                && matches!(back(1), "a" | "an" | "last" | "past" | "one"))
                || (duration.count == two
                    && (matches!(back(1), "couple") || (back(1) == "of" && back(2) == "couple"))))
    })
}
