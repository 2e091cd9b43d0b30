//! The caller's own pace: what is waited for before each request.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Waits until the next request may be sent.
#[derive(Clone)]
pub(crate) struct Throttle(Arc<dyn Fn() -> Wait + Send + Sync>);

impl Throttle {
    pub(crate) fn new<F, Fut>(wait: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(wait())))
    }

    /// Ready when the next request may be sent.
    pub(crate) fn wait(&self) -> impl Future<Output = ()> + Send + use<> {
        (self.0)()
    }
}
