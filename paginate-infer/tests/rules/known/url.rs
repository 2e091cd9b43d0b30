//! The URL of the next page leads on.

use super::{bare, check};
use crate::kit::list;

#[test]
fn by_url() {
    // Bitbucket
    let operation = list(
        &["page: int", "pagelen: int"],
        &[
            "size: int",
            "page: int",
            "pagelen: int",
            "next: text",
            "previous: text",
            "values: [id]",
        ],
    );
    check(&operation, "next_url next, items values, size pagelen");
    // Salesforce
    let operation = list(
        &["q: text"],
        &[
            "totalSize: int",
            "done: bool",
            "nextRecordsUrl: text",
            "records: [id]",
        ],
    );
    check(
        &operation,
        "next_url nextRecordsUrl, items records, done done, total totalSize",
    );
    // Confluence
    let operation = list(
        &["start: int", "limit: int"],
        &[
            "results: [id]",
            "start: int",
            "limit: int",
            "size: int",
            "_links/next: text",
            "_links/base: text",
        ],
    );
    check(
        &operation,
        "next_url _links/next, items results, size limit",
    );
    // Microsoft Graph
    let operation = list(
        &["$top: int", "$skip: int"],
        &["@odata.nextLink: text", "@odata.count: int", "value: [id]"],
    );
    check(
        &operation,
        "next_url @odata.nextLink, items value, size $top, total @odata.count",
    );
    // JSON:API
    let operation = list(
        &["page[size]: int", "page[after]: text"],
        &[
            "data: [id]",
            "included: [id]",
            "links/self: text",
            "links/first: text",
            "links/next: text",
            "links/prev: text",
        ],
    );
    check(
        &operation,
        "next_url links/next, items data, size page[size]",
    );
    // GitHub
    let operation = bare(&["per_page: int", "page: int", "since: date"], &["Link"]);
    check(
        &operation,
        "next_url link next, items the body, size per_page",
    );
    // Spotify
    let operation = list(
        &["limit: int", "offset: int"],
        &[
            "href: text",
            "limit: int",
            "next: text",
            "offset: int",
            "previous: text",
            "total: int",
            "items: [object]",
        ],
    );
    check(
        &operation,
        "next_url next, items items, size limit, total total",
    );
    // Facebook: its cursors go into parameters, too
    let operation = list(
        &["limit: int", "after: text"],
        &[
            "data: [id]",
            "paging/cursors/after: text",
            "paging/cursors/before: text",
            "paging/next: text",
        ],
    );
    check(
        &operation,
        "token paging/cursors/after -> after, items data, size limit",
    );
    // Laravel
    let operation = list(
        &["page: int"],
        &[
            "data: [id]",
            "links/first: text",
            "links/last: text",
            "links/prev: text",
            "links/next: text",
            "meta/current_page: int",
            "meta/last_page: int",
            "meta/per_page: int",
            "meta/total: int",
        ],
    );
    check(
        &operation,
        "next_url links/next, items data, total meta/total",
    );
}
