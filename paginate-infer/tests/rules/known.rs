//! APIs that many people know, as their documentation describes them.

use paginate_infer::model::{Operation, Place};

use crate::kit::{concluded, header, list, object, parameter};

fn check(operation: &Operation, expected: &str) {
    let found = concluded(operation);
    if found != expected {
        panic!("\n   found {found}\nexpected {expected}");
    }
}

fn post(parameters: &[&str], members: &[&str]) -> Operation {
    let mut operation = list(&[], members);
    operation.method = "POST".to_owned();
    let parameters = parameters.iter();
    operation.parameters = parameters
        .map(|text| parameter(text, Place::Body))
        .collect();
    operation
}

fn bare(parameters: &[&str], headers: &[&str]) -> Operation {
    let mut operation = list(parameters, &[]);
    operation.response = Some(object(&["x: [id]"]).members.remove(0).shape);
    operation.headers = headers.iter().map(|name| header(name, "")).collect();
    operation
}

#[test]
fn by_token() {
    // Slack
    let operation = list(
        &["cursor: text", "limit: int"],
        &[
            "ok: bool",
            "members: [id]",
            "response_metadata/next_cursor: text",
        ],
    );
    check(
        &operation,
        "token response_metadata/next_cursor -> cursor, items members, size limit",
    );
    // Zoom
    let operation = list(
        &[
            "status: text",
            "page_size: int <=300",
            "next_page_token: text",
            "page_number: text",
        ],
        &[
            "page_count: int",
            "page_number: int",
            "page_size: int",
            "total_records: int",
            "next_page_token: text",
            "users: [id]",
        ],
    );
    check(
        &operation,
        "token next_page_token -> next_page_token, items users, size page_size, max 300, total total_records",
    );
    // Reddit
    let operation = list(
        &["after: text", "before: text", "limit: int", "count: int"],
        &[
            "kind: text",
            "data/after: text",
            "data/before: text",
            "data/dist: int",
            "data/children: [object]",
        ],
    );
    check(
        &operation,
        "token data/after -> after, items data/children, size limit",
    );
    // HubSpot
    let operation = list(
        &["limit: int", "after: text", "archived: bool"],
        &[
            "results: [id]",
            "paging/next/after: text",
            "paging/next/link: text",
        ],
    );
    check(
        &operation,
        "token paging/next/after -> after, items results, size limit",
    );
    // Notion
    let operation = post(
        &["page_size: int", "start_cursor: text"],
        &[
            "object: text",
            "results: [id]",
            "next_cursor: text",
            "has_more: bool",
        ],
    );
    check(
        &operation,
        "token next_cursor -> Body start_cursor, items results, size Body page_size, more has_more",
    );
    // Airtable
    let operation = list(
        &["pageSize: int", "maxRecords: int", "offset: text"],
        &["records: [id]", "offset: text"],
    );
    check(
        &operation,
        "token offset -> offset, items records, size pageSize",
    );
    // Elasticsearch
    let operation = post(
        &["scroll: text", "scroll_id: text"],
        &[
            "_scroll_id: text",
            "hits/total/value: int",
            "hits/hits: [object]",
        ],
    );
    check(
        &operation,
        "token _scroll_id -> Body scroll_id, items hits/hits",
    );
    // X
    let operation = list(
        &["max_results: int", "pagination_token: text"],
        &[
            "data: [id]",
            "includes/users: [id]",
            "meta/result_count: int",
            "meta/next_token: text",
            "meta/previous_token: text",
        ],
    );
    check(
        &operation,
        "token meta/next_token -> pagination_token, items data, size max_results",
    );
    // YouTube
    let operation = list(
        &["part: text", "maxResults: int <=50", "pageToken: text"],
        &[
            "nextPageToken: text",
            "prevPageToken: text",
            "pageInfo/totalResults: int",
            "pageInfo/resultsPerPage: int",
            "items: [id]",
        ],
    );
    check(
        &operation,
        "token nextPageToken -> pageToken, items items, size maxResults, max 50, total pageInfo/totalResults",
    );
    // Microsoft's continuation tokens
    let operation = list(
        &["$top: int", "continuationToken: text"],
        &["count: int", "value: [id]", "continuationToken: text"],
    );
    check(
        &operation,
        "token continuationToken -> continuationToken, items value, size $top",
    );
    // Kubernetes
    let operation = list(
        &[
            "limit: int",
            "continue: text",
            "labelSelector: text",
            "resourceVersion: text",
        ],
        &[
            "kind: text",
            "metadata/continue: text",
            "metadata/remainingItemCount: int",
            "metadata/resourceVersion: text",
            "items: [object]",
        ],
    );
    check(
        &operation,
        "token metadata/continue -> continue, items items, size limit",
    );
    // Square
    let operation = list(
        &["cursor: text", "limit: int"],
        &[
            "errors: [object]",
            "customers: [id]",
            "cursor: text",
            "count: int",
        ],
    );
    check(
        &operation,
        "token cursor -> cursor, items customers, size limit",
    );
    // Dropbox's next request
    let operation = post(
        &["cursor: text"],
        &["entries: [object]", "cursor: text", "has_more: bool"],
    );
    check(
        &operation,
        "token cursor -> Body cursor, items entries, more has_more",
    );
}

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

