//! Names that say the opposite of their key: `done = "has_more"`, `total = "page_count"`.
//!
//! Such a declaration compiles, ends with success and loses data. The wire name is judged first, then the name of the Rust field. A function is never judged: it is
//! the way for an API that means the opposite of the name.

use crate::attr::{Attrs, Response};
use crate::errors::Ctxt;
use crate::fields::Shape;
use crate::keys::Key;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    More,
    Done,
    Pages,
    Items,
}

/// Names of several words; other words may stand before them. Written without separators, because case and separators are ignored.
const PHRASES: &[(Says, &[&str])] = &[
    (
        Says::More,
        &[
            "hasmore",
            "hasnext",
            "hasnextpage",
            "hasmorepages",
            "hasmoreresults",
            "hasmoreitems",
            "hasmorerecords",
            "hasmoredata",
            "moreavailable",
            "morepages",
            "moreresults",
            "moreitems",
            "morerecords",
            "moredata",
            "moreresultsavailable",
            "morerecordsavailable",
            "moreitemsavailable",
            "nextpageavailable",
            "istruncated",
        ],
    ),
    (
        Says::Done,
        &[
            "islast",
            "islastpage",
            "lastpage",
            "isdone",
            "isfinished",
            "iscomplete",
            "isend",
            "isfinal",
            "atend",
            "endofstream",
            "endoflist",
            "endofresults",
            "endofdata",
            "nomore",
            "nomorepages",
            "nomoreresults",
            "nomoreitems",
            "nomorerecords",
            "nomoredata",
        ],
    ),
    (
        Says::Pages,
        &[
            "pagecount",
            "pagescount",
            "totalpages",
            "totalpagecount",
            "numpages",
            "numberofpages",
            "lastpage",
            "lastpagenumber",
            "pagetotal",
            "pagestotal",
            "maxpage",
        ],
    ),
    (
        Says::Items,
        &[
            "totalcount",
            "totalitems",
            "totalresults",
            "totalrecords",
            "totalelements",
            "totalentries",
            "totalrows",
            "totalhits",
            "itemcount",
            "itemscount",
            "resultcount",
            "resultscount",
            "recordcount",
            "recordscount",
            "rowcount",
            "hitcount",
            "numitems",
            "numresults",
            "numrecords",
            "numberofitems",
            "numberofresults",
            "numberofrecords",
        ],
    ),
];

/// Names of one word, which say it only if they are the whole name. `total` is none of them: of pages or of items, APIs use it for both.
const WORDS: &[(Says, &[&str])] = &[
    (Says::More, &["more", "truncated", "incomplete"]),
    (
        Says::Done,
        &[
            "last",
            "done",
            "finished",
            "complete",
            "completed",
            "end",
            "ended",
            "eof",
            "exhausted",
            "final",
        ],
    ),
    (Says::Pages, &["pages"]),
    (Says::Items, &["count"]),
];

/// A key, what a name says that does not fit it, the key for that, and what both mean.
struct Opposite {
    key: Key,
    says: Says,
    right: Key,
    why: &'static str,
}

const OPPOSITES: [Opposite; 4] = [
    Opposite {
        key: Key::Done,
        says: Says::More,
        right: Key::More,
        why: "is true while there is more, and `done` is true on the last page",
    },
    Opposite {
        key: Key::More,
        says: Says::Done,
        right: Key::Done,
        why: "is true on the last page, and `more` is true while there is more",
    },
    Opposite {
        key: Key::Total,
        says: Says::Pages,
        right: Key::Pages,
        why: "is a number of pages, and `total` is the number of items",
    },
    Opposite {
        key: Key::Pages,
        says: Says::Items,
        right: Key::Total,
        why: "is a number of items, and `pages` is the number of pages",
    },
];

/// Reports each key whose name says the opposite.
pub(super) fn check(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    for Opposite { key, says, right, why } in OPPOSITES {
        let from = match key {
            Key::Done => &attrs.done,
            Key::More => &attrs.more,
            Key::Total => &attrs.total,
            _ => &attrs.pages,
        };
        let (literal, value, said) = match from {
            Some(Response::Header(name)) => (name, format!("header(\"{}\")", name.value()), says_header(key, &name.value())),
            Some(Response::Path(path)) => (path, format!("\"{}\"", path.value()), says_path(key, &path.value(), shape)),
            _ => continue,
        };
        if said == Some(says) {
            let (right, signature) = (right.name(), key.signature());
            let text = named(&literal.value(), shape);
            cx.error(
                literal.span(),
                format!(
                    "by its name, {text} {why}: write `{right} = {value}`; if this API really means that, give a function, `{0} = Self::{0}`, a \
                     `{signature}`",
                    key.name()
                ),
            );
        }
    }
}

/// A name for the message; with the one on the wire, if that is another.
fn named(text: &str, shape: &Shape<'_>) -> String {
    match shape.field(text).and_then(|field| field.wire.as_deref()) {
        Some(wire) if wire != text => format!("`{text}` (`{wire}` in the JSON)"),
        _ => format!("`{text}`"),
    }
}

fn says_header(key: Key, name: &str) -> Option<Says> {
    says(key, &words(name))
}

