//! [`Paginated`]: the trait that the derive implements.

use std::future::Future;

use http::HeaderMap;

use crate::error::BoxError;
use crate::page::page_info::PageInfo;
use crate::platform::{MaybeSend, MaybeSync};
use crate::response::decode::Decoder;
use crate::scheme::mode::Mode;
use crate::scheme::scheme::Scheme;
use crate::source::function::{FnSource, FnSourceWithState};
use crate::stream::blocking::Blocking;
use crate::stream::paginator::Paginator;
use crate::transport::blocking::any::{BlockingSource, IntoBlockingSource};
use crate::transport::source::{HttpSource, IntoSource};

/// A response type that describes how its endpoint pages.
///
/// Derive it: `#[derive(Paginated)]` with `#[paginate(..)]`. If the derive is missing, the compiler
/// reports "no function or associated item named `paginate`".
///
/// An implementation by hand needs one constant and two accessors. The accessors decide nothing;
/// the runtime makes the decisions.
///
/// ```
/// use paginate_runtime::{HeaderMap, Paginated, page::PageInfo, scheme::{RequestLocation, Scheme, Source}, mode::Token};
///
/// #[derive(serde::Deserialize)]
/// struct Users { next: Option<String>, users: Vec<String> }
///
/// impl Paginated for Users {
///     type Item = String;
///     type Mode = Token;
///     const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor"))).max(100);
///
///     fn page_info<'a>(&'a self, _: &'a HeaderMap) -> PageInfo<'a> {
///         PageInfo::new().items(Some(&self.users)).token(Some(&self.next))
///     }
///
///     fn take_items(&mut self) -> Vec<String> {
///         std::mem::take(&mut self.users)
///     }
/// }
/// ```
pub trait Paginated: Sized {
    /// The type of the items that the stream yields.
    type Item;

    /// The kind of continuation. It must match the source in [`SCHEME`](Self::SCHEME); this is
    /// checked at compile time.
    type Mode: Mode;

    /// The description of the endpoint.
    const SCHEME: Scheme;

    /// Extracts the paging metadata from this response. Called once for each page, before
    /// [`take_items`](Self::take_items).
    fn page_info<'a>(&'a self, headers: &'a HeaderMap) -> PageInfo<'a>;

    /// Moves the items out of the page, in wire order.
    fn take_items(&mut self) -> Vec<Self::Item>;

    /// Returns the function that reads a response that is not JSON (`decode = path::to::function`).
    /// The default, `None`, means JSON.
    ///
    /// If you set this by hand for a type without `Deserialize`, its walks must still begin with
    /// [`Paginator::decode`]; the derive makes a `paginate` that does so.
    fn decoder() -> Option<Decoder<Self>> {
        None
    }

    /// Walks an HTTP endpoint: `source` is the first request, as a `reqwest::RequestBuilder` or as
    /// `(transport, http::Request)`.
    ///
    /// Nothing is sent before the stream is polled.
    fn paginate<S: IntoSource<Transport = T>, T>(source: S) -> Paginator<Self, HttpSource<T>> {
        Paginator::new(HttpSource::new(source))
    }

    /// Walks an HTTP endpoint without async: `source` is the first request and a
    /// [`BlockingTransport`](crate::transport::BlockingTransport), such as `(ureq::Agent,
    /// http::Request)` with the feature `ureq-3`. `items()` and `pages()` are plain iterators over
    /// the same walk.
    ///
    /// Nothing is sent before the first `next`. Retries sleep, and
    /// [`prefetch`](Paginator::prefetch) runs in a thread of its own;
    /// [`concurrency`](Paginator::concurrency), [`early`](Paginator::early) and
    /// [`idle_timeout`](Paginator::idle_timeout) need async and do not compile.
    ///
    /// ```
    /// # use paginate_runtime::{*, mode::*, page::*, scheme::*, source::*, transport::*};
    /// # #[derive(serde::Deserialize)]
    /// # struct Users { next: Option<String>, users: Vec<String> }
    /// # impl Paginated for Users {
    /// #     type Item = String; type Mode = Token;
    /// #     const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")));
    /// #     fn page_info<'a>(&'a self, _: &'a HeaderMap) -> PageInfo<'a> { PageInfo::new().items(Some(&self.users)).token(Some(&self.next)) }
    /// #     fn take_items(&mut self) -> Vec<String> { std::mem::take(&mut self.users) }
    /// # }
    /// # fn run(agent: impl BlockingTransport, token: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let request = http::Request::get("https://api.example.com/users").header("authorization", format!("Bearer {token}")).body(())?;
    /// let mut users = Users::paginate_blocking((agent, request)).items();
    /// for user in users.by_ref() {
    ///     println!("{}", user?);
    /// }
    /// println!("{} users: {:?}", users.received(), users.end_reason());
    /// # Ok(())
    /// # }
    /// ```
    fn paginate_blocking<S: IntoBlockingSource<Transport = T>, T>(
        source: S,
    ) -> Paginator<Self, BlockingSource<T>, Blocking> {
        Paginator::new(BlockingSource::new(source))
    }

    /// Walks anything that returns pages: a typed SDK, gRPC, a database. `fetch` is called once for
    /// each page with the [cursor of the mode](Mode::Cursor): `None` or the first number for the
    /// first page. These pages cannot be compared with each other, so a function that ignores the
    /// page number is not noticed.
    ///
    /// ```
    /// # use paginate_runtime::{*, mode::*, page::*, scheme::*, source::*, transport::*};
    /// # #[derive(Clone)] struct Sdk;
    /// # struct Users { next: Option<String>, users: Vec<String> }
    /// # impl Paginated for Users {
    /// #     type Item = String; type Mode = Token;
    /// #     const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")));
    /// #     fn page_info<'a>(&'a self, _: &'a HeaderMap) -> PageInfo<'a> { PageInfo::new().items(Some(&self.users)).token(Some(&self.next)) }
    /// #     fn take_items(&mut self) -> Vec<String> { std::mem::take(&mut self.users) }
    /// # }
    /// # impl Sdk {
    /// #     async fn list_users(&self, cursor: Option<String>) -> Result<Users, std::io::Error> { Ok(Users { next: None, users: vec![] }) }
    /// # }
    /// # fn walk(sdk: Sdk) {
    /// let users = Users::paginate_with(move |cursor| {
    ///     let sdk = sdk.clone();
    ///     async move { sdk.list_users(cursor).await }
    /// })
    /// .items();
    /// # }
    /// ```
    fn paginate_with<F, Fut, E>(fetch: F) -> Paginator<Self, FnSource<F>>
    where
        F: Fn(<Self::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<Self, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Paginator::new(FnSource(fetch))
    }

    /// Does the same as [`paginate_with`](Self::paginate_with), with a client that is cloned into
    /// each call, so that the closure need not clone it.
    fn paginate_with_state<C, F, Fut, E>(
        state: C,
        fetch: F,
    ) -> Paginator<Self, FnSourceWithState<C, F>>
    where
        C: Clone + MaybeSend + MaybeSync + 'static,
        F: Fn(C, <Self::Mode as Mode>::Cursor) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<Self, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Paginator::new(FnSourceWithState(state, fetch))
    }
}
