//! The vocabulary of pagination, and names taken apart into words.

/// Words that documents write together, and what they consist of.
const COMPOUNDS: &[(&str, &str)] = &[
    ("afterid", "after id"),
    ("beforeid", "before id"),
    ("continuationtoken", "continuation token"),
    ("currentpage", "current page"),
    ("endcursor", "end cursor"),
    ("hasmore", "has more"),
    ("hasnext", "has next"),
    ("hasnextpage", "has next page"),
    ("istruncated", "is truncated"),
    ("lastid", "last id"),
    ("lastpage", "last page"),
    ("maxid", "max id"),
    ("maxitems", "max items"),
    ("maxrecords", "max records"),
    ("maxresults", "max results"),
    ("nextcursor", "next cursor"),
    ("nextid", "next id"),
    ("nextlink", "next link"),
    ("nextmarker", "next marker"),
    ("nextpage", "next page"),
    ("nextpagetoken", "next page token"),
    ("nexttoken", "next token"),
    ("nexturl", "next url"),
    ("pagecount", "page count"),
    ("pagecursor", "page cursor"),
    ("pageindex", "page index"),
    ("pagelen", "page len"),
    ("pagelimit", "page limit"),
    ("pageno", "page number"),
    ("pagenum", "page number"),
    ("pagenumber", "page number"),
    ("pagesize", "page size"),
    ("pagetoken", "page token"),
    ("perpage", "per page"),
    ("prevpage", "prev page"),
    ("resultsperpage", "results per page"),
    ("sinceid", "since id"),
    ("skiptoken", "skip token"),
    ("startat", "start at"),
    ("startindex", "start index"),
    ("totalcount", "total count"),
    ("totalitems", "total items"),
    ("totalpages", "total pages"),
    ("totalrecords", "total records"),
    ("totalresults", "total results"),
    ("totalrows", "total rows"),
    ("totalsize", "total size"),
];

/// Words that name a continuation by themselves.
const NOUNS: &[&str] = &[
    "token",
    "cursor",
    "marker",
    "continuation",
    "bookmark",
    "continue",
    "scroll",
    "position",
    "key",
];

/// Those of them that say nothing more beside another one.
const PLAIN: &[&str] = &["token", "cursor", "marker", "continuation", "bookmark"];

/// Words beside such a noun that do not say what it is of.
const FILLERS: &[&str] = &[
    "next",
    "page",
    "paging",
    "pagination",
    "pager",
    "paginate",
    "paginator",
    "result",
    "results",
    "list",
    "items",
    "item",
    "query",
    "search",
    "skip",
    "start",
    "starting",
    "from",
    "exclusive",
    "last",
    "evaluated",
    "end",
    "forward",
    "value",
    "request",
    "response",
    "id",
    "after",
    "at",
];

/// Words that make it something else: the way back, a lock, a change, a secret.
const OTHERWISE: &[&str] = &[
    "prev",
    "previous",
    "backward",
    "backwards",
    "before",
    "first",
    "sync",
    "delta",
    "change",
    "update",
    "lock",
    "auth",
    "authentication",
    "access",
    "refresh",
    "csrf",
    "xsrf",
    "security",
    "client",
    "idempotency",
    "bearer",
    "secret",
    "login",
    "password",
    "dedup",
    "consent",
    "captcha",
    "public",
];

/// The words of a name, in lower case: `X-NextPageToken` is `x next page token`.
pub(crate) fn split(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase() || before.is_numeric())
                || (before.is_some_and(|before| before.is_uppercase())
                    && after.is_some_and(|after| after.is_lowercase())
                    && !is_plural_of_capitals(&letters, at)));
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphanumeric(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words.iter().flat_map(|word| compound(word)).collect()
}

/// Whether only an `s` follows the capital: the last capital of `VPCs` begins no word.
fn is_plural_of_capitals(letters: &[char], at: usize) -> bool {
    letters.get(at + 1) == Some(&'s') && letters.get(at + 2).is_none_or(|next| next.is_uppercase())
}

