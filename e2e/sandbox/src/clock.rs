//! Time that a test can move forward.

use std::sync::atomic::{AtomicI64, Ordering};

use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// The sandbox's only source of time: the system clock plus an offset that tests advance.
#[derive(Debug, Default)]
pub struct Clock {
    offset_seconds: AtomicI64,
}

impl Clock {
    /// The current instant, UTC.
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::seconds(self.offset_seconds.load(Ordering::Relaxed))
    }

    /// The current instant in whole seconds since 1970.
    pub fn unix(&self) -> i64 {
        self.now().unix_timestamp()
    }

    /// Moves time forward by `seconds`, so that tokens and page sessions expire.
    pub fn advance(&self, seconds: i64) {
        self.offset_seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// The current instant as a FHIR `instant`, to the second.
    pub fn instant(&self) -> String {
        instant(self.now())
    }
}

/// `at` as a FHIR `instant`, to the second.
pub fn instant(at: OffsetDateTime) -> String {
    at.replace_nanosecond(0)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}
