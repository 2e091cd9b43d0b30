//! Whether a stored checkpoint can be one of this walk.
//!
//! A checkpoint comes from a store that others may be able to write to. So nothing in it
//! may do what the walk by itself never does: go on in another way, send another method, ask for
//! larger pages, skip whatever comes.

use http::Method;

use crate::page::cursor::Cursor;
use crate::pager::checkpoint::{Checkpoint, ResumePoint};
use crate::scheme::mode::Kind;
use crate::scheme::scheme::Scheme;

/// More items than any page holds: a larger number skips a list in silence.
const MOST_ON_A_PAGE: u64 = 1 << 32;

/// What a walk sends.
#[derive(Debug, Clone)]
pub(crate) struct Methods {
    /// Of the first request.
    pub(crate) own: Method,
    /// The caller lets links lead to POST where the first request is another one.
    pub(crate) post_links: bool,
}

impl Methods {
    /// Whether a link that asks for the method `named` is followed. The server says where the next
    /// page is; it does not choose what is done there.
    pub(crate) fn follow(&self, named: Option<&Method>) -> bool {
        named.is_none_or(|named| *named == Method::GET || (*named == Method::POST && self.post()))
    }

    /// Whether links are followed with POST.
    pub(crate) fn post(&self) -> bool {
        self.post_links || self.own == Method::POST
    }
}

/// Whether place and numbers can be of a walk by this scheme; if not, what does not fit. `methods`
/// is `None` if the walk is not HTTP.
pub(crate) fn fits(
    scheme: &Scheme,
    methods: Option<&Methods>,
    checkpoint: &Checkpoint,
) -> Result<(), String> {
    misfit(scheme, methods, checkpoint).map_or(Ok(()), |what| {
        Err(format!("the checkpoint does not fit this walk: {what}"))
    })
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

/// Why a walk by this scheme never asks so.
fn misplaced(
    scheme: &Scheme,
    methods: Option<&Methods>,
    checkpoint: &Checkpoint,
    cursor: &Cursor,
) -> Option<String> {
    let kind = scheme.source.kind();
    let fits = match cursor {
        // A walk that counts says where it begins.
        Cursor::First => !scheme.source.counts(),
        Cursor::Value(_) => matches!(kind, Kind::Token | Kind::LastItem | Kind::Custom),
        Cursor::Tokens(parts) => {
            matches!(kind, Kind::Tokens) && parts.len() == scheme.source.locations().len()
        }
        Cursor::Count(_) => scheme.source.counts(),
        Cursor::Link(_) => scheme.source.follows_links(),
        Cursor::Params(_) | Cursor::Request(_) => matches!(kind, Kind::Custom),
    };
    if !fits {
        return Some(format!(
            "it holds {}, and a walk by {}",
            held(cursor),
            goes_on(kind)
        ));
    }
    if let Cursor::Count(count) = cursor {
        if *count != checkpoint.position.counter {
            return Some("its place is said twice, and differently".to_owned());
        }
        if *count < checkpoint.position.began {
            return Some(format!(
                "it stands at {count}, before where its walk began, at {}",
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
            "it holds {} to be sent with {sends}, and {}",
            held(cursor),
            walk_sends(methods.post())
        )
    })
}

fn held(cursor: &Cursor) -> &'static str {
    match cursor {
        Cursor::First => "the first request",
        Cursor::Value(_) => "a token",
        Cursor::Tokens(_) => "a token of several parts",
        Cursor::Count(_) => "a page number or offset",
        Cursor::Link(_) => "a link",
        Cursor::Params(_) => "query parameters",
        Cursor::Request(_) => "a whole request",
    }
}

fn goes_on(kind: Kind) -> &'static str {
    match kind {
        Kind::Token => "token goes on with a token",
        Kind::Tokens => "token of several parts goes on with as many parts",
        Kind::NextUrl => "link goes on with a link",
        Kind::Page => "page number goes on with a number",
        Kind::Offset => "offset goes on with a number",
        Kind::LastItem => "last item goes on with the key of an item",
        Kind::Custom => "function goes on with what that can return",
    }
}

/// What a walk sends to links, which `posts` or does not.
fn walk_sends(posts: bool) -> &'static str {
    if posts {
        "this walk sends GET and POST"
    } else {
        "this walk sends GET"
    }
}

/// The name of a standard method. Unknown names are not shown, because they can contain anything.
pub(crate) fn shown(method: &Method) -> &str {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "TRACE"
        | "CONNECT") => known,
        _ => "…",
    }
}
