//! The time in which something is counted: `three in 2019`, `all five checks from 2011 through 2015`, `eight after the first`.

use super::Check;
use crate::claim::Duration;
use crate::date::Mention;
use crate::number::Number;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use time::Date;

/// How far behind the number its time begins, in tokens.
const NOUN: usize = 5;

/// A time.
pub(super) enum Window {
    /// As one date says it.
    One(Mention),
    /// From one day to another.
    Between(Date, Date),
}

impl Window {
    /// Whether a period from one day to another lies in it.
    pub(super) fn holds(&self, start: Date, end: Date) -> bool {
        match self {
            Self::One(mention) => mention.fits(start, end),
            Self::Between(first, last) => *first <= end && start <= *last,
        }
    }
}

impl Check<'_> {
    /// The time right behind a count: `three in 2019`, `two during May 2020`, `five checks from 2011 through 2015`.
    pub(super) fn window_behind(&self, number: &Number) -> Option<Window> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        // `three of them in June`
        let at = number.to
            + if word(number.to) == "of"
                && matches!(word(number.to + 1), "them" | "these" | "those" | "which")
            {
                2
            } else {
                0
            };
        let dated = |at: usize| self.claim.dates.iter().find(|mention| mention.from == at);
        if matches!(word(at), "in" | "during" | "for") {
            let article = usize::from(matches!(word(at + 1), "the" | "all" | "her" | "his"));
            return dated(at + 1 + article).copied().map(Window::One);
        }
        // `the five visits of 2019`
        let joint = (number.to..number.to + NOUN)
            .take_while(|at| {
                self.claim
                    .tokens
                    .get(*at)
                    .is_some_and(|token| token.is_word() || token.is_mark('-'))
            })
            .find(|at| matches!(word(*at), "of" | "in" | "during"))
            .filter(|joint| *joint > number.to);
        let year = joint
            .and_then(|joint| dated(joint + 1))
            .filter(|year| year.day.day.is_none() && year.day.year.is_some())
            .filter(|year| {
                !matches!(
                    word(year.to),
                    "to" | "through" | "until" | "and" | "-" | "or" | ","
                )
            });
        if let Some(year) = year {
            return Some(Window::One(*year));
        }
        if let Some(before) = self.year_before(number) {
            return Some(Window::One(before));
        }
        let plain = (number.to..)
            .take(NOUN)
            .take_while(|at| {
                self.claim
                    .tokens
                    .get(*at)
                    .is_some_and(crate::text::Token::is_word)
            })
            .find(|at| matches!(word(*at), "from" | "between"))?;
        let first = dated(plain + 1)?;
        let joined = matches!(word(first.to), "through" | "to" | "until" | "and" | "till");
        let last = dated(first.to + 1).filter(|_| joined)?;
        Some(Window::Between(first.first()?, last.last()?))
    }

    /// `In 2016 he got the vaccine twice`: the time that such a part of a sentence begins with.
    fn year_before(&self, number: &Number) -> Option<Mention> {
        self.so_many_times(number.from)?;
        let (from, _) = self.sentence_range(number.from);
        let mention = self
            .claim
            .dates
            .iter()
            .rfind(|mention| mention.from > from && mention.to <= number.from)?;
        let plain = self
            .claim
            .slice(mention.to, number.from)
            .iter()
            .all(|token| token.is_word() || token.is_mark('-'));
        let begins = matches!(
            self.claim.tokens[mention.from - 1].lower.as_str(),
            "in" | "during"
        ) && (mention.from == from + 1
            || !self.claim.tokens[mention.from - 2].is_word());
        (plain && begins && mention.day.day.is_none()).then_some(*mention)
    }

    /// `at each of the eight measurements after the first`: one is left out.
    pub(super) fn after_the_first(&self, number: &Number) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        (number.to..number.to + NOUN).any(|at| {
            matches!(word(at), "after" | "since" | "beyond" | "following")
                && word(at + 1) == "the"
                && word(at + 2) == "first"
        })
    }

    /// `six visits over twelve months`: what is cited lies in that time back from the date of writing, and over most of it.
    pub(super) fn within_window(&self, duration: &Duration) -> bool {
        let before = duration
            .from
            .checked_sub(1)
            .map_or("", |at| self.claim.tokens[at].lower.as_str());
        let (from, _) = self.sentence_range(duration.from);
        let counted = self.claim.numbers.iter().any(|number| {
            number.from >= from
                && number.to <= duration.from
                && !self.kinds_in(number.to, number.to + NOUN).is_empty()
        });
        let seconds = duration.count.checked_mul(duration.unit);
        let length = seconds
            .and_then(|seconds| (seconds / Decimal::from(86_400)).to_i64())
            .filter(|days| (1..60_000).contains(days));
        let Some(length) =
            length.filter(|_| counted && matches!(before, "over" | "within" | "across"))
        else {
            return false;
        };
        let days = self.cited_days();
        let oldest = days
            .iter()
            .min()
            .map(|day| (self.as_of - *day).whole_days());
        days.len() > 1 && oldest.is_some_and(|oldest| oldest <= length && oldest * 4 >= length * 3)
    }
}
