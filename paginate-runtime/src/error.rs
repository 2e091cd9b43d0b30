//! The error type.

mod advice;
mod stop;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;
use url::Url;

use crate::pager::checkpoint::Checkpoint;
use crate::redact::redact_url;
use crate::report::cost::Cost;
use crate::scheme::scheme::Scheme;

/// Any error, boxed.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// The error of a walk.
///
/// It says which page failed, what was expected, what arrived (a bounded excerpt) and what to do.
/// It never contains a token, a URL's query or a credential. After an error the stream is finished;
/// the items of earlier pages have been delivered.
///
/// The [`source`](StdError::source) is the error of the transport or the decoder. The error of a
/// function given to [`paginate_with`](crate::Paginated::paginate_with) can be downcast from there.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// The number of the page in its walk, from 1; 0 before the first request.
    page: u64,
    /// What went wrong, in words.
    message: String,
    /// What to do about it.
    hint: Option<Cow<'static, str>>,
    method: Option<http::Method>,
    /// The URL without user info, query and fragment.
    url: Option<String>,
    status: Option<StatusCode>,
    excerpt: Option<String>,
    /// How long the API asked to wait.
    retry_after: Option<Duration>,
    checkpoint: Option<Checkpoint>,
    /// The cost of the page that failed.
    cost: Cost,
    source: Option<BoxError>,
}

