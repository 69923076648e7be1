//! Moves whole dates by days, in the form in which they are written.

use crate::rule::{Day, full_date};
use time::{Date, Duration, Month};

/// A date that is whole, moved, with whatever stands behind it (a time); none where it is not whole or not a day of the calendar.
pub(crate) fn moved(words: &str, days: i32) -> Option<String> {
    let (day, length, form) = full_date(words)?;
    let month = Month::try_from(u8::try_from(day.month).ok()?).ok()?;
    let date = Date::from_calendar_date(day.year, month, u8::try_from(day.day).ok()?).ok()?;
    let date = date.checked_add(Duration::days(i64::from(days)))?;
    let new = form.write(Day {
        year: date.year(),
        month: u32::from(u8::from(date.month())),
        day: u32::from(date.day()),
    });
    let made = format!("{new}{}", words.get(length..).unwrap_or_default());
    // Only what can be moved back to exactly this text is moved at all.
    let back = back(&made, days)?;
    (back == words).then_some(made)
}

fn back(words: &str, days: i32) -> Option<String> {
    let (day, length, form) = full_date(words)?;
    let month = Month::try_from(u8::try_from(day.month).ok()?).ok()?;
    let date = Date::from_calendar_date(day.year, month, u8::try_from(day.day).ok()?).ok()?;
    let date = date.checked_sub(Duration::days(i64::from(days)))?;
    let old = form.write(Day {
        year: date.year(),
        month: u32::from(u8::from(date.month())),
        day: u32::from(date.day()),
    });
    Some(format!("{old}{}", words.get(length..).unwrap_or_default()))
}

/// Every whole date of a text moved.
pub(crate) fn all(text: &str, days: i32) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit()
            && !before.is_alphanumeric()
            && !matches!(before, '.' | '-' | '/')
            && let Some((_, length, _)) = full_date(rest)
            && !rest
                .as_bytes()
                .get(length)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() && *byte != b'T')
            && let Some(new) = rest.get(..length).and_then(|words| moved(words, days))
        {
            out.push_str(&new);
            rest = rest.get(length..).unwrap_or_default();
            before = '0';
            continue;
        }
        out.push(first);
        before = first;
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_move_in_their_own_form_and_back() {
        for (text, want) in [
            ("2020-01-15", "2019-12-16"),
            ("2020-01-15T10:00:00Z", "2019-12-16T10:00:00Z"),
            ("01/15/2020", "12/16/2019"),
            ("15.01.2020", "16.12.2019"),
            ("9/30/19", "8/31/19"),
        ] {
            assert_eq!(moved(text, -30).as_deref(), Some(want), "{text}");
            assert_eq!(moved(want, 30).as_deref(), Some(text), "{want}");
        }
        for text in ["2020", "May 2020", "31/12/2020", "2020-02-31", "7/10"] {
            assert_eq!(moved(text, -30), None, "{text}");
        }
        assert_eq!(
            all("HbA1c 7.4 % on 2020-01-15, LOINC 4548-4, 1.2.3.4", -30),
            "HbA1c 7.4 % on 2019-12-16, LOINC 4548-4, 1.2.3.4"
        );
    }
}
