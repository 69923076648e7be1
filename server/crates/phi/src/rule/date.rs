//! Dates, years, and ages over 89.

use super::{Hit, View};
use crate::kind::PhiKind;
use crate::token::Shape;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "a day has a day")]
pub(crate) struct Day {
    pub(crate) year: i32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

/// The month of a name in lower case, from 1.
pub(crate) fn month(lower: &str) -> Option<u32> {
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = FULL
        .iter()
        .position(|full| lower == *full || (lower.len() == 3 && full.starts_with(lower)))
        .or_else(|| (lower == "sept").then_some(8))?;
    u32::try_from(found + 1).ok()
}

/// Digits at the beginning, at most so many.
fn digits(bytes: &[u8], most: usize) -> Option<(u32, usize)> {
    let length = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if length == 0 || length > most {
        return None;
    }
    let value = bytes
        .get(..length)?
        .iter()
        .fold(0, |sum: u32, byte| sum * 10 + u32::from(byte - b'0'));
    Some((value, length))
}

const fn is_day(month: u32, day: u32) -> bool {
    month >= 1 && month <= 12 && day >= 1 && day <= 31
}

const fn is_year(year: u32, length: usize) -> bool {
    length == 2 || (length == 4 && year >= 1880 && year < 2120)
}

/// A date in numbers at the beginning: its length, and the day where it is whole.
fn shape(bytes: &[u8]) -> Option<(usize, Option<(Day, char)>)> {
    let (first, a) = digits(bytes, 4)?;
    let separator = *bytes.get(a)?;
    if !matches!(separator, b'/' | b'-' | b'.') {
        return None;
    }
    let (second, b) = digits(bytes.get(a + 1..)?, 2)?;
    let mut at = a + 1 + b;
    if bytes.get(at) != Some(&separator) {
        return None;
    }
    let (third, c) = digits(bytes.get(at + 1..)?, 4)?;
    at += 1 + c;
    // `1.2.3.4` is no date, and `12-34-5678` has no month.
    if bytes.get(at) == Some(&separator) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let day = |year, month, day| Day {
        year: i32::try_from(year).unwrap_or_default(),
        month,
        day,
    };
    let full = |year: u32, length: usize| {
        if length == 2 {
            year + if year < 40 { 2000 } else { 1900 }
        } else {
            year
        }
    };
    if a == 4 && c <= 2 && is_year(first, 4) && is_day(second, third) {
        return Some((at, Some((day(first, second, third), char::from(separator)))));
    }
    if a <= 2 && is_year(third, c) {
        if separator == b'.' && is_day(second, first) && c == 4 {
            return Some((at, Some((day(full(third, c), second, first), '.'))));
        }
        if separator != b'.' && is_day(first, second) {
            return Some((
                at,
                Some((day(full(third, c), first, second), char::from(separator))),
            ));
        }
        if separator != b'.' && is_day(second, first) {
            return Some((at, None));
        }
    }
    None
}

/// A time after a date: ` 02:44`, `T02:44:10Z`, ` 2:44 pm`.
fn time(bytes: &[u8]) -> usize {
    let start = match bytes.first() {
        Some(b' ' | b'T') => 1,
        _ => return 0,
    };
    let rest = bytes.get(start..).unwrap_or_default();
    let Some((hour, a)) = digits(rest, 2) else {
        return 0;
    };
    if hour > 24 || rest.get(a) != Some(&b':') {
        return 0;
    }
    let mut at = a;
    while rest.get(at) == Some(&b':') {
        match digits(rest.get(at + 1..).unwrap_or_default(), 2) {
            Some((_, 2)) => at += 3,
            _ => break,
        }
    }
    if rest.get(at) == Some(&b'.') {
        at += 1 + rest
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
    }
    let tail = rest.get(at..).unwrap_or_default();
    if tail.first() == Some(&b'Z') {
        at += 1;
    } else if matches!(tail.first(), Some(b'+' | b'-')) && tail.get(3) == Some(&b':') {
        at += 6.min(tail.len());
    }
    start + at
}

/// A date in numbers.
pub(super) fn numeric(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    // Part of a longer number: `1.5/12/2020`, `4548-4-20`.
    if token.start > 0 && !token.spaced {
        let before = view.before(place, 1)?;
        if matches!(before.text, "/" | "-" | ".") {
            return None;
        }
    }
    let bytes = view.text.as_bytes().get(token.start..)?;
    if let Some((length, _)) = shape(bytes) {
        let end = token.start + length;
        if view
            .text
            .as_bytes()
            .get(end)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() && *byte != b'T')
        {
            return None;
        }
        let end = end + time(bytes.get(length..).unwrap_or_default());
        return Some((token.start, end, PhiKind::Date));
    }
    // Month and day alone, after a word that wants a date.
    let (month, a) = digits(bytes, 2)?;
    let (day, b) = digits(bytes.get(a + 1..)?, 2)?;
    let open = !bytes
        .get(a + 1 + b)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'%'));
    let cued = view.cue(place, 1, &["on", "since", "until", "dated", "by"]);
    (bytes.get(a) == Some(&b'/') && is_day(month, day) && open && cued).then_some((
        token.start,
        token.start + a + 1 + b,
        PhiKind::Date,
    ))
}

