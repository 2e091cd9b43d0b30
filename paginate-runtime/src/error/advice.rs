//! Advice for errors about an API that does not advance, for each mode.

use crate::page::evidence::plain;
use crate::pager::repeated::Repeated;
use crate::scheme::location::{RequestLocation, ResponseLocation, Source};
use crate::scheme::scheme::Scheme;

/// Advice for an API that repeats tokens on purpose.
pub(crate) const REPEATS: &str =
    "if this API legitimately repeats tokens, declare `repeats` or call `.allow_repeats()`";

const EQUAL_PAGES: &str = "If equal pages are legitimate, call `.allow_repeats()`";

/// Returns advice for an API that returns the continuation that it was sent in `location`: the most
/// likely causes, the likeliest first.
pub(crate) fn of_loop(scheme: &Scheme, location: RequestLocation, repeated: Repeated) -> String {
    if repeated.is_url && matches!(scheme.source, Source::Token(_)) {
        return "it looks like a URL: declare it with `next_url` instead of `token`, without `param`"
            .to_owned();
    }
    let unread = not_read(scheme, location, repeated.posts);
    match repeated.is_empty {
        // An API that has nothing new may repeat its last token.
        true => {
            format!("if that is the end of the list, declare `end_on = [repeat]`; if not, {unread}")
        }
        false => format!(
            "{unread}. If the API repeats its last token at the end of the list, declare `end_on = [repeat]`"
        ),
    }
}

/// Returns what to check if the API does not read the continuation in that place.
fn not_read(scheme: &Scheme, location: RequestLocation, posts: bool) -> String {
    let variable = |name: &str| {
        let name = name.strip_prefix("variables.").unwrap_or(name);
        format!("in GraphQL it is a variable: write `param = body(\"variables.{name}\")`")
    };
    match location {
        RequestLocation::Query(name) if posts && is_graphql(scheme) => variable(name),
        RequestLocation::Body(name) if is_graphql(scheme) && !name.contains('.') => variable(name),
        RequestLocation::Query(name) if posts => format!(
            "does the API read that query parameter, or its JSON body? For the body write `param = body(\"{name}\")`"
        ),
        RequestLocation::Query(name) if has_the_name_of_the_token(scheme, name) => {
            "does the API read that query parameter? It has the name of the token: if the API reads another name, write it in `param`"
                .to_owned()
        }
        RequestLocation::Query(_) => {
            "does the API read that query parameter? Its name is the value of `param`".to_owned()
        }
        _ => {
            "does the API read it there? The name and the place are the value of `param`".to_owned()
        }
    }
}

/// Returns whether the declaration reads the cursor of a GraphQL connection.
fn is_graphql(scheme: &Scheme) -> bool {
    match scheme.next_at {
        Some(ResponseLocation::Member(path)) => {
            let path = plain(path);
            path.contains("pageinfo.") || path.ends_with("endcursor")
        }
        _ => false,
    }
}

/// Returns whether a parameter has the name of the token in the response, as without `param`.
fn has_the_name_of_the_token(scheme: &Scheme, name: &str) -> bool {
    match scheme.next_at {
        Some(ResponseLocation::Member(path)) => path.rsplit('.').next() == Some(name),
        _ => false,
    }
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
            " If the API reads another name, write that in `page`. If it expects the number of the first item, declare `offset`."
        }
        Source::Offset(_) => {
            " If the API reads another name, write that in `offset`. If it expects the number of the page, declare `page`."
        }
        Source::LastItem(_) => {
            " If the API reads another name, write that in `param`; the key comes from `last_item`."
        }
        Source::Token(_) | Source::Tokens(_) | Source::Custom(_) => {
            " If the API reads another name, write that in `param`. If later requests go to another path, declare `continue_at`."
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

/// Returns advice for a failure in a member that the declaration does not read.
pub(crate) fn of_undeclared(member: &str) -> String {
    // The name is masked if it contains what was sent.
    let is_a_field = !member.starts_with(|c: char| c.is_ascii_digit())
        && member
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_');
    let function = "`ok = Self::succeeded`, `fn(&self, headers: &HeaderMap) -> bool`";
    match plain(member).as_str() {
        "ok" | "success" if is_a_field => {
            format!(
                "to report each such page, declare `ok = \"{member}\"`, with a field of that name"
            )
        }
        "stat" | "status" | "result" => {
            format!(
                "to report each such page, declare `ok` with a function that reads it: {function}"
            )
        }
        _ if is_a_field => format!(
            "to report each such page, declare `error = \"{member}\"`, with a field of that name. If it is not empty on success, declare `ok` with a function \
             instead: {function}"
        ),
        _ => "to report each such page, declare it with `error`, or with `ok` if it is a flag"
            .to_owned(),
    }
}

/// Returns what to check if a number of a page is refused: a declared number of pages or total that
/// would have ended the walk, and that no response had.
pub(crate) fn of_unknown_end(
    scheme: &Scheme,
    pages: Option<u64>,
    total: Option<u64>,
) -> Option<String> {
    let unknown = [
        ("pages", scheme.pages_at.filter(|_| pages.is_none())),
        ("total", scheme.total_at.filter(|_| total.is_none())),
    ];
    let mut unknown = unknown
        .into_iter()
        .filter_map(|(key, location)| Some((key, location?)));
    let (key, location) = unknown.next()?;
    let place = match location {
        ResponseLocation::Member(path) => format!("`{path}`"),
        ResponseLocation::Header(name) => format!("the header `{name}`"),
        ResponseLocation::Link(_) => return None,
    };
    Some(format!(
        "`{key}` is declared as {place}, and no response had a number there: correct its name, so that it ends the walk"
    ))
}
