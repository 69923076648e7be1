//! The system's clock, for every step that asks for one.

use time::OffsetDateTime;

/// The time of day.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTime;

impl audit::Clock for SystemTime {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

impl gateway::Clock for SystemTime {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

impl smart::Clock for SystemTime {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}
