//! The `authorize` hook: credentials that expire, and signatures over the whole request.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};

use async_lock::Mutex;
use bytes::Bytes;
use http::{HeaderMap, Request};

use crate::error::{BoxError, Error, ErrorKind};
use crate::platform::{BoxFuture, MaybeSend, MaybeSync};
use crate::redact::secrets::credentials;
use crate::trace;

/// The number of credentials of an [`authorize`](crate::Paginator::authorize) hook that errors
/// mask: those that the hook returned last.
const REMEMBERED: usize = 64;

/// The reason why an [`authorize`](crate::Paginator::authorize) hook is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthReason {
    /// A request is about to be sent.
    First,
    /// The API answered 401: the headers that the hook returned for this request have expired. The
    /// hook is called once for each expiry, even if several requests were refused.
    Unauthorized,
}

type Headers = BoxFuture<'static, Result<HeaderMap, BoxError>>;

/// A hook with its type erased.
pub(crate) trait Hook: MaybeSend + MaybeSync + 'static {
    fn headers(&self, request: Request<Bytes>, why: AuthReason) -> Headers;
}

/// A hook that is a function.
pub(crate) struct Function<F>(pub(crate) F);

impl<F, Fut, E> Hook for Function<F>
where
    F: Fn(Request<Bytes>, AuthReason) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<HeaderMap, E>> + MaybeSend + 'static,
    E: Into<BoxError>,
{
    fn headers(&self, request: Request<Bytes>, why: AuthReason) -> Headers {
        let headers = (self.0)(request, why);
        Box::pin(async move { headers.await.map_err(Into::into) })
    }
}

/// The hook of one walk, and how often credentials were renewed.
pub(crate) struct Authorizer {
    hook: Arc<dyn Hook>,
    renewals: AtomicU64,
    renewing: Mutex<()>,
    /// The credentials that the hook returned last. An API can quote them in an error.
    given: std::sync::Mutex<VecDeque<String>>,
}

impl fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorizer")
    }
}

impl Authorizer {
    pub(crate) fn new(hook: Arc<dyn Hook>) -> Self {
        Self {
            hook,
            renewals: AtomicU64::new(0),
            renewing: Mutex::new(()),
            given: std::sync::Mutex::default(),
        }
    }

    /// Returns how often credentials were renewed. A request stores this number when it is sent: if
    /// it has changed by the time of a 401, another request has renewed them.
    pub(crate) fn renewals(&self) -> u64 {
        self.renewals.load(Ordering::Acquire)
    }

    /// Adds the hook's headers to a request that is otherwise complete.
    pub(crate) async fn authorize(&self, request: Request<Bytes>) -> Result<Request<Bytes>, Error> {
        let headers = self
            .hook
            .headers(request.clone(), AuthReason::First)
            .await
            .map_err(failed)?;
        Ok(self.with_headers(request, headers))
    }

    /// Returns the credentials that the hook returned last, which must not be shown.
    pub(crate) fn secrets(&self) -> Vec<String> {
        self.given
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    /// Stores credentials beside the earlier ones: requests in flight may carry different
    /// credentials, and an API may quote those that it refused before.
    fn remember(&self, credentials: Vec<String>) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        for credential in credentials {
            if !given.contains(&credential) {
                given.push_back(credential);
            }
        }
        let surplus = given.len().saturating_sub(REMEMBERED);
        given.drain(..surplus);
    }

    /// Sets these headers on the request. Each replaces all headers of its name.
    fn with_headers(&self, mut request: Request<Bytes>, headers: HeaderMap) -> Request<Bytes> {
        self.remember(credentials(&headers));
        for name in headers.keys() {
            request.headers_mut().remove(name);
        }
        request.headers_mut().extend(headers);
        request
    }

    /// Sets new headers after a 401, on a request that was sent after `renewals` renewals. If
    /// several requests were refused together, only one renews the credentials.
    pub(crate) async fn renew(
        &self,
        request: Request<Bytes>,
        renewals: u64,
    ) -> Result<Request<Bytes>, Error> {
        let renewing = self.renewing.lock().await;
        if self.renewals() != renewals {
            drop(renewing);
            return self.authorize(request).await;
        }
        let headers = self
            .hook
            .headers(request.clone(), AuthReason::Unauthorized)
            .await
            .map_err(failed)?;
        self.renewals.fetch_add(1, Ordering::AcqRel);
        trace::renewed();
        Ok(self.with_headers(request, headers))
    }
}

fn failed(error: BoxError) -> Error {
    Error::new(ErrorKind::Unauthorized, "the `authorize` hook failed").with_source(error)
}
