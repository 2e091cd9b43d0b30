//! The caller: walks, drops streams, resumes, and compares.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use fastrand::Rng;
use http::HeaderValue;
use paginate_runtime::__private::run_ahead;
use paginate_runtime::{
    Checkpoint, EndReason, Error, ErrorKind, HeaderMap, Paginated, Paginator, RetryPolicy,
    policy::AuthReason, source::HttpSource, transport::reqwest_0_13::ReqwestTransport,
};
use serde::de::DeserializeOwned;

use super::Tally;
use super::clock::{IDLE_LIMIT, REQUEST_LIMIT, WalkRuntime};
use super::model::{BODY, FILTER};
use super::pages::{
    ByLastItem, ByLink, ByNumber, ByNumberUntil404, ByOffset, ByToken, ByTokenAlone, ByTokenInBody,
    ByTokenInHeader, ByUrl, Record,
};
use super::plan::{Ahead, Mode, Plan, Timing, mix};
use super::server::{MAX_REQUESTS, Served, Slot};

/// More resumes than any walk needs.
const MAX_LEGS: u64 = 300;
/// More time than any walk needs.
const TIME: Duration = Duration::from_secs(60);

/// Runs one walk and returns its results.
pub(crate) async fn walk(slot: &Slot, plan: Arc<Plan>, trace: bool) -> Tally {
    if trace {
        eprintln!("{plan:#?}");
    }
    let mut walker = Walker {
        walk: slot.begin(Arc::clone(&plan), trace),
        client: reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client"),
        url: format!("{}{}?{FILTER}", slot.origin, plan.path()),
        rng: Rng::with_seed(mix(plan.seed ^ 3)),
        leaves: plan.leaves,
        ended: false,
        got: Vec::new(),
        legs: 0,
        discarded: 0,
        errors: Vec::new(),
        plan,
    };
    let done = tokio::time::timeout(TIME, walker.run()).await;
    slot.end();
    let hung = match done {
        Ok(Ok(())) => None,
        Ok(Err(why)) => Some(why),
        Err(_) => Some("it took too long".to_owned()),
    };
    walker.tally(hung)
}

struct Walker {
    plan: Arc<Plan>,
    walk: Arc<Served>,
    client: reqwest::Client,
    url: String,
    rng: Rng,
    leaves: u32,
    /// Whether the walk has ended. Another resume only checks that there is nothing new.
    ended: bool,
    got: Vec<u64>,
    legs: u64,
    /// Requests sent ahead whose responses were discarded.
    discarded: u64,
    errors: Vec<ErrorKind>,
}

/// How one stream ended.
enum Leg {
    Ended(Option<EndReason>),
    Failed(Box<Error>),
    Left,
}

impl Walker {
    async fn run(&mut self) -> Result<(), String> {
        match self.plan.mode {
            Mode::Token => self.legs::<ByToken>().await,
            Mode::TokenAlone => self.legs::<ByTokenAlone>().await,
            Mode::TokenInBody => self.legs::<ByTokenInBody>().await,
            Mode::TokenInHeader => self.legs::<ByTokenInHeader>().await,
            Mode::Url => self.legs::<ByUrl>().await,
            Mode::Link => self.legs::<ByLink>().await,
            Mode::Number => self.legs::<ByNumber>().await,
            Mode::NumberUntil404 => self.legs::<ByNumberUntil404>().await,
            Mode::Offset => self.legs::<ByOffset>().await,
            Mode::LastItem => self.legs::<ByLastItem>().await,
        }
    }

