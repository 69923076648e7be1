//! How dates in numbers are written.

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "a day has a day")]
pub(crate) struct Day {
    pub(crate) year: i32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

/// Digits at the beginning, at most so many.
pub(super) fn digits(bytes: &[u8], most: usize) -> Option<(u32, usize)> {
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

pub(super) const fn is_day(month: u32, day: u32) -> bool {
    month >= 1 && month <= 12 && day >= 1 && day <= 31
}

pub(super) const fn is_year(year: u32, length: usize) -> bool {
    length == 2 || (length == 4 && year >= 1880 && year < 2120)
}

/// A date in numbers at the beginning: its length, and the day where it is whole.
pub(super) fn shape(bytes: &[u8]) -> Option<(usize, Option<(Day, char)>)> {
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
pub(super) fn time(bytes: &[u8]) -> usize {
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
