//! Dates of the charts. Charts are written in local (US Central) time as `2026-03-04 09:10`; whole or partial dates stay
//! as they are.

/// The date that the demo calls today; nothing in a chart but plans lies after it.
pub(crate) const TODAY: &str = "2026-11-01";

/// A FHIR dateTime: `2026-03-04 09:10` gains seconds and the offset of US Central time, all else is returned unchanged.
pub(crate) fn stamp(when: &str) -> String {
    match when.split_once(' ') {
        Some((date, clock)) => format!("{date}T{clock}:00{}", offset(date)),
        None => when.to_owned(),
    }
}

/// The date part of a moment or date.
pub(crate) fn day(when: &str) -> &str {
    when.get(..10).unwrap_or(when)
}

/// `when` moved by some minutes within the same day (capped at 23:59).
pub(crate) fn plus_minutes(when: &str, minutes: i64) -> String {
    let Some((date, clock)) = when.split_once(' ') else {
        return when.to_owned();
    };
    let (h, m) = clock.split_once(':').unwrap_or((clock, "0"));
    let total = (h.parse::<i64>().unwrap_or(0) * 60 + m.parse::<i64>().unwrap_or(0) + minutes).clamp(0, 23 * 60 + 59);
    format!("{date} {:02}:{:02}", total / 60, total % 60)
}

/// Days since 1970-01-01 of a proleptic Gregorian date.
pub(crate) fn day_number(date: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| date.get(range).and_then(|s| s.parse::<i64>().ok()).unwrap_or(1);
    let (y, m, d) = (part(0..4), part(5..7), part(8..10));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// The date of a day number.
pub(crate) fn date_of(number: i64) -> String {
    let z = number + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (d, m) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    format!("{:04}-{m:02}-{d:02}", yoe + era * 400 + i64::from(m <= 2))
}

/// Daylight time runs from the second Sunday of March to the first Sunday of November.
fn offset(date: &str) -> &'static str {
    let year = date.get(..4).unwrap_or("2000");
    let sunday_from = |from: &str| {
        let first = day_number(&format!("{year}-{from}"));
        // 1970-01-04 was a Sunday.
        first + (3 - first).rem_euclid(7)
    };
    let today = day_number(date);
    let summer = today >= sunday_from("03-08") && today < sunday_from("11-01");
    if summer { "-05:00" } else { "-06:00" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps() {
        assert_eq!(stamp("2026-03-07 09:10"), "2026-03-07T09:10:00-06:00");
        assert_eq!(stamp("2026-03-08 09:10"), "2026-03-08T09:10:00-05:00");
        assert_eq!(stamp("2026-10-31 09:10"), "2026-10-31T09:10:00-05:00");
        assert_eq!(stamp("2026-11-01 09:10"), "2026-11-01T09:10:00-06:00");
        assert_eq!(stamp("2019-05"), "2019-05");
        assert_eq!(plus_minutes("2026-03-07 09:50", 25), "2026-03-07 10:15");
        for number in [-1, 0, 59, 11_016, 20_758] {
            assert_eq!(day_number(&date_of(number)), number);
        }
        assert_eq!(day_number("1970-01-01"), 0);
    }
}
