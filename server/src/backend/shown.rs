//! How times and ids are shown.

use time::{
    OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros::format_description,
};

const CLOCK: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");

/// `20 Nov 2019, 14:02 UTC`: the server does not know the reader's zone, so it says which it uses.
pub(super) fn moment(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{}, {} UTC", model::date::shown(at.date()), clock(at))
}

fn clock(at: OffsetDateTime) -> String {
    at.format(CLOCK).unwrap_or_default()
}