/// A whole day in numbers, or with the month's name, as written: for shifting.
pub(crate) fn full(text: &str) -> Option<(Day, usize, Form)> {
    let bytes = text.as_bytes();
    if let Some((length, found)) = shape(bytes) {
        let (day, separator) = found?;
        let wide = bytes.get(1) == Some(&b'0') || bytes.first() == Some(&b'0');
        let form = if bytes.get(4).is_some_and(|byte| !byte.is_ascii_digit())
            && bytes.iter().take(4).all(u8::is_ascii_digit)
        {
            Form::YearFirst(separator)
        } else {
            Form::Numbers {
                separator,
                wide: wide || (length == 10),
                short_year: length < 8
                    || !bytes
                        .get(length - 4..length)?
                        .iter()
                        .all(u8::is_ascii_digit),
            }
        };
        return Some((day, length, form));
    }
    None
}

/// How a whole day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `2020-01-15`
    YearFirst(char),
    /// `1/15/2020`, `01/15/20`, `15.01.2020`
    Numbers {
        separator: char,
        wide: bool,
        short_year: bool,
    },
}

impl Form {
    /// Another day, written in this form.
    pub(crate) fn write(self, day: Day) -> String {
        match self {
            Self::YearFirst(s) => format!("{:04}{s}{:02}{s}{:02}", day.year, day.month, day.day),
            Self::Numbers {
                separator: s,
                wide,
                short_year,
            } => {
                let (a, b) = if s == '.' {
                    (day.day, day.month)
                } else {
                    (day.month, day.day)
                };
                let year = if short_year {
                    format!("{:02}", day.year.rem_euclid(100))
                } else {
                    format!("{:04}", day.year)
                };
                if wide {
                    format!("{a:02}{s}{b:02}{s}{year}")
                } else {
                    format!("{a}{s}{b}{s}{year}")
                }
            }
        }
    }
}

/// A year at this place, after a comma perhaps; the place behind it.
fn year_at(view: &View<'_>, place: usize) -> Option<usize> {
    let place = if view.mark(place, ',') || view.mark(place, '-') {
        place + 1
    } else {
        place
    };
    let token = view.at(place)?;
    (token.text.len() == 4 && token.number().is_some_and(|year| is_year(year, 4)))
        .then_some(place + 1)
}

fn end(view: &View<'_>, behind: usize) -> usize {
    let end = view.before(behind, 1).map_or(0, |token| token.end);
    end + time(view.text.as_bytes().get(end..).unwrap_or_default())
}

