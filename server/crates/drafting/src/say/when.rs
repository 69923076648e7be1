//! Dates as precise as they were written.

use sources::FactValue;
use time::{Date, Duration, Month};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A day, a month or a year, as the source writes it, without shifting the time zone. Ordered by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct When {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

impl When {
    /// Reads the date part of a FHIR date or dateTime; none where there is no such date.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let date = text.split('T').next()?;
        let mut parts = date.splitn(3, '-');
        let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let month: Option<u8> = parts.next().map(str::parse).transpose().ok()?;
        let day: Option<u8> = parts.next().map(str::parse).transpose().ok()?;
        let when = Self { year, month, day };
        Date::from_calendar_date(
            year,
            Month::try_from(month.unwrap_or(1)).ok()?,
            day.unwrap_or(1),
        )
        .ok()?;
        Some(when)
    }

    /// The date that a fact holds, as it was written.
    pub(crate) fn of(value: &FactValue) -> Option<Self> {
        match value {
            FactValue::Date(date) => Self::read(date.as_written()),
            _ => None,
        }
    }

    /// The day itself.
    pub(crate) fn day(date: Date) -> Self {
        Self {
            year: date.year(),
            month: Some(u8::from(date.month())),
            day: Some(date.day()),
        }
    }

    /// The first day that it can mean.
    pub(crate) fn first(self) -> Date {
        let month = Month::try_from(self.month.unwrap_or(1)).unwrap_or(Month::January);
        Date::from_calendar_date(self.year, month, self.day.unwrap_or(1)).unwrap_or(Date::MIN)
    }

    /// The last day that it can mean.
    pub(crate) fn last(self) -> Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first(),
            (Some(month), None) => {
                let month = Month::try_from(month).unwrap_or(Month::December);
                Date::from_calendar_date(self.year, month, month.length(self.year))
                    .unwrap_or(Date::MAX)
            }
            _ => Date::from_calendar_date(self.year, Month::December, 31).unwrap_or(Date::MAX),
        }
    }

    /// Whether it had begun on that day.
    pub(crate) fn by(self, as_of: Date) -> bool {
        self.first() <= as_of
    }

    /// Whether it lies within so many days before a day (that day included).
    pub(crate) fn within(self, days: i64, as_of: Date) -> bool {
        self.by(as_of) && self.last() >= as_of.saturating_sub(Duration::days(days))
    }

    /// As it is shown: `20 Nov 2019`, `Nov 2019`, `2019`.
    pub(crate) fn shown(self) -> String {
        let name = |month: u8| {
            MONTHS
                .get(usize::from(month).wrapping_sub(1))
                .copied()
                .unwrap_or_default()
        };
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day} {} {:04}", name(month), self.year),
            (Some(month), None) => format!("{} {:04}", name(month), self.year),
            _ => format!("{:04}", self.year),
        }
    }

    /// In a sentence: `on 20 Nov 2019`, `in Nov 2019`.
    pub(crate) fn at(self) -> String {
        format!(
            "{} {}",
            if self.day.is_some() { "on" } else { "in" },
            self.shown()
        )
    }
}

/// Whole years from birth to a day; none where the birth date allows two answers.
pub(crate) fn years(birth: When, day: Date) -> Option<i32> {
    let exact = |birth: Date| {
        let had = (u8::from(day.month()), day.day()) >= (u8::from(birth.month()), birth.day());
        day.year() - birth.year() - i32::from(!had)
    };
    let (most, least) = (exact(birth.first()), exact(birth.last()));
    (most == least && most >= 0).then_some(most)
}

/// Whole months from birth to a day, for children below two years.
pub(crate) fn months(birth: When, day: Date) -> Option<i32> {
    let exact = |birth: Date| {
        (day.year() - birth.year()) * 12 + i32::from(u8::from(day.month()))
            - i32::from(u8::from(birth.month()))
            - i32::from(day.day() < birth.day())
    };
    let (most, least) = (exact(birth.first()), exact(birth.last()));
    (most == least && most >= 0).then_some(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "19-01-01", "2019-13", "2019-02-30", "x", "2019-1x"] {
            assert_eq!(When::read(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_shown_as_precise_as_written() {
        for (text, want) in [
            ("2019-11-20T23:59:00-05:00", "20 Nov 2019"),
            ("2019-11", "Nov 2019"),
            ("2019", "2019"),
        ] {
            assert_eq!(When::read(text).unwrap().shown(), want);
        }
    }

    #[test]
    fn ages_are_whole_years_and_never_guessed() {
        let birth = When::read("1956-03-10").unwrap();
        assert_eq!(years(birth, date!(2021 - 03 - 09)), Some(64));
        assert_eq!(years(birth, date!(2021 - 03 - 10)), Some(65));
        assert_eq!(
            years(When::read("1956").unwrap(), date!(2021 - 03 - 10)),
            None
        );
        assert_eq!(
            months(When::read("2020-01-31").unwrap(), date!(2020 - 03 - 30)),
            Some(1)
        );
    }

    #[test]
    fn a_window_counts_from_the_last_possible_day() {
        let month = When::read("2020-09").unwrap();
        assert!(month.within(183, date!(2021 - 03 - 20)));
        assert!(!month.within(100, date!(2021 - 03 - 20)));
        assert!(
            !When::read("2021-04-01")
                .unwrap()
                .within(100, date!(2021 - 03 - 20))
        );
    }
}
