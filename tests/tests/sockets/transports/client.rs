//! What a scenario needs from a client.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use paginate_runtime::{
    Checkpoint, EndReason, Error, ErrorKind, HeaderMap, Paginated, Paginator, RetryPolicy,
    policy::AuthReason,
    source::{HttpBased, IntoBlockingSource, IntoSource},
    transport::BlockingTransport,
};
use paginate_tests::Timeless;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

use crate::conformance::standstill::Standstill;

/// A limit above the item count of every walk in these tests, so that a loop fails and does not
/// hang.
const BOUND: usize = 1_000;

/// Which redirects a client follows by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Redirects {
    /// All.
    Followed,
    /// Those within the origin of the request.
    WithinOrigin,
    /// None.
    NotFollowed,
}

/// A page of these tests.
pub(crate) trait Page:
    Paginated<Item: Into<u32>> + DeserializeOwned + Send + 'static
{
}

impl<P: Paginated<Item: Into<u32>> + DeserializeOwned + Send + 'static> Page for P {}

/// A client under test.
pub(crate) trait Client {
    /// Returns which redirects it follows by itself.
    fn redirects(&self) -> Redirects;

    /// Whether the client keeps a time limit itself, so that only real time ends it.
    fn keeps_time(&self) -> bool {
        false
    }

    /// Walks from this request to the end, or to the error.
    async fn walk<P: Page>(&self, request: Request<Bytes>, settings: Settings) -> Walk;
}

/// The settings of a scenario. Nothing waits unless a scenario says so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    /// The clock. Without one, there is one attempt, on the runtime that the walk finds by itself.
    pub(crate) time: Option<Timeless>,
    pub(crate) max_body: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) timeout: Option<Duration>,
    /// Ends that timeout when the server stands still.
    pub(crate) clock: Option<Standstill>,
    pub(crate) resume: Option<Checkpoint>,
    /// Whether to send `old` until the API refuses it, and then `new`.
    pub(crate) authorize: bool,
}

impl Settings {
    pub(crate) fn timeless(time: &Timeless) -> Self {
        Self {
            time: Some(time.clone()),
            ..Self::default()
        }
    }

    /// Applies the settings to a paginator of any kind.
    pub(crate) fn set<P: Paginated, S: HttpBased, D>(
        self,
        mut paginator: Paginator<P, S, D>,
    ) -> Paginator<P, S, D> {
        paginator = match self.time {
            Some(time) => paginator.runtime(time),
            None => paginator.retry(RetryPolicy::none()),
        };
        if let Some(bytes) = self.max_body {
            paginator = paginator.max_body(bytes);
        }
        if let Some(items) = self.max_items {
            paginator = paginator.max_items(items);
        }
        if let Some(limit) = self.timeout {
            paginator = paginator.request_timeout(limit);
        }
        if let Some(clock) = self.clock {
            paginator = paginator.runtime(clock);
        }
        if let Some(checkpoint) = self.resume {
            paginator = paginator.resume(checkpoint);
        }
        if self.authorize {
            paginator = paginator.authorize(|_, why| {
                let mut headers = HeaderMap::new();
                let token = if why == AuthReason::First {
                    "Bearer old"
                } else {
                    "Bearer new"
                };
                headers.insert("authorization", token.parse().unwrap());
                std::future::ready(Ok::<_, Error>(headers))
            });
        }
        paginator
    }
}

/// The result of a walk.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) items: Vec<u32>,
    pub(crate) end: Result<EndReason, Error>,
    pub(crate) checkpoint: Option<Checkpoint>,
}

impl Walk {
    /// Returns the items of a walk that ended.
    #[track_caller]
    pub(crate) fn ended(self) -> Vec<u32> {
        match self.end {
            Ok(_) => self.items,
            Err(error) => panic!("the walk failed: {error:?}"),
        }
    }

    /// Returns the items before the error of a walk that failed, and the error.
    #[track_caller]
    pub(crate) fn failed(self) -> (Vec<u32>, Error) {
        match self.end {
            Ok(reason) => panic!("the walk ended: {reason}"),
            Err(error) => (self.items, error),
        }
    }

    /// Returns the error of a walk that failed before any item, with an error of this kind.
    #[track_caller]
    pub(crate) fn failed_at_first(self, kind: ErrorKind) -> Error {
        let (items, error) = self.failed();
        assert_eq!((items, error.kind()), (vec![], kind), "{error:?}");
        error
    }
}

/// Walks as a stream.
pub(crate) async fn stream<P: Page, S: IntoSource>(source: S, settings: Settings) -> Walk {
    let mut stream = settings.set(P::paginate(source)).items();
    let mut items = Vec::new();
    let mut error = None;
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => items.push(item.into()),
            Err(failure) => error = Some(failure),
        }
        assert!(items.len() < BOUND, "the walk does not end");
    }
    assert!(
        stream.next().await.is_none(),
        "a finished stream stays finished"
    );
    let end = error.map_or_else(
        || {
            Ok(stream
                .end_reason()
                .expect("a walk without an error has ended"))
        },
        Err,
    );
    Walk {
        items,
        end,
        checkpoint: stream.checkpoint(),
    }
}

/// Walks as an iterator, on a thread without an executor. The source is made there, because some
/// blocking clients must not be made elsewhere.
pub(crate) async fn iterator<P: Page, S: IntoBlockingSource>(
    source: impl FnOnce() -> S + Send + 'static,
    settings: Settings,
) -> Walk {
    elsewhere(move || iterate::<P, S>(source(), settings)).await
}

/// Runs a function on its own thread.
pub(crate) async fn elsewhere<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let _ = done.send(run());
    });
    match outcome.await {
        Ok(outcome) => outcome,
        Err(_) => std::panic::resume_unwind(thread.join().expect_err("it panicked")),
    }
}

fn iterate<P: Page, S: IntoBlockingSource>(source: S, settings: Settings) -> Walk {
    let mut iterator = settings.set(P::paginate_blocking(source)).items();
    let mut items = Vec::new();
    let mut error = None;
    for item in iterator.by_ref() {
        match item {
            Ok(item) => items.push(item.into()),
            Err(failure) => error = Some(failure),
        }
        assert!(items.len() < BOUND, "the walk does not end");
    }
    assert!(
        iterator.next().is_none(),
        "a finished iterator stays finished"
    );
    let end = error.map_or_else(
        || {
            Ok(iterator
                .end_reason()
                .expect("a walk without an error has ended"))
        },
        Err,
    );
    Walk {
        items,
        end,
        checkpoint: iterator.checkpoint(),
    }
}

/// A transport, with the redirects that it follows.
#[derive(Clone)]
pub(crate) struct Streaming<T>(pub(crate) T, pub(crate) Redirects);

impl<T: paginate_runtime::transport::Transport + Clone> Client for Streaming<T> {
    fn redirects(&self) -> Redirects {
        self.1
    }

    async fn walk<P: Page>(&self, request: Request<Bytes>, settings: Settings) -> Walk {
        stream::<P, _>((self.0.clone(), request), settings).await
    }
}

/// A function that makes a blocking transport, with the redirects that it follows.
pub(crate) struct Blocking<F>(pub(crate) F, pub(crate) Redirects);

impl<T: BlockingTransport, F: Fn() -> T + Clone + Send + 'static> Client for Blocking<F> {
    fn redirects(&self) -> Redirects {
        self.1
    }

    fn keeps_time(&self) -> bool {
        true
    }

    async fn walk<P: Page>(&self, request: Request<Bytes>, settings: Settings) -> Walk {
        let transport = self.0.clone();
        iterator::<P, _>(move || (transport(), request), settings).await
    }
}