#[test]
fn by_number() {
    // Jira
    let operation = list(
        &["startAt: int", "maxResults: int"],
        &[
            "startAt: int",
            "maxResults: int",
            "total: int",
            "issues: [id]",
        ],
    );
    check(
        &operation,
        "offset startAt, items issues, size maxResults, total total",
    );
    // Contentful
    let operation = list(
        &["skip: int", "limit: int"],
        &["total: int", "skip: int", "limit: int", "items: [object]"],
    );
    check(
        &operation,
        "offset skip, items items, size limit, total total",
    );
    // CKAN
    let operation = list(
        &["q: text", "start: int", "rows: int"],
        &["success: bool", "result/count: int", "result/results: [id]"],
    );
    check(&operation, "offset start, items result/results, size rows");
    // Spring Data
    let operation = list(
        &["page: int", "size: int", "sort: [text]"],
        &[
            "content: [id]",
            "last: bool",
            "first: bool",
            "totalElements: int",
            "totalPages: int",
            "size: int",
            "number: int",
            "numberOfElements: int",
            "empty: bool",
        ],
    );
    check(
        &operation,
        "page page, items content, size size, done last, total totalElements, pages totalPages",
    );
    // TMDB
    let operation = list(
        &["page: int"],
        &[
            "page: int",
            "results: [id]",
            "total_pages: int",
            "total_results: int",
        ],
    );
    check(
        &operation,
        "page page, items results, total total_results, pages total_pages",
    );
    // Algolia
    let operation = list(
        &["page: int =0", "hitsPerPage: int"],
        &[
            "hits: [id]",
            "page: int",
            "nbHits: int",
            "nbPages: int",
            "hitsPerPage: int",
        ],
    );
    check(
        &operation,
        "page page, items hits, size hitsPerPage, start 0, total nbHits, pages nbPages",
    );
    // GitLab
    let operation = bare(
        &["page: int", "per_page: int"],
        &["X-Total", "X-Total-Pages", "X-Page", "X-Next-Page"],
    );
    check(
        &operation,
        "token header X-Next-Page -> page, items the body, size per_page, total header X-Total",
    );
    // fastapi-pagination
    let operation = list(
        &["page: int =1 >=1", "size: int =50 >=1 <=100"],
        &[
            "items: [id]",
            "total: int",
            "page: int",
            "size: int",
            "pages: int",
        ],
    );
    check(
        &operation,
        "page page, items items, size size, max 100, total total, pages pages",
    );
}

#[test]
fn by_the_last_item() {
    // Stripe
    let operation = list(
        &["limit: int", "starting_after: text", "ending_before: text"],
        &["object: text", "url: text", "has_more: bool", "data: [id]"],
    );
    check(
        &operation,
        "last_item id -> starting_after, items data, size limit, more has_more",
    );
}
