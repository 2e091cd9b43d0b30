//! Makes sources of pages from functions without HTTP: a typed SDK, gRPC, a database.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use crate::error::{BoxError, Error, ErrorKind};
use crate::page::paginated::Paginated;
use crate::pager::action::PageRequest;
use crate::pager::start::Start;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::options::Options;
use crate::policy::retry::RetryPolicy;
use crate::report::cost::{Cost, Stopwatch, Traffic};
use crate::response::decode::page_is_not_ready;
use crate::response::early::EarlySlot;
use crate::response::failure::Failure;
use crate::runtime;
use crate::runtime::Runtime;
use crate::scheme::mode::Mode;
use crate::source::fetch::sealed::Sealed;
use crate::source::fetch::{Again, Fetch, Fetched, Response};
use crate::source::fetch::{FetchFuture, Lane, PageSource};
use crate::trace;

/// A function that returns pages: the source of [`paginate_with`](Paginated::paginate_with).
#[derive(Clone)]
pub struct FnSource<F>(pub(crate) F);

/// A function that returns pages, with a client that is cloned into each call: the source of
/// [`paginate_with_state`](Paginated::paginate_with_state).
#[derive(Clone)]
pub struct FnSourceWithState<C, F>(pub(crate) C, pub(crate) F);

impl<F> std::fmt::Debug for FnSource<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FnSource")
    }
}

impl<C, F> std::fmt::Debug for FnSourceWithState<C, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FnSourceWithState")
    }
}

impl<P, F, Fut, E> PageSource<P> for FnSource<F>
where
    P: Paginated + 'static,
    F: Fn(<P::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<P, E>> + MaybeSend + 'static,
    E: Into<BoxError>,
{
}

impl<P, F, Fut, E> Sealed<P> for FnSource<F>
where
    P: Paginated + 'static,
    F: Fn(<P::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<P, E>> + MaybeSend + 'static,
    E: Into<BoxError>,
{
    #[allow(private_interfaces)]
    fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>> {
        Arc::new(TypedFetch {
            call: self.0,
            retry: options.retry.clone(),
            runtime: options.runtime.clone(),
            timed: options.on_page.is_some(),
            traffic: Traffic::default(),
            page: PhantomData::<fn() -> P>,
        })
    }
}

impl<P, C, F, Fut, E> PageSource<P> for FnSourceWithState<C, F>
where
    P: Paginated + 'static,
    C: Clone + MaybeSend + MaybeSync + 'static,
    F: Fn(C, <P::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<P, E>> + MaybeSend + 'static,
    E: Into<BoxError>,
{
}

impl<P, C, F, Fut, E> Sealed<P> for FnSourceWithState<C, F>
where
    P: Paginated + 'static,
    C: Clone + MaybeSend + MaybeSync + 'static,
    F: Fn(C, <P::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<P, E>> + MaybeSend + 'static,
    E: Into<BoxError>,
{
    #[allow(private_interfaces)]
    fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>> {
        let Self(state, call) = self;
        FnSource(move |cursor| call(state.clone(), cursor)).into_fetch(options)
    }
}

struct TypedFetch<P, F> {
    call: F,
    /// The policy for calling again if a page is not ready.
    retry: RetryPolicy,
    runtime: Option<Arc<dyn Runtime>>,
    /// Whether to measure how long pages take.
    timed: bool,
    traffic: Traffic,
    page: PhantomData<fn() -> P>,
}

impl<P, F, Fut, E> Fetch<P> for TypedFetch<P, F>
where
    P: Paginated + 'static,
    F: Fn(<P::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<P, E>> + MaybeSend + 'static,
    E: Into<BoxError>,
{
    fn start(&self) -> Result<Start, Error> {
        if !P::SCHEME.ready && self.retry != RetryPolicy::default() {
            return Err(Error::setup(
                "`.retry(..)` has no effect on pages from a function without the key `ready`",
            )
            .hint("the function is called once for each page, so retry inside the function"));
        }
        Ok(Start::default())
    }

    fn traffic(&self) -> (u64, u64) {
        self.traffic.so_far()
    }

    fn fetch(self: Arc<Self>, ask: PageRequest, _: Option<EarlySlot>) -> FetchFuture<P> {
        Box::pin(self.call(ask))
    }

    fn lane(self: Arc<Self>) -> Option<Lane<P>> {
        Some(Box::new(Again::new(move |ask| Arc::clone(&self).call(ask))))
    }
}

impl<P, F, Fut> TypedFetch<P, F>
where
    P: Paginated + 'static,
    F: Fn(<P::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output: Brought<P>> + MaybeSend + 'static,
{
    async fn call(self: Arc<Self>, ask: PageRequest) -> Result<Fetched<P>, Error> {
        let runtime =
            (self.timed || P::SCHEME.ready).then(|| self.runtime.clone().or_else(runtime::current));
        let runtime = runtime.as_ref().and_then(Option::as_deref);
        let stopwatch = Stopwatch::begin(runtime, self.timed);
        let mut waits = P::SCHEME.ready.then(|| self.retry.begin());
        let mut cost = Cost::default();
        loop {
            self.traffic.request();
            // The function is called here and not earlier: the time that it takes before its first
            // await belongs to the page too.
            let call = (self.call)(P::Mode::hand_over(&ask.cursor));
            cost.attempts = cost.attempts.saturating_add(1);
            let took = |cost| Cost {
                elapsed: stopwatch.elapsed(),
                ..cost
            };
            // The result must not live longer than this, so that it need not be `Send`.
            let error = match call.await.judged() {
                Ok(page) => {
                    let cost = took(cost);
                    let response = Response {
                        cost,
                        ..Response::default()
                    };
                    return Ok(Fetched::Page(page, response));
                }
                Err(Failure { error, retry: None }) => return Err(error.after(took(cost))),
                Err(Failure { error, .. }) => error,
            };
            // Without a clock, it cannot wait, and so not ask again.
            let wait = waits.as_mut().and_then(|waits| waits.next(None));
            let (Some(wait), Some(runtime)) = (wait, runtime) else {
                return Err(error.after(took(cost)));
            };
            trace::retried(ask.page, cost.attempts, &error, wait);
            runtime.sleep(wait).await;
            cost.waited = cost.waited.saturating_add(wait);
        }
    }
}

/// The result of a function, with any error type. If a future named the error type, that type would
/// have to live as long as the future.
trait Brought<P> {
    /// Returns the page. A page that is not ready is a failure, too.
    fn judged(self) -> Result<P, Failure>;
}

impl<P: Paginated, E: Into<BoxError>> Brought<P> for Result<P, E> {
    fn judged(self) -> Result<P, Failure> {
        match self {
            // The check runs only if the declaration asks for it.
            Ok(page)
                if P::SCHEME.ready
                    && page_is_not_ready(&page, StatusCode::OK, &HeaderMap::new()) =>
            {
                Err(Failure::not_ready(None, true))
            }
            Ok(page) => Ok(page),
            Err(error) => Err(Failure::from(
                Error::new(ErrorKind::Fetch, "the function that brings pages failed")
                    .with_source(error),
            )),
        }
    }
}
