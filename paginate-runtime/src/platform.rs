//! The types that differ in a browser: the bounds `Send` and `Sync`, the clock, and boxed futures.
//!
//! In a browser (`wasm32-unknown-unknown`) there is one thread, and JavaScript values are bound to
//! it: neither a `fetch` nor a timer is `Send`. So [`MaybeSend`] and [`MaybeSync`] require nothing
//! there. On every other target they *are* `Send` and `Sync`: documentation and compile errors show
//! those names, and auto traits work as usual. Rust does not allow `dyn Trait + MaybeSend`, so
//! there is an alias for each boxed future.

pub(crate) use here::BoxFuture;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use here::{Instant, MaybeSend, MaybeSync};
#[cfg(target_arch = "wasm32")]
pub use here::{Instant, MaybeSend, MaybeSync};
pub use here::{Sleep, TaskFuture};

#[cfg(not(target_arch = "wasm32"))]
mod here {
    use std::future::Future;
    pub(crate) use std::marker::{Send as MaybeSend, Sync as MaybeSync};
    use std::pin::Pin;
    pub(crate) use std::time::Instant;

    /// A boxed future that is `Send`.
    pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

    /// A timer: a future that is ready when its time is over.
    pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

    /// A future to spawn as a task of its own.
    pub type TaskFuture = Pin<Box<dyn Future<Output = ()> + Send>>;
}

#[cfg(target_arch = "wasm32")]
mod here {
    use std::future::Future;
    use std::pin::Pin;
    // The clock of the standard library panics in a browser.
    pub use web_time::Instant;

    /// Stands for `Send`. In a browser, every type implements it.
    pub trait MaybeSend {}

    impl<T: ?Sized> MaybeSend for T {}

    /// Stands for `Sync`. In a browser, every type implements it.
    pub trait MaybeSync {}

    impl<T: ?Sized> MaybeSync for T {}

    /// A boxed future.
    pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

    /// A timer: a future that is ready when its time is over.
    pub type Sleep = Pin<Box<dyn Future<Output = ()>>>;

    /// A future to spawn as a task of its own.
    pub type TaskFuture = Pin<Box<dyn Future<Output = ()>>>;
}
