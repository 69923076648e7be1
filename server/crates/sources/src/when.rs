//! Dates as sources show them.

use chart::views::{PartialDateTime, Precision};
use time::PrimitiveDateTime;

/// Reads a date or time of any precision, leniently; none where no year can be made out.
pub fn parse(text: &str) -> Option<PartialDateTime> {
    PartialDateTime::parse(text)
}

/// The date as written, with the time of day to the minute: `2019-11-20 06:08`. A zone is not shown, and never moves the date.
pub fn shown(date: &PartialDateTime) -> String {
    let text = date.as_written();
    if date.precision() < Precision::Minute {
        return text.to_owned();
    }
    let start = date.earliest();
    if start.hour() == 0 && start.minute() == 0 {
        return start.date().to_string();
    }
    format!("{} {:02}:{:02}", start.date(), start.hour(), start.minute())
}

/// The date as people write it, as exact as it is: `20 Nov 2019`, `Nov 2019`, `2019`.
pub fn for_people(date: &PartialDateTime) -> String {
    let whole = model::date::shown(date.days().0);
    let skip = match date.precision() {
        Precision::Year => 2,
        Precision::Month => 1,
        _ => 0,
    };
    whole
        .splitn(3, ' ')
        .skip(skip)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A value to sort by.
pub fn sort_key(date: &PartialDateTime) -> PrimitiveDateTime {
    date.sort_key()
}
