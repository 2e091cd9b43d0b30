//! What differs in a browser: `Send`, and the clock.
//!
//! In a browser (`wasm32-unknown-unknown`) there is one thread, and JavaScript values are bound to
//! it: neither a `fetch` nor a timer is `Send`. So [`MaybeSend`] and [`MaybeSync`] ask for nothing
//! there. On every other target they *are* `Send` and `Sync`, so documentation, compile errors and
//! auto traits do not know of this file. `dyn Trait + MaybeSend` is not Rust, hence the aliases.

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

    /// A future in a box.
    pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

    /// A future that is done when the time is over.
    pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

    /// A future to run on its own.
    pub type TaskFuture = Pin<Box<dyn Future<Output = ()> + Send>>;
}

#[cfg(target_arch = "wasm32")]
mod here {
    use std::future::Future;
    use std::pin::Pin;
    // The clock of the standard library panics in a browser.
    pub use web_time::Instant;

    /// `Send`, except in a browser, where every type will do.
    pub trait MaybeSend {}

    impl<T: ?Sized> MaybeSend for T {}

    /// `Sync`, except in a browser, where every type will do.
    pub trait MaybeSync {}

    impl<T: ?Sized> MaybeSync for T {}

    /// A future in a box.
    pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

    /// A future that is done when the time is over.
    pub type Sleep = Pin<Box<dyn Future<Output = ()>>>;

    /// A future to run on its own.
    pub type TaskFuture = Pin<Box<dyn Future<Output = ()>>>;
}
