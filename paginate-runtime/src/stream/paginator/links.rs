//! What only makes sense over HTTP: where links lead, what is sent, and how it is read.
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

/// What only makes sense over HTTP.
impl<P: Paginated, S, D> Paginator<P, S, D> {
    /// Asks for that many items in each page, within the `min` and `max` of the declaration (0 is 1).
    /// Overrides a size in the first request.
    pub fn page_size(mut self, items: u64) -> Self
    where
        S: HttpBased,
    {
        self.options.limits.page_size = Some(items);
        self
    }

    /// Lets links lead to another origin too, such as `https://api2.example.com`; every header of
    /// the first request is sent there. Anything that is not an origin, and an http origin where
    /// the walk began with https, is an error of the first poll.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self
    where
        S: HttpBased,
    {
        self.options.allowed_origins.push(origin.into());
        self
    }

    /// Takes only the path and the query of links, and follows them on the first request's origin:
    /// for APIs behind a proxy, which print the names of internal hosts.
    pub fn rebase_links(mut self) -> Self
    where
        P: Paginated<Mode: FollowsLinks>,
        S: HttpBased,
    {
        self.options.rebase_links = true;
        self
    }

    /// Lets link objects name POST where the first request is a GET. Without it, links are followed
    /// with GET, and with POST in a walk that begins with one; any other method is always refused.
    pub fn post_links(mut self) -> Self
    where
        P: Paginated<Mode: FollowsLinks>,
        S: HttpBased,
    {
        self.options.post_links = true;
        self
    }

    /// Adds these query parameters of the first request to links, and to the path of `continue_at`,
    /// if they lack them. Both are sent as they stand otherwise, and everything else of the first
    /// request's query stays away.
    ///
    /// For `next_url` and `next_with`, and for `token` with `continue_at`. Elsewhere it would have
    /// no effect, and does not compile; with `token` and no `continue_at` it is an error of the
    /// first poll.
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

    /// Refuses bodies larger than that many bytes, before they are held in memory. Default: 64 MiB.
    pub fn max_body(mut self, bytes: u64) -> Self
    where
        S: HttpBased,
    {
        self.options.max_body = bytes;
        self
    }

    /// Says that the request only reads, whatever its method: it may be sent again after a failure.
    pub fn idempotent(mut self) -> Self
    where
        S: HttpBased,
    {
        self.options.idempotent = true;
        self
    }

    /// Asks for half as many items after a 502, 503, 504 or a timeout, down to the scheme's `min`,
    /// and goes on with that size. Not for page numbers, whose boundaries would move, and not for
    /// links, which bring their own size. Some APIs refuse a token with another size.
    pub fn shrink_on_timeout(mut self) -> Self
    where
        S: HttpBased,
    {
        self.options.shrink_on_timeout = true;
        self
    }

    /// Lets errors quote the text of a body, with what was sent and what looks like a secret masked
    /// in it. For development: a body can hold other people's data.
    ///
    /// Without it, an [excerpt](crate::Error::excerpt) shows the structure of a body (names, types,
    /// lengths), and text only of plain text and of members such as `message`, `error` and `code`
    /// in a response that is an error by its status.
    pub fn show_bodies(mut self) -> Self
    where
        S: HttpBased,
    {
        self.options.show_bodies = true;
        self
    }

    /// The longest time from sending a request to the end of its response. Default: none but the
    /// client's own, which [`client`](crate::client) has and `reqwest::Client::new()` has not. In a
    /// blocking walk the client keeps it. A refusal whose head is there in time is a refusal, and
    /// no timeout.
    pub fn request_timeout(mut self, limit: Duration) -> Self
    where
        S: HttpBased,
    {
        self.options.request_timeout = Some(limit);
        self
    }

    /// The longest time between two pieces of a body. Default: none but the client's own.
    pub fn idle_timeout(mut self, limit: Duration) -> Self
    where
        D: Concurrent,
        S: HttpBased,
    {
        self.options.idle_timeout = Some(limit);
        self
    }

    /// Gives each request its credentials: headers that replace those of the same name. The hook
    /// sees the request as it will be sent, so that it can sign it. After a 401 it is called again
    /// with [`AuthReason::Unauthorized`], once for each expiry, and the request is sent once more;
    /// a second 401 is an error.
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

    /// Waits before each request, those that are sent again included: for an API whose limit is
    /// known, so that it need not answer 429. The limiter is whatever counts, such as one of the
    /// crate `governor`; walks that share a limit share the limiter.
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
    /// The time counts for neither timeouts nor retries. In a blocking walk the future must be
    /// ready when it is returned: stand still before that. For a limit at the client instead, put
    /// tower's `RateLimit` into a stack (feature `tower`).
    pub fn throttle<F, Fut>(mut self, wait: F) -> Self
    where
        S: HttpBased,
        F: Fn() -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = ()> + MaybeSend + 'static,
    {
        self.options.throttle = Some(Throttle::new(wait));
        self
    }

    /// Decodes responses by a function instead of as JSON: XML, CSV, a protocol buffer. The page
    /// type then need not be `Deserialize`. It takes the place of a `decode` of the declaration.
    /// The function is called for 2xx responses, whatever their content type says; not for 204, 205
    /// and 206, which are no pages.
    pub fn decode<F, E>(self, decode: F) -> Paginator<P, Decoded<S::Request, F>, D>
    where
        S: HttpBased,
        F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + MaybeSend + MaybeSync + 'static,
        E: Into<BoxError>,
    {
        self.with_source(|source| Decoded(source.into_request(), decode))
    }
}
