//! Pages from a function that is not HTTP: a typed SDK, gRPC, a database.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use super::cost::{Cost, Stopwatch, Traffic};
use super::early::Peek;
use super::fetch::{FetchFuture, PageSource, sealed::Sealed};
use super::{Fetch, Fetched, Options, Response};
use crate::decision::{Ask, Start};
use crate::description::{Mode, Paginated};
use crate::error::{BoxError, Error, ErrorKind};
use crate::runtime::{self, Runtime};

/// A function that returns pages: the source of [`paginate_with`](Paginated::paginate_with).
#[derive(Clone)]
pub struct Typed<F>(pub(crate) F);

/// A function that returns pages, with a client that is cloned into each call: the source of
/// [`paginate_with_state`](Paginated::paginate_with_state).
#[derive(Clone)]
pub struct Stateful<C, F>(pub(crate) C, pub(crate) F);

impl<F> std::fmt::Debug for Typed<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

impl<C, F> std::fmt::Debug for Stateful<C, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stateful")
    }
}

impl<P, F, Fut, E> PageSource<P> for Typed<F>
where
    P: Paginated + 'static,
    F: Fn(<P::Mode as Mode>::Cursor) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<P, E>> + Send + 'static,
    E: Into<BoxError>,
{
}

impl<P, F, Fut, E> Sealed<P> for Typed<F>
where
    P: Paginated + 'static,
    F: Fn(<P::Mode as Mode>::Cursor) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<P, E>> + Send + 'static,
    E: Into<BoxError>,
{
    #[allow(private_interfaces)]
    fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>> {
        Arc::new(TypedFetch {
            call: self.0,
            runtime: options.runtime.clone(),
            timed: options.on_page.is_some(),
            traffic: Traffic::default(),
            page: PhantomData::<fn() -> P>,
        })
    }
}

impl<P, C, F, Fut, E> PageSource<P> for Stateful<C, F>
where
    P: Paginated + 'static,
    C: Clone + Send + Sync + 'static,
    F: Fn(C, <P::Mode as Mode>::Cursor) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<P, E>> + Send + 'static,
    E: Into<BoxError>,
{
}

impl<P, C, F, Fut, E> Sealed<P> for Stateful<C, F>
where
    P: Paginated + 'static,
    C: Clone + Send + Sync + 'static,
    F: Fn(C, <P::Mode as Mode>::Cursor) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<P, E>> + Send + 'static,
    E: Into<BoxError>,
{
    #[allow(private_interfaces)]
    fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>> {
        let Self(state, call) = self;
        Typed(move |cursor| call(state.clone(), cursor)).into_fetch(options)
    }
}

struct TypedFetch<P, F> {
    call: F,
    runtime: Option<Arc<dyn Runtime>>,
    /// Somebody wants to know how long pages take.
    timed: bool,
    traffic: Traffic,
    page: PhantomData<fn() -> P>,
}

impl<P, F, Fut, E> Fetch<P> for TypedFetch<P, F>
where
    P: Paginated + 'static,
    F: Fn(<P::Mode as Mode>::Cursor) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<P, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn start(&self) -> Result<Start, Error> {
        Ok(Start::default())
    }

    fn traffic(&self) -> (u64, u64) {
        self.traffic.so_far()
    }

    fn fetch(self: Arc<Self>, ask: Ask, _: Option<Peek>) -> FetchFuture<P> {
        self.traffic.request();
        Box::pin(async move {
            let runtime = self.timed.then(|| self.runtime.clone().or_else(runtime::current)).flatten();
            let stopwatch = Stopwatch::begin(runtime.as_deref(), self.timed);
            // Called here and not before: what it does without waiting is part of the page too.
            let call = (self.call)(P::Mode::hand_over(ask.cursor.as_ref().clone()));
            let fetched = call.await;
            let cost = Cost {
                attempts: 1,
                elapsed: stopwatch.elapsed(),
                ..Cost::default()
            };
            match fetched {
                Ok(page) => {
                    let response = Response {
                        cost,
                        ..Response::default()
                    };
                    Ok(Fetched::Page(page, response))
                }
                Err(error) => Err(Error::new(ErrorKind::Fetch, "the function that brings pages failed")
                    .with_source(error)
                    .after(cost)),
            }
        })
    }
}
