//! Well-known names of members, in lower case and without underscores.

use crate::page::evidence::{Evidence, Member, plain};

/// Names of numbers that say how many items a list has, or the page.
pub(crate) const COUNTS: &[&str] = &[
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalrecords",
    "totalelements",
    "totalentries",
    "totalhits",
    "totalrows",
    "count",
    "resultcount",
    "resultscount",
    "numfound",
    "found",
    "hits",
    "size",
    "returned",
];

/// Names of members that report a failure where a page should be.
pub(crate) const FAILURES: &[&str] = &["error", "errors", "fault", "exception"];

/// Names, in lower case and without underscores, of links and tokens that lead to another page than
/// the next one.
pub(crate) const OTHER_WAYS: &[&str] = &[
    "last",
    "lastpage",
    "lasturl",
    "first",
    "firstpage",
    "self",
    "prev",
    "previous",
    "prevpage",
    "previouspage",
    "before",
    "startcursor",
];

/// Parts of the names of tokens, for a walk whose own token was never there.
pub(crate) const TOKENS: &[&str] = &[
    "cursor",
    "pagetoken",
    "scroll",
    "bookmark",
    "marker",
    "pagestate",
    "iterator",
    "continu",
    "skiptoken",
    "searchafter",
    "nexttoken",
    "resumetoken",
    "resultstoken",
];

/// Lists that hold anything but items.
pub(crate) const OTHER_LISTS: &[&str] = &[
    "link",
    "links",
    "error",
    "errors",
    "warning",
    "warnings",
    "message",
    "messages",
    "included",
    "facets",
    "aggregations",
    "sort",
    "order",
    "fields",
    "columns",
    "schema",
    "meta",
    "metadata",
];

/// Names of tokens and links to the next page, in lower case and without underscores.
pub(crate) const CONTINUATIONS: &[&str] = &[
    "next",
    "nextpage",
    "nextpagetoken",
    "nextpagecursor",
    "nextpageid",
    "nextpagekey",
    "nextpagelink",
    "nextpagenumber",
    "nextpageoffset",
    "nextpageuri",
    "nextpageurl",
    "nexttoken",
    "nextcursor",
    "nextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextkey",
    "nextmarker",
    "nextoffset",
    "nextresults",
    "nextrecordsurl",
    "nextcontinuationtoken",
    "continuationtoken",
    "continuation",
    "odata.nextlink",
    "lastevaluatedkey",
];

/// Flags that are true while there is more.
pub(crate) const MORE: &[&str] = &[
    "more",
    "hasmore",
    "hasmoreitems",
    "hasmorepages",
    "hasmoreresults",
    "hasnext",
    "hasnextpage",
    "moreavailable",
    "moreresults",
    "moreresultsavailable",
    "istruncated",
    "truncated",
];

/// Flags that are true on the last page.
pub(crate) const DONE: &[&str] = &[
    "last",
    "islast",
    "islastpage",
    "lastpage",
    "done",
    "isdone",
    "endofstream",
    "exhausted",
];

/// Names of totals that mean the whole list.
pub(crate) const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalrecords",
    "totalelements",
    "totalentries",
    "totalrows",
    "totalhits",
];

/// Names of numbers of pages.
pub(crate) const PAGES: &[&str] = &[
    "totalpages",
    "pagecount",
    "numpages",
    "numberofpages",
    "lastpage",
    "pagestotal",
    "pages",
];

/// Names of page sizes that responses echo.
pub(crate) const SIZES: &[&str] = &[
    "perpage",
    "pagesize",
    "limit",
    "itemsperpage",
    "maxresults",
    "resultsperpage",
    "size",
];

/// The API says itself that there is nothing.
pub(crate) fn says_none(evidence: &Evidence) -> bool {
    let none = |found: &Member| {
        found.value.count_or_zero() == Some(0) && COUNTS.contains(&found.plain_name().as_str())
    };
    evidence.members.iter().any(none)
}

/// Whether a member has the name of a token or a link to the next page.
pub(crate) fn is_continuation(member: &Member) -> bool {
    let name = plain(&member.path);
    CONTINUATIONS
        .iter()
        .any(|known| name == *known || name.ends_with(&format!(".{known}")))
}

/// Names of objects that are about the list, and not about something in it.
pub(crate) const AROUND: &[&str] = &[
    "meta",
    "metadata",
    "responsemetadata",
    "listmetadata",
    "paging",
    "paginginfo",
    "pagination",
    "paginationinfo",
    "paginator",
    "paginatorinfo",
    "pager",
    "pageable",
    "page",
    "pages",
    "pageinfo",
    "pagecontext",
    "info",
    "listinfo",
    "resultinfo",
    "searchinformation",
    "summary",
    "navigation",
    "link",
    "links",
    "cursor",
    "cursors",
    "data",
    "d",
    "list",
    "collection",
    "result",
    "results",
    "resultset",
    "response",
    "payload",
    "body",
    "hits",
];

/// Usual names of the list of items.
pub(crate) const LISTS: &[&str] = &[
    "items",
    "data",
    "results",
    "records",
    "entries",
    "rows",
    "values",
    "content",
    "list",
    "elements",
    "nodes",
    "edges",
    "objects",
    "hits",
    "docs",
    "documents",
    "resources",
    "value",
];
