//! Which release a file is, from its name or the year that it says.

use crate::code::System;
use crate::entry::Period;
use time::{Date, Month};

/// The release's name and the days on which it holds. ICD-10-CM of year Y holds from 1 October Y-1 to 30 September Y, its April update from 1 April.
/// HCPCS is replaced every quarter, so that its last day is open. A risk-adjustment table holds for a calendar year.
pub(super) fn of(system: System, file: &str, year: Option<i32>) -> (String, Period) {
    let name = file
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(file)
        .to_lowercase();
    let Some(year) = year.or_else(|| year_in(&name)) else {
        return (system.title().to_owned(), Period::default());
    };
    let month = month_in(&name);
    if system == System::Icd10Cm {
        let (from, title) = match month {
            Some(Month::April) => (
                day(year, Month::April, 1),
                format!("ICD-10-CM, April {year}"),
            ),
            _ => (
                day(year - 1, Month::October, 1),
                format!("ICD-10-CM {year}"),
            ),
        };
        let to = day(year, Month::September, 30);
        return (title, Period { from, to });
    }
    if system == System::Hcc {
        // Risk adjustment goes by calendar years.
        let period = Period {
            from: day(year, Month::January, 1),
            to: day(year, Month::December, 31),
        };
        return (format!("{}, {year}", system.title()), period);
    }
    let month = month.unwrap_or(Month::January);
    let period = Period {
        from: day(year, month, 1),
        to: None,
    };
    (format!("{}, {month} {year}", system.title()), period)
}

fn day(year: i32, month: Month, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, month, day).ok()
}

/// The first number of four digits that is a year of this century.
fn year_in(name: &str) -> Option<i32> {
    name.split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4 && part.starts_with("20"))
        .find_map(|part| part.parse().ok())
}

fn month_in(name: &str) -> Option<Month> {
    const MONTHS: [(&str, Month); 8] = [
        ("january", Month::January),
        ("april", Month::April),
        ("july", Month::July),
        ("october", Month::October),
        ("jan", Month::January),
        ("apr", Month::April),
        ("jul", Month::July),
        ("oct", Month::October),
    ];
    MONTHS.into_iter().find_map(|(word, month)| {
        name.split(|c: char| !c.is_ascii_alphabetic())
            .any(|part| part == word)
            .then_some(month)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_name_without_a_year_says_nothing() {
        let (_, period) = of(System::Icd10Cm, "codes.txt", None);
        assert!(period.open());
    }

    #[test]
    fn the_fiscal_year_and_its_april_update_are_known_by_name() {
        for (file, from, to) in [
            (
                "icd10cm-order-2026.txt",
                date!(2025 - 10 - 01),
                date!(2026 - 09 - 30),
            ),
            (
                "/x/icd10cm_april_2026.tsv.gz",
                date!(2026 - 04 - 01),
                date!(2026 - 09 - 30),
            ),
            (
                "icd10cm_order_Apr_2025.txt",
                date!(2025 - 04 - 01),
                date!(2025 - 09 - 30),
            ),
        ] {
            let (_, period) = of(System::Icd10Cm, file, None);
            assert_eq!((period.from, period.to), (Some(from), Some(to)), "{file}");
        }
        let (_, period) = of(System::Hcc, "2026 midyear final icd-10 mappings.csv", None);
        assert_eq!(
            (period.from, period.to),
            (Some(date!(2026 - 01 - 01)), Some(date!(2026 - 12 - 31)))
        );
        let (name, period) = of(System::Hcpcs, "HCPC2026_JUL_ANWEB.txt", Some(2026));
        assert_eq!(
            (name.as_str(), period.from),
            ("HCPCS Level II, July 2026", Some(date!(2026 - 07 - 01)))
        );
    }
}
