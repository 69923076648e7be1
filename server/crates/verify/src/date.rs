//! Dates in a text: `2020-01-15`, `15 January 2020`, `Jan 15, 2020`, `01/15/2020`, `January 2020`, `2020`, `15 January`.

use crate::text::{Kind, Token};
pub(crate) use chart_date::Day;
use time::Date;

mod named;

use named::{day_month, day_of_range, end_of_range, month_first, spoken_year, year_alone};

/// Days as year, month, day.
pub(crate) mod chart_date {
    /// Year, month, day, as far as said.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[allow(clippy::struct_field_names, reason = "year, month, day")]
    pub(crate) struct Day {
        pub(crate) year: Option<i32>,
        pub(crate) month: Option<u8>,
        pub(crate) day: Option<u8>,
    }
}

/// A date in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) day: Day,
    /// The later of two years: 2018 of `2017–18`.
    pub(crate) until: Option<i32>,
}

impl Mention {
    /// Whether a period from `start` to `end` may be meant: all that is said agrees with a day of it.
    pub(crate) fn fits(&self, start: Date, end: Date) -> bool {
        let Day { year, month, day } = self.day;
        let one = |date: Date| {
            year.is_none_or(|year| (year..=self.until.unwrap_or(year)).contains(&date.year()))
                && month.is_none_or(|month| month == u8::from(date.month()))
                && day.is_none_or(|day| day == date.day())
        };
        // What is said more precisely than the source says it is not its date.
        let length = (end - start).whole_days();
        if (day.is_some() && length >= 27) || (month.is_some() && length >= 360) {
            return false;
        }
        if one(start) || one(end) {
            return true;
        }
        // A source that is itself as coarse as a month or a year.
        start != end
            && self
                .first()
                .zip(self.last())
                .is_some_and(|(first, last)| first <= end && start <= last)
    }

    /// The first day that it can mean; none without a year.
    pub(crate) fn first(&self) -> Option<Date> {
        date(
            self.day.year?,
            self.day.month.unwrap_or(1),
            self.day.day.unwrap_or(1),
        )
    }

    /// The last day that it can mean; none without a year.
    pub(crate) fn last(&self) -> Option<Date> {
        let year = self.until.or(self.day.year)?;
        let month = time::Month::try_from(self.day.month.unwrap_or(12)).ok()?;
        date(
            year,
            u8::from(month),
            self.day.day.unwrap_or_else(|| month.length(year)),
        )
    }
}

pub(crate) fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()
}

/// All dates, in order.
pub(crate) fn mentions(tokens: &[Token]) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = match two_years(tokens, at) {
            Some((day, until)) => Some((at + 3, day, Some(until))),
            None => one(tokens, at)
                .or_else(|| day_alone(tokens, at, out.last()?))
                .map(|(to, day)| (to, day, None)),
        };
        match found {
            Some((to, day, until)) => {
                out.push(Mention {
                    from: at,
                    to,
                    day,
                    until,
                });
                at = to;
            }
            None => at += 1,
        }
    }
    out
}

fn one(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let token = &tokens[at];
    if token.kind == Kind::Number {
        short(tokens, at)
            .or_else(|| iso(tokens, at))
            .or_else(|| slashes(tokens, at))
            .or_else(|| month_slash_year(tokens, at))
            .or_else(|| month_slash_day(tokens, at))
            .or_else(|| day_month(tokens, at))
            .or_else(|| end_of_range(tokens, at))
            .or_else(|| day_of_range(tokens, at))
            .or_else(|| year_alone(tokens, at))
    } else if token.is_word() {
        month_first(tokens, at).or_else(|| spoken_year(tokens, at))
    } else {
        None
    }
}

/// `In July 2018 twice: 71 on the 17th and 91 on the 29th`: a day of the month that was told last in the sentence.
fn day_alone(tokens: &[Token], at: usize, told: &Mention) -> Option<(usize, Day)> {
    let before = |back: usize| at.checked_sub(back).and_then(|index| tokens.get(index));
    let on_the = before(1)?.is("the")
        && matches!(
            before(2)?.lower.as_str(),
            "on" | "by" | "until" | "from" | "and"
        );
    let ending = tokens
        .get(at + 1)
        .is_some_and(|end| !end.spaced && matches!(end.lower.as_str(), "st" | "nd" | "rd" | "th"));
    let alone = tokens.get(at + 2).is_none_or(|next| {
        next.kind == Kind::Mark
            || matches!(
                next.lower.as_str(),
                "and" | "with" | "at" | "but" | "to" | "then" | "when"
            )
    });
    let same = told.day.year.is_some() && tokens[told.from].sentence == tokens[at].sentence;
    if !(on_the && ending && alone && same) {
        return None;
    }
    let day = whole(tokens.get(at), 2).filter(|day| (1..=31).contains(day))?;
    Some((
        at + 2,
        Day {
            year: told.day.year,
            month: Some(told.day.month?),
            day: small(day),
        },
    ))
}

fn whole(token: Option<&Token>, longest: usize) -> Option<u32> {
    let token = token.filter(|token| {
        token.kind == Kind::Number
            && token.lower.len() <= longest
            && token.span.end - token.span.start == token.lower.len()
    })?;
    token.lower.parse().ok()
}

fn year(token: Option<&Token>) -> Option<i32> {
    whole(token, 4)
        .filter(|year| (1850..2150).contains(year))
        .and_then(|year| i32::try_from(year).ok())
}

fn joined(tokens: &[Token], at: usize, mark: char) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| token.is_mark(mark) && !token.spaced)
        && tokens.get(at + 1).is_some_and(|token| !token.spaced)
}

fn small(number: u32) -> Option<u8> {
    u8::try_from(number).ok()
}

