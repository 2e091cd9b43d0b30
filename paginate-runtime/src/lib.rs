//! Turns a response type into an async `Stream` over the whole list: an attribute declares *what
//! the API does*, and the runtime sends the requests.
//!
//! ```
//! use paginate_runtime::Paginated;
//! use serde::Deserialize;
//!
//! /// One response of `GET /v2/users`: `{"next_page_token": "…", "users": […]}`.
//! #[derive(Deserialize, Paginated)]
//! #[paginate(token = "next_page_token", items = "users", max = 300)]
//! struct UserList {
//!     next_page_token: String,
//!     users: Vec<User>,
//! }
//!
//! #[derive(Deserialize)]
//! struct User {
//!     id: String,
//!     email: String,
//! }
//!
//! async fn list(client: &reqwest::Client, token: &str) -> Result<(), paginate_runtime::Error> {
//!     let request = client.get("https://api.zoom.us/v2/users?status=active").bearer_auth(token);
//!     let mut users = UserList::paginate(request).items();
//!     while let Some(user) = users.try_next().await? {
//!         println!("{} {}", user.id, user.email);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! This requests `/v2/users?status=active&page_size=300`, then the same with `&next_page_token=…`
//! added, until a response has a blank token. [`Items`] and [`Pages`] are named types and ordinary
//! streams: `Send`, `Unpin`, `'static`, fused. Nothing is sent before the first poll, and nothing
//! after the end.
//!
//! # The first three modes
//!
//! The one thing to find out is *how* an API leads to its next page. Most do it in one of three
//! ways:
//!
//! | the response has | declare |
//! |---|---|
//! | an opaque token, to be sent back | `token = "next_page_token"` |
//! | a URL, in the body or in the `Link` header | `next_url = "next"`, `next_url = link("next")` |
//! | nothing, but requests have a page number | `page = "page"`, with `pages = "page_count"` or `total = ".."` if the response has them |
//!
//! ```
//! # use paginate_runtime::Paginated;
//! # use serde::Deserialize;
//! /// The body is a list, and the link is in a header.
//! #[derive(Deserialize, Paginated)]
//! #[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
//! struct Issues(Vec<serde_json::Value>);
//!
//! /// `{"page_count": 7, "users": […]}`, asked for with `?page_number=2`.
//! #[derive(Deserialize, Paginated)]
//! #[paginate(page = "page_number", pages = "page_count", items = "users", max = 300)]
//! struct NumberedUsers {
//!     page_count: Option<u64>,
//!     users: Vec<serde_json::Value>,
//! }
//! ```
//!
//! The others are `offset`, `last_item` and `next_with`; see [choosing a mode](guide::modes) and
//! [every key, with an example](guide::keys). A mistake in the attribute is a compile error at the
//! place of the mistake.
//!
//! # What you can set
//!
//! [`Paginator`] is the builder between `paginate` and `items`:
//!
//! ```
//! # use paginate_runtime::{source::IntoSource, Items, Paginated};
//! # use std::time::Duration;
//! # fn users<P: Paginated<Item: Send> + serde::de::DeserializeOwned + Send + 'static>(request: impl IntoSource) -> Items<P> {
//! P::paginate(request)
//!     .page_size(100) // items to ask for in each request
//!     .max_items(1_000) // items to deliver
//!     .max_pages(50) // pages to ask for
//!     .prefetch(1) // the next page is on its way while you work on this one
//!     .request_timeout(Duration::from_secs(30))
//!     .items()
//! # }
//! ```
//!
//! The first request is yours: a `reqwest::RequestBuilder`, or any
//! [`Transport`](transport::Transport) with an `http::Request`. Filters, headers and body are kept
//! on every page. For a typed SDK, gRPC or a database, [`paginate_with`](Paginated::paginate_with)
//! takes a function instead.
//!
//! # What is guaranteed
//!
//! * **It ends.** A token, a link or a page that comes again is an error, not an endless loop.
//! * **Nothing is lost.** Items are delivered before the continuation is checked; offsets advance
//!   by the number of items received; an empty page does not end a walk by token.
//! * **Credentials are protected.** A link is followed only within the first request's origin; no
//!   error or log shows a token or a query.
//! * **Every end has a reason** ([`EndReason`]). Every failure has an [`ErrorKind`], its page, and
//!   a [`Checkpoint`] from which to [resume](Paginator::resume), exact to the item.
//! * **Temporary failures are retried**, and `Retry-After` is obeyed: [`RetryPolicy`].
//!
//! # Where to read more
//!
//! * The [guide]: [errors](guide::errors), [resuming](guide::resume), [speed](guide::speed),
//!   [security](guide::security), [testing](guide::testing), [migrating from a
//!   loop](guide::migrating), [questions](guide::faq), and more.
//! * The catalogue, `docs/catalogue.md` in the repository: more than 50 APIs and their
//!   declarations.
//! * [`Paginated`], the trait; [`Paginator`], all options; [`sans_io`], the paging logic without
//!   I/O.
//!
//! # Features
//!
//! | feature | default | what |
//! |---|---|---|
//! | `derive` | yes | the derive macro |
//! | `tokio` | yes | tokio's timers for retries and timeouts |
//! | `reqwest-0-13` | yes | `reqwest::Client` as transport, `RequestBuilder` as source; choose TLS in your own dependency on `reqwest` 0.13 |
//! | `reqwest-middleware-0-5` | no | its `ClientWithMiddleware` as transport, its `RequestBuilder` as source |
//! | `tower-service-0-3` | no | `TowerTransport`: any `tower::Service` (tower 0.4 and 0.5) over `http::Request` as transport |
//! | `ureq-3`, `reqwest-0-13-blocking` | no | blocking transports, for [`paginate_blocking`](Paginated::paginate_blocking): iterators without async |
//! | `testing` | no | the module `testing`: a transport that answers from a script, for tests of your declarations |
//! | `tracing` | no | spans and events: [`observability`] |
//!
//! The feature of an HTTP client names the version of that client, and so does the module of its
//! adapter in [`transport`]. Support for a new version is a new feature, so that it breaks no code.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
#[cfg(test)]
mod house;
pub mod page;
mod pager;
mod platform;
pub mod policy;
mod redact;
pub mod report;
mod request;
mod response;
pub mod runtime;
pub mod scheme;
mod session;
pub mod source;
pub mod stream;
mod trace;
pub mod transport;

