//! Options that only make sense over HTTP: where links lead, what is sent, and how it is read.
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::error::BoxError;
use crate::page::paginated::Paginated;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::authorize::{AuthReason, Function};
use crate::policy::throttle::Throttle;
use crate::scheme::mode::{FollowsLinks, KeepsQuery};
use crate::source::decoded::Decoded;
use crate::stream::blocking::Concurrent;
use crate::stream::paginator::Paginator;
use crate::transport::source::HttpBased;

/// Options that only make sense over HTTP.
impl<P: Paginated, S, D> Paginator<P, S, D> {
    /// Sets the page size: the number of items to request for each page, within the declared `min`
    /// and `max`.
    ///
    /// 0 means 1. Overrides a size in the first request.
    pub fn page_size(mut self, items: u64) -> Self
    where
        S: HttpBased,
    {
        self.options.limits.page_size = Some(items);
        self
    }

    /// Allows links to another origin, such as `https://api2.example.com`.
    ///
    /// Every header of the first request is sent there, credentials included. The first poll
    /// returns an error if the text is not an origin, or if it is an http origin and the walk began
    /// with https.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self
    where
        S: HttpBased,
    {
        self.options.allowed_origins.push(origin.into());
        self
    }

    /// Sends every link to the first request's origin: only path and query of a link are used.
    ///
    /// For APIs behind a proxy, whose links contain the names of internal hosts.
    pub fn rebase_links(mut self) -> Self
    where
        P: Paginated<Mode: FollowsLinks>,
        S: HttpBased,
    {
        self.options.rebase_links = true;
        self
    }

    /// Allows link objects to ask for POST if the first request is a GET.
    ///
    /// Default: links are followed with GET, and with POST if the walk began with POST. Other
    /// methods are always refused.
    pub fn post_links(mut self) -> Self
    where
        P: Paginated<Mode: FollowsLinks>,
        S: HttpBased,
    {
        self.options.post_links = true;
        self
    }

