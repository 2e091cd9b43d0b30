//! Well-known names of members, in lower case and without underscores and hyphens.

use crate::page::evidence::{Evidence, Member, plain};

/// The names of numbers that say how many items the list or the page has.
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

/// The names of members that report a failure instead of a page.
pub(crate) const FAILURES: &[&str] = &["error", "errors", "fault", "exception"];

/// The names of links and tokens that lead to another page than the next one.
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

/// Parts of token names, for a walk whose own token was never in a response.
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

/// The names of lists that hold something other than items.
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

/// The names of tokens and links to the next page.
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
    "nextstart",
    "nextresults",
    "nextrecordsurl",
    "nextcontinuationtoken",
    "continuationtoken",
    "continuation",
    "odata.nextlink",
    "lastevaluatedkey",
];

/// The names of flags that are true while there is more.
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
    "moreitemsincollection",
    "exceededtransferlimit",
    "istruncated",
    "truncated",
];

/// The names of flags that are true on the last page.
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

/// The names of totals of the whole list.
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

/// The names of numbers of pages.
pub(crate) const PAGES: &[&str] = &[
    "totalpages",
    "pagecount",
    "numpages",
    "numberofpages",
    "lastpage",
    "pagestotal",
    "pages",
];

/// The names of page sizes that responses echo.
pub(crate) const SIZES: &[&str] = &[
    "perpage",
    "pagesize",
    "limit",
    "itemsperpage",
    "maxresults",
    "resultsperpage",
    "size",
];

/// Returns whether the API itself says that there are no items.
pub(crate) fn says_none(evidence: &Evidence) -> bool {
    let none = |found: &Member| {
        found.value.count_or_zero() == Some(0) && COUNTS.contains(&found.plain_name().as_str())
    };
    evidence.members.iter().any(none)
}

/// Returns whether a member has the name of a token or a link to the next page.
pub(crate) fn is_continuation(member: &Member) -> bool {
    let name = plain(&member.path);
    CONTINUATIONS
        .iter()
        .any(|known| name == *known || name.ends_with(&format!(".{known}")))
}

/// The names of objects that describe the list and not an item.
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

/// The usual names of the list of items.
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
