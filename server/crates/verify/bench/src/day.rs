//! Dates as charts and people write them.

use crate::rng::Rng;
use time::{Date, Duration, Month};

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day of the month.
    pub day: Option<u8>,
}

/// How much of a date is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Year, month and day.
    Day,
    /// Year and month.
    Month,
    /// The year alone.
    Year,
}

const LONG: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl When {
    /// Reads a FHIR date or dateTime as written, without moving its time zone.
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.split('T').next()?;
        let mut parts = date.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        let when = Self { year, month, day };
        Date::from_calendar_date(
            year,
            Month::try_from(month.unwrap_or(1)).ok()?,
            day.unwrap_or(1),
        )
        .ok()?;
        Some(when)
    }

    /// A day.
    pub fn of(date: Date) -> Self {
        Self {
            year: date.year(),
            month: Some(date.month().into()),
            day: Some(date.day()),
        }
    }

    /// Whether the day is known.
    pub const fn is_day(self) -> bool {
        self.day.is_some()
    }

    /// The first day of it.
    pub fn start(self) -> Date {
        let month = Month::try_from(self.month.unwrap_or(1)).unwrap_or(Month::January);
        Date::from_calendar_date(self.year, month, self.day.unwrap_or(1)).unwrap_or(Date::MIN)
    }

    /// The last day of it.
    pub fn end(self) -> Date {
        if self.day.is_some() {
            return self.start();
        }
        let next = match self.month {
            Some(month) if month < 12 => Self {
                month: Some(month + 1),
                ..self
            },
            Some(_) => Self {
                year: self.year + 1,
                month: Some(1),
                day: None,
            },
            None => Self {
                year: self.year + 1,
                ..self
            },
        };
        next.start().previous_day().unwrap_or(Date::MIN)
    }

    /// The same, told less exactly.
    #[must_use]
    pub fn at(self, grain: Grain) -> Self {
        match grain {
            Grain::Day => self,
            Grain::Month => Self { day: None, ..self },
            Grain::Year => Self {
                month: None,
                day: None,
                ..self
            },
        }
    }

    /// How exactly it is known.
    pub const fn grain(self) -> Grain {
        match (self.month, self.day) {
            (_, Some(_)) => Grain::Day,
            (Some(_), None) => Grain::Month,
            (None, None) => Grain::Year,
        }
    }

    /// Whether this period holds that one.
    pub fn holds(self, other: Self) -> bool {
        self.start() <= other.start() && other.end() <= self.end()
    }

    /// Whether the two may be the same day.
    pub fn meets(self, other: Self) -> bool {
        self.start() <= other.end() && other.start() <= self.end()
    }

    /// Some days later.
    pub fn later(self, days: i64) -> Option<Self> {
        self.start().checked_add(Duration::days(days)).map(Self::of)
    }
}

/// How a statement writes its dates; one style a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `2019-02-03`, `2019-02`.
    Iso,
    /// `Feb 3, 2019`.
    Short,
    /// `February 3, 2019`.
    Long,
    /// `2/3/2019`.
    Slash,
    /// `02/03/2019`.
    PaddedSlash,
    /// `3 Feb 2019`.
    DayFirst,
    /// `3 February 2019`.
    DayFirstLong,
    /// `03-Feb-2019`.
    Dashed,
}

impl Style {
    /// Any style.
    pub fn any(rng: &mut Rng) -> Self {
        const ALL: [Style; 10] = [
            Style::Iso,
            Style::Iso,
            Style::Short,
            Style::Long,
            Style::Slash,
            Style::PaddedSlash,
            Style::DayFirst,
            Style::DayFirstLong,
            Style::Long,
            Style::Dashed,
        ];
        rng.pick(&ALL).copied().unwrap_or(Style::Iso)
    }