fn compound(word: &str) -> Vec<String> {
    let known = COMPOUNDS.iter().find(|(joined, _)| *joined == word);
    let parts = known.map_or(word, |(_, parts)| parts);
    parts.split(' ').map(str::to_owned).collect()
}

/// The endings of plurals, and what stands in their place.
const PLURALS: [(&str, &str); 7] = [
    ("ies", "y"),
    ("sses", "ss"),
    ("uses", "us"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("s", ""),
];

/// The word, or the name of a list, without the ending of its plural: `addresses` is `address`.
pub(crate) fn singular(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let kept = ["ss", "us", "is", "news", "series"];
    if kept.iter().any(|end| lower.ends_with(end)) {
        return word.to_owned();
    }
    let one = PLURALS.iter().find_map(|(end, with)| {
        let stem = word.strip_suffix(end).filter(|stem| stem.len() > 1)?;
        Some(format!("{stem}{with}"))
    });
    one.unwrap_or_else(|| word.to_owned())
}

/// Words, written with blanks, as one name with humps: `pageToken`, or `PageToken` in Pascal case.
pub(crate) fn humped(words: &str, is_pascal: bool) -> String {
    let mut name = String::new();
    for (at, word) in words.split(' ').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if is_pascal || at > 0 => name.extend(first.to_uppercase()),
            Some(first) => name.push(first),
            None => {}
        }
        name.push_str(letters.as_str());
    }
    name
}

/// Whether the words are these, written with blanks.
pub(crate) fn are(words: &[String], text: &str) -> bool {
    words.iter().map(String::as_str).eq(text.split(' '))
}

/// Whether the words are one of these.
pub(crate) fn are_any(words: &[String], texts: &[&str]) -> bool {
    texts.iter().any(|text| are(words, text))
}

/// Whether the last words are these, written with blanks.
pub(crate) fn end_in(words: &[String], text: &str) -> bool {
    let last = words.len().checked_sub(text.split(' ').count());
    last.and_then(|at| words.get(at..))
        .is_some_and(|words| are(words, text))
}

/// Whether the word is among them.
pub(crate) fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}

/// What the name of a continuation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenName {
    /// The word that names the continuation.
    pub(crate) noun: Option<String>,
    /// It is named as the next one.
    pub(crate) is_next: bool,
    /// It begins with `start`, `after` and the like: where to go on.
    pub(crate) is_start: bool,
    /// A word beside the noun belongs to pagination.
    pub(crate) is_of_pages: bool,
    /// The words that say of what it is: `record`, `name` of `NextRecordName`.
    pub(crate) qualifiers: Vec<String>,
}

/// Takes the name of a continuation apart. `None` if it is none.
pub(crate) fn token_name(words: &[String]) -> Option<TokenName> {
    if words.iter().any(|word| OTHERWISE.contains(&word.as_str())) {
        return None;
    }
    let is = |texts: &[&str]| words.iter().any(|word| texts.contains(&word.as_str()));
    let noun = words
        .iter()
        .rev()
        .find(|word| NOUNS.contains(&word.as_str()));
    let is_next = is(&["next", "subsequent", "following"]);
    let is_start = is(&[
        "start",
        "starting",
        "after",
        "exclusive",
        "evaluated",
        "from",
    ]);
    // A key is one of a dictionary, unless the name says that lists begin or end there.
    let is_key = noun.is_some_and(|noun| noun == "key");
    if (noun.is_none() || is_key) && !is_next && !is_start {
        return None;
    }
    let qualifiers = words.iter().filter(|word| {
        !FILLERS.contains(&word.as_str()) && Some(*word) != noun && !PLAIN.contains(&word.as_str())
    });
    Some(TokenName {
        noun: noun.cloned(),
        is_next,
        is_start,
        is_of_pages: is(&["page", "paging", "pagination", "continuation", "results"]),
        qualifiers: qualifiers.cloned().collect(),
    })
}

