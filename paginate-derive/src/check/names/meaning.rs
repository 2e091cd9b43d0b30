//! The meaning of a name, a path or a location, derived from its words.

use super::tables::{PHRASES, Says, WORDS};
use crate::input::Shape;
use crate::keys::Key;
use crate::location::Place;

/// The meaning of a single name: a header, or a path in an item, whose type the macro cannot see.
pub(super) fn says_name(key: Key, name: &str) -> Option<Says> {
    says(key, &words(name))
}

/// The meaning of the end of a path. `None` if the path does not begin at a field, which is
/// reported elsewhere.
pub(super) fn says_path(key: Key, path: &str, shape: &Shape<'_>) -> Option<Says> {
    let first = path.split(['.', '[']).next().unwrap_or_default();
    let own = shape.field(first.strip_prefix("r#").unwrap_or(first));
    if own.is_none() && !first.is_empty() {
        return None;
    }
    let Some((outer, last)) = path.rsplit_once('.') else {
        let by_field = || says(key, &words(path));
        return match own.and_then(|field| field.wire.as_deref()) {
            Some(wire) => says(key, &words(wire))
                .or_else(|| by_field().filter(|said| !said.on_the_wire_alone())),
            None => by_field(),
        };
    };
    let said = of_a_page(key, outer, last).or_else(|| says(key, &words(last)));
    // `pages.count` is a number of pages.
    let counts_pages = words(outer).iter().any(|word| is_page(word)) && is_word(last);
    said.filter(|said| said.on_the_wire_alone() || !counts_pages)
}

/// The meaning of the name of a parameter, a header or a member of the body to which a number is
/// written.
pub(super) fn says_place(key: Key, place: &Place) -> Option<Says> {
    let name = place.name()?;
    // `pagination[page]` is `pagination.page`.
    let path = name.replace('[', ".").replace(']', "");
    let Some((outer, last)) = path.rsplit_once('.') else {
        return says(key, &words(&path));
    };
    if words(outer).iter().any(|word| is_page(word)) {
        // `page[offset]` is a number of items in some APIs, and of pages in others.
        return of_a_page(key, outer, last);
    }
    says(key, &words(last))
}

/// The meaning of names such as `page.size` and `page.number`, which the last part alone does not
/// show.
fn of_a_page(key: Key, outer: &str, last: &str) -> Option<Says> {
    let page = outer
        .rsplit('.')
        .next()
        .filter(|outer| words(outer) == ["page"])?;
    let joined = says(key, &[words(page), words(last)].concat());
    joined.filter(|said| matches!(said, Says::PageNumber | Says::PageSize))
}

fn is_word(name: &str) -> bool {
    WORDS.iter().any(|(_, names)| names.contains(&name))
}

/// Whether a key is about values of this kind.
const fn is_about(key: Key, says: Says) -> bool {
    match says {
        Says::More | Says::Done | Says::TimedOut => matches!(key, Key::More | Key::Done),
        Says::Pages | Says::Items | Says::Count | Says::Rest => {
            matches!(key, Key::Total | Key::Pages)
        }
        Says::PageNumber | Says::PageSize | Says::Position => {
            matches!(key, Key::Total | Key::Pages | Key::Page | Key::Offset)
        }
        Says::Success | Says::Failure => matches!(key, Key::Ok | Key::Error),
        Says::Time => matches!(key, Key::LastItem),
    }
}

/// The meaning of a name, among those that its key is about.
fn says(key: Key, words: &[String]) -> Option<Says> {
    let whole = match words.split_first() {
        // `X-Pages`, `is_more`
        Some((first, rest)) if !rest.is_empty() && matches!(first.as_str(), "x" | "is" | "has") => {
            rest
        }
        _ => words,
    };
    let whole = whole.concat();
    let by_word = WORDS.iter().filter(|(says, _)| is_about(key, *says));
    if let Some((says, _)) = by_word
        .into_iter()
        .find(|(_, names)| names.contains(&whole.as_str()))
    {
        return Some(*says);
    }
    if is_about(key, Says::Rest) && says_rest(words) {
        return Some(Says::Rest);
    }
    let by_phrase = by_phrase(key, words);
    by_phrase.or_else(|| (is_about(key, Says::More) && says_more(words)).then_some(Says::More))
}

