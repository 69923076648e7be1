//! Spans of time that are no length of their own, or are compared with one another.

use super::Check;
use crate::claim::Duration;
use crate::lexicon::Cue;
use crate::text::Token;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

impl Check<'_> {
    /// `on one day`, `one day short of five years`: no span of its own.
    pub(super) fn no_length(&self, duration: &Duration) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| self.claim.tokens.get(at))
                .map_or("", |token| token.lower.as_str())
        };
        // `your three-month sugar average`: what a test is called.
        let average = (0..3).any(|step| word(Some(duration.to + step)) == "average")
            || word(Some(duration.to)) == "walk"
            || (matches!(
                word(Some(duration.to)),
                "urine" | "holter" | "monitor" | "glucose"
            ) && word(duration.from.checked_sub(1)) != "for");
        average
            || duration.count == Decimal::ONE
                && (matches!(word(duration.from.checked_sub(1)), "on" | "all")
                    || matches!(word(Some(duration.to)), "short" | "apart"))
    }

    /// `on 9 July 2014, so four and a half years ago`, `four weeks ago, on 4 May`: the day that stands beside a span back from the date of writing decides.
    pub(super) fn ago_of_told_day(&self, duration: &Duration) -> Option<bool> {
        let limited = self.claim.cues.iter().any(|found| {
            found.to == duration.from
                && matches!(
                    found.cue,
                    Cue::Above | Cue::Below | Cue::AtLeast | Cue::AtMost
                )
        });
        let beside = |from: usize, to: usize| {
            from <= to && to - from <= 4 && self.claim.slice(from, to).iter().all(joins)
        };
        let mention = self.claim.dates.iter().find(|mention| {
            mention.day.month.is_some()
                && (beside(mention.to, duration.from) || beside(duration.to, mention.from))
        })?;
        if limited || self.prose_only() {
            return None;
        }
        let mut day = *mention;
        if day.day.year.is_none() {
            day.day.year = Some(self.as_of.year());
            if day.first().is_none_or(|first| first > self.as_of) {
                day.day.year = Some(self.as_of.year() - 1);
            }
        }
        let (first, last) = day.first().zip(day.last())?;
        let middle = first + (last - first) / 2;
        Some(
            [first, middle, last.min(self.as_of)]
                .into_iter()
                .any(|day| self.matches(duration, day, self.as_of)),
        )
    }

    /// `who turned 65 ten days ago`: so long ago was that birthday.
    pub(super) fn turned_ago(&self, duration: &Duration) -> bool {
        let age = self.claim.numbers.iter().find(|number| {
            number.to == duration.from
                && number.unit.is_none()
                && number
                    .from
                    .checked_sub(1)
                    .is_some_and(|at| self.claim.tokens[at].is("turned"))
        });
        let day = self
            .birth()
            .zip(age.and_then(|age| age.value.to_i32()))
            .filter(|(_, age)| (0..150).contains(age))
            .and_then(|(birth, age)| birth.replace_year(birth.year() + age).ok());
        day.is_some_and(|day| self.matches(duration, day, self.as_of))
    }

    /// `her fifth birthday`: the years of the birthdays that are told by their number.
    pub(super) fn birthdays_told(&self) -> Option<Vec<i32>> {
        let born = self.birth()?.year();
        let tokens = &self.claim.tokens;
        let ordinal = |at: usize| {
            let before = tokens.get(at.checked_sub(1)?)?;
            let number = tokens.get(at.checked_sub(2)?);
            match before.lower.as_str() {
                "st" | "nd" | "rd" | "th" => number?.lower.parse().ok(),
                "first" => Some(1),
                "eleventh" => Some(11),
                "twelfth" => Some(12),
                "thirteenth" => Some(13),
                "sixteenth" => Some(16),
                "eighteenth" => Some(18),
                other => super::ordinals::place(other),
            }
        };
        let turned = self.claim.numbers.iter().filter_map(|number| {
            let age = self.turned_age(number).then_some(number.value)?;
            age.to_i32().filter(|age| (0..150).contains(age))
        });
        let years: Vec<i32> = (0..tokens.len())
            .filter(|at| tokens[*at].stem == "birthday" || tokens[*at].is("birthday"))
            .filter_map(ordinal)
            .chain(turned)
            .map(|age: i32| born + age)
            .collect();
        (!years.is_empty()).then_some(years)
    }

    /// `shortly after her sixth birthday`, with no span told: one of the cited days lies on that side of it, and near it where that is said.
    pub(crate) fn birthdays(&mut self) {
        let Some(birth) = self.birth() else { return };
        let Some(years) = self.birthdays_told() else {
            return;
        };
        for at in 0..self.claim.tokens.len() {
            if !matches!(
                self.claim.tokens[at].lower.as_str(),
                "birthday" | "turned" | "turning"
            ) {
                continue;
            }
            let from = at.saturating_sub(6);
            let words = || self.claim.slice(from, at).iter().rev();
            let Some(side) =
                words().find(|token| matches!(token.lower.as_str(), "after" | "before"))
            else {
                continue;
            };
            let spanned = self
                .claim
                .durations
                .iter()
                .any(|duration| duration.to > from && duration.to <= at);
            if spanned {
                continue;
            }
            let after = side.is("after");
            let near = words().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "shortly" | "soon" | "just" | "right" | "days"
                )
            });
            let far = if near { 120 } else { 366 };
            let mut days = self
                .cited
                .iter()
                .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
                .filter_map(|cited| Some(cited.snippet.date.as_ref()?.days().0))
                .peekable();
            if days.peek().is_none() {
                continue;
            }
            let good = days.any(|day| {
                years.iter().any(|year| {
                    let birthday = crate::date::date(*year, u8::from(birth.month()), birth.day());
                    birthday.is_some_and(|birthday| {
                        let apart = (day - birthday).whole_days();
                        (0..=far).contains(&if after { apart } else { -apart })
                    })
                })
            });
            if !good {
                let span = self.claim.span(from, at + 1);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::RelativeDate, span, None, Vec::new());
            }
        }
    }

    /// `nearly four years had gone by since the one before`: the span between the two things that are cited.
    pub(super) fn between_two(&self, duration: &Duration) -> bool {
        let [one, two] = self.cited.as_slice() else {
            return false;
        };
        let day = |cited: &super::Cited<'_>| Some(cited.snippet.date.as_ref()?.days().0);
        match (day(one), day(two)) {
            (Some(one), Some(two)) if one != two => {
                self.matches(duration, one.min(two), one.max(two))
            }
            _ => false,
        }
    }

    /// A length that the statement itself tells as corrected, and that the words of a source have.
    pub(super) fn taken_back(&self, duration: &Duration) -> bool {
        let sentence = self.claim.tokens[duration.from].sentence;
        let corrected = self.claim.tokens.iter().any(|token| {
            token.sentence == sentence && matches!(token.lower.as_str(), "corrected" | "corrects")
        });
        let words = self.claim.words(duration.from, duration.to).to_lowercase();
        corrected
            && self.cited.iter().any(|cited| {
                cited.source.is_prose && cited.snippet.text.to_lowercase().contains(&words)
            })
    }

    /// `eighteen months before this summary`: back from the date of writing.
    pub(super) fn before_now(&self, duration: &Duration) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        word(duration.to.saturating_sub(1)) == "before"
            && matches!(word(duration.to), "this" | "today" | "now" | "writing")
            && matches!(
                word(duration.to + 1),
                "" | "."
                    | ","
                    | "summary"
                    | "note"
                    | "letter"
                    | "report"
                    | "writing"
                    | "intake"
                    | "draft"
                    | "document"
            )
    }

    /// `371 days, less than a year`: the first against the second.
    pub(super) fn durations_compared(&mut self, duration: &Duration) {
        use crate::lexicon::Cue;
        let Some(cue) = self.claim.cues.iter().copied().find(|found| {
            matches!(
                found.cue,
                Cue::Above | Cue::Below | Cue::AtLeast | Cue::AtMost | Cue::Approximate
            ) && found.from >= duration.to
                && found.from - duration.to <= 3
                && self
                    .claim
                    .slice(duration.to, found.from)
                    .iter()
                    .all(|token| {
                        !token.is_word()
                            || matches!(
                                token.lower.as_str(),
                                "or" | "slightly" | "just" | "is" | "which" | "a"
                            )
                    })
        }) else {
            return;
        };
        let other = self
            .claim
            .durations
            .iter()
            .find(|other| other.from == cue.to);
        let single = || {
            let article = self
                .claim
                .tokens
                .get(cue.to)
                .is_some_and(|token| matches!(token.lower.as_str(), "a" | "an" | "one"));
            let (unit, _) = self
                .lexicon
                .unit_at(self.claim.text, &self.claim.tokens, cue.to + 1)
                .filter(|(unit, _)| article && self.lexicon.dimension(*unit) == "time")?;
            self.lexicon.units.get(unit).map(|unit| unit.factor)
        };
        let limit = other
            .and_then(|other| other.count.checked_mul(other.unit))
            .or_else(single);
        let Some((own, limit)) = duration.count.checked_mul(duration.unit).zip(limit) else {
            return;
        };
        let words = self.claim.words(cue.from, cue.to).to_lowercase();
        let holds = match cue.cue {
            Cue::Above | Cue::AtLeast => own >= limit,
            Cue::Below | Cue::AtMost => own <= limit,
            _ if words.ends_with("over") || words.ends_with("above") => own >= limit,
            _ if words.ends_with("under") || words.ends_with("below") => own <= limit,
            _ => true,
        };
        if !holds {
            let span = self.claim.span(cue.from, cue.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                None,
                Vec::new(),
            );
        }
    }
}

/// What may stand between a day and the span that says it again.
fn joins(token: &Token) -> bool {
    token.is_mark(',')
        || token.is_mark('(')
        || token.is_mark('-')
        || token.is_mark('–')
        || token.is_mark('—')
        || matches!(
            token.lower.as_str(),
            "so" | "that"
                | "is"
                | "was"
                | "which"
                | "on"
                | "in"
                | "about"
                | "roughly"
                | "around"
                | "some"
                | "approximately"
                | "nearly"
                | "almost"
                | "just"
                | "over"
                | "under"
                | "now"
        )
}