/// `May 10, 2021`, `Sept. 2023`, `March 3rd`.
pub(super) fn month_first(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    let digit = |at: usize| {
        view.at(at)
            .is_some_and(|next| next.text.as_bytes().first().is_some_and(u8::is_ascii_digit))
    };
    if token.text.len() < 3 || token.text.len() > 9 || !(digit(place + 1) || digit(place + 2)) {
        return None;
    }
    month(&token.lower)?;
    let mut at = place + 1;
    if view.mark(at, '.') {
        at += 1;
    }
    if let Some(behind) = year_at(view, at) {
        return Some((token.start, end(view, behind), PhiKind::Date));
    }
    let day = view.at(at)?;
    let number = day.text.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    let number: u32 = number.parse().ok().filter(|day| (1..=31).contains(day))?;
    if let Some(behind) = year_at(view, at + 1) {
        return Some((token.start, end(view, behind), PhiKind::Date));
    }
    // A day alone: not where an amount follows, and not the verb "may".
    let amount = view.at(at + 1).is_some_and(|next| {
        (next.shape == Shape::Lower
            && next.spaced
            && matches!(
                next.text,
                "mg" | "ml" | "units" | "mcg" | "g" | "percent" | "days" | "weeks" | "times"
            ))
            || next.is('%')
            || next.is('/')
            || next.is('.') && view.joined(at + 2)
    });
    (token.shape == Shape::Capital && number > 0 && !amount).then_some((
        token.start,
        day.end,
        PhiKind::Date,
    ))
}

/// `10 May 2021`, `10-May-2021`, `3rd of March`.
pub(super) fn day_first(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    token.number().filter(|day| (1..=31).contains(day))?;
    let mut at = place + 1;
    if view.mark(at, '-') || view.mark(at, '/') {
        at += 1;
    }
    let name = view.at(at)?;
    if !matches!(name.shape, Shape::Capital | Shape::Upper) {
        return None;
    }
    month(&name.lower)?;
    let mut behind = at + 1;
    if view.mark(behind, '.') && year_at(view, behind + 1).is_some() {
        behind += 1;
    }
    let behind = year_at(view, behind).or_else(|| name.text.len().gt(&3).then_some(at + 1))?;
    Some((token.start, end(view, behind), PhiKind::Date))
}

/// A year after a word that wants one.
pub(super) fn year(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    if token.text.len() != 4 || !token.number().is_some_and(|year| is_year(year, 4)) {
        return None;
    }
    let cued = view.cue(
        place,
        1,
        &[
            "since", "in", "until", "till", "from", "of", "during", "before", "after", "year",
            "circa", "around", "born", "early", "late", "mid", "summer", "winter", "spring",
            "fall",
        ],
    );
    let alone =
        view.mark(place + 1, ')') && view.before(place, 1).is_some_and(|before| before.is('('));
    let counts = view.at(place + 1).is_some_and(|next| {
        next.shape == Shape::Lower
            && next.spaced
            && matches!(
                next.text,
                "mg" | "ml"
                    | "mcg"
                    | "cells"
                    | "units"
                    | "kcal"
                    | "calories"
                    | "steps"
                    | "patients"
            )
    });
    ((cued || alone) && !counts).then_some((token.start, token.end, PhiKind::Date))
}

/// An age of 90 or more.
pub(super) fn age(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    let length = token.text.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = token.text.get(..length)?.parse().ok()?;
    if !(90..=125).contains(&value) {
        return None;
    }
    let rest = token.text.get(length..)?.to_lowercase();
    let hit = Some((token.start, token.start + length, PhiKind::AgeOver89));
    if matches!(rest.as_str(), "yo" | "y" | "yrs") {
        return hit;
    }
    if !rest.is_empty() {
        return None;
    }
    if view.cue(place, 1, &["age", "aged"])
        || (view.mark(place - usize::from(place > 0), ':') && view.cue(place, 2, &["age"]))
        || view.cue(place, 2, &["age", "aged"]) && view.cue(place, 1, &["of", "is"])
    {
        return hit;
    }
    let next = |ahead: usize| view.lower(place + ahead);
    let first = next(1);
    let (word, after) = if first == "-" {
        (next(2), 3)
    } else {
        (first, 2)
    };
    let old = word.starts_with("year-old")
        || word.starts_with("years-old")
        || word == "yo"
        || word == "y-o"
        || (matches!(word, "year" | "years" | "yr" | "yrs")
            && (1..=2).any(|more| next(after + more - 1) == "old" || next(after) == "of"))
        || (word == "y" && next(after) == "/" && next(after + 1) == "o");
    if old { hit } else { None }
}
