//! The names that a parameter has in most APIs, in the style of a name that is known.

use crate::infer::words;

/// The parameters that could take a token of these words, the likeliest first.
pub(crate) fn takers(own: &[String], known: &str) -> Vec<String> {
    let has = |word: &str| words::has(own, word);
    let plain: Vec<&str> = own
        .iter()
        .map(String::as_str)
        .filter(|word| !matches!(*word, "next" | "end" | "forward"))
        .collect();
    let plain = plain.join(" ");
    let own = own.join(" ");
    let mut names: Vec<&str> = vec![&plain];
    if has("cursor") || has("after") {
        names.extend(["cursor", "after", "starting after"]);
    } else if has("token") || has("continuation") {
        names.extend([
            &own,
            "next token",
            "page token",
            "token",
            "continuation token",
        ]);
    } else if has("page") {
        names.extend(["page", "cursor", "page token"]);
    } else if has("key") {
        names.extend(["start key", "exclusive start key"]);
    } else if !has("marker") && !has("scroll") && !has("bookmark") {
        names.extend(["cursor", "page token", "after", "page"]);
    }
    names.push(&own);
    let mut written: Vec<String> = Vec::new();
    for name in names {
        let name = in_style(name, known);
        if !name.is_empty() && !written.contains(&name) {
            written.push(name);
        }
    }
    written
}

/// The names that belong to the name of a page size: `_page` to `_per_page`, `page[number]` to
/// `page[size]`. The first is of a number of pages, the second one of items, the others of tokens.
pub(crate) fn siblings(size: &str) -> Option<[String; 4]> {
    if let Some((outer, _)) = size.split_once('[') {
        return Some(
            ["number", "offset", "cursor", "after"].map(|name| format!("{outer}[{name}]")),
        );
    }
    let start = size
        .find(char::is_alphanumeric)
        .filter(|start| *start > 0)?;
    let prefix = size.get(..start)?;
    let names = match prefix {
        "$" => ["page", "skip", "skiptoken", "continuationToken"],
        _ => ["page", "start", "next", "cursor"],
    };
    Some(names.map(|name| format!("{prefix}{name}")))
}

/// The words in the style of a known name: `nextToken`, `next_token`, `next-token`, `NextToken`.
fn in_style(words: &str, known: &str) -> String {
    if known.contains('_') {
        return words.replace(' ', "_");
    }
    if known.contains('-') {
        return words.replace(' ', "-");
    }
    words::humped(words, known.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::{siblings, takers};
    use crate::infer::words::split;

    #[test]
    fn names_belong_to_that_of_the_page_size() {
        let of = |size: &str| siblings(size).map(|names| names.join(" "));
        assert_eq!(
            of("_per_page").as_deref(),
            Some("_page _start _next _cursor")
        );
        let brackets = "page[number] page[offset] page[cursor] page[after]";
        assert_eq!(of("page[size]").as_deref(), Some(brackets));
        assert_eq!(
            of("$top").as_deref(),
            Some("$page $skip $skiptoken $continuationToken")
        );
        assert_eq!(of("limit"), None);
    }

    #[test]
    fn names_are_in_the_style_of_the_known_one() {
        let of = |name: &str| takers(&split(name), name).join(", ");
        assert_eq!(
            of("next_cursor"),
            "cursor, after, starting_after, next_cursor"
        );
        assert_eq!(
            of("nextPageToken"),
            "pageToken, nextPageToken, nextToken, token, continuationToken"
        );
        assert_eq!(
            of("NextToken"),
            "Token, NextToken, PageToken, ContinuationToken"
        );
        assert_eq!(of("endCursor"), "cursor, after, startingAfter, endCursor");
        assert_eq!(
            of("nextForwardToken"),
            "token, nextForwardToken, nextToken, pageToken, continuationToken"
        );
        assert_eq!(of("next"), "cursor, pageToken, after, page, next");
        assert_eq!(of("next-marker"), "marker, next-marker");
    }
}
