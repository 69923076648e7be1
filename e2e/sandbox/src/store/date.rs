//! FHIR dates as spans of time, at the precision that they were written with (FHIR R4, 3.1.1.4.7).

use time::{Date, Duration, Month, OffsetDateTime, UtcOffset};

/// From the first millisecond covered to the first one after it, since 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First millisecond covered.
    pub start: i64,
    /// First millisecond after.
    pub end: i64,
}

impl Span {
    /// The span of a `date`, `dateTime` or `instant`; without a zone, UTC is taken. `None` if it is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, clock) = text
            .split_once('T')
            .map_or((text, None), |(date, clock)| (date, Some(clock)));
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|part| digits(part, 2));
        let day = parts.next().map(|part| digits(part, 2));
        if parts.next().is_some() {
            return None;
        }
        match (month, day, clock) {
            (None, None, None) => Some(Self {
                start: midnight(year, 1, 1)?,
                end: midnight(year + 1, 1, 1)?,
            }),
            (Some(month), None, None) => {
                let month = month?;
                let (next_year, next) = if month == 12 {
                    (year + 1, 1)
                } else {
                    (year, month + 1)
                };
                Some(Self {
                    start: midnight(year, month, 1)?,
                    end: midnight(next_year, next, 1)?,
                })
            }
            (Some(month), Some(day), clock) => {
                let start = midnight(year, month?, day?)?;
                match clock {
                    None => Some(Self {
                        start,
                        end: start + 86_400_000,
                    }),
                    Some(clock) => time_of_day(start, clock),
                }
            }
            _ => None,
        }
    }

    /// From the start of one to the end of the other; a missing side is open.
    pub fn between(start: Option<&str>, end: Option<&str>) -> Option<Self> {
        let start = start.and_then(Self::parse);
        let end = end.and_then(Self::parse);
        if start.is_none() && end.is_none() {
            return None;
        }
        Some(Self {
            start: start.map_or(i64::MIN, |span| span.start),
            end: end.map_or(i64::MAX, |span| span.end),
        })
    }

    fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

fn digits(text: &str, len: usize) -> Option<i32> {
    (text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn midnight(year: i32, month: i32, day: i32) -> Option<i64> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp() * 1000)
}

fn time_of_day(midnight: i64, clock: &str) -> Option<Span> {
    let (clock, zone) = match clock.find(['Z', '+', '-']) {
        Some(at) => clock.split_at(at),
        None => (clock, "Z"),
    };
    let offset = if zone == "Z" {
        0
    } else {
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = zone.get(1..)?.split_once(':')?;
        sign * (i64::from(digits(hours, 2)?) * 60 + i64::from(digits(minutes, 2)?)) * 60_000
    };
    let mut parts = clock.splitn(3, ':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let mut start = midnight + (i64::from(hour) * 60 + i64::from(minute)) * 60_000 - offset;
    let mut length = 60_000;
    if let Some(second) = parts.next() {
        let (whole, fraction) = second
            .split_once('.')
            .map_or((second, None), |(whole, part)| (whole, Some(part)));
        start += i64::from(digits(whole, 2)?) * 1000;
        length = 1000;
        if let Some(fraction) = fraction {
            let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
            start += i64::from(digits(&millis, 3)?);
            length = 1;
        }
    }
    Some(Span {
        start,
        end: start + length,
    })
}

/// A comparison in a search (FHIR R4, 3.1.1.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// `eq`, also when absent.
    Eq,
    /// `ne`
    Ne,
    /// `lt`
    Lt,
    /// `gt`
    Gt,
    /// `le`
    Le,
    /// `ge`
    Ge,
    /// `sa`: starts after.
    Sa,
    /// `eb`: ends before.
    Eb,
}

/// A date in a search: prefix and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTest {
    prefix: Prefix,
    span: Span,
}

impl DateTest {
    /// Parses `ge2024-01`; `None` if the date is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let prefix = match text.get(..2) {
            Some("eq") => Some(Prefix::Eq),
            Some("ne") => Some(Prefix::Ne),
            Some("lt") => Some(Prefix::Lt),
            Some("gt") => Some(Prefix::Gt),
            Some("le") => Some(Prefix::Le),
            Some("ge") => Some(Prefix::Ge),
            Some("sa") => Some(Prefix::Sa),
            Some("eb") => Some(Prefix::Eb),
            _ => None,
        };
        let rest = if prefix.is_some() { &text[2..] } else { text };
        Some(Self {
            prefix: prefix.unwrap_or(Prefix::Eq),
            span: Span::parse(rest)?,
        })
    }

    /// Whether a resource's date passes.
    pub fn accepts(self, target: Span) -> bool {
        let wanted = self.span;
        match self.prefix {
            Prefix::Eq => wanted.contains(target),
            Prefix::Ne => !wanted.contains(target),
            Prefix::Lt => target.start < wanted.start,
            Prefix::Gt => target.end > wanted.end,
            Prefix::Le => target.start < wanted.start || wanted.contains(target),
            Prefix::Ge => target.end > wanted.end || wanted.contains(target),
            Prefix::Sa => target.start >= wanted.end,
            Prefix::Eb => target.end <= wanted.start,
        }
    }
}

/// Whole years between a birth date and `at`.
pub fn age_years(birth: &str, at: OffsetDateTime) -> Option<i64> {
    let span = Span::parse(birth)?;
    let born = OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(span.start);
    let at = at.to_offset(UtcOffset::UTC);
    let had_birthday = (at.month() as u8, at.day()) >= (born.month() as u8, born.day());
    Some(i64::from(at.year() - born.year()) - i64::from(!had_birthday))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(test: &str, target: &str) -> bool {
        DateTest::parse(test)
            .expect("a date test")
            .accepts(Span::parse(target).expect("a date"))
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "2024-13",
            "2024-02-30",
            "24-01-01",
            "2024-1-1",
            "2024-01-01T",
            "2024-01-01T9:00",
            "soon",
        ] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }

    #[test]
    fn compares_at_the_written_precision() {
        assert!(accepts("2024", "2024-05-06"));
        assert!(!accepts("2024-05-06", "2024"));
        assert!(accepts("ge2024-05-06", "2024-05-06T23:59:59Z"));
        assert!(!accepts("gt2024-05-06", "2024-05-06T23:59:59Z"));
        assert!(accepts("lt2024", "2023-12-31T23:59:59Z"));
        assert!(!accepts("lt2024", "2023-12-31T23:59:59-05:00"));
        assert!(accepts("le2024-05", "2024-05-31"));
        assert!(accepts("ne2024", "2025-01-01"));
        assert!(accepts("sa2024", "2025-01-01"));
        assert!(accepts("eb2024", "2023"));
    }

    #[test]
    fn counts_age_to_the_day() {
        let at = time::macros::datetime!(2026-03-12 08:00 UTC);
        assert_eq!(age_years("1959-03-12", at), Some(67));
        assert_eq!(age_years("1959-03-13", at), Some(66));
    }
}