    /// Runs streams, each resumed from the one before, until one ends. Returns an error if none
    /// does.
    async fn legs<P>(&mut self) -> Result<(), String>
    where
        P: Paginated<Item = Record> + DeserializeOwned + Send + 'static,
    {
        let mut saved: Option<String> = None;
        loop {
            self.legs += 1;
            if self.legs > MAX_LEGS {
                return Err("too many resumes".to_owned());
            }
            self.walk.clock.forget_stall().await;
            self.walk.tell(|| {
                format!(
                    "-- leg {}, {} items so far, from {saved:?}",
                    self.legs,
                    self.got.len()
                )
            });
            let checkpoint: Option<Checkpoint> = saved
                .as_deref()
                .map(|saved| serde_json::from_str(saved).expect("a checkpoint"));
            let (leg, checkpoint) = if self.rng.bool() {
                self.by_items::<P>(checkpoint).await
            } else {
                self.by_pages::<P>(checkpoint).await
            };
            if self.walk.requests.load(Ordering::SeqCst) > MAX_REQUESTS {
                return Err("too many requests".to_owned());
            }
            let Some(checkpoint) = checkpoint else {
                self.walk.is_wrong("no checkpoint");
                return Ok(());
            };
            saved = Some(serde_json::to_string(&checkpoint).expect("a checkpoint is JSON"));
            match leg {
                Leg::Ended(Some(EndReason::Limit)) | Leg::Left => {}
                Leg::Ended(Some(_)) => {
                    // Resume once more from the end, which must yield nothing.
                    if self.ended || self.rng.u8(..3) > 0 {
                        return Ok(());
                    }
                    self.ended = true;
                }
                Leg::Ended(None) => {
                    self.walk.is_wrong("an end without a reason");
                    return Ok(());
                }
                Leg::Failed(error) => {
                    self.walk.tell(|| format!("-- {error}"));
                    if error.checkpoint() != Some(&checkpoint) {
                        self.walk
                            .is_wrong("the checkpoints of the error and of the stream differ");
                    }
                    self.errors.push(error.kind());
                    if !self.may_fail(error.kind()) {
                        self.walk.is_wrong(format!("{:?}: {error}", error.kind()));
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Whether an injected fault explains this error.
    fn may_fail(&self, kind: ErrorKind) -> bool {
        match kind {
            ErrorKind::Transport
            | ErrorKind::Timeout
            | ErrorKind::Status
            | ErrorKind::RateLimited
            | ErrorKind::Unauthorized
            | ErrorKind::Decode => true,
            ErrorKind::Expired | ErrorKind::ContinuationRejected => {
                self.plan.mode.by_token() || self.plan.mode == Mode::LastItem
            }
            ErrorKind::EmptyPages => self.plan.max_empty.is_some(),
            _ => false,
        }
    }

    fn paginator<P>(
        &mut self,
        checkpoint: Option<Checkpoint>,
    ) -> Paginator<P, HttpSource<ReqwestTransport>>
    where
        P: Paginated<Item = Record> + DeserializeOwned + Send + 'static,
    {
        let request = if self.plan.mode == Mode::TokenInBody {
            self.client
                .post(&self.url)
                .header("content-type", "application/json")
                .body(BODY)
        } else {
            self.client.get(&self.url)
        };
        let timing = self.plan.timing;
        let mut paginator = P::paginate(
            request
                .header("x-key", "the key")
                .header("x-leg", self.legs),
        )
        .retry(RetryPolicy::default().attempts(self.plan.attempts))
        .runtime(WalkRuntime {
            clock: Arc::clone(&self.walk.clock),
            real: timing == Timing::Real,
        });
        if timing != Timing::Caller {
            paginator = paginator.idle_timeout(IDLE_LIMIT);
        }
        if matches!(timing, Timing::Signal | Timing::Real) {
            paginator = paginator.request_timeout(REQUEST_LIMIT);
        }
        if let Some(size) = self.plan.asked {
            paginator = paginator.page_size(size);
        }
        if self.plan.shrink {
            paginator = paginator.shrink_on_timeout();
        }
        if let Some(pages) = self.plan.max_empty {
            paginator = paginator.max_empty_pages(pages);
        }
        if let Some(checkpoint) = checkpoint {
            paginator = paginator.resume(checkpoint);
        }
        if self.plan.authorizes {
            // If the fault is a 401, the first credential of a stream is refused; all later ones
            // are accepted.
            paginator = paginator.authorize(|_, why: AuthReason| {
                let mut headers = HeaderMap::new();
                headers.insert(
                    "x-token",
                    HeaderValue::from(u32::from(why == AuthReason::Unauthorized)),
                );
                ready(Ok::<_, Infallible>(headers))
            });
        }
        paginator = match self.plan.ahead {
            Ahead::Nothing => paginator,
            Ahead::Prefetch(pages) => paginator.prefetch(pages),
            Ahead::Concurrency(requests) => run_ahead(paginator, None, requests, false),
            Ahead::Early(pages) => run_ahead(paginator, Some(pages), 0, true),
        };
        if self.leaves > 0 && self.rng.u8(..4) == 0 {
            self.leaves -= 1;
            if self.rng.bool() {
                paginator = paginator.max_pages(self.rng.u64(1..4));
            } else {
                // A limit below the page size would make numbered pages smaller, which moves their
                // borders.
                let least = if self.plan.mode.by_number() {
                    self.plan.asked.unwrap_or(1)
                } else {
                    1
                };
                paginator = paginator.max_items(least + self.rng.u64(..20));
            }
        }
        paginator
    }

    /// After how many items or pages, and after how many polls of a request, the caller leaves.
    fn leave(&mut self) -> (Option<u32>, Option<u32>) {
        if self.leaves == 0 || self.rng.u8(..3) == 0 {
            return (None, None);
        }
        self.leaves -= 1;
        let after = Some(self.rng.u32(..20));
        if self.rng.bool() {
            (after, None)
        } else {
            (after, Some(self.rng.u32(1..5)))
        }
    }

    async fn by_items<P>(&mut self, checkpoint: Option<Checkpoint>) -> (Leg, Option<Checkpoint>)
    where
        P: Paginated<Item = Record> + DeserializeOwned + Send + 'static,
    {
        let mut stream = self.paginator::<P>(checkpoint).items();
        let (after, polls) = self.leave();
        let mut count = 0;
        let mut discarded = 0;
        loop {
            // Add the number of this stream.
            self.discarded += stream.discarded_requests()
                - std::mem::replace(&mut discarded, stream.discarded_requests());
            let leaves = after == Some(count);
            if leaves && polls.is_none() {
                return (Leg::Left, stream.checkpoint());
            }
            let Some(next) = self.wait(stream.next(), polls.filter(|_| leaves)).await else {
                return (Leg::Left, stream.checkpoint());
            };
            match next {
                Some(Ok(item)) => self.take(item),
                Some(Err(error)) => {
                    if stream.next().await.is_some() {
                        self.walk.is_wrong("something after an error");
                    }
                    return (Leg::Failed(Box::new(error)), stream.checkpoint());
                }
                None => return (Leg::Ended(stream.end_reason()), stream.checkpoint()),
            }
            count += 1;
            if self.is_flooded() {
                return (Leg::Left, stream.checkpoint());
            }
        }
    }

    async fn by_pages<P>(&mut self, checkpoint: Option<Checkpoint>) -> (Leg, Option<Checkpoint>)
    where
        P: Paginated<Item = Record> + DeserializeOwned + Send + 'static,
    {
        let mut stream = self.paginator::<P>(checkpoint).pages();
        let (after, polls) = self.leave();
        // There are fewer pages than items.
        let after = after.map(|items| items / 4);
        let mut count = 0;
        let mut discarded = 0;
        loop {
            self.discarded += stream.discarded_requests()
                - std::mem::replace(&mut discarded, stream.discarded_requests());
            let leaves = after == Some(count);
            if leaves && polls.is_none() {
                return (Leg::Left, stream.checkpoint());
            }
            let Some(next) = self.wait(stream.next(), polls.filter(|_| leaves)).await else {
                return (Leg::Left, stream.checkpoint());
            };
            match next {
                Some(Ok(page)) => {
                    if self.leaves > 0 && self.rng.u8(..16) == 0 {
                        // The page was received, but not used.
                        self.leaves -= 1;
                        return (Leg::Left, Some(page.checkpoint().clone()));
                    }
                    let next = page.next_checkpoint().clone();
                    for item in page.into_items() {
                        self.take(item);
                    }
                    if self.leaves > 0 && self.rng.u8(..16) == 0 {
                        self.leaves -= 1;
                        return (Leg::Left, Some(next));
                    }
                }
                Some(Err(error)) => {
                    if stream.next().await.is_some() {
                        self.walk.is_wrong("something after an error");
                    }
                    return (Leg::Failed(Box::new(error)), stream.checkpoint());
                }
                None => return (Leg::Ended(stream.end_reason()), stream.checkpoint()),
            }
            count += 1;
            if self.is_flooded() {
                return (Leg::Left, stream.checkpoint());
            }
        }
    }

    /// The result of the stream, or `None` if the caller stops waiting.
    async fn wait<F: Future>(&self, next: F, polls: Option<u32>) -> Option<F::Output> {
        let mut next = pin!(next);
        let mut stalled = pin!(self.walk.clock.stalled());
        let mut left = polls;
        poll_fn(|cx| {
            if let Poll::Ready(output) = next.as_mut().poll(cx) {
                return Poll::Ready(Some(output));
            }
            if self.plan.timing == Timing::Caller && stalled.as_mut().poll(cx).is_ready() {
                return Poll::Ready(None);
            }
            match &mut left {
                Some(0) => return Poll::Ready(None),
                Some(left) => *left -= 1,
                None => {}
            }
            Poll::Pending
        })
        .await
    }

    fn take(&mut self, item: Record) {
        if item.name != format!("n{}", item.id) {
            self.walk.is_wrong("an item is not as it was sent");
        }
        self.got.push(item.id);
    }

    /// Whether the walk has delivered far more items than exist, so it can be stopped.
    fn is_flooded(&self) -> bool {
        self.got.len() > self.plan.items * 3 + 1_000
    }

    fn tally(self, hung: Option<String>) -> Tally {
        let expected: Vec<u64> = (0..self.plan.items)
            .map(|index| self.plan.id(index))
            .collect();
        let mut seen: HashMap<u64, u64> = HashMap::new();
        for id in &self.got {
            *seen.entry(*id).or_default() += 1;
        }
        let mut tally = Tally {
            walks: 1,
            requests: self.walk.requests.load(Ordering::SeqCst),
            served: expected.len() as u64,
            delivered: self.got.len() as u64,
            resumes: self.legs.saturating_sub(1),
            hung: u64::from(hung.is_some()),
            ..Tally::default()
        };
        tally.lost = expected.iter().filter(|id| !seen.contains_key(id)).count() as u64;
        tally.duplicated = seen.values().map(|times| times - 1).sum();
        let mut wrong = std::mem::take(&mut *self.walk.wrong.lock().unwrap());
        wrong.extend(hung.map(|why| format!("hung: {why}")));
        if self.got != expected {
            wrong.push(format!(
                "lost {}, duplicated {}, {} delivered of {}",
                tally.lost, tally.duplicated, tally.delivered, tally.served
            ));
            if tally.lost == 0 && tally.duplicated == 0 {
                wrong.push("the items are not in order, or not those of the list".to_owned());
            }
        }
        let (number, mode) = (self.plan.number, self.plan.mode);
        tally.wrong = wrong
            .into_iter()
            .map(|what| format!("walk {number} ({mode:?}): {what}"))
            .collect();
        let faults = self.walk.faults.lock().unwrap();
        tally.faults = faults.total();
        tally.by_fault = faults.counts.clone();
        for kind in self.errors {
            *tally.by_error.entry(format!("{kind:?}")).or_default() += 1;
        }
        tally.by_mode.insert(format!("{mode:?}"), 1);
        tally.by_ahead.insert(format!("{:?}", self.plan.ahead), 1);
        tally.discarded = self.discarded;
        tally
    }
}