/// The words without those that only say which of two it is.
pub(crate) fn without_next(words: &[String]) -> Vec<&str> {
    let is_next = |word: &&str| *word == "next";
    let words = words.iter().map(String::as_str);
    words.filter(|word| !is_next(word)).collect()
}

/// Whether a description contains one of these phrases, which are in small letters.
pub(crate) fn says(description: Option<&str>, phrases: &[&str]) -> bool {
    description.is_some_and(|text| {
        let text = text.to_lowercase();
        phrases.iter().any(|phrase| text.contains(phrase))
    })
}

/// Whether a description says that something is not to be used any more.
pub(crate) fn is_deprecated(description: Option<&str>) -> bool {
    says(description, &["deprecated"])
}

/// Whether a description says that something is not in use, or not yet.
pub(crate) fn is_unused(description: Option<&str>) -> bool {
    let phrases = [
        "reserved for future use",
        "not currently used",
        "currently unused",
    ];
    says(description, &phrases)
}

/// Phrases by which a description says that something leads from page to page.
const PAGING: &[&str] = &[
    "next page",
    "next set",
    "next batch",
    "next group",
    "next call",
    "next request",
    "next token",
    "next portion",
    "next results",
    "next list",
    "more results",
    "more items",
    "more records",
    "more pages",
    "more entries",
    "more data",
    "additional results",
    "additional items",
    "additional records",
    "additional pages",
    "remaining results",
    "remaining items",
    "paginat",
    "paging",
    "subsequent",
    "truncated",
    "previous response",
    "previous request",
    "previous call",
    "previous api call",
    "previous page",
    "prior call",
    "page token",
    "pages of results",
];

/// Whether a description says that something leads from page to page.
pub(crate) fn is_of_paging(description: Option<&str>) -> bool {
    says(description, PAGING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> String {
        split(name).join(" ")
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(words("nextPageToken"), "next page token");
        assert_eq!(words("next_page_token"), "next page token");
        assert_eq!(words("NEXT-PAGE-TOKEN"), "next page token");
        assert_eq!(words("nextpagetoken"), "next page token");
        assert_eq!(words("$skiptoken"), "skip token");
        assert_eq!(words("page[cursor]"), "page cursor");
        assert_eq!(words("@odata.nextLink"), "odata next link");
        assert_eq!(words("DBInstances"), "db instances");
        assert_eq!(words("VPCs"), "vpcs");
        assert_eq!(words("oauth2Token"), "oauth2 token");
        assert_eq!(words(""), "");
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (list, one) in [
            ("users", "user"),
            ("Users", "User"),
            ("policies", "policy"),
            ("ties", "tie"),
            ("addresses", "address"),
            ("address", "address"),
            ("statuses", "status"),
            ("status", "status"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("dishes", "dish"),
            ("data", "data"),
            ("news", "news"),
            ("series", "series"),
            ("analysis", "analysis"),
            ("s", "s"),
        ] {
            assert_eq!(singular(list), one, "{list}");
        }
    }

    #[test]
    fn a_token_of_something_else_is_no_continuation() {
        for name in [
            "accessToken",
            "client_token",
            "nextSyncToken",
            "prevCursor",
            "apiKey",
            "key",
        ] {
            assert_eq!(token_name(&split(name)), None, "{name}");
        }
    }

    #[test]
    fn a_continuation_says_of_what_it_is() {
        let of = |name: &str| token_name(&split(name)).map(|name| name.qualifiers.join(" "));
        assert_eq!(of("NextRecordName").as_deref(), Some("record name"));
        assert_eq!(of("KeyMarker").as_deref(), Some("key"));
        assert_eq!(of("nextPageToken").as_deref(), Some(""));
        assert_eq!(of("LastEvaluatedKey").as_deref(), Some(""));
    }
}