    /// Adds these query parameters of the first request to links and to the path of `continue_at`,
    /// unless they have them.
    ///
    /// Default: both are sent as they are, without the first request's query. Available for
    /// `next_url`, `next_with`, and `token` with `continue_at`. In other modes it does not compile,
    /// because it would have no effect. With `token` and without `continue_at`, the first poll
    /// returns an error.
    pub fn keep_query<I>(mut self, names: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
        P: Paginated<Mode: KeepsQuery>,
        S: HttpBased,
    {
        self.options
            .keep_query
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// Refuses bodies that are larger than this number of bytes, before they are held in memory.
    ///
    /// Default: 64 MiB.
    pub fn max_body(mut self, bytes: u64) -> Self
    where
        S: HttpBased,
    {
        self.options.max_body = bytes;
        self
    }

    /// Declares that the request only reads, so that a POST may be retried.
    pub fn idempotent(mut self) -> Self
    where
        S: HttpBased,
    {
        self.options.idempotent = true;
        self
    }

    /// Asks for half as many items after a 502, 503, 504 or a timeout, down to the declared `min`,
    /// and keeps that size.
    ///
    /// It has no effect on page numbers, because the borders of pages would move, and on links,
    /// which have their own size. Some APIs refuse a token together with another size.
    pub fn shrink_on_timeout(mut self) -> Self
    where
        S: HttpBased,
    {
        self.options.shrink_on_timeout = true;
        self
    }

    /// Quotes the text of bodies in errors. For development: bodies can contain personal data.
    ///
    /// Values that were sent and values that look like secrets are masked. Default: an
    /// [excerpt](crate::Error::excerpt) shows the structure of a body (names, types, lengths); it
    /// shows text only from plain text and from members such as `message` and `error` of an error
    /// response.
    pub fn show_bodies(mut self) -> Self
    where
        S: HttpBased,
    {
        self.options.show_bodies = true;
        self
    }

    /// Limits the time from sending a request to the end of its response.
    ///
    /// Default: the client's own limit. [`client`](crate::reqwest_0_13::client) has one,
    /// `reqwest::Client::new()` does not. In a blocking walk the client enforces it. If the head of
    /// a refusal arrives in time, its status decides, even if the body does not arrive.
    pub fn request_timeout(mut self, limit: Duration) -> Self
    where
        S: HttpBased,
    {
        self.options.request_timeout = Some(limit);
        self
    }

    /// Limits the time between two pieces of a body. Default: the client's own limit.
    pub fn idle_timeout(mut self, limit: Duration) -> Self
    where
        D: Concurrent,
        S: HttpBased,
    {
        self.options.idle_timeout = Some(limit);
        self
    }

    /// Sets a hook that returns the credentials of each request: headers that replace those of the
    /// same name.
    ///
    /// The hook receives the request as it will be sent, so that it can sign it. After a 401 it is
    /// called again with [`AuthReason::Unauthorized`], once for each expiry, and the request is
    /// sent once more. A second 401 is an error.
    ///
    /// ```
    /// # use paginate_runtime::{HeaderMap, Paginated, Paginator, source::{IntoSource, PageSource}, policy::AuthReason};
    /// # use std::sync::{Arc, Mutex};
    /// # async fn fetch_token() -> Result<String, std::io::Error> { Ok("t".into()) }
    /// # fn walk<P: Paginated, S: IntoSource>(paginator: Paginator<P, S>) -> Paginator<P, S> {
    /// let current = Arc::new(Mutex::new(String::from("first token")));
    /// paginator.authorize(move |_request, why| {
    ///     let current = current.clone();
    ///     async move {
    ///         if why == AuthReason::Unauthorized {
    ///             let fresh = fetch_token().await?;
    ///             *current.lock().unwrap() = fresh;
    ///         }
    ///         let mut headers = HeaderMap::new();
    ///         let value = format!("Bearer {}", current.lock().unwrap());
    ///         headers.insert("authorization", value.parse().map_err(std::io::Error::other)?);
    ///         Ok::<_, std::io::Error>(headers)
    ///     }
    /// })
    /// # }
    /// ```
    pub fn authorize<F, Fut, E>(mut self, hook: F) -> Self
    where
        S: HttpBased,
        F: Fn(http::Request<Bytes>, AuthReason) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<HeaderMap, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        self.options.authorize = Some(Arc::new(Function(hook)));
        self
    }

    /// Waits before each request, retries included, to stay below a known rate limit.
    ///
    /// The limiter can be anything that returns a future, for example one of the crate `governor`.
    /// Walks that share a limit share the limiter.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use paginate_runtime::{source::HttpBased, Paginated, Paginator};
    /// # fn walk<P: Paginated, S: HttpBased>(paginator: Paginator<P, S>) -> Paginator<P, S> {
    /// use std::num::NonZeroU32;
    /// use governor::{Quota, RateLimiter};
    ///
    /// // One for each class of an API that has them, as Zoom has light and heavy ones; here 30 a second.
    /// let light = Arc::new(RateLimiter::direct(Quota::per_second(NonZeroU32::new(30).unwrap()).allow_burst(NonZeroU32::MIN)));
    /// // One line for each walk:
    /// paginator.throttle(move || { let light = light.clone(); async move { light.until_ready().await } })
    /// # }
    /// ```
    ///
    /// The waiting time does not count for timeouts and retries. In a blocking walk the returned
    /// future must be ready, so the function itself must block. To limit the client instead, use
    /// tower's `RateLimit` (feature `tower-service-0-3`).
    pub fn throttle<F, Fut>(mut self, wait: F) -> Self
    where
        S: HttpBased,
        F: Fn() -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = ()> + MaybeSend + 'static,
    {
        self.options.throttle = Some(Throttle::new(wait));
        self
    }

    /// Decodes responses with a function instead of as JSON: XML, CSV, a protocol buffer.
    ///
    /// The page type need not be `Deserialize`. Replaces a declared `decode`. The function is
    /// called for 2xx responses of any content type, except 204, 205 and 206, which are not pages.
    pub fn decode<F, E>(self, decode: F) -> Paginator<P, Decoded<S::Request, F>, D>
    where
        S: HttpBased,
        F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + MaybeSend + MaybeSync + 'static,
        E: Into<BoxError>,
    {
        self.with_source(|source| Decoded(source.into_request(), decode))
    }
}
