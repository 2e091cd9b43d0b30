#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod decision;
mod delivery;
mod description;
mod error;
mod excerpt;
mod exchange;
mod runtime;
mod trace;

pub mod observability;

pub use decision::{Checkpoint, EndReason};
pub use delivery::{Items, Page, Pages, Paginator};
pub use description::{
    Count, Counter, Cursor, Custom, Early, EndOn, ErrorSignal, Flag, LastItem, Link, Links, Mode, Nested, Next, NextUrl, Offset, PageInfo,
    PageItems, PageLink, PageNumber, PageToken, Paginated, Peel, Scheme, Sink, Size, Source, Target, Token, Value, list,
};
pub use error::{BoxError, Error, ErrorKind};
pub use exchange::{
    AnyTransport, Decoded, Fault, IntoBody, IntoSource, OverHttp, PageReport, PageSource, Progress, ResponseUrl, RetryPolicy, Stateful,
    Transport, Typed, Why,
};
#[cfg(feature = "reqwest")]
pub use exchange::{ReqwestTransport, same_origin_redirects};
pub use http::HeaderMap;
#[cfg(feature = "derive")]
pub use paginate_derive::Paginated;
#[cfg(feature = "tokio")]
pub use runtime::TokioRuntime;
pub use runtime::{Runtime, Sleep, Task, TaskFuture};

/// The decision without any I/O, for drivers of one's own and for tests of a declaration.
pub mod sans_io {
    pub use crate::decision::{Action, Ask, Halt, Judgement, Limits, Pager, Position, Start, Step, decide};
}

#[doc(hidden)]
pub mod __private {
    pub use crate::description::Kind;
    pub use crate::description::private::*;
    pub use std::option::Option;
    pub use std::vec::Vec;
}
