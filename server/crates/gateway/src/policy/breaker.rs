//! A circuit breaker: an endpoint that fails again and again is left alone for a while.

use std::sync::{Mutex, PoisonError};
use time::{Duration, OffsetDateTime};

/// Failures in a row that open it.
const FAILURES: u32 = 5;
/// How long it stays open.
const REST: Duration = Duration::seconds(30);

/// The state of one endpoint.
#[derive(Default)]
pub(crate) struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    until: Option<OffsetDateTime>,
}

impl Breaker {
    /// Whether a request may go; else the time that is left. After the rest one request goes, and decides for the others.
    pub(crate) fn allow(&self, now: OffsetDateTime) -> Result<(), Duration> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.until {
            Some(until) if now < until => Err(until - now),
            Some(_) => {
                state.until = Some(now + REST);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The endpoint answered as it should.
    pub(crate) fn worked(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// It failed. Tells whether this opened the breaker.
    pub(crate) fn failed(&self, now: OffsetDateTime) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.failures = state.failures.saturating_add(1);
        let opens = state.failures >= FAILURES;
        if opens {
            state.until = Some(now + REST);
        }
        opens
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn it_opens_after_failures_in_a_row_and_lets_one_try_after_the_rest() {
        let breaker = Breaker::default();
        let now = datetime!(2026-03-10 12:00 UTC);
        for _ in 0..FAILURES - 1 {
            assert!(!breaker.failed(now));
        }
        breaker.worked();
        for _ in 0..FAILURES - 1 {
            assert!(!breaker.failed(now) && breaker.allow(now).is_ok());
        }
        assert!(breaker.failed(now));
        assert_eq!(breaker.allow(now), Err(REST));
        let later = now + REST;
        assert_eq!(breaker.allow(later), Ok(()));
        assert_eq!(breaker.allow(later), Err(REST));
        breaker.worked();
        assert_eq!(breaker.allow(later), Ok(()));
    }
}
