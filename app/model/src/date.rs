//! Calendar dates as the interchange format writes them: `2020-01-15`.

use time::{Date, Month};

/// Reads `2020-01-15`; nothing else.
pub fn parse(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// Writes a date as screens and notes show it: `20 Nov 2019`.
pub fn shown(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = MONTHS[usize::from(u8::from(date.month())) - 1];
    format!("{} {month} {:04}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_calendar_dates_are_read() {
        assert!(
            [
                "2020-02-30",
                "2020-1-1",
                "2020-01",
                "2020-01-15T00:00",
                "",
                "20-01-15"
            ]
            .iter()
            .all(|text| parse(text).is_none())
        );
        assert_eq!(
            parse("2019-11-20").map(shown).as_deref(),
            Some("20 Nov 2019")
        );
    }
}
