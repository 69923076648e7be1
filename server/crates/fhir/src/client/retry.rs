//! When a read is tried again, and after how long.

use std::time::Duration;

use http::Method;
use reqwest::header::RETRY_AFTER;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use url::Url;

use super::{Answer, Client, Parts};
use crate::FhirError;

impl Client {
    /// A GET that is repeated while the server is throttling or stumbling. Answers any status that is not retried.
    pub(super) async fn with_retries(&self, label: &str, url: &Url) -> Result<Answer, FhirError> {
        let limits = self.config.limits;
        let (mut throttled, mut failed) = (0, 0);
        loop {
            let parts = Parts {
                method: Method::GET,
                url: url.clone(),
                headers: Vec::new(),
                body: None,
            };
            let result = self.send(label, &parts).await;
            let wait = match &result {
                Ok(answer) if matches!(answer.status, 429 | 503) => {
                    throttled += 1;
                    if throttled >= limits.throttled_tries {
                        return result;
                    }
                    self.asked_wait(answer, throttled)
                }
                Ok(answer) if matches!(answer.status, 500 | 502 | 504) => {
                    failed += 1;
                    (failed < limits.failed_tries).then(|| self.backoff(failed))
                }
                Err(FhirError::Timeout | FhirError::Connect | FhirError::Truncated) => {
                    failed += 1;
                    (failed < limits.failed_tries).then(|| self.backoff(failed))
                }
                _ => None,
            };
            let Some(wait) = wait else { return result };
            tracing::debug!(
                request = label,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "fhir retry"
            );
            self.clock().sleep(wait).await;
        }
    }

    /// What `Retry-After` asks for, with some spread; `None` where that is longer than we wait.
    pub(super) fn asked_wait(&self, answer: &Answer, tries: u32) -> Option<Duration> {
        let header = answer
            .headers
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok());
        let asked = header.and_then(|value| retry_after(value, self.clock().now()));
        let wait = match asked {
            Some(asked) => {
                asked + Duration::from_millis(500).mul_f64(self.clock().jitter().clamp(0.0, 1.0))
            }
            None => self.backoff(tries + 1),
        };
        (wait <= self.config.limits.longest_wait).then_some(wait)
    }

    /// Half a second, doubled each time, half to one and a half of it.
    pub(super) fn backoff(&self, tries: u32) -> Duration {
        let base = Duration::from_millis(250).saturating_mul(1 << tries.min(6));
        base.mul_f64(0.5 + self.clock().jitter().clamp(0.0, 1.0))
    }
}

/// `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3).
fn retry_after(value: &str, now: OffsetDateTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = OffsetDateTime::parse(value, &Rfc2822).ok()?;
    Some(Duration::try_from(date - now).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_in_both_forms() {
        let now = OffsetDateTime::parse("Wed, 03 Jun 2026 06:59:30 GMT", &Rfc2822).unwrap();
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after(" 7 ", now), Some(Duration::from_secs(7)));
        assert_eq!(
            retry_after("Wed, 03 Jun 2026 07:00:00 GMT", now),
            Some(Duration::from_secs(30))
        );
        assert_eq!(
            retry_after("Wed, 03 Jun 2026 06:00:00 GMT", now),
            Some(Duration::ZERO)
        );
    }
}
