//! Days as the configuration writes them.

use time::Date;

/// Reads `2026-03-01`.
pub(crate) fn read(text: &str) -> Option<Date> {
    model::date::parse(text)
}
