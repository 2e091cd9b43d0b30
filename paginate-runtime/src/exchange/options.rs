//! What the caller set on the paginator.

use crate::decision::Limits;

/// The largest body that is read unless the caller says otherwise: 64 MiB.
const MAX_BODY: u64 = 64 * 1024 * 1024;

/// What the caller set on the paginator.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) limits: Limits,
    /// Origins that links may lead to besides the first request's, as the caller wrote them.
    pub(crate) allowed_origins: Vec<String>,
    pub(crate) rebase_links: bool,
    /// Query parameters that links keep from the first request.
    pub(crate) keep_query: Vec<String>,
    /// In bytes.
    pub(crate) max_body: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            allowed_origins: Vec::new(),
            rebase_links: false,
            keep_query: Vec::new(),
            max_body: MAX_BODY,
        }
    }
}
