//! Dates whose month is a word, ranges of days, and years by themselves.

use super::{Day, small, whole, year};
use crate::text::Token;

/// `in twenty twenty`, `since nineteen ninety-eight`
pub(super) fn spoken_year(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
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

pub(super) fn day_month(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let day = whole(tokens.get(at), 2).filter(|day| (1..=31).contains(day))?;
    // `the 3/10 of July`: the second of a pair.
    let pair = at >= 2
        && !tokens[at].spaced
        && tokens[at - 1].is_mark('/')
        && tokens[at - 2].kind == crate::text::Kind::Number;
    if pair {
        return None;
    }
    let mut next = at + 1 + ordinal(tokens, at + 1);
    // `15-Jan-2019`
    let hyphen = tokens
        .get(next)
        .is_some_and(|mark| mark.is_mark('-') && !mark.spaced)
        && tokens.get(next + 1).is_some_and(|name| !name.spaced);
    if hyphen || tokens.get(next).is_some_and(|token| token.is("of")) {
        next += 1;
    }
    let month = month(tokens.get(next))?;
    next += 1;
    if hyphen
        && tokens
            .get(next)
            .is_some_and(|mark| mark.is_mark('-') && !mark.spaced)
        && year(tokens.get(next + 1)).is_some()
    {
        next += 1;
    }
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
pub(super) fn end_of_range(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
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
pub(super) fn day_of_range(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
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
pub(super) fn month_first(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let token = tokens.get(at)?;
    let month = month(Some(token)).or_else(|| in_month(tokens, at))?;
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
    // Without capitals, as in a transcript, only where nothing but a date can stand.
    let spoken = before.is_some_and(|token| {
        matches!(
            token.lower.as_str(),
            "in" | "since" | "until" | "last" | "by" | "of" | "around"
        )
    });
    ((token.capital && (placed || following)) || spoken).then_some((
        at + 1,
        Day {
            year: None,
            month: Some(month),
            day: None,
        },
    ))
}

pub(super) fn year_alone(tokens: &[Token], at: usize) -> Option<(usize, Day)> {
    let year = year(tokens.get(at)).filter(|_| tokens[at].lower.len() == 4)?;
    let before = at.checked_sub(1).and_then(|index| tokens.get(index));
    let after = tokens.get(at + 1);
    // `2012 / 2013 / 2014`
    let slash = |mark: Option<&Token>, next: Option<&Token>| {
        mark.is_some_and(|mark| mark.is_mark('/') && mark.spaced)
            && self::year(next).is_some_and(|other| {
                (1900..2100).contains(&other) && (1..=9).contains(&(other - year).abs())
            })
            && next.is_some_and(|next| next.lower.len() == 4)
    };
    let row = (1900..2100).contains(&year)
        && (slash(after, tokens.get(at + 2))
            || slash(
                before,
                at.checked_sub(2).and_then(|index| tokens.get(index)),
            ));
    if row {
        return Some((
            at + 1,
            Day {
                year: Some(year),
                month: None,
                day: None,
            },
        ));
    }
    let placed = (1900..2100).contains(&year)
        && before.is_none_or(|token| {
            !matches!(
                token.lower.as_str(),
                "was"
                    | "is"
                    | "at"
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

/// `in march`, `in may`, without capitals: behind that word neither is a verb.
fn in_month(tokens: &[Token], at: usize) -> Option<u8> {
    let before = at.checked_sub(1).and_then(|index| tokens.get(index))?;
    if !before.is("in") {
        return None;
    }
    match tokens.get(at)?.lower.as_str() {
        "march" => Some(3),
        "may" => Some(5),
        _ => None,
    }
}

pub(super) fn month(token: Option<&Token>) -> Option<u8> {
    let token = token.filter(|token| token.is_word())?;
    // `may` and `march` are verbs too; the other names are dates in a transcript without capitals.
    if !token.capital
        && (token.lower == "march"
            || (token.lower.len() < 5 && !matches!(token.lower.as_str(), "july" | "june" | "sept")))
    {
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
