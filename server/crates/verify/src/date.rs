//! Dates in a text: `2020-01-15`, `15 January 2020`, `Jan 15, 2020`, `01/15/2020`, `January 2020`, `2020`, `15 January`.

use crate::text::{Kind, Token};
pub(crate) use chart_date::Day;
use time::Date;

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
}

impl Mention {
    /// Whether a period from `start` to `end` may be meant: all that is said agrees with a day of it.
    pub(crate) fn fits(&self, start: Date, end: Date) -> bool {
        let Day { year, month, day } = self.day;
        let one = |date: Date| {
            year.is_none_or(|year| year == date.year())
                && month.is_none_or(|month| month == u8::from(date.month()))
                && day.is_none_or(|day| day == date.day())
        };
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
        let year = self.day.year?;
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
        match one(tokens, at) {
            Some((to, day)) => {
                out.push(Mention { from: at, to, day });
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
        iso(tokens, at)
            .or_else(|| slashes(tokens, at))
            .or_else(|| day_month(tokens, at))
            .or_else(|| day_of_range(tokens, at))
            .or_else(|| year_alone(tokens, at))
    } else if token.is_word() {
        month_first(tokens, at)
    } else {
        None
    }
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

fn ordinal(tokens: &[Token], at: usize) -> usize {
    let suffix = tokens.get(at).is_some_and(|token| {
        !token.spaced && matches!(token.lower.as_str(), "st" | "nd" | "rd" | "th")
    });
    usize::from(suffix)
}

fn day_month(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let day = whole(tokens.get(at), 2).filter(|day| (1..=31).contains(day))?;
    let mut next = at + 1 + ordinal(tokens, at + 1);
    if tokens.get(next).is_some_and(|token| token.is("of")) {
        next += 1;
    }
    let month = month(tokens.get(next))?;
    next += 1;
    let comma = usize::from(tokens.get(next).is_some_and(|token| token.is_mark(',')));
    match year(tokens.get(next + comma)) {
        Some(year) => Some((
            next + comma + 1,
            Day {
                year: Some(year),
                month: Some(month),
                day: small(day),
            },
        )),
        None => Some((
            next,
            Day {
                year: None,
                month: Some(month),
                day: small(day),
            },
        )),
    }
}

/// The first day of `16 to 23 July 2018`.
fn day_of_range(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let day = whole(tokens.get(at), 2).filter(|day| (1..=31).contains(day))?;
    let next = at + 1 + ordinal(tokens, at + 1);
    let link = tokens.get(next).is_some_and(|token| {
        matches!(
            token.lower.as_str(),
            "to" | "-" | "and" | "until" | "through" | "or"
        )
    });
    let (_, last) = day_month(tokens, next + 1).filter(|_| link)?;
    Some((
        next,
        Day {
            day: small(day),
            ..last
        },
    ))
}

fn month_first(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let token = tokens.get(at)?;
    let month = month(Some(token))?;
    let mut next = at + 1;
    if tokens
        .get(next)
        .is_some_and(|token| token.is_mark('.') && !token.spaced)
    {
        next += 1;
    }
    if let Some(year) = year(tokens.get(next)) {
        return Some((
            next + 1,
            Day {
                year: Some(year),
                month: Some(month),
                day: None,
            },
        ));
    }
    if let Some(day) = whole(tokens.get(next), 2).filter(|day| (1..=31).contains(day)) {
        let after = next + 1 + ordinal(tokens, next + 1);
        let comma = usize::from(tokens.get(after).is_some_and(|token| token.is_mark(',')));
        if let Some(year) = year(tokens.get(after + comma)) {
            return Some((
                after + comma + 1,
                Day {
                    year: Some(year),
                    month: Some(month),
                    day: small(day),
                },
            ));
        }
        return Some((
            after,
            Day {
                year: None,
                month: Some(month),
                day: small(day),
            },
        ));
    }
    // A month alone: `March` and `May` are words too, so a capital and a place for a date are asked for.
    let before = at.checked_sub(1).and_then(|index| tokens.get(index));
    let placed = before.is_some_and(|token| {
        matches!(
            token.lower.as_str(),
            "in" | "since"
                | "of"
                | "from"
                | "to"
                | "until"
                | "by"
                | "before"
                | "after"
                | "early"
                | "late"
                | "mid"
                | "last"
                | "the"
                | "this"
                | "and"
                | "every"
                | "("
                | "-"
                | "between"
                | "through"
        )
    });
    let following = tokens
        .get(next)
        .is_some_and(|token| matches!(token.lower.as_str(), "to" | "and" | "-"));
    (token.capital && (placed || following)).then_some((
        at + 1,
        Day {
            year: None,
            month: Some(month),
            day: None,
        },
    ))
}

fn year_alone(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let year = year(tokens.get(at)).filter(|_| tokens[at].lower.len() == 4)?;
    let before = at.checked_sub(1).and_then(|index| tokens.get(index));
    let after = tokens.get(at + 1);
    let placed = (1900..2100).contains(&year)
        && before.is_none_or(|token| {
            !matches!(
                token.lower.as_str(),
                "was"
                    | "is"
                    | "at"
                    | ":"
                    | "="
                    | "<"
                    | ">"
                    | "≥"
                    | "≤"
                    | "than"
                    | "above"
                    | "below"
                    | "/"
                    | "."
                    | "were"
                    | "are"
            )
        });
    let measured = after.is_some_and(|token| {
        token.is_mark('/')
            || (token.is_word()
                && matches!(
                    token.lower.as_str(),
                    "mg" | "ml"
                        | "units"
                        | "unit"
                        | "pg"
                        | "ng"
                        | "iu"
                        | "kcal"
                        | "%"
                        | "mcg"
                        | "g"
                ))
    });
    (placed && !measured).then_some((
        at + 1,
        Day {
            year: Some(year),
            month: None,
            day: None,
        },
    ))
}

fn month(token: Option<&Token>) -> Option<u8> {
    let token = token.filter(|token| token.is_word() && token.capital)?;
    Some(match token.lower.as_str() {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}
