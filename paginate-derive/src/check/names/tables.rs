//! Tables of names and their meanings.

/// The meaning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    More,
    Done,
    /// The number of pages.
    Pages,
    /// The number of items in the whole list.
    Items,
    /// The number of items, in the whole list or on this page.
    Count,
    /// The number of this page.
    PageNumber,
    PageSize,
    /// The position of this page in the list, as a number of items.
    Position,
    Success,
    Failure,
    /// What is left of the list after this page.
    Rest,
    /// That a search ran out of time.
    TimedOut,
    /// The time of an event of an item.
    Time,
}

impl Says {
    /// Whether only a JSON name can have this meaning. A Rust field may be called `page` or
    /// `limit`.
    pub(super) const fn on_the_wire_alone(self) -> bool {
        matches!(
            self,
            Self::PageNumber
                | Self::PageSize
                | Self::Position
                | Self::Rest
                | Self::Success
                | Self::Failure
        )
    }
}

/// Names of several words, which other words may precede. Written without separators, because case
/// and separators are ignored.
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
            // ArcGIS
            "exceededtransferlimit",
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
    // GitHub
    (Says::TimedOut, &["incompleteresults"]),
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

/// Names of one word, which have this meaning only as the whole name. `total` is not among them,
/// because APIs use it both for pages and for items.
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
