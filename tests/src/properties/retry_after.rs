//! `Retry-After`: for any value, no page waits longer than the policy allows.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use paginate_runtime::{
    Paginated, RetryPolicy,
    runtime::{Runtime, Sleep},
};
use serde::Deserialize;

use super::feed::Feed;
use super::support::{Sent, first_request, is_discreet, json, secret_of, stayed_home, walk, wire};

/// The date of the clock when a walk begins.
const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

const STATUSES: [u16; 8] = [429, 503, 500, 502, 504, 408, 425, 400];

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items")]
struct Page {
    items: Vec<usize>,
}

/// A clock that advances only by sleeping.
#[derive(Debug, Clone)]
struct Clock(Arc<Mutex<Time>>);

#[derive(Debug)]
struct Time {
    now: Instant,
    date: SystemTime,
    /// The time slept for the current page.
    slept: Duration,
    sleeps: Vec<Duration>,
}

impl Clock {
    fn new(date: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(Time {
            now: Instant::now(),
            date,
            slept: Duration::ZERO,
            sleeps: Vec::new(),
        })))
    }
}

impl Runtime for Clock {
    fn sleep(&self, duration: Duration) -> Sleep {
        let mut time = self.0.lock().unwrap();
        time.now = time.now.checked_add(duration).unwrap_or(time.now);
        time.date = time.date.checked_add(duration).unwrap_or(time.date);
        time.slept = time.slept.saturating_add(duration);
        time.sleeps.push(duration);
        Box::pin(std::future::ready(()))
    }

    fn now(&self) -> Instant {
        self.0.lock().unwrap().now
    }

    fn date(&self) -> SystemTime {
        self.0.lock().unwrap().date
    }
}

/// One refusal.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// The `Retry-After` lines.
    pub lines: Vec<HeaderValue>,
}

/// The setup of a walk.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Attempts for each page.
    pub attempts: u32,
    /// The first delay.
    pub first_delay: Duration,
    /// The longest delay.
    pub max_delay: Duration,
    /// The longest total wait for a page.
    pub max_wait: Duration,
    /// The refusals before the first page, and again before the second.
    pub refusals: Vec<Refusal>,
}

/// The first bytes are the policy; the rest are refusals, one per line: a byte for the status, and
/// `Retry-After` lines separated by tabs.
pub fn check(data: &[u8]) {
    let mut feed = Feed::new(data);
    let duration = |feed: &mut Feed<'_>| match feed.byte() {
        0..=31 => Duration::MAX,
        32..=63 => Duration::ZERO,
        _ => Duration::from_millis(feed.number().saturating_mul(500)),
    };
    let attempts = if feed.byte() == 255 {
        u32::MAX
    } else {
        u32::try_from(feed.below(7)).unwrap_or(0)
    };
    let (first_delay, max_delay, max_wait) = (
        duration(&mut feed),
        duration(&mut feed),
        duration(&mut feed),
    );
    let mut refusals = Vec::new();
    while !feed.is_empty() && refusals.len() < 12 {
        let mut line = Feed::new(feed.until(b'\n'));
        let status = StatusCode::from_u16(line.pick(&STATUSES)).expect("a status");
        let lines = line
            .rest()
            .split(|&byte| byte == b'\t')
            .filter_map(|line| HeaderValue::from_bytes(line).ok());
        refusals.push(Refusal {
            status,
            lines: lines.take(4).collect(),
        });
    }
    wait(&Setup {
        attempts,
        first_delay,
        max_delay,
        max_wait,
        refusals,
    });
}

/// Walks two pages, each after the refusals: no panic, no more attempts and no longer waits than
/// allowed, and requested waits in seconds or by date are exact.
pub fn wait(setup: &Setup) {
    let date = httpdate::parse_http_date(DATE).expect("a date");
    let clock = Clock::new(date);
    let (runtime, refusals) = (clock.clone(), setup.refusals.clone());
    let before_each = refusals.len() + 1;
    let secret = secret_of(format!("{setup:?}").as_bytes());
    let sent = Sent::default();
    let max_wait = setup.max_wait;
    let transport = wire(&sent, move |number, _| {
        let (page, attempt) = (number / before_each, number % before_each);
        let mut time = clock.0.lock().unwrap();
        assert!(
            time.slept <= max_wait,
            "slept {:?} for a page, and {max_wait:?} are allowed",
            time.slept
        );
        if let Some(asked) = attempt
            .checked_sub(1)
            .and_then(|before| asked_for(refusals.get(before)?, date))
        {
            let slept = time.sleeps.pop().unwrap_or(Duration::ZERO);
            // A date in the past means no wait, and the clock may already be later.
            assert!(
                slept == asked.longest || (asked.by_date && slept <= asked.longest),
                "slept {slept:?}, asked for {asked:?}"
            );
        }
        time.sleeps.clear();
        let Some(refusal) = refusals.get(attempt) else {
            time.slept = Duration::ZERO;
            return json(format!(r#"{{"items": [{page}]}}"#));
        };
        let mut response = json("busy");
        *response.status_mut() = refusal.status;
        for line in &refusal.lines {
            response.headers_mut().append(RETRY_AFTER, line.clone());
        }
        response
    });
    let policy = RetryPolicy::default()
        .attempts(setup.attempts)
        .first_delay(setup.first_delay)
        .max_delay(setup.max_delay)
        .max_wait(setup.max_wait);
    let request = first_request("https://api.example.com/v2/users", &secret);
    let first = request.uri().clone();
    let outcome = walk(
        Page::paginate((transport, request))
            .runtime(runtime.clone())
            .retry(policy)
            .max_pages(2),
    );
    stayed_home(&first, &sent);
    assert!(
        runtime.0.lock().unwrap().slept <= max_wait,
        "slept too long before the error"
    );
    let attempts = usize::try_from(setup.attempts.max(1)).unwrap_or(usize::MAX);
    if before_each <= attempts {
        assert!(sent.count() <= 2 * before_each);
    } else {
        assert!(
            sent.count() <= attempts,
            "{} requests, {attempts} attempts",
            sent.count()
        );
    }
    match outcome.error {
        Some(error) => {
            assert!(outcome.items <= 1);
            is_discreet(&error, &secret);
            assert!(
                error.checkpoint().is_some(),
                "an error of a page says where to go on"
            );
            let status = error.status().expect("a refusal has a status");
            assert_eq!(
                error.is_rate_limited(),
                status == 429 || (status == 503 && error.retry_after().is_some()),
                "{error}"
            );
        }
        None => assert_eq!((outcome.items, sent.count()), (2, 2 * before_each)),
    }
}

/// The wait that a refusal requests, if it is unambiguous: one line of digits, or one date in the
/// preferred form.
#[derive(Debug)]
struct Asked {
    longest: Duration,
    by_date: bool,
}

fn asked_for(refusal: &Refusal, begin: SystemTime) -> Option<Asked> {
    let [line] = &refusal.lines[..] else {
        return None;
    };
    let text = line.to_str().ok()?;
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let longest = Duration::from_secs(text.parse().unwrap_or(u64::MAX));
        return Some(Asked {
            longest,
            by_date: false,
        });
    }
    let date = httpdate::parse_http_date(text)
        .ok()
        .filter(|date| httpdate::fmt_http_date(*date) == text)?;
    let longest = date.duration_since(begin).unwrap_or(Duration::ZERO);
    Some(Asked {
        longest,
        by_date: true,
    })
}
