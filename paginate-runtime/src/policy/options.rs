//! The options that the caller set on the paginator.

use std::sync::Arc;
use std::time::Duration;

use crate::pager::checkpoint::Checkpoint;
use crate::pager::limits::Limits;
use crate::pager::segment::bound::Bound;
use crate::policy::authorize::Hook;
use crate::policy::retry::RetryPolicy;
use crate::policy::throttle::Throttle;
use crate::report::progress::OnPage;
use crate::runtime::Runtime;

/// The default of `max_body`: 64 MiB.
const MAX_BODY: u64 = 64 * 1024 * 1024;

/// The options that the caller set on the paginator.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) limits: Limits,
    /// Origins that links may lead to besides the first request's, as the caller wrote them.
    pub(crate) allowed_origins: Vec<String>,
    pub(crate) rebase_links: bool,
    /// Links may ask for POST even if the first request has another method.
    pub(crate) post_links: bool,
    /// Query parameters that links keep from the first request.
    pub(crate) keep_query: Vec<String>,
    /// The largest body that is read, in bytes.
    pub(crate) max_body: u64,
    pub(crate) resume: Option<Resume>,
    pub(crate) retry: RetryPolicy,
    /// Requests of any method may be retried.
    pub(crate) idempotent: bool,
    pub(crate) shrink_on_timeout: bool,
    /// Errors show the text of bodies instead of their structure.
    pub(crate) show_bodies: bool,
    /// The time limit from sending a request to the end of its response.
    pub(crate) request_timeout: Option<Duration>,
    /// The time limit between two pieces of a body.
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) authorize: Option<Arc<dyn Hook>>,
    pub(crate) throttle: Option<Throttle>,
    pub(crate) runtime: Option<Arc<dyn Runtime>>,
    pub(crate) on_page: Option<OnPage>,
    /// Warnings are errors.
    pub(crate) strict: bool,
    /// Continuations are read before their page is complete.
    pub(crate) early: bool,
    /// An option that has no effect on this walk: what is wrong, and what to write instead.
    pub(crate) no_effect: Option<(&'static str, &'static str)>,
}

/// The beginning of a walk that does not begin at the first page.
#[derive(Debug, Clone)]
pub(crate) struct Resume {
    pub(crate) checkpoint: Checkpoint,
    /// Where the walk ends, if it is a segment.
    pub(crate) segment: Option<Bound>,
    /// The query of the request may differ from the checkpoint's.
    pub(crate) unchecked: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            allowed_origins: Vec::new(),
            rebase_links: false,
            post_links: false,
            keep_query: Vec::new(),
            max_body: MAX_BODY,
            resume: None,
            retry: RetryPolicy::default(),
            idempotent: false,
            shrink_on_timeout: false,
            show_bodies: false,
            request_timeout: None,
            idle_timeout: None,
            authorize: None,
            throttle: None,
            runtime: None,
            on_page: None,
            strict: false,
            early: false,
            no_effect: None,
        }
    }
}
