//! Advice for errors about an API that does not advance, for each mode.

use crate::scheme::location::{RequestLocation, Source};
use crate::scheme::scheme::Scheme;

/// Advice for an API that repeats tokens on purpose. It comes last, because it is hardly ever
/// right.
pub(crate) const REPEATS: &str =
    "if this API legitimately repeats tokens, declare `repeats` or call `.allow_repeats()`";

const EQUAL_PAGES: &str = "If equal pages are legitimate, call `.allow_repeats()`";

/// Returns advice for an API that returns the continuation that it was sent.
pub(crate) fn of_loop(scheme: &Scheme) -> String {
    let place = match scheme.source.location() {
        Some(RequestLocation::Query(name)) => format!(
            "does the API read that query parameter? Its name is the value of `param`; for a member of a JSON body write `param = body(\"{name}\")`, for a variable of GraphQL `param = body(\"variables.{name}\")`"
        ),
        Some(RequestLocation::Body(name)) if !name.contains('.') => format!(
            "does the API read it there? The name and the place are the value of `param`: in GraphQL it is a variable, `param = body(\"variables.{name}\")`"
        ),
        _ => {
            "does the API read it there? The name and the place are the value of `param`".to_owned()
        }
    };
    let url = match scheme.source {
        Source::Token(_) => " If the token is a URL, declare `next_url`.",
        _ => "",
    };
    format!(
        "{place}.{url} If the API repeats its last token at the end of the list, declare `end_on = [repeat]`; {REPEATS}"
    )
}

/// Returns advice for an API that returns the same page again.
pub(crate) fn of_stuck(scheme: &Scheme) -> String {
    let question = match scheme.source.location() {
        Some(location) => format!("does the API read {}?", location.shown()),
        None => "does the link lead to another page?".to_owned(),
    };
    let instead = match scheme.source {
        Source::Page(_) if scheme.base() == 0 => {
            " If it counts pages from 1, pages 0 and 1 can be equal: remove `start = 0`."
        }
        Source::Page(_) => {
            " The name of the parameter is the value of `page`. If it expects the number of the first item, declare `offset`."
        }
        Source::Offset(_) => {
            " The name of the parameter is the value of `offset`. If it expects the number of the page, declare `page`."
        }
        Source::LastItem(_) => " Its name is the value of `param`; the key comes from `last_item`.",
        Source::Token(_) | Source::Tokens(_) | Source::Custom(_) => {
            " Its name is the value of `param`. If later requests go to another path, declare `continue_at`."
        }
        Source::NextUrl => "",
    };
    format!("{question}{instead} {EQUAL_PAGES}")
}

/// Returns advice for a page that begins with an item of the page before it. `by_one` says that
/// this item is the second one.
pub(crate) fn of_overlap(scheme: &Scheme, by_one: bool) -> String {
    let instead = match scheme.source {
        Source::Page(_) if by_one => {
            "if the parameter is an offset, declare it with `offset` instead of `page`"
        }
        Source::Page(_) => {
            "if the parameter is the number of an item, declare it with `offset` instead of `page`"
        }
        Source::Offset(_) => {
            "if this API counts items from 1, as SCIM does, declare `start = 1`; if the parameter is the number of a page, declare it with `page`"
        }
        Source::LastItem(_) => {
            "if each page of this API begins with the last item of the page before it, declare `inclusive`"
        }
        Source::Token(_) | Source::Tokens(_) | Source::NextUrl | Source::Custom(_) => {
            "check how this API counts"
        }
    };
    let changed = match scheme.source {
        Source::LastItem(_) => "",
        _ => ". If the list has just changed, start again",
    };
    format!("{instead}{changed}. If pages do overlap legitimately, call `.allow_repeats()`")
}
