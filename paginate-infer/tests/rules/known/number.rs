//! A number of pages or items leads on.

use super::{bare, check};
use crate::kit::list;

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
