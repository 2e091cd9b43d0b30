//! The ways to use a walk: streams, iterators, pages one by one.

pub(crate) mod ahead;
pub(crate) mod blocking;
pub(crate) mod browse;
pub(crate) mod continuation;
pub(crate) mod engine;
pub(crate) mod items;
pub(crate) mod not_this;
pub(crate) mod page;
pub(crate) mod pages;
pub(crate) mod paginator;

pub use self::ahead::send::SendToTask;
pub use self::blocking::{Blocking, BlockingItems, BlockingPages, Concurrent, Streaming};
