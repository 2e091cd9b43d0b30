//! [`Start`]: what a walk begins with.

use std::fmt;

use url::Url;

use crate::page::cursor::Cursor;
use crate::pager::resolve::LinkRules;

/// What the first request says about the walk.
#[derive(Default)]
#[non_exhaustive]
pub struct Start {
    /// The continuation that the request already holds. It is sent as it is, and counts as used.
    pub seed: Option<Cursor<'static>>,
    /// The page number or offset that the request already holds.
    pub counter: Option<u64>,
    /// The page size that the request already holds; 0 if it is not a number.
    pub size: Option<u64>,
    /// The rules for links; `None` for walks that are not HTTP.
    pub(crate) links: Option<LinkRules>,
    /// The absolute URL of the request. A link back to it is a loop.
    pub(crate) url: Option<Url>,
    /// The identity of the query: a hash of the request without its paging parameters. 0 for walks
    /// that are not HTTP.
    pub(crate) query: u64,
}

/// Leaves out the URL and the token in it.
impl fmt::Debug for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Start")
            .field("seed", &self.seed)
            .field("counter", &self.counter)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
