//! When to come again.

use reqwest::header::HeaderMap;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use tokio::time::Instant;

/// First wait before another try, where the endpoint does not say; doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// When the endpoint said to come again: `retry-after-ms`, `retry-after` in seconds or as a date.
pub(crate) fn hint(headers: &HeaderMap, now: OffsetDateTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(wait) = text("retry-after-ms").and_then(|text| text.parse().ok()) {
        return Some(Duration::from_millis(wait));
    }
    let text = text("retry-after")?;
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok()?;
    Some(Duration::try_from(at - now).unwrap_or_default())
}

/// How long to wait before the next try; none where the deadline does not allow it.
pub(crate) fn wait(attempt: u32, told: Option<Duration>, deadline: Instant) -> Option<Duration> {
    let wait = told.unwrap_or_else(|| FIRST_WAIT.saturating_mul(1 << attempt.min(6)));
    Instant::now()
        .checked_add(wait)
        .filter(|until| *until < deadline)
        .map(|_| wait)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn hints_are_read_in_every_form() {
        let now = datetime!(2026-03-10 12:00 UTC);
        for (name, text, want) in [
            ("retry-after", "7", Some(7000)),
            ("retry-after-ms", "250", Some(250)),
            ("retry-after", "Tue, 10 Mar 2026 12:00:09 GMT", Some(9000)),
            ("retry-after", "Tue, 10 Mar 2026 11:00:00 GMT", Some(0)),
            ("retry-after", "soon", None),
            ("x-other", "7", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, text.parse().unwrap());
            assert_eq!(
                hint(&headers, now),
                want.map(Duration::from_millis),
                "{text}"
            );
        }
    }

    #[test]
    fn a_wait_beyond_the_deadline_is_none() {
        let deadline = Instant::now() + Duration::from_secs(5);
        assert_eq!(wait(0, Some(Duration::from_secs(6)), deadline), None);
        assert_eq!(wait(0, Some(Duration::MAX), deadline), None);
        assert_eq!(wait(1, None, deadline), Some(Duration::from_secs(1)));
    }
}
