//! The names, and what each says.

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    More,
    Done,
    /// How many pages there are.
    Pages,
    /// How many items there are in the whole list.
    Items,
    /// How many items there are, in the whole list or on this page.
    Count,
    /// Which page this is.
    PageNumber,
    PageSize,
    /// Where in the list this page begins, as a number of items.
    Position,
    Success,
    Failure,
    /// When something happened to an item.
    Time,
}

impl Says {
    /// Whether only the name on the wire can say it. A Rust field is free to be called `page` or
    /// `limit`.
    pub(super) const fn on_the_wire_alone(self) -> bool {
        matches!(
            self,
            Self::PageNumber | Self::PageSize | Self::Position | Self::Success | Self::Failure
        )
    }
}

/// Names of several words; other words may stand before them. Written without separators, because
/// case and separators are ignored.
pub(super) const PHRASES: &[(Says, &[&str])] = &[
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
            // `X-WP-Total`
            "wptotal",
        ],
    ),
    (
        Says::Count,
        &[
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
    (
        Says::PageNumber,
        &[
            "currentpage",
            "pagenumber",
            "pageno",
            "pagenum",
            "pageindex",
        ],
    ),
    (
        Says::PageSize,
        &["perpage", "pagesize", "pagelimit", "maxresults"],
    ),
    (Says::Position, &["startindex", "startat", "startposition"]),
    (
        Says::Time,
        &[
            "createdat",
            "createdon",
            "updatedat",
            "updatedon",
            "modifiedat",
            "publishedat",
            "insertedat",
            "receivedat",
            "sentat",
            "created",
            "updated",
            "modified",
            "datecreated",
            "createdtime",
            "createtime",
            "updatetime",
        ],
    ),
];

/// Names of one word, which say it only if they are the whole name. `total` is none of them: of
/// pages or of items, APIs use it for both.
pub(super) const WORDS: &[(Says, &[&str])] = &[
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
    (Says::Count, &["count"]),
    (Says::PageNumber, &["page"]),
    (Says::PageSize, &["limit"]),
    (Says::Position, &["offset", "skip", "start", "from"]),
    (Says::Success, &["ok", "success"]),
    (Says::Failure, &["error", "errors"]),
];
