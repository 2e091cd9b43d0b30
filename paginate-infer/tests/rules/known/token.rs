//! A token leads on.

use super::{check, post};
use crate::kit::list;

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
