//! Dates and times of any precision. A partial date is a period: `2015-02` is all of February 2015.

use std::fmt;

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// How exact a date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2015`
    Year,
    /// `2015-02`
    Month,
    /// `2015-02-07`
    Day,
    /// `2015-02-07T13:28`
    Minute,
    /// With seconds or fractions of them.
    Second,
}

/// What was said about the time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// An offset (`Z` is zero).
    Offset(UtcOffset),
    /// `-00:00`: the time is UTC, the local offset is not known.
    UnknownOffset,
    /// A time without a zone. It is never shifted.
    Missing,
    /// A date: it has none.
    NotATime,
}

/// What was wrong with a date that was read nevertheless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateProblem {
    /// A time without a zone.
    MissingZone,
    /// A time without seconds.
    MissingSeconds,
    /// No such day in that month; only the month counts.
    NoSuchDay,
    /// No such time of day; only the day counts.
    NoSuchTime,
    /// Not as FHIR writes it, but clear.
    Format,
}

/// A date or time as written, with the period that it covers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PartialDateTime {
    text: String,
    precision: Precision,
    zone: Zone,
    start: PrimitiveDateTime,
    end: PrimitiveDateTime,
    problems: Vec<DateProblem>,
}

/// How two periods lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodOrder {
    /// The first ends before the second begins.
    Before,
    /// They have time in common, or it cannot be told (a zone is missing).
    Overlap,
    /// The first begins after the second ends.
    After,
}

impl PartialDateTime {
    /// Reads a FHIR date, dateTime or instant, leniently: a missing zone, missing seconds, `t` or a space for `T`,
    /// an offset without colon. `None` where no year can be made out.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = match text.find(['T', 't', ' ']) {
            Some(at) => (&text[..at], Some((&text[at..=at], text[at + 1..].trim()))),
            None => (text, None),
        };
        let mut problems = Vec::new();
        let (precision, first, last) = days(date, &mut problems)?;
        let whole_days = |precision, problems| {
            let end = PrimitiveDateTime::new(last, LAST_MOMENT);
            let start = PrimitiveDateTime::new(first, Time::MIDNIGHT);
            Self {
                text: text.to_owned(),
                precision,
                zone: Zone::NotATime,
                start,
                end,
                problems,
            }
        };
        let Some((separator, rest)) = rest.filter(|_| precision == Precision::Day) else {
            if rest.is_some() {
                problems.push(DateProblem::NoSuchTime);
            }
            return Some(whole_days(precision, problems));
        };
        if separator != "T" {
            problems.push(DateProblem::Format);
        }
        let (clock, zone) = split_zone(rest, &mut problems);
        let Some((precision, from, to)) = clock_time(clock) else {
            problems.push(DateProblem::NoSuchTime);
            return Some(whole_days(Precision::Day, problems));
        };
        if zone == Zone::Missing {
            problems.push(DateProblem::MissingZone);
        }
        if precision == Precision::Minute {
            problems.push(DateProblem::MissingSeconds);
        }
        let (start, end) = (
            PrimitiveDateTime::new(first, from),
            PrimitiveDateTime::new(first, to),
        );
        Some(Self {
            text: text.to_owned(),
            precision,
            zone,
            start,
            end,
            problems,
        })
    }

    /// The text as written.
    pub fn as_written(&self) -> &str {
        &self.text
    }

    /// How exact it is.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// What it says about the zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// What was wrong with it.
    pub fn problems(&self) -> &[DateProblem] {
        &self.problems
    }

    /// The first moment that it covers, in the local time in which it was written.
    pub fn earliest(&self) -> PrimitiveDateTime {
        self.start
    }

    /// The last moment that it covers, in the local time in which it was written.
    pub fn latest(&self) -> PrimitiveDateTime {
        self.end
    }

    /// The first and the last day that it covers, as written (a time zone does not move them).
    pub fn days(&self) -> (Date, Date) {
        (self.start.date(), self.end.date())
    }

    /// The day, where it is written to the day or finer.
    pub fn day(&self) -> Option<Date> {
        (self.precision >= Precision::Day).then(|| self.start.date())
    }

    /// The moment in UTC, where it is a time with a known zone.
    pub fn instant(&self) -> Option<OffsetDateTime> {
        match self.zone {
            Zone::Offset(offset) => Some(self.start.assume_offset(offset)),
            Zone::UnknownOffset => Some(self.start.assume_utc()),
            Zone::Missing | Zone::NotATime => None,
        }
    }

    /// A value to sort by: UTC where known, else the local time as written.
    pub fn sort_key(&self) -> PrimitiveDateTime {
        self.instant()
            .and_then(|moment| moment.checked_to_offset(UtcOffset::UTC))
            .map_or(self.start, |utc| {
                PrimitiveDateTime::new(utc.date(), utc.time())
            })
    }

    /// Compares the periods that both cover: by UTC where both are times with a zone, else by the local times.
    pub fn compare(&self, other: &Self) -> PeriodOrder {
        let bounds = |value: &Self| -> (PrimitiveDateTime, PrimitiveDateTime) {
            let start = value.sort_key();
            (start, start.saturating_add(value.end - value.start))
        };
        let both = self.instant().is_some() && other.instant().is_some();
        let ((own_start, own_end), (start, end)) = if both {
            (bounds(self), bounds(other))
        } else {
            ((self.start, self.end), (other.start, other.end))
        };
        if own_end < start {
            PeriodOrder::Before
        } else if end < own_start {
            PeriodOrder::After
        } else {
            PeriodOrder::Overlap
        }
    }
}

