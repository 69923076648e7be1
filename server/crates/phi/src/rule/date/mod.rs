//! Dates, years, and ages over 89.

mod form;

pub(crate) use form::{Day, full};

use super::{Hit, View};
use crate::kind::PhiKind;
use crate::role::Role;
use crate::token::Shape;
use form::{digits, is_day, is_year, shape, time};

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
    if !token.role().is(Role::MONTH) {
        return None;
    }
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
    if !name.role().is(Role::MONTH) {
        return None;
    }
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