/// The meaning of a phrase at the end of a name.
fn by_phrase(key: Key, words: &[String]) -> Option<Says> {
    // The longest phrases first: `no_more_results` is not `more_results`.
    (0..words.len()).find_map(|begin| {
        let (before, phrase) = words.split_at_checked(begin)?;
        let phrase = phrase.concat();
        let (says, _) = PHRASES
            .iter()
            .filter(|(says, _)| is_about(key, *says))
            .find(|(_, names)| names.contains(&phrase.as_str()))?;
        let any = |matches: fn(&str) -> bool| before.iter().any(|word| matches(word));
        match says {
            _ if any(negates) => None,
            Says::Items | Says::Count | Says::Position if any(is_page) => None,
            Says::Count if any(|word| word == "total") => Some(Says::Items),
            // `total_page_number` is a number of pages.
            Says::PageNumber if any(is_of_another_page) => None,
            Says::PageNumber | Says::PageSize | Says::Position if any(|word| word == "total") => {
                None
            }
            says => Some(*says),
        }
    })
}

/// Whether the name counts what is left: `remaining_items`, `X-Items-Left`.
fn says_rest(words: &[String]) -> bool {
    let left = words.last().is_some_and(|last| last == "left");
    left || words.iter().any(|word| word.starts_with("remaining"))
}

/// Whether the name says in any words that there is more: `more_to_load`, `has_next_cursor`.
fn says_more(words: &[String]) -> bool {
    let has_next =
        |pair: &[String]| matches!(pair, [has, next] if has == "has" && next.starts_with("next"));
    let says = words.windows(2).any(has_next)
        || words.iter().any(|word| {
            word == "more" || word.starts_with("hasmore") || word.starts_with("hasnext")
        });
    says && !words.iter().any(|word| negates(word))
}

fn negates(word: &str) -> bool {
    matches!(word, "no" | "not" | "non" | "never" | "without" | "per")
}

fn is_page(word: &str) -> bool {
    matches!(word, "page" | "pages")
}

/// Whether a page number after this word is not the number of this page.
fn is_of_another_page(word: &str) -> bool {
    matches!(
        word,
        "first" | "last" | "max" | "maximum" | "final" | "highest" | "next" | "prev" | "previous"
    )
}