/// The kind of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request, an option or a checkpoint cannot be used, or a token cannot be written to its
    /// request location. That request was not sent.
    Setup,
    /// The request could not be sent, or the response could not be received.
    Transport,
    /// Like `Transport`, but because the request took too long.
    Timeout,
    /// The function given to `paginate_with` failed. If the error has no source, the runtime
    /// dropped the task that fetches ahead.
    Fetch,
    /// The API answered with a status that has no page, for example 404.
    Status,
    /// The API limits the rate of requests, and the retries could not wait long enough. See
    /// [`Error::retry_after`].
    RateLimited,
    /// The API refused the credentials (401), with an `authorize` hook twice in a row. Or the hook
    /// failed.
    Unauthorized,
    /// The continuation has expired: 410 to a request that contained one. Start again, or from an
    /// earlier page.
    Expired,
    /// The API refused the continuation: 400 to a request that contained one.
    ContinuationRejected,
    /// The API reported an error in a successful response.
    Api,
    /// The API says that the answer is not ready (`ready`), and the retries could not wait long
    /// enough, or the request must not be repeated. Resume later from the error's checkpoint.
    NotReady,
    /// The response does not fit the page type.
    Decode,
    /// The body of the response is larger than `max_body`.
    BodyTooLarge,
    /// A redirect led to an origin that is not allowed, or may have changed the method.
    Redirected,
    /// The page names a continuation that was used before.
    Loop,
    /// The page is the same as the one before, or as an earlier one.
    RepeatedPage,
    /// The response contradicts the declaration, so the walk would lose or repeat items. With
    /// [`Paginator::strict`](crate::Paginator::strict), also every
    /// [warning](crate::report::Warning).
    Declaration,
    /// The page begins with an item of the page before it: the walk counts differently than the
    /// API.
    Overlap,
    /// The API says that there is more, and the page has no continuation.
    MissingContinuation,
    /// Too many empty pages in a row.
    EmptyPages,
    /// The link to the next page must not be followed, or it or a declared header cannot be read.
    Link,
    /// Lists inside items may have been cut, and `deny_truncated` is set.
    Truncated,
    /// The list cannot be [split](crate::Paginator::split), because nothing says how long it is. Or
    /// a page goes past the end of its segment, and it is not known which of its items belong to
    /// the segment.
    Split,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            page: 0,
            message: message.into(),
            hint: None,
            method: None,
            url: None,
            status: None,
            excerpt: None,
            retry_after: None,
            checkpoint: None,
            cost: Cost::default(),
            source: None,
        }))
    }

    /// Creates the error for a walk that cannot begin.
    pub(crate) fn setup(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Setup, message)
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Returns the same error, with more advice before its own if a page past the end was refused
    /// that a declared total would have ended the walk before.
    #[must_use]
    pub(crate) fn past_the_end(
        mut self,
        scheme: &Scheme,
        pages: Option<u64>,
        total: Option<u64>,
    ) -> Self {
        let own = self.0.hint.take();
        // The advice of a status that can mean the end.
        self.0.hint = match own {
            Some(own) if self.kind() == ErrorKind::Status && scheme.source.counts() => {
                let first = advice::of_unknown_end(scheme, pages, total);
                Some(first.map_or(own.clone(), |first| format!("{first}; or, {own}").into()))
            }
            own => own,
        };
        self
    }

    #[must_use]
    pub(crate) fn at_page(mut self, page: u64) -> Self {
        self.0.page = page;
        self
    }

    #[must_use]
    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    #[must_use]
    pub(crate) fn with_request(mut self, method: &http::Method, url: &Url) -> Self {
        self.0.method = Some(method.clone());
        self.0.url = Some(redact_url(url));
        self
    }

    #[must_use]
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    #[must_use]
    pub(crate) fn with_excerpt(mut self, excerpt: String) -> Self {
        self.0.excerpt = (!excerpt.is_empty()).then_some(excerpt);
        self
    }

    #[must_use]
    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    #[must_use]
    pub(crate) fn with_checkpoint(mut self, checkpoint: Checkpoint) -> Self {
        self.0.checkpoint = Some(checkpoint);
        self
    }

    #[must_use]
    pub(crate) fn after(mut self, cost: Cost) -> Self {
        self.0.cost = cost;
        self
    }

    pub(crate) fn cost(&self) -> Cost {
        self.0.cost
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the number of the page that failed, from 1; 0 if the walk did not begin.
    pub fn page(&self) -> u64 {
        self.0.page
    }

    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the URL of the request, without user info, query and fragment.
    pub fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// Returns the beginning of what arrived: bounded, and with a mask for everything that looks
    /// like a secret.
    pub fn excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_deref()
    }

    /// Returns how long the API asked to wait (`Retry-After`), if it did. It can be longer than any
    /// clock supports: add it with `checked_add`.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the number of attempts for the page that failed, including the last one; 0 if the
    /// error did not come from a page. An attempt whose request could not be made counts.
    pub fn attempts(&self) -> u32 {
        self.0.cost.attempts
    }

    /// Returns where to resume the walk: after the items of all pages that were received. `None` if
    /// the walk did not begin.
    ///
    /// A stream of items yields its error after all of those items. From then on its own
    /// `checkpoint()` returns the same.
    pub fn checkpoint(&self) -> Option<&Checkpoint> {
        self.0.checkpoint.as_ref()
    }

    /// Whether the API limits the rate of requests (429, or 503 with `Retry-After`), beyond what
    /// retries could wait for.
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Whether the request took too long.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether a guard stopped a walk that would never have ended: a continuation or a page came
    /// again.
    pub fn is_loop(&self) -> bool {
        matches!(self.kind(), ErrorKind::Loop | ErrorKind::RepeatedPage)
    }

    /// Whether the API reported the error in a successful response.
    pub fn is_api(&self) -> bool {
        self.kind() == ErrorKind::Api
    }

    /// Whether the response was not what the page type expects.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the continuation no longer works: it has expired or was rejected.
    pub fn is_expired(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Expired | ErrorKind::ContinuationRejected
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if inner.page > 0 {
            write!(f, "page {}: ", inner.page)?;
        }
        f.write_str(&inner.message)?;
        if let (Some(method), Some(url)) = (&inner.method, &inner.url) {
            write!(f, " ({method} {url}")?;
            if let Some(status) = inner.status {
                write!(f, ", status {}", status.as_u16())?;
            }
            f.write_str(")")?;
        }
        if let Some(excerpt) = &inner.excerpt {
            write!(f, "; got: {excerpt}")?;
        }
        if let Some(hint) = &inner.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("page", &inner.page)
            .field("message", &inner.message)
            .field("url", &inner.url)
            .field("status", &inner.status)
            .field("excerpt", &inner.excerpt)
            .field("source", &inner.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
