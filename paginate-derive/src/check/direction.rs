//! Reports a token that leads to the next page, but is sent in a parameter that asks for the items
//! before it: `token = "end_cursor", param = "before"`.
//!
//! Such a walk gets the first page again, or nothing, and ends without the rest of the list.

use super::names::words;
use crate::attrs::Attrs;
use crate::attrs::setting::{Request, Response};
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;
use crate::location::Place;

/// Reports each token or part of a token that is sent the wrong way.
pub(super) fn check(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    if let (Some(from), Some(to)) = (attrs.response(Key::Token), attrs.request(Key::Param)) {
        let way = opposite(from, to, shape);
        report(way, |ahead| format!("write `param = {ahead}`"), to, cx);
    }
    if let (Some(from), Some(to)) = (attrs.token_parts(), attrs.param_parts()) {
        for (from, to) in from.list.iter().zip(&to.list) {
            let way = opposite(from, to, shape);
            report(way, |ahead| format!("write `{ahead}` instead"), to, cx);
        }
    }
}

/// A token and its parameter that contradict each other.
struct Opposite {
    token: String,
    param: String,
    /// The usual parameter of the other direction.
    ahead: String,
}

fn report(way: Option<Opposite>, write: impl Fn(&str) -> String, to: &Request, cx: &mut Ctxt) {
    let Some(Opposite {
        token,
        param,
        ahead,
    }) = way
    else {
        return;
    };
    let write = write(&ahead);
    cx.error(
        to.at,
        format!(
            "`{param}` usually asks for the items before its value, but `{token}` leads to the items after this page: {write}. If `{param}` really takes `{token}`, read the \
             token with a function: `token = Self::next_token`, a `{}`",
            Key::Token.signature()
        ),
    );
}

fn opposite(from: &Response, to: &Request, shape: &Shape<'_>) -> Option<Opposite> {
    let (token, name) = match from {
        Response::Path(path) => {
            let path = path.value();
            let wire = shape.field(&path).and_then(|field| field.wire.clone());
            let name = wire.unwrap_or_else(|| path.clone());
            (path, name)
        }
        Response::Header(name) => (name.value(), name.value()),
        Response::Link(_) | Response::Function(_) => return None,
    };
    if !leads_on(&name) || leads_back(&token) {
        return None;
    }
    let param = to.place.name()?;
    Some(Opposite {
        token,
        ahead: to.place.renamed(&ahead(param)?).written()?,
        param: param.to_owned(),
    })
}

/// Whether the parameter usually asks for the items before its value.
pub(super) fn asks_back(place: &Place) -> bool {
    place.name().is_some_and(|name| ahead(name).is_some())
}

/// Whether the name of a token says that it leads to the next page.
fn leads_on(name: &str) -> bool {
    let words = words(name.rsplit('.').next().unwrap_or_default());
    let begins = words.first().map_or("", String::as_str);
    let ends = words.concat().ends_with("endcursor");
    let after = words.iter().any(|word| word == "after" || word == "next");
    let on = after || ends || begins.starts_with("next") || begins == "ending";
    on && !leads_back(name)
}

fn leads_back(name: &str) -> bool {
    words(name).iter().any(|word| is_back(word))
}

fn is_back(word: &str) -> bool {
    matches!(word, "prev" | "previous") || word.ends_with("before")
}

/// The name of the parameter for the other direction, if this one asks for the items before its
/// value: `starting_after` for `ending_before`, `page[after]` for `page[before]`.
fn ahead(name: &str) -> Option<String> {
    let bare = name.trim_end_matches(']');
    let begin = bare.rfind(['.', '[']).map_or(0, |dot| dot + 1);
    let (outer, last) = name.split_at_checked(begin)?;
    let words = words(last);
    if !words.iter().any(|word| is_back(word)) || words.iter().any(|word| is_ahead(word)) {
        return None;
    }
    let ends = words.first().is_some_and(|word| word.starts_with("end"));
    let pairs = [
        ("end", "start", ends),
        ("before", "after", true),
        ("previous", "next", true),
        ("prev", "next", true),
    ];
    let mut last = last.to_owned();
    for (back, ahead, _) in pairs.into_iter().filter(|(_, _, applies)| *applies) {
        last = last
            .replace(back, ahead)
            .replace(&capital(back), &capital(ahead))
            .replace(&back.to_uppercase(), &ahead.to_uppercase());
    }
    Some(format!("{outer}{last}"))
}

fn is_ahead(word: &str) -> bool {
    matches!(word, "after" | "next")
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + chars.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_the_other_direction() {
        for (back, on) in [
            ("before", Some("after")),
            ("ending_before", Some("starting_after")),
            ("endingBefore", Some("startingAfter")),
            ("end-before", Some("start-after")),
            ("endingbefore", Some("startingafter")),
            ("Before", Some("After")),
            ("X-BEFORE", Some("X-AFTER")),
            ("before_id", Some("after_id")),
            ("page[before]", Some("page[after]")),
            ("before.end", None),
            ("variables.before", Some("variables.after")),
            ("prev", Some("next")),
            ("previousCursor", Some("nextCursor")),
            ("sender_before", Some("sender_after")),
            ("after", None),
            ("before_or_after", None),
            ("cursor", None),
            ("preview", None),
        ] {
            assert_eq!(ahead(back).as_deref(), on, "{back}");
        }
    }

    #[test]
    fn tokens_that_lead_on() {
        for name in [
            "after",
            "next",
            "nextCursor",
            "next_page_token",
            "nextpage",
            "end_cursor",
            "endCursor",
            "data.page_info.end_cursor",
            "ending_id",
            "paging.cursors.after",
            "X-After",
        ] {
            assert!(leads_on(name), "{name}");
        }
        for name in [
            "cursor",
            "last_id",
            "start_cursor",
            "end",
            "before",
            "next_before",
            "ending_before",
            "previous.next",
            "next.cursor",
        ] {
            assert!(!leads_on(name), "{name}");
        }
    }
}
