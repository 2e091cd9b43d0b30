//! Walks one endpoint in every way, and checks the results.

use std::fmt::Debug;
use std::fs::OpenOptions;
use std::io::Write;

use paginate_runtime::{
    Checkpoint, EndReason, Error, Items, Paginated, Paginator,
    mode::{Counter, EarlyContinuation},
    source::{HttpBased, PageSource},
};

use paginate_tests::{is_probing, probed};
use serde::de::DeserializeOwned;

use crate::{Recorder, Source};

/// More items than any walk here has, so that a walk that does not end is stopped.
const BOUND: usize = 5_000;

/// An endpoint, and its whole list. Each walk is compared with that: every item in the server's
/// order, no duplicates, the end reason, the number of requests, and no request after the end.
pub struct Walked<P: Paginated, S, K> {
    /// The first request, without paging values.
    pub request: reqwest::RequestBuilder,
    /// The declaration, and the options of the walk.
    pub walk: fn(Source) -> Paginator<P, S>,
    /// The key of an item.
    pub key: fn(P::Item) -> K,
    /// The keys of the whole list.
    pub keys: Vec<K>,
    /// The number of items of a page.
    pub page: usize,
    /// The number of requests of the whole walk.
    pub requests: usize,
    /// Why it ends.
    pub end: EndReason,
}

/// The result of a walk.
#[derive(Debug)]
pub struct Outcome<K> {
    /// The keys of the delivered items.
    pub keys: Vec<K>,
    /// The error, if there was one.
    pub error: Option<Error>,
    /// The end reason, if the walk ended.
    pub end: Option<EndReason>,
    /// Its requests, as [`Recorder::lines`] writes them.
    pub lines: Vec<String>,
    /// The number of discarded requests.
    pub discarded: u64,
}

