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
        "on" | "since" | "dated" | "until" | "through"
    ) || noun)
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

/// `in twenty twenty`, `since nineteen ninety-eight`
fn spoken_year(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let century = match tokens[at].lower.as_str() {
        "twenty" => 2000,
        "nineteen" => 1900,
        _ => return None,
    };
    let before = tokens.get(at.checked_sub(1)?)?;
    if !matches!(
        before.lower.as_str(),
        "in" | "since" | "of" | "until" | "till" | "back" | "by" | "around"
    ) {
        return None;
    }
    let (rest, to) = crate::number::spoken(tokens, at + 1)?;
    let rest = i32::try_from(rest)
        .ok()
        .filter(|rest| (10..100).contains(rest))?;
    Some((
        to,
        Day {
            year: Some(century + rest),
            month: None,
            day: None,
        },
    ))
}

/// The year behind an apostrophe: `Jan '19`.
fn short_year(tokens: &[Token], at: usize) -> Option<i32> {
    let year = whole(tokens.get(at + 1), 2).filter(|_| {
        tokens.get(at).is_some_and(|mark| mark.is_mark('\''))
            && tokens[at + 1].lower.len() == 2
            && !tokens[at + 1].spaced
    })?;
    i32::try_from(2000 + year).ok()
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

/// Behind `December 6`, the last day of `to 10, 2022` and its year.
fn last_of_range(tokens: &[Token], at: usize) -> Option<(u8, Option<i32>)> {
    let link = tokens.get(at).is_some_and(|token| {
        matches!(
            token.lower.as_str(),
            "to" | "-" | "and" | "until" | "through"
        )
    });
    let day = whole(tokens.get(at + 1).filter(|_| link), 2).filter(|day| (1..=31).contains(day))?;
    let after = at + 2 + ordinal(tokens, at + 2);
    let comma = usize::from(tokens.get(after).is_some_and(|token| token.is_mark(',')));
    let year = year(tokens.get(after + comma))?;
    Some((small(day)?, Some(year)))
}

/// The last day of `December 6 to 10, 2022`.
fn end_of_range(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let back = |steps: usize| at.checked_sub(steps).and_then(|index| tokens.get(index));
    let month = (2..=4).find_map(|steps| {
        let token = back(steps).filter(|token| token.is_word())?;
        month(Some(token))
    })?;
    let (day, year) = last_of_range(tokens, at.checked_sub(1)?)?;
    let after = at + 1 + ordinal(tokens, at + 1);
    let comma = usize::from(tokens.get(after).is_some_and(|token| token.is_mark(',')));
    Some((
        after + comma + 1,
        Day {
            year,
            month: Some(month),
            day: Some(day),
        },
    ))
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

#[expect(
    clippy::too_many_lines,
    reason = "one way after the other, read from top to bottom"
)]
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
    if let Some(year) = short_year(tokens, next) {
        return Some((
            next + 2,
            Day {
                year: Some(year),
                month: Some(month),
                day: None,
            },
        ));
    }
    let of = usize::from(
        tokens.get(next).is_some_and(|token| {
            token.is("of") || token.is_mark(',') || (token.is_mark('-') && !token.spaced)
        }) && year(tokens.get(next + 1)).is_some(),
    );
    if let Some(year) = year(tokens.get(next + of)) {
        let next = next + of;
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
        if let Some((_, last)) = last_of_range(tokens, after) {
            return Some((
                after,
                Day {
                    year: last,
                    month: Some(month),
                    day: small(day),
                },
            ));
        }
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
    let token = token.filter(|token| token.is_word())?;
    // `may` and `march` are verbs too; the other names are dates in a transcript without capitals.
    if !token.capital && (token.lower.len() < 5 || token.lower == "march") {
        return None;
    }
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
