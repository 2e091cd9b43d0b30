//! The trait that the derive implements.

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
/// Derive it: `#[derive(Paginated)]` with `#[paginate(..)]`. A missing derive shows up as "no
/// function or associated item named `paginate`".
///
/// By hand it takes one constant and two accessors; neither decides anything, decisions are made by
/// the runtime.
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
    /// What the stream of items yields.
    type Item;

    /// The kind of continuation; it must be the one of [`SCHEME`](Self::SCHEME)'s source, which is
    /// checked when a walk is compiled.
    type Mode: Mode;

    /// What the endpoint does.
    const SCHEME: Scheme;

    /// Extracts the paging metadata from this response. Called once for each page, before
    /// [`take_items`](Self::take_items).
    fn page_info<'a>(&'a self, headers: &'a HeaderMap) -> PageInfo<'a>;

    /// Moves the items out of the page, in wire order.
    fn take_items(&mut self) -> Vec<Self::Item>;

    /// The function that reads a response where it is not JSON (`decode = path::to::function`).
    /// `None`, the default, is JSON.
    ///
    /// A type without `Deserialize` that sets this by hand begins its walks with
    /// [`Paginator::decode`] all the same; the derive makes a `paginate` that does so.
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
    /// http::Request)` with the feature `ureq`; `items()` and `pages()` are plain iterators, driven
    /// by the same walk.
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
    /// first page. Pages cannot be compared with each other here: a function that ignores the page
    /// number is not noticed.
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

    /// [`paginate_with`](Self::paginate_with) for a client that is cloned into each call, so that
    /// the closure need not do it.
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