/// The words of `has_more`, `hasMore`, `X-Has-More` and `@odata.hasMore`, in lower case.
pub(crate) fn words(name: &str) -> Vec<String> {
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
            "X-WP-Total",
            "totalResults",
            "total_item_count",
        ] {
            assert_eq!(said(Key::Pages, name), Some(Says::Items), "{name}");
        }
        for name in [
            "count",
            "X-Count",
            "number_of_items",
            "itemCount",
            "resultCount",
        ] {
            assert_eq!(said(Key::Pages, name), Some(Says::Count), "{name}");
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
        for name in [
            "total",
            "total_pages",
            "page_total_count",
            "last_page",
            "X-Total",
        ] {
            assert_ne!(said(Key::Pages, name), Some(Says::Items), "{name}");
        }
    }

    /// The meaning of a name in a response, which is the same for both keys.
    fn of_a_page(name: &str) -> Option<Says> {
        let said = says(Key::Total, &words(name)).filter(|said| said.on_the_wire_alone());
        let by_pages = says(Key::Pages, &words(name)).filter(|said| said.on_the_wire_alone());
        assert_eq!(said, by_pages, "{name}");
        said
    }

    #[test]
    fn numbers_that_are_no_total() {
        for name in [
            "page",
            "X-Page",
            "current_page",
            "currentPage",
            "page_number",
            "pageNo",
            "page_index",
            "PAGE_INDEX",
        ] {
            assert_eq!(of_a_page(name), Some(Says::PageNumber), "{name}");
        }
        for name in [
            "limit",
            "per_page",
            "X-Per-Page",
            "perPage",
            "pageSize",
            "items_per_page",
            "rowsPerPage",
            "maxResults",
            "page_limit",
            "max_page_size",
        ] {
            assert_eq!(of_a_page(name), Some(Says::PageSize), "{name}");
        }
        for name in [
            "offset",
            "skip",
            "start",
            "start_index",
            "startIndex",
            "startAt",
            "from",
        ] {
            assert_eq!(of_a_page(name), Some(Says::Position), "{name}");
        }
        for name in [
            "total",
            "size",
            "pages",
            "total_pages",
            "page_count",
            "last_page",
            "lastPageNumber",
            "totalPageNumber",
            "max_page_number",
            "next_page_number",
            "page_total",
            "total_per_page",
            "count",
            "results",
            "number",
            "to",
        ] {
            assert_eq!(of_a_page(name), None, "{name}");
        }
    }

    #[test]
    fn parameters_that_count_something_else() {
        let at = |key, name: &str| says_place(key, &Place::Query(name.to_owned()));
        for name in [
            "page",
            "_page",
            "page_number",
            "pageNo",
            "page[number]",
            "pagination[page]",
            "pagination.page",
            "page.number",
        ] {
            assert_eq!(at(Key::Offset, name), Some(Says::PageNumber), "{name}");
        }
        for name in [
            "offset",
            "skip",
            "$skip",
            "start",
            "_start",
            "startIndex",
            "startAt",
            "from",
            "pagination[start]",
        ] {
            assert_eq!(at(Key::Page, name), Some(Says::Position), "{name}");
        }
        // Some APIs use these for pages, and others for items.
        for name in [
            "page[offset]",
            "page.start",
            "page_offset",
            "p",
            "index",
            "first",
            "number",
            "cursor",
            "after",
        ] {
            for key in [Key::Page, Key::Offset] {
                assert_eq!(at(key, name), None, "{name}");
            }
        }
        assert_eq!(
            says_place(Key::Offset, &Place::Body("query.page".to_owned())),
            Some(Says::PageNumber)
        );
        assert_eq!(
            says_place(Key::Page, &Place::Header("X-Offset".to_owned())),
            Some(Says::Position)
        );
        assert_eq!(says_place(Key::Offset, &Place::BodyMap), None);
    }

    #[test]
    fn success_and_failure() {
        for name in ["ok", "success", "Success", "is_success", "X-Ok"] {
            assert_eq!(said(Key::Error, name), Some(Says::Success), "{name}");
        }
        for name in ["error", "errors", "X-Error", "isError", "has_errors"] {
            assert_eq!(said(Key::Ok, name), Some(Says::Failure), "{name}");
        }
        for name in [
            "status",
            "error_count",
            "no_error",
            "succeeded",
            "message",
            "result",
        ] {
            assert_eq!(
                (said(Key::Ok, name), said(Key::Error, name)),
                (None, None),
                "{name}"
            );
        }
    }

    #[test]
    fn places_of_the_page_size() {
        let at = |key, name: &str| says_place(key, &Place::Query(name.to_owned()));
        for key in [Key::Page, Key::Offset] {
            for name in [
                "limit",
                "per_page",
                "page_size",
                "pageSize",
                "page[size]",
                "page[limit]",
                "maxResults",
                "pagination[limit]",
            ] {
                assert_eq!(at(key, name), Some(Says::PageSize), "{name}");
            }
            for name in [
                "size",
                "count",
                "top",
                "rows",
                "page[number]",
                "offset_limit_page",
            ] {
                assert_ne!(at(key, name), Some(Says::PageSize), "{name}");
            }
        }
    }

    #[test]
    fn times_and_other_keys() {
        for name in [
            "created_at",
            "createdAt",
            "created",
            "date_created",
            "updated_at",
            "last_modified",
            "meta.created_at",
            "created_time",
        ] {
            assert_eq!(said(Key::LastItem, name), Some(Says::Time), "{name}");
        }
        for name in [
            "id",
            "ts",
            "sort",
            "sort[0]",
            "0",
            "uuid",
            "created_by",
            "time_id",
            "timestamp.id",
            // One row per day or per candle: unique.
            "timestamp",
            "date",
            "time",
            "updated_at_id",
            "candidate",
            "runtime",
            "flat",
        ] {
            assert_eq!(said(Key::LastItem, name), None, "{name}");
        }
        assert_eq!(said(Key::Total, "created_at"), None);
    }

    #[test]
    fn a_path_is_judged_by_its_end() {
        let input: syn::DeriveInput = syn::parse_quote! {
            struct Page {
                page: Spring,
                pages: Intercom,
                meta: Meta,
                #[serde(rename = "pageSize")]
                listed: u64,
                #[serde(rename = "total")]
                limit: u64,
                #[serde(rename = "total")]
                page_count: u64,
            }
        };
        let mut cx = crate::errors::Ctxt::default();
        let shape = Shape::read(&input, &mut cx).unwrap();
        for (path, said) in [
            ("page", Some(Says::PageNumber)),
            ("page.number", Some(Says::PageNumber)),
            ("page.size", Some(Says::PageSize)),
            ("pages.per_page", Some(Says::PageSize)),
            ("pages.page", Some(Says::PageNumber)),
            ("meta.page", Some(Says::PageNumber)),
            ("meta.offset", Some(Says::Position)),
            ("listed", Some(Says::PageSize)),
            ("page.total", None),
            ("page.totalElements", Some(Says::Items)),
            ("page.totalPages", Some(Says::Pages)),
            ("pages.size", None),
            ("pages.count", None),
            ("pages.total", None),
            ("meta.size", None),
            ("meta.number", None),
            ("meta.count", Some(Says::Count)),
            // The JSON name shows what the API means.
            ("limit", None),
            ("page_count", Some(Says::Pages)),
            ("nothing.page", None),
        ] {
            assert_eq!(says_path(Key::Total, path, &shape), said, "{path}");
        }
        let _ = cx.finish();
    }
}
