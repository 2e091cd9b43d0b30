//! When a request is sent again, and after how long.

use std::time::{Duration, SystemTime};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::HeaderMap;
use http::header::RETRY_AFTER;

/// The policy for retries after a failure: how often a request is sent again, and after how long.
///
/// * These are retried: connection failures, timeouts, responses that break off, the statuses 408,
///   425, 429, 500, 502, 503 and 504, and pages that say with `ready` that they are not ready.
/// * Only requests that are safe to repeat are retried: GET and HEAD, POST if the paging is written
///   into its body, and every method after
///   [`Paginator::idempotent`](crate::Paginator::idempotent).
/// * Delays grow exponentially, with full jitter. A `Retry-After` header, in seconds or as a date
///   (RFC 9110, section 10.2.3), replaces them.
/// * A retry counts neither as a page nor as a use of its token.
#[derive(Debug, Clone, PartialEq)]
pub struct RetryPolicy {
    attempts: u32,
    first_delay: Duration,
    max_delay: Duration,
    max_wait: Duration,
}

impl Default for RetryPolicy {
    /// Creates the default policy: four attempts; delays of 0.5, 1 and 2 s, at most 30 s each and
    /// two minutes for a page.
    fn default() -> Self {
        Self {
            attempts: 4,
            first_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(30),
            max_wait: Duration::from_secs(120),
        }
    }
}

impl RetryPolicy {
    /// Creates a policy without retries: every failure is an error at once.
    pub fn none() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// Sets the number of attempts for each page, including the first. Default: 4. 0 means 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the first delay; each following one is twice as long. Default: 0.5 s.
    #[must_use]
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Sets the longest delay. Default: 30 s. `Retry-After` is not limited by it.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest time to wait for one page in total. Default: two minutes.
    ///
    /// If the API asks for more, the walk fails at once with
    /// [`RateLimited`](crate::ErrorKind::RateLimited), which says
    /// [how long](crate::Error::retry_after).
    #[must_use]
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// Whether a request can be sent a second time.
    pub(crate) fn retries(&self) -> bool {
        self.attempts > 1
    }

    pub(crate) fn begin(&self) -> Waits {
        let steps = ExponentialBuilder::default()
            .with_min_delay(self.first_delay)
            .with_max_delay(self.max_delay)
            .with_max_times(usize::try_from(self.attempts.saturating_sub(1)).unwrap_or(usize::MAX))
            .build();
        Waits {
            steps,
            left: self.max_wait.min(AGE),
        }
    }
}

/// The longest `max_wait` that is used: a hundred years, which every clock can count.
const AGE: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The delays and the time that are left for retries of one page.
#[derive(Debug)]
pub(crate) struct Waits {
    steps: ExponentialBackoff,
    left: Duration,
}

impl Waits {
    /// Returns how long to wait before the next attempt; `None` if no attempt is left, or too
    /// little time.
    pub(crate) fn next(&mut self, retry_after: Option<Duration>) -> Option<Duration> {
        let step = self.steps.next()?;
        let wait = retry_after.unwrap_or_else(|| step.mul_f64(fastrand::f64()));
        self.left = self.left.checked_sub(wait)?;
        Some(wait)
    }
}

/// Returns how long the API asks to wait. `Retry-After` holds seconds, or a date in one of HTTP's
/// three forms; a date in the past means zero. Returns `None` for anything else.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is longer than any time that a walk waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        headers
    }

    #[test]
    fn both_forms_of_retry_after() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:00 GMT").unwrap();
        for (text, seconds) in [
            ("0", Some(0)),
            (" 17 ", Some(17)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            ("Sun Nov  6 08:49:37 1994", Some(37)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("+3", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(
                retry_after(&headers(text), now),
                seconds.map(Duration::from_secs),
                "{text}"
            );
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn waits_end_with_the_attempts() {
        let mut waits = RetryPolicy::default().begin();
        for _ in 0..3 {
            assert!(waits.next(Some(Duration::ZERO)).is_some());
        }
        assert_eq!(waits.next(Some(Duration::ZERO)), None);
        assert_eq!(RetryPolicy::none().begin().next(None), None);
        assert_eq!(RetryPolicy::default().attempts(0).begin().next(None), None);
    }

    #[test]
    fn waits_end_with_the_time() {
        let mut waits = RetryPolicy::default()
            .max_wait(Duration::from_secs(10))
            .begin();
        assert_eq!(
            waits.next(Some(Duration::from_secs(6))),
            Some(Duration::from_secs(6))
        );
        assert_eq!(waits.next(Some(Duration::from_secs(5))), None);
    }

    proptest! {
        #[test]
        fn steps_are_within_their_bounds(first in 1u64..5_000, max in 1u64..60_000) {
            let policy = RetryPolicy::default()
                .attempts(9)
                .first_delay(Duration::from_millis(first))
                .max_delay(Duration::from_millis(max))
                .max_wait(Duration::MAX);
            let mut waits = policy.begin();
            for step in 0..8u32 {
                let wait = waits.next(None).unwrap();
                prop_assert!(wait <= Duration::from_millis(max.max(first)), "{wait:?}");
                prop_assert!(wait <= Duration::from_millis(first) * 2u32.pow(step), "{wait:?}");
            }
            prop_assert_eq!(waits.next(None), None);
        }

        #[test]
        fn no_header_panics(text in "[ -~]{0,40}") {
            retry_after(&headers(&text), SystemTime::UNIX_EPOCH);
        }
    }
}
