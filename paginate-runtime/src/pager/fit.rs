//! Checks whether a stored checkpoint can belong to this walk.
//!
//! A checkpoint comes from a store that others may be able to write to. So it must not cause
//! anything that the walk by itself never does: use another kind of continuation, send another
//! method, request larger pages, or skip any number of items.

use http::Method;

use crate::page::cursor::Cursor;
use crate::pager::checkpoint::{Checkpoint, ResumePoint};
use crate::pager::resume_error::ResumeError;
use crate::scheme::mode::Kind;
use crate::scheme::scheme::Scheme;

/// The largest number of items on a page. A larger number would silently skip a whole list.
const MOST_ON_A_PAGE: u64 = 1 << 32;

/// The methods that a walk sends.
#[derive(Debug, Clone)]
pub(crate) struct Methods {
    /// The method of the first request.
    pub(crate) own: Method,
    /// Whether the caller allows links to lead to POST if the first request has another method.
    pub(crate) post_links: bool,
}

impl Methods {
    /// Returns whether a link that asks for the method `named` is followed. The server says where
    /// the next page is; it does not choose the method.
    pub(crate) fn follow(&self, named: Option<&Method>) -> bool {
        named.is_none_or(|named| *named == Method::GET || (*named == Method::POST && self.post()))
    }

    /// Returns whether links are followed with POST.
    pub(crate) fn post(&self) -> bool {
        self.post_links || self.own == Method::POST
    }
}

/// Checks whether continuation and numbers can belong to a walk by this scheme. If not, returns
/// what does not fit. `methods` is `None` if the walk is not HTTP.
pub(crate) fn fits(
    scheme: &Scheme,
    methods: Option<&Methods>,
    checkpoint: &Checkpoint,
) -> Result<(), ResumeError> {
    misfit(scheme, methods, checkpoint).map_or(Ok(()), |what| Err(ResumeError::Misfit(what)))
}

fn misfit(scheme: &Scheme, methods: Option<&Methods>, checkpoint: &Checkpoint) -> Option<String> {
    if checkpoint.skip > MOST_ON_A_PAGE {
        return Some("`skip` is larger than any page".to_owned());
    }
    match &checkpoint.place {
        ResumePoint::Over(_) => None,
        ResumePoint::Request(cursor) => misplaced(scheme, methods, checkpoint, cursor),
    }
}

/// Returns why a walk by this scheme never sends such a continuation.
fn misplaced(
    scheme: &Scheme,
    methods: Option<&Methods>,
    checkpoint: &Checkpoint,
    cursor: &Cursor<'_>,
) -> Option<String> {
    let kind = scheme.source.kind();
    let fits = match cursor {
        // A walk that counts always sends a number.
        Cursor::First => !scheme.source.counts(),
        Cursor::Token(_) => matches!(kind, Kind::Token | Kind::LastItem | Kind::Custom),
        Cursor::Tokens(parts) => {
            matches!(kind, Kind::Tokens) && parts.len() == scheme.source.locations().len()
        }
        Cursor::Count(_) => scheme.source.counts(),
        Cursor::Link(_) => scheme.source.follows_links(),
        Cursor::Params(_) | Cursor::Request(_) => matches!(kind, Kind::Custom),
    };
    if !fits {
        return Some(format!(
            "it has {}, but this walk continues with {}",
            held(cursor),
            goes_on(kind)
        ));
    }
    if let Cursor::Count(count) = cursor {
        if *count != checkpoint.position.counter {
            return Some("it has two different numbers for its position".to_owned());
        }
        if *count < checkpoint.position.began {
            return Some(format!(
                "its position is {count}, but its walk began at {}",
                checkpoint.position.began
            ));
        }
    }
    let sends = match cursor {
        Cursor::Link(target) => target.method.as_ref(),
        Cursor::Request(request) => Some(request.method()),
        _ => None,
    };
    let methods = methods?;
    let allowed = match cursor {
        Cursor::Request(_) => {
            sends.is_none_or(|sends| *sends == Method::GET || *sends == methods.own)
        }
        _ => methods.follow(sends),
    };
    (!allowed).then(|| {
        let sends = sends.map_or("…", shown);
        format!(
            "it has {} with the method {sends}, but {}",
            held(cursor),
            walk_sends(methods.post())
        )
    })
}

fn held(cursor: &Cursor<'_>) -> &'static str {
    match cursor {
        Cursor::First => "the first request",
        Cursor::Token(_) => "a token",
        Cursor::Tokens(_) => "a token of several parts",
        Cursor::Count(_) => "a page number or offset",
        Cursor::Link(_) => "a link",
        Cursor::Params(_) => "query parameters",
        Cursor::Request(_) => "a whole request",
    }
}

fn goes_on(kind: Kind) -> &'static str {
    match kind {
        Kind::Token => "a token",
        Kind::Tokens => "a token of the declared number of parts",
        Kind::NextUrl => "a link",
        Kind::Page => "a page number",
        Kind::Offset => "an offset",
        Kind::LastItem => "the key of an item",
        Kind::Custom => "the result of a function",
    }
}

/// Returns the methods that a walk sends to links. `posts` says whether they include POST.
fn walk_sends(posts: bool) -> &'static str {
    if posts {
        "this walk sends only GET and POST"
    } else {
        "this walk sends only GET"
    }
}

/// Returns the name of a standard method. Unknown names are not shown, because they can contain
/// anything.
pub(crate) fn shown(method: &Method) -> &str {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "TRACE"
        | "CONNECT") => known,
        _ => "…",
    }
}
