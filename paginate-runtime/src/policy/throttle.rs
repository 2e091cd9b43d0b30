//! The caller's own pace: a future to wait for before each request.

use std::future::Future;
use std::sync::Arc;

use crate::platform::{BoxFuture, MaybeSend, MaybeSync};

/// A function that waits until the next request may be sent.
#[derive(Clone)]
pub(crate) struct Throttle(Arc<dyn Pace>);

trait Pace: Fn() -> BoxFuture<'static, ()> + MaybeSend + MaybeSync {}

impl<F: Fn() -> BoxFuture<'static, ()> + MaybeSend + MaybeSync> Pace for F {}

impl Throttle {
    pub(crate) fn new<F, Fut>(wait: F) -> Self
    where
        F: Fn() -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = ()> + MaybeSend + 'static,
    {
        Self(Arc::new(move || Box::pin(wait())))
    }

    /// Returns a future that is ready when the next request may be sent.
    pub(crate) fn wait(&self) -> impl Future<Output = ()> + MaybeSend + use<> {
        (self.0)()
    }
}