/// What the end of a path says; `None` where the path does not begin at a field, which is reported elsewhere.
fn says_path(key: Key, path: &str, shape: &Shape<'_>) -> Option<Says> {
    let (outer, last) = match path.rsplit_once('.') {
        Some((outer, last)) => (outer, last),
        None => ("", path),
    };
    let first = path.split('.').next().unwrap_or_default();
    let own = shape.field(first.strip_prefix("r#").unwrap_or(first));
    if own.is_none() && !first.is_empty() {
        return None;
    }
    // `pages.count` is a number of pages.
    if !outer.is_empty() && WORDS.iter().any(|(_, names)| names.contains(&last)) && words(outer).iter().any(|word| is_page(word)) {
        return None;
    }
    let wire = own.filter(|_| outer.is_empty()).and_then(|field| field.wire.as_deref());
    wire.and_then(|name| says(key, &words(name))).or_else(|| says(key, &words(last)))
}

/// What a name says of the kind that its key is about.
fn says(key: Key, words: &[String]) -> Option<Says> {
    let flag = matches!(key, Key::More | Key::Done);
    let is_about = |says: &Says| flag == matches!(says, Says::More | Says::Done);
    let whole = match words.split_first() {
        // `X-Pages`, `is_more`
        Some((first, rest)) if !rest.is_empty() && matches!(first.as_str(), "x" | "is" | "has") => rest,
        _ => words,
    };
    let whole = whole.concat();
    let by_word = WORDS.iter().filter(|(says, _)| is_about(says));
    if let Some((says, _)) = by_word.into_iter().find(|(_, names)| names.contains(&whole.as_str())) {
        return Some(*says);
    }
    // The longest first: `no_more_results` is not `more_results`.
    (0..words.len()).find_map(|begin| {
        let (before, phrase) = words.split_at_checked(begin)?;
        let phrase = phrase.concat();
        let (says, _) = PHRASES
            .iter()
            .filter(|(says, _)| is_about(says))
            .find(|(_, names)| names.contains(&phrase.as_str()))?;
        let negated = |word: &String| matches!(word.as_str(), "no" | "not" | "non" | "never" | "without" | "per");
        let of_pages = *says == Says::Items && before.iter().any(|word| is_page(word));
        (!before.iter().any(negated) && !of_pages).then_some(*says)
    })
}

fn is_page(word: &str) -> bool {
    matches!(word, "page" | "pages")
}

/// The words of `has_more`, `hasMore`, `X-Has-More` and `@odata.hasMore`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    let mut lower_before = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            begins = true;
            continue;
        }
        begins |= c.is_uppercase() && lower_before;
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        begins = false;
        lower_before = c.is_lowercase() || c.is_ascii_digit();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(key: Key, name: &str) -> Option<Says> {
        says(key, &words(name))
    }

    #[test]
    fn names_are_read_in_any_dress() {
        for name in [
            "has_more",
            "hasMore",
            "HasMore",
            "X-Has-More",
            "hasmore",
            "HAS_MORE",
            "response_has_more",
            "is_truncated",
            "truncated",
            "more",
            "has_next_page",
            "hasNextPage",
            "more_available",
            "incomplete",
        ] {
            assert_eq!(said(Key::Done, name), Some(Says::More), "{name}");
        }
        for name in [
            "is_last",
            "isLast",
            "last",
            "done",
            "isDone",
            "finished",
            "complete",
            "end_of_stream",
            "X-Is-Last-Page",
            "last_page",
            "no_more_pages",
            "nomore",
        ] {
            assert_eq!(said(Key::More, name), Some(Says::Done), "{name}");
        }
        for name in [
            "page_count",
            "totalPages",
            "X-WP-TotalPages",
            "X-Pages",
            "num_pages",
            "pages",
            "last_page",
            "totalPageCount",
        ] {
            assert_eq!(said(Key::Total, name), Some(Says::Pages), "{name}");
        }
        for name in [
            "total_count",
            "totalItems",
            "X-Total-Count",
            "totalResults",
            "count",
            "number_of_items",
        ] {
            assert_eq!(said(Key::Pages, name), Some(Says::Items), "{name}");
        }
    }

    #[test]
    fn names_that_fit_and_names_that_say_nothing() {
        for name in [
            "is_last",
            "no_more",
            "no_more_results",
            "not_truncated",
            "hasNoMoreItems",
            "next",
            "status",
        ] {
            assert_ne!(said(Key::Done, name), Some(Says::More), "{name}");
        }
        for name in [
            "has_more",
            "is_not_last_page",
            "not_done",
            "remaining",
            "is_incomplete",
            "almost_done",
        ] {
            assert_ne!(said(Key::More, name), Some(Says::Done), "{name}");
        }
        for name in ["total", "total_count", "totalHits", "items_per_page_count"] {
            assert_ne!(said(Key::Total, name), Some(Says::Pages), "{name}");
        }
        for name in ["total", "total_pages", "page_total_count", "last_page", "X-Total"] {
            assert_ne!(said(Key::Pages, name), Some(Says::Items), "{name}");
        }
    }
}
