//! Times told against the day of writing: `three weeks ago`, `last month`, ages, durations.

use crate::day;
use crate::rng::Rng;
use crate::words;
use time::{Date, Duration, Month};

/// A span told in words, and the same words with another span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// `three weeks`.
    pub right: String,
    /// A span that is clearly another.
    pub wrong: String,
    /// About how many days the wrong one is.
    pub days: i64,
}

const UNITS: [(&str, i64); 4] = [("day", 1), ("week", 7), ("month", 30), ("year", 365)];

/// The span between two days where it is a round number of days, weeks, months or years; none where words could be argued.
pub fn span(from: Date, to: Date, rng: &mut Rng) -> Option<Span> {
    let days = (to - from).whole_days();
    if days < 2 {
        return None;
    }
    let mut fits: Vec<(i64, usize)> = Vec::new();
    if days <= 20 {
        fits.push((days, 0));
    }
    if days % 7 == 0 && (14..=70).contains(&days) {
        fits.push((days / 7, 1));
    }
    let months = i64::from(day::months(from, to));
    if (3..=18).contains(&months) && near(from, to, months, 2) {
        fits.push((months, 2));
    }
    let years = i64::from(day::years(from, to));
    if (2..=60).contains(&years) && near(from, to, years * 12, 12) {
        fits.push((years, 3));
    }
    let (n, unit) = *rng.pick(&fits)?;
    let (other, unit_other) = match rng.below(3) {
        0 => (n, if unit < 3 { unit + 1 } else { 2 }),
        1 => (n * 2 + 1, unit),
        _ => (n + (n / 2).max(2), unit),
    };
    let words = rng.chance(55);
    Some(Span {
        right: told(n, UNITS[unit].0, words),
        wrong: told(other, UNITS[unit_other].0, words),
        days: other * UNITS[unit_other].1,
    })
}

fn told(n: i64, unit: &str, in_words: bool) -> String {
    let number = usize::try_from(n)
        .ok()
        .filter(|_| in_words)
        .map_or_else(|| n.to_string(), words::count);
    format!("{number} {unit}{}", if n == 1 { "" } else { "s" })
}

/// Whether `to` is within `slack` days after whole months from `from`.
fn near(from: Date, to: Date, months: i64, slack: i64) -> bool {
    plus_months(from, months).is_some_and(|anniversary| {
        let off = (to - anniversary).whole_days();
        (0..=slack).contains(&off)
    })
}

fn plus_months(from: Date, months: i64) -> Option<Date> {
    let total = i64::from(from.year()) * 12 + i64::from(u8::from(from.month())) - 1 + months;
    let year = i32::try_from(total.div_euclid(12)).ok()?;
    let month = Month::try_from(u8::try_from(total.rem_euclid(12)).ok()? + 1).ok()?;
    Date::from_calendar_date(year, month, from.day().min(28)).ok()
}

/// `yesterday`, `last month`, `last year`, with a wrong one and about how far back that is; none where neither fits.
pub fn named(from: Date, to: Date) -> Option<(&'static str, &'static str, i64)> {
    let days = (to - from).whole_days();
    let first = to.replace_day(1).ok()?;
    let before = first - Duration::days(1);
    if days == 0 {
        Some(("today", "three weeks ago", 21))
    } else if days == 1 {
        Some(("yesterday", "two weeks ago", 14))
    } else if (from.year(), from.month()) == (before.year(), before.month()) && days > 10 {
        Some(("last month", "last year", 365)).filter(|_| from.year() == to.year())
    } else if from.year() == to.year() - 1 && days > 120 {
        Some(("last year", "two months ago", 60)).filter(|_| days > 150)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn only_round_spans_are_told() {
        let mut rng = Rng::new(1);
        assert_eq!(
            span(date!(2020 - 01 - 01), date!(2020 - 01 - 02), &mut rng),
            None
        );
        assert_eq!(
            span(date!(2020 - 01 - 01), date!(2020 - 02 - 24), &mut rng),
            None,
            "54 days are no whole weeks"
        );
        for _ in 0..50 {
            let three = span(date!(2020 - 01 - 01), date!(2020 - 01 - 22), &mut rng).unwrap();
            assert!(
                ["three weeks", "3 weeks"].contains(&three.right.as_str()),
                "{three:?}"
            );
            assert_ne!(three.right, three.wrong);
            assert!((three.days - 21).abs() >= 7, "{three:?}");
        }
    }

    #[test]
    fn named_spans_are_by_the_calendar() {
        assert_eq!(
            named(date!(2020 - 05 - 12), date!(2020 - 06 - 10))
                .unwrap()
                .0,
            "last month"
        );
        assert_eq!(
            named(date!(2019 - 05 - 12), date!(2020 - 06 - 10))
                .unwrap()
                .0,
            "last year"
        );
        assert_eq!(named(date!(2018 - 05 - 12), date!(2020 - 06 - 10)), None);
    }
}