impl<P, S, K> Walked<P, S, K>
where
    P: Paginated<Item: Send + DeserializeOwned> + Send + 'static,
    S: PageSource<P>,
    K: Debug + PartialEq + Clone,
{
    /// Walks by items, by pages, with pages ahead, up to a limit, and resumed. Returns the requests
    /// of the plain walk.
    pub async fn every_way(&self) -> Vec<String> {
        let plain = self.items("items", |walk| walk).await;
        if is_probing() {
            self.probe(&plain.keys);
            return plain.lines;
        }
        self.pages().await;
        self.items("prefetch", |walk| walk.prefetch(2)).await;
        self.limited(7, 1).await;
        self.limited(self.page + 3, 2).await;
        self.resumed_in_a_page(|walk| walk).await;
        self.resumed_in_a_page(|walk| walk.prefetch(2)).await;
        self.resumed_between_pages().await;
        plain.lines
    }

    /// Walks with four requests at a time.
    pub async fn concurrently(&self)
    where
        P::Mode: Counter,
    {
        if is_probing() {
            return;
        }
        self.items("concurrency", |walk| walk.concurrency(4)).await;
        self.resumed_in_a_page(|walk| walk.concurrency(4)).await;
    }

    /// Walks with `.early()`.
    pub async fn early(&self)
    where
        P: EarlyContinuation,
        S: HttpBased,
    {
        if is_probing() {
            return;
        }
        self.items("early", |walk| walk.early()).await;
        self.resumed_in_a_page(|walk| walk.early()).await;
    }

    /// Walks to the end or to the first error.
    pub async fn outcome(&self) -> Outcome<K> {
        let (source, recorder) = self.source();
        let outcome = self.drain((self.walk)(source).items(), &recorder).await;
        if is_probing() && outcome.error.is_none() {
            self.probe(&outcome.keys);
        }
        outcome
    }

    /// Probes with the first request. The walk with what is found brings the same items.
    fn probe(&self, expected: &[K]) {
        let case = std::thread::current().name().unwrap_or_default().to_owned();
        let ((_, first), _) = self.source();
        // A page size was asked for, and all came at once.
        let is_whole = self.requests == 1;
        probed(&case, &first, is_whole, |items| {
            let found = items.len();
            let read = items.into_iter().map(serde_json::from_value::<P::Item>);
            let keys: Result<Vec<K>, _> = read.map(|item| item.map(self.key)).collect();
            match keys {
                Ok(keys) if keys == expected => Ok(()),
                Ok(_) if found == expected.len() => {
                    Err("other items, or in another order".to_owned())
                }
                Ok(_) => Err(format!("{found} items, and not {}", expected.len())),
                Err(error) => Err(format!("{found} items that are others: {error}")),
            }
        });
    }

    async fn items(
        &self,
        way: &str,
        ahead: impl FnOnce(Paginator<P, S>) -> Paginator<P, S>,
    ) -> Outcome<K> {
        let (source, recorder) = self.source();
        let outcome = self
            .drain(ahead((self.walk)(source)).items(), &recorder)
            .await;
        assert!(
            outcome.error.is_none(),
            "{way}: {}",
            outcome.error.as_ref().expect("checked")
        );
        self.compare(way, &outcome.keys);
        assert_eq!(outcome.end, Some(self.end), "{way}");
        assert_eq!(
            outcome.lines.len(),
            self.requests,
            "{way}: {:#?}",
            outcome.lines
        );
        assert_eq!(outcome.discarded, 0, "{way}: requests in vain");
        outcome
    }

    async fn pages(&self) {
        let (source, recorder) = self.source();
        let mut stream = (self.walk)(source).pages();
        let mut keys = Vec::new();
        while let Some(page) = stream
            .try_next()
            .await
            .unwrap_or_else(|error| panic!("pages: {error}"))
        {
            keys.extend(page.into_items().into_iter().map(self.key));
            assert!(keys.len() <= BOUND, "the walk does not end");
        }
        self.compare("pages", &keys);
        assert_eq!(stream.end_reason(), Some(self.end), "pages");
        assert_eq!(stream.page_count(), self.requests as u64, "pages");
        assert_eq!(recorder.lines().len(), self.requests, "pages");
    }

    /// Takes only the first items, also with pages ahead.
    async fn limited(&self, items: usize, requests: usize) {
        for ahead in [false, true] {
            let (source, recorder) = self.source();
            let walk = (self.walk)(source).max_items(items as u64);
            let walk = if ahead { walk.prefetch(2) } else { walk };
            let outcome = self.drain(walk.items(), &recorder).await;
            assert!(
                outcome.error.is_none(),
                "limit {items}: {}",
                outcome.error.as_ref().expect("checked")
            );
            assert_eq!(
                outcome.keys,
                self.keys[..items],
                "limit {items}, ahead: {ahead}"
            );
            assert_eq!(
                outcome.end,
                Some(EndReason::Limit),
                "limit {items}, ahead: {ahead}"
            );
            assert_eq!(
                outcome.lines.len(),
                requests,
                "limit {items}, ahead: {ahead}: {:#?}",
                outcome.lines
            );
        }
    }

    /// Takes half of the items, and the rest with another walk, which begins in the middle of a
    /// page.
    async fn resumed_in_a_page(&self, ahead: fn(Paginator<P, S>) -> Paginator<P, S>) {
        let half = self.keys.len() / 2 / self.page * self.page + self.page / 2;
        let (source, _) = self.source();
        let mut stream = ahead((self.walk)(source)).items();
        let mut keys = Vec::new();
        while keys.len() < half {
            let item = stream
                .try_next()
                .await
                .unwrap_or_else(|error| panic!("first half: {error}"));
            keys.push((self.key)(item.expect("more than half")));
        }
        let checkpoint = stream.checkpoint().expect("a place in the walk");
        drop(stream);

        let rest = self.resume(&checkpoint, ahead).await;
        // The page that was only partly taken is requested again.
        assert_eq!(
            rest.lines.len(),
            self.requests - half / self.page,
            "resumed in a page: {:#?}",
            rest.lines
        );
        keys.extend(rest.keys);
        self.compare("resumed in a page", &keys);
    }

    /// Takes half of the pages, and the rest with another walk.
    async fn resumed_between_pages(&self) {
        let half = self.requests / 2;
        let (source, recorder) = self.source();
        let mut stream = (self.walk)(source).pages();
        let mut keys = Vec::new();
        for _ in 0..half {
            let page = stream
                .try_next()
                .await
                .unwrap_or_else(|error| panic!("first half: {error}"));
            keys.extend(
                page.expect("more than half")
                    .into_items()
                    .into_iter()
                    .map(self.key),
            );
        }
        let checkpoint = stream.checkpoint().expect("a place in the walk");
        drop(stream);

        let rest = self.resume(&checkpoint, |walk| walk).await;
        assert_eq!(
            recorder.lines().len() + rest.lines.len(),
            self.requests,
            "resumed between pages: {:#?}",
            rest.lines
        );
        keys.extend(rest.keys);
        self.compare("resumed between pages", &keys);
    }

    /// The rest of a walk, from a serialised checkpoint.
    async fn resume(
        &self,
        checkpoint: &Checkpoint,
        ahead: fn(Paginator<P, S>) -> Paginator<P, S>,
    ) -> Outcome<K> {
        let text = serde_json::to_string(checkpoint).expect("a checkpoint is JSON");
        let checkpoint: Checkpoint = serde_json::from_str(&text).expect("what was written");
        let (source, recorder) = self.source();
        let outcome = self
            .drain(
                ahead((self.walk)(source).resume(checkpoint)).items(),
                &recorder,
            )
            .await;
        assert!(
            outcome.error.is_none(),
            "resumed: {}",
            outcome.error.as_ref().expect("checked")
        );
        assert_eq!(outcome.end, Some(self.end), "resumed");
        outcome
    }

    async fn drain(&self, mut stream: Items<P>, recorder: &Recorder) -> Outcome<K> {
        let mut keys = Vec::new();
        let mut error = None;
        while let Some(item) = stream.next().await {
            match item {
                Ok(item) => keys.push((self.key)(item)),
                Err(failure) => error = Some(failure),
            }
            assert!(keys.len() <= BOUND, "the walk does not end");
        }
        let lines = recorder.lines();
        assert!(
            stream.next().await.is_none(),
            "a finished stream stays finished"
        );
        note_alarms(stream.warnings().len());
        assert_eq!(*stream.warnings(), [], "a false alarm");
        assert_eq!(
            recorder.lines().len(),
            lines.len(),
            "nothing is sent after the end"
        );
        Outcome {
            keys,
            error,
            end: stream.end_reason(),
            lines,
            discarded: stream.discarded_requests(),
        }
    }

    fn source(&self) -> (Source, Recorder) {
        Recorder::record(
            self.request
                .try_clone()
                .expect("a request that can be sent again"),
        )
    }

    /// Reports only the first difference, because the lists are long.
    fn compare(&self, way: &str, keys: &[K]) {
        for (index, (got, expected)) in keys.iter().zip(&self.keys).enumerate() {
            assert_eq!(got, expected, "{way}: item {index}");
        }
        assert_eq!(keys.len(), self.keys.len(), "{way}: number of items");
    }
}

/// Appends the number of warnings of a walk to the file in `PAGINATE_ALARMS_FILE`, one line per
/// walk. CI adds them up.
fn note_alarms(count: usize) {
    let Some(path) = std::env::var_os("PAGINATE_ALARMS_FILE") else {
        return;
    };
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .expect("a file to append to");
    writeln!(file, "{count}").expect("a line");
}