pub mod observability;

pub use crate::error::{BoxError, Error, ErrorKind};
pub use crate::page::link::{Link, Links};
pub use crate::page::next::Next;
pub use crate::page::paginated::Paginated;
pub use crate::pager::checkpoint::Checkpoint;
pub use crate::pager::end::EndReason;
pub use crate::policy::retry::RetryPolicy;
pub use crate::report::progress::Progress;
pub use crate::stream::items::Items;
pub use crate::stream::page::Page;
pub use crate::stream::pages::Pages;
pub use crate::stream::paginator::Paginator;
#[cfg(feature = "reqwest-0-13")]
pub use crate::transport::reqwest_0_13;
pub use http::HeaderMap;
#[cfg(feature = "derive")]
pub use paginate_derive::Paginated;

/// The modes of a walk, as types. The mode determines which methods [`Paginator`] offers.
pub mod mode {
    pub use crate::scheme::early::EarlyContinuation;
    pub use crate::scheme::mode::{
        Counter, Custom, FollowsLinks, KeepsQuery, LastItem, Mode, NextUrl, Offset, PageNumber,
        Token, Tokens,
    };
}

/// Segments: parts of a list whose items or pages are counted, each walked separately. See
/// [`Paginator::split`].
pub mod segment {
    pub use crate::pager::segment::bound::Segment;
}

/// Paging for user interfaces and for APIs of your own: [`Browse`](browse::Browse) goes back and
/// forth through a list, and [`Continuation`](browse::Continuation) holds what leads to the next
/// page as a text.
pub mod browse {
    pub use crate::stream::browse::{Browse, History};
    pub use crate::stream::continuation::Continuation;
}

#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "testing")]
pub mod testing;

/// The README's examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

/// The paging logic without any I/O, for drivers of your own and for tests of a declaration.
pub mod sans_io {
    pub use crate::page::elements::Elements;
    pub use crate::pager::action::{Action, PageOutcome, PageRequest};
    pub use crate::pager::decide::Step;
    pub use crate::pager::decide::decide;
    pub use crate::pager::limits::Limits;
    pub use crate::pager::pager::Pager;
    pub use crate::pager::position::Position;
    pub use crate::pager::resume_error::ResumeError;
    pub use crate::pager::start::Start;
    pub use crate::pager::stop::StopReason;
}

#[doc(hidden)]
pub mod __private {
    pub use crate::mode::*;
    pub use crate::page::private::*;
    pub use crate::page::*;
    pub use crate::response::decode::decoded_page;
    pub use crate::scheme::mode::Kind;
    pub use crate::scheme::*;
    pub use crate::source::*;
    pub use crate::stream::paginator::{paginate_decoded, paginate_decoded_blocking};
    // For the library's own tests.
    pub use crate::stream::paginator::{decoded_without_async, run_ahead, without_async};
    pub use crate::stream::*;
    pub use crate::transport::*;
    pub use std::option::Option;
    pub use std::vec::Vec;
}
