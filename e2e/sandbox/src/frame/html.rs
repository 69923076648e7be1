//! Small helpers for pages.

use time::OffsetDateTime;

use crate::store::date::Span;

/// Text made safe for HTML content and quoted attributes.
pub fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A whole page with the sandbox's name on top.
pub fn page(title: &str, bar: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{} · Sandbox EHR</title><link rel=\"stylesheet\" href=\"/frame.css\">\
         <script src=\"/frame.js\" defer></script></head><body>\
         <div class=\"topbar\"><a href=\"/\" class=\"brand\">Sandbox EHR</a>{bar}\
         <span class=\"who\">Sandbox Clinician, MD</span></div>{body}</body></html>",
        esc(title)
    )
}

/// A page without navigation, for the authorization server.
pub fn plain_page(title: &str, body: &str) -> String {
    page(title, "", &format!("<main class=\"plain\">{body}</main>"))
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A FHIR date as `20 Nov 2019`, at the precision that it has; other text stays as it is.
pub fn day(text: &str) -> String {
    let mut parts = text.split('T').next().unwrap_or_default().split('-');
    let (Some(year), month, day) = (parts.next(), parts.next(), parts.next()) else {
        return text.to_owned();
    };
    let month = month
        .and_then(|month| month.parse::<usize>().ok())
        .and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (month, day) {
        (Some(month), Some(day)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        (Some(month), None) => format!("{month} {year}"),
        _ => text.to_owned(),
    }
}

/// Sorts by date, the newest first; what has no date comes last.
pub fn newest_first<T>(items: &mut [T], date: impl Fn(&T) -> Option<String>) {
    items.sort_by_key(|item| {
        std::cmp::Reverse(
            date(item)
                .as_deref()
                .and_then(Span::parse)
                .map_or(i64::MIN, |span| span.start),
        )
    });
}

/// Age as `67 y`, or `8 mo` below two years.
pub fn age(birth: &str, at: OffsetDateTime) -> Option<String> {
    let years = crate::store::date::age_years(birth, at)?;
    if years >= 2 {
        return Some(format!("{years} y"));
    }
    let days = (at.unix_timestamp() - Span::parse(birth)?.start / 1000) / 86_400;
    Some(format!("{} mo", days.max(0) / 30))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markup() {
        assert_eq!(
            esc("<a href=\"x\">'&"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;"
        );
    }

    #[test]
    fn prints_dates_at_their_precision() {
        assert_eq!(day("2019-11-20T10:00:00Z"), "20 Nov 2019");
        assert_eq!(day("2019-11-02"), "2 Nov 2019");
        assert_eq!(day("2019-11"), "Nov 2019");
        assert_eq!(day("2019"), "2019");
        assert_eq!(day("unknown"), "unknown");
    }
}