impl fmt::Display for PartialDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Dates identify people: only the precision is shown.
impl fmt::Debug for PartialDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartialDateTime")
            .field("precision", &self.precision)
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

const LAST_MOMENT: Time = time::macros::time!(23:59:59.999999999);

fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

fn days(text: &str, problems: &mut Vec<DateProblem>) -> Option<(Precision, Date, Date)> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?;
    let year: i32 = whole(year)?;
    let (month, day) = (parts.next(), parts.next());
    let first = Date::from_calendar_date(year, Month::January, 1).ok()?;
    let last = Date::from_calendar_date(year, Month::December, 31).ok()?;
    let Some(month) = month else {
        return Some((Precision::Year, first, last));
    };
    let Some(month) = whole::<u8>(month).and_then(|month| Month::try_from(month).ok()) else {
        problems.push(DateProblem::NoSuchDay);
        return Some((Precision::Year, first, last));
    };
    let first = Date::from_calendar_date(year, month, 1).ok()?;
    let last = Date::from_calendar_date(year, month, month.length(year)).ok()?;
    let Some(day) = day else {
        return Some((Precision::Month, first, last));
    };
    let date =
        whole::<u8>(day).and_then(|number| Date::from_calendar_date(year, month, number).ok());
    let Some(date) = date.filter(|_| parts.next().is_none()) else {
        problems.push(DateProblem::NoSuchDay);
        return Some((Precision::Month, first, last));
    };
    if day.len() != 2 {
        problems.push(DateProblem::Format);
    }
    Some((Precision::Day, date, date))
}

fn split_zone<'a>(text: &'a str, problems: &mut Vec<DateProblem>) -> (&'a str, Zone) {
    if let Some(clock) = text.strip_suffix('Z') {
        return (clock, Zone::Offset(UtcOffset::UTC));
    }
    if let Some(clock) = text.strip_suffix('z') {
        problems.push(DateProblem::Format);
        return (clock, Zone::Offset(UtcOffset::UTC));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return (text, Zone::Missing);
    };
    let (clock, offset) = text.split_at(at);
    if !offset.contains(':') {
        problems.push(DateProblem::Format);
    }
    let digits: String = offset[1..].chars().filter(|digit| *digit != ':').collect();
    let hours = digits.get(0..2).and_then(whole::<i8>);
    let minutes = digits.get(2..4).map_or(Some(0), whole::<i8>);
    let (Some(hours), Some(minutes)) = (hours, minutes) else {
        return (clock, Zone::Missing);
    };
    if offset.starts_with('-') && hours == 0 && minutes == 0 {
        return (clock, Zone::UnknownOffset);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let offset = UtcOffset::from_hms(sign * hours, sign * minutes, 0);
    (clock, offset.map_or(Zone::Missing, Zone::Offset))
}

fn clock_time(text: &str) -> Option<(Precision, Time, Time)> {
    let mut parts = text.trim().split(':');
    let hour: u8 = whole(parts.next().filter(|part| !part.is_empty())?)?;
    let minute: u8 = parts.next().map_or(Some(0), whole)?;
    let Some(seconds) = parts.next() else {
        let from = Time::from_hms(hour, minute, 0).ok()?;
        let to = from + Duration::seconds(59) + Duration::nanoseconds(999_999_999);
        return Some((Precision::Minute, from, to));
    };
    let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let second: u8 = whole(second)?;
    // Nanoseconds are kept, finer digits are cut; a leap second counts as the last moment of its minute.
    let digits = format!("{:0<9}", fraction.get(..fraction.len().min(9))?);
    let nanos: u32 = whole(&digits)?;
    let (second, nanos) = if second == 60 {
        (59, 999_999_999)
    } else {
        (second, nanos)
    };
    let from = Time::from_hms_nano(hour, minute, second, nanos).ok()?;
    let to = if fraction.is_empty() {
        from.replace_nanosecond(999_999_999).ok()?
    } else {
        from
    };
    Some((Precision::Second, from, to))
}
