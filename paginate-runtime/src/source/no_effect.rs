//! Rejects options that would have no effect, if types cannot reject them: the first poll returns
//! the error.

use http::Method;

use crate::error::Error;
use crate::policy::options::Options;
use crate::scheme::location::{ResponseLocation, Source};
use crate::scheme::scheme::Scheme;

/// Returns an error for an option that has no effect on a walk over HTTP. `json` says whether
/// bodies are read as JSON.
pub(crate) fn check(
    scheme: &Scheme,
    options: &Options,
    method: &Method,
    json: bool,
) -> Result<(), Error> {
    let in_body = matches!(scheme.next_at, Some(ResponseLocation::Member(_)));
    let (what, instead) = if options.early && method != Method::GET {
        (
            format!(
                "`.early()` works only with GET, because its requests may be discarded; the first request of this walk is a {method}"
            ),
            "leave `.early()` out; `.prefetch(n)` fetches pages ahead of the consumer",
        )
    } else if options.early && !json && in_body {
        (
            "`.early()` reads the continuation from JSON, but a function decodes the bodies of this walk".to_owned(),
            "leave `.early()` out; `.prefetch(n)` fetches pages ahead of the consumer",
        )
    } else if !options.keep_query.is_empty()
        && matches!(scheme.source, Source::Token(_) | Source::Tokens(_))
        && scheme.continue_at.is_none()
    {
        (
            "`.keep_query(..)` has no effect: each request of this walk has the whole query of the first one".to_owned(),
            "leave `.keep_query(..)` out; it is for links, and for later requests that go to the path of `continue_at`",
        )
    } else {
        return Ok(());
    };
    Err(Error::setup(what).hint(instead))
}