fn iso(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let year = year(tokens.get(at))?;
    if !joined(tokens, at + 1, '-') {
        return None;
    }
    let month = whole(tokens.get(at + 2), 2)
        .filter(|month| (1..=12).contains(month) && tokens[at + 2].lower.len() == 2)?;
    let day = if joined(tokens, at + 3, '-') {
        whole(tokens.get(at + 4), 2).filter(|day| (1..=31).contains(day))
    } else {
        None
    };
    let to = if day.is_some() { at + 5 } else { at + 3 };
    Some((
        to,
        Day {
            year: Some(year),
            month: small(month),
            day: day.and_then(small),
        },
    ))
}

/// `the 2010–11 pregnancy`, `in 2017–18`, `2017/18`: two years in a row. `2010-11` alone is a month.
fn two_years(tokens: &[Token], at: usize) -> Option<(Day, i32)> {
    let year = year(tokens.get(at))?;
    let dash = joined(tokens, at + 1, '-');
    let whole_date = ['-', '/'].iter().any(|mark| {
        joined(tokens, at + 3, *mark)
            || at
                .checked_sub(1)
                .is_some_and(|before| tokens[before].is_mark(*mark) && !tokens[at].spaced)
    });
    if whole_date || !(dash || joined(tokens, at + 1, '/')) {
        return None;
    }
    let second = whole(tokens.get(at + 2), 2).filter(|_| tokens[at + 2].lower.len() == 2)?;
    let next = i32::try_from(second).ok()? == (year + 1) % 100;
    let noun = tokens.get(at + 3).is_some_and(|noun| {
        matches!(
            noun.lower.as_str(),
            "pregnancy"
                | "pregnancies"
                | "season"
                | "winter"
                | "year"
                | "episode"
                | "flu"
                | "influenza"
                | "school"
                | "course"
                | "delivery"
                | "admission"
        )
    });
    let day = Day {
        year: Some(year),
        month: None,
        day: None,
    };
    (next && (noun || second > 12)).then_some((day, year + 1))
}

/// `’97`, `'11`: a year behind an apostrophe.
fn short(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let mark = tokens.get(at.checked_sub(1)?)?;
    let number = whole(tokens.get(at), 2)?;
    let apostrophe =
        mark.is_mark('\'') && mark.spaced && !tokens[at].spaced && tokens[at].lower.len() == 2;
    let century = if number > 35 { 1900 } else { 2000 };
    apostrophe.then(|| {
        (
            at + 1,
            Day {
                year: i32::try_from(century + number).ok(),
                month: None,
                day: None,
            },
        )
    })
}

/// American order; where the first number cannot be a month, the other.
fn slashes(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    if !(joined(tokens, at + 1, '/') && joined(tokens, at + 3, '/')) {
        return None;
    }
    let (a, b, c) = (
        whole(tokens.get(at), 2)?,
        whole(tokens.get(at + 2), 2)?,
        whole(tokens.get(at + 4), 4)?,
    );
    let year = if tokens[at + 4].lower.len() == 4 {
        c
    } else if c > 35 {
        1900 + c
    } else {
        2000 + c
    };
    let (month, day) = if a > 12 { (b, a) } else { (a, b) };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| {
        (
            at + 5,
            Day {
                year: i32::try_from(year).ok(),
                month: small(month),
                day: small(day),
            },
        )
    })
}

/// `7/2016`
fn month_slash_year(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    if !(joined(tokens, at + 1, '/') || joined(tokens, at + 1, '-')) {
        return None;
    }
    let month = whole(tokens.get(at), 2).filter(|month| (1..=12).contains(month))?;
    let year = year(tokens.get(at + 2)).filter(|year| (1900..2100).contains(year))?;
    Some((
        at + 3,
        Day {
            year: Some(year),
            month: small(month),
            day: None,
        },
    ))
}

/// `on 7/31`: only behind a word that a day follows.
fn month_slash_day(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let before = tokens.get(at.checked_sub(1)?)?;
    // `pain score at the last visit 1/10`
    let score = tokens.get(at + 2).is_some_and(|ten| ten.is("10"))
        && tokens[at.saturating_sub(8)..at].iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "score" | "scores" | "pain" | "rating" | "scale"
            )
        });
    if score {
        return None;
    }
    let noun = tokens.get(at + 3).is_some_and(|next| {
        matches!(
            next.lower.as_str(),
            "visit"
                | "note"
                | "appointment"
                | "encounter"
                | "admission"
                | "check"
                | "labs"
                | "panel"
                | "result"
                | "reading"
                | "draw"
                | "study"
                | "scan"
                | "echo"
                | "report"
                | "order"
                | "clinic"
                | "discharge"
                | "addendum"
                | "value"
                | "level"
        )
    });
    if !(matches!(
        before.lower.as_str(),
        "on" | "since" | "dated" | "until" | "through" | "seen" | "visit" | "note"
    ) || (before.is("of")
        && tokens.get(at.wrapping_sub(2)).is_some_and(|word| {
            matches!(
                word.lower.as_str(),
                "note"
                    | "visit"
                    | "report"
                    | "labs"
                    | "results"
                    | "night"
                    | "morning"
                    | "day"
                    | "week"
            )
        }))
        || noun)
        || !joined(tokens, at + 1, '/')
        || joined(tokens, at + 3, '/')
    {
        return None;
    }
    let month = whole(tokens.get(at), 2).filter(|month| (1..=12).contains(month))?;
    let day = whole(tokens.get(at + 2), 2).filter(|day| (1..=31).contains(day))?;
    Some((
        at + 3,
        Day {
            year: None,
            month: small(month),
            day: small(day),
        },
    ))
}