    /// The date alone: `Feb 3, 2019`, `February 2019`, `2019`.
    pub fn show(self, when: When) -> String {
        let Some(month) = when.month else {
            return when.year.to_string();
        };
        let long = LONG[usize::from(month.clamp(1, 12)) - 1];
        let (short, year) = (&long[..3], when.year);
        let Some(day) = when.day else {
            return match self {
                Self::Iso => format!("{year}-{month:02}"),
                Self::Short | Self::DayFirst | Self::Dashed => format!("{short} {year}"),
                Self::Slash | Self::PaddedSlash => format!("{month:02}/{year}"),
                Self::Long | Self::DayFirstLong => format!("{long} {year}"),
            };
        };
        match self {
            Self::Iso => format!("{year}-{month:02}-{day:02}"),
            Self::Short => format!("{short} {day}, {year}"),
            Self::Long => format!("{long} {day}, {year}"),
            Self::Slash => format!("{month}/{day}/{year}"),
            Self::PaddedSlash => format!("{month:02}/{day:02}/{year}"),
            Self::DayFirst => format!("{day} {short} {year}"),
            Self::DayFirstLong => format!("{day} {long} {year}"),
            Self::Dashed => format!("{day:02}-{short}-{year}"),
        }
    }

    /// With its preposition: `on Feb 3, 2019`, `in 2019`.
    pub fn at(self, when: When) -> String {
        let word = if when.is_day() { "on" } else { "in" };
        format!("{word} {}", self.show(when))
    }
}

/// A grain for a date that is known this well: mostly the day.
pub fn grain(rng: &mut Rng, known: Grain) -> Grain {
    let wanted = match rng.below(10) {
        0..=6 => Grain::Day,
        7 | 8 => Grain::Month,
        _ => Grain::Year,
    };
    match (known, wanted) {
        (Grain::Month, Grain::Day) => Grain::Month,
        (Grain::Day | Grain::Month, wanted) => wanted,
        (Grain::Year, _) => Grain::Year,
    }
}

/// Whole years from one day to another.
pub fn years(from: Date, to: Date) -> i32 {
    let passed = (to.month() as u8, to.day()) >= (from.month() as u8, from.day());
    to.year() - from.year() - i32::from(!passed)
}

/// Whole months from one day to another.
pub fn months(from: Date, to: Date) -> i32 {
    let whole = (to.year() - from.year()) * 12 + i32::from(to.month() as u8)
        - i32::from(from.month() as u8);
    whole - i32::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn every_style_writes_day_month_and_year() {
        let day = When::parse("2019-02-03T23:30:00-05:00").unwrap();
        for (style, wanted, month) in [
            (Style::Iso, "2019-02-03", "2019-02"),
            (Style::Short, "Feb 3, 2019", "Feb 2019"),
            (Style::Long, "February 3, 2019", "February 2019"),
            (Style::Slash, "2/3/2019", "02/2019"),
            (Style::PaddedSlash, "02/03/2019", "02/2019"),
            (Style::DayFirst, "3 Feb 2019", "Feb 2019"),
            (Style::DayFirstLong, "3 February 2019", "February 2019"),
            (Style::Dashed, "03-Feb-2019", "Feb 2019"),
        ] {
            assert_eq!(style.show(day), wanted);
            assert_eq!(style.show(day.at(Grain::Month)), month);
            assert_eq!(style.at(day.at(Grain::Year)), "in 2019");
        }
    }

    #[test]
    fn periods_hold_their_days() {
        let month = When::parse("2020-02").unwrap();
        assert_eq!(month.end(), date!(2020 - 02 - 29));
        assert!(month.holds(When::of(date!(2020 - 02 - 29))));
        assert!(!month.holds(When::of(date!(2020 - 03 - 01))));
        assert!(When::parse("2020").unwrap().meets(month));
        assert_eq!(When::parse("2020-13"), None);
        assert_eq!(When::parse("yesterday"), None);
    }

    #[test]
    fn ages_change_on_birthdays() {
        assert_eq!(years(date!(1950 - 06 - 15), date!(2020 - 06 - 14)), 69);
        assert_eq!(years(date!(1950 - 06 - 15), date!(2020 - 06 - 15)), 70);
        assert_eq!(months(date!(2020 - 01 - 31), date!(2020 - 03 - 01)), 1);
    }
}
