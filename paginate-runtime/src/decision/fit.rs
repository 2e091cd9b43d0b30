//! Whether a stored checkpoint can be one of this walk.
//!
//! A checkpoint comes from a store, and whoever can write there is not the caller. So nothing in it may do what the walk by itself never does: go on in
//! another way, send another method, ask for larger pages, skip whatever comes.

use http::Method;

use super::checkpoint::{Checkpoint, Place};
use crate::description::{Cursor, Kind, Scheme};

/// More items than any page holds: a larger number skips a list in silence.
const MOST_ON_A_PAGE: u64 = 1 << 32;

/// Whether place and numbers can be of a walk by this scheme; if not, what does not fit. `method` is that of the first request, `None` where it is not HTTP.
pub(super) fn fits(scheme: &Scheme, method: Option<&Method>, checkpoint: &Checkpoint) -> Result<(), String> {
    misfit(scheme, method, checkpoint).map_or(Ok(()), |what| Err(format!("the checkpoint does not fit this walk: {what}")))
}

fn misfit(scheme: &Scheme, method: Option<&Method>, checkpoint: &Checkpoint) -> Option<String> {
    if checkpoint.skip > MOST_ON_A_PAGE {
        return Some("`skip` is larger than any page".to_owned());
    }
    match &checkpoint.place {
        Place::Over(_) => None,
        Place::Ask(cursor) => misplaced(scheme, method, checkpoint, cursor),
    }
}

/// Why a walk by this scheme never asks so.
fn misplaced(scheme: &Scheme, method: Option<&Method>, checkpoint: &Checkpoint, cursor: &Cursor) -> Option<String> {
    let kind = scheme.source.kind();
    let fits = match cursor {
        // A walk that counts says where it begins.
        Cursor::First => !scheme.source.counts(),
        Cursor::Value(_) => matches!(kind, Kind::Token | Kind::LastItem | Kind::Custom),
        Cursor::Count(_) => scheme.source.counts(),
        Cursor::Link(_) => scheme.source.follows_links(),
        Cursor::Params(_) | Cursor::Request(_) => matches!(kind, Kind::Custom),
    };
    if !fits {
        return Some(format!("it holds {}, and a walk by {}", held(cursor), goes_on(kind)));
    }
    if let Cursor::Count(count) = cursor {
        if *count != checkpoint.counter {
            return Some("its place is said twice, and differently".to_owned());
        }
        if *count < checkpoint.began {
            return Some(format!(
                "it stands at {count}, before where its walk began, at {}",
                checkpoint.began
            ));
        }
    }
    let sends = match cursor {
        Cursor::Link(target) => target.method.as_ref(),
        Cursor::Request(request) => Some(request.method()),
        _ => None,
    };
    let own = method?;
    let allowed = match cursor {
        Cursor::Request(_) => sends.is_none_or(|sends| sends == Method::GET || sends == own),
        _ => follows(own, sends),
    };
    (!allowed).then(|| {
        let sends = sends.map_or("…", shown);
        format!("it holds {} to be sent with {sends}, and {}", held(cursor), walk_sends(own))
    })
}

fn held(cursor: &Cursor) -> &'static str {
    match cursor {
        Cursor::First => "the first request",
        Cursor::Value(_) => "a token",
        Cursor::Count(_) => "a page number or offset",
        Cursor::Link(_) => "a link",
        Cursor::Params(_) => "query parameters",
        Cursor::Request(_) => "a whole request",
    }
}

fn goes_on(kind: Kind) -> &'static str {
    match kind {
        Kind::Token => "token goes on with a token",
        Kind::NextUrl => "link goes on with a link",
        Kind::Page => "page number goes on with a number",
        Kind::Offset => "offset goes on with a number",
        Kind::LastItem => "last item goes on with the key of an item",
        Kind::Custom => "function goes on with what that can return",
    }
}

/// Whether a walk whose first request has the method `own` follows a link that is to be sent with `named`. The server says where the next page is; it does
/// not choose what is done there.
pub(super) fn follows(own: &Method, named: Option<&Method>) -> bool {
    match named {
        None => true,
        Some(named) => *named == Method::GET || (*named == Method::POST && *own == Method::POST),
    }
}

/// What a walk whose first request has the method `own` sends to links.
pub(super) fn walk_sends(own: &Method) -> &'static str {
    if *own == Method::POST {
        "this walk sends GET and POST"
    } else {
        "this walk sends GET"
    }
}

/// The name of a method; not of one that nobody knows, which can be anything.
pub(super) fn shown(method: &Method) -> &str {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "TRACE" | "CONNECT") => known,
        _ => "…",
    }
}
