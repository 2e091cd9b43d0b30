//! Row 27. Jira, classic lists and search
//!
//! `startAt` counts from 0. The server may lower `maxResults`, and echoes the value that it used:
//! the next page begins after the number of items *received*, never after the number requested. The
//! end is `isLast: true`; endpoints that do not send it (search, most of Data Center) end when
//! `startAt` plus the page reaches `total`. Some totals are estimates (JRACLOUD-95477): if `isLast`
//! says that there is more, it has priority. An empty page ends the walk.
//!
//! Sends: GET /rest/api/3/project/search?startAt=0&maxResults=100, then startAt= the number of
//! items received; search the same in its body
//!
//! Source: S (Jira platform REST documentation), I (JRACLOUD-95477).

use paginate_runtime::EndReason;
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "startAt",
    total = "total",
    done = "is_last",
    items = "values",
    size = "maxResults",
    max = 100
)]
#[serde(rename_all = "camelCase")]
struct Projects {
    total: Option<u64>,
    is_last: Option<bool>,
    values: Vec<Project>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Project {
    id: u32,
}

/// `POST /rest/api/2/search` of Data Center, with everything in the body.
#[derive(Deserialize, Paginated)]
#[paginate(offset = body("startAt"), total = "total", items = "issues", size = body("maxResults"), max = 1000)]
struct FoundIssues {
    total: Option<u64>,
    issues: Vec<Issue>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Issue {
    id: u32,
}
// [/declaration]

fn projects(ids: std::ops::RangeInclusive<u32>) -> Vec<Project> {
    ids.map(|id| Project { id }).collect()
}

/// A server with at most three items per page, for any requested size.
fn server(
    count: usize,
    with_flag: bool,
    total: impl Fn(usize) -> usize + Send + Sync + 'static,
) -> Server {
    let api = Api::numbered(count)
        .size("maxResults", 3, 3)
        .by_offset("startAt");
    Server::start(move |request| {
        api.read(request).map(|slice| {
            let mut page = json!({ "startAt": slice.start, "maxResults": slice.size, "total": total(slice.total), "values": slice.items });
            if with_flag {
                page["isLast"] = slice.is_last().into();
            }
            Reply::json(page)
        })
    })
}

const REQUESTS: [&str; 3] = [
    "GET /rest/api/3/project/search?orderBy=key&startAt=0&maxResults=100",
    "GET /rest/api/3/project/search?orderBy=key&startAt=3&maxResults=100",
    "GET /rest/api/3/project/search?orderBy=key&startAt=6&maxResults=100",
];

#[tokio::test]
async fn row_27_jira_classic() {
    let server = server(7, true, |total| total);
    let request = client().get(server.url("/rest/api/3/project/search?orderBy=key"));
    let (items, end) = walk(Projects::paginate(request)).await.ended();

    assert_eq!((items, end), (projects(1..=7), EndReason::Flag));
    assert_eq!(
        server.lines(),
        REQUESTS,
        "the server lowered the size, and nothing is skipped"
    );
}

#[tokio::test]
async fn row_27_jira_classic_without_is_last() {
    let server = server(7, false, |total| total);
    let request = client().get(server.url("/rest/api/3/project/search?orderBy=key"));
    let (items, end) = walk(Projects::paginate(request)).await.ended();

    assert_eq!((items, end), (projects(1..=7), EndReason::Total));
    assert_eq!(server.lines(), REQUESTS);
}

#[tokio::test]
async fn row_27_jira_classic_total_is_an_estimate() {
    // The total is too low, and the flag is right. Without the flag, and with an unknown total (0),
    // only the empty page is the end.
    let low = server(7, true, |total| total - 5);
    let (items, end) = walk(Projects::paginate(
        client().get(low.url("/rest/api/3/project/search")),
    ))
    .await
    .ended();
    assert_eq!((items, end), (projects(1..=7), EndReason::Flag));

    let unknown = server(6, false, |_| 0);
    let (items, end) = walk(Projects::paginate(
        client().get(unknown.url("/rest/api/3/project/search")),
    ))
    .await
    .ended();
    assert_eq!((items, end), (projects(1..=6), EndReason::Empty));
    assert_eq!(unknown.lines().len(), 3);
}

#[tokio::test]
async fn row_27_jira_classic_search_in_the_body() {
    let api = Api::numbered(5)
        .size("/maxResults", 50, 1000)
        .by_offset("/startAt");
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            Reply::json(json!({ "startAt": slice.start, "maxResults": slice.size, "total": slice.total, "issues": slice.items }))
        })
    });
    let request = client()
        .post(server.url("/rest/api/2/search"))
        .json(&json!({ "fields": ["id"], "jql": "project = A" }));
    let (items, end) = walk(FoundIssues::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!(items, (1..=5).map(|id| Issue { id }).collect::<Vec<_>>());
    assert_eq!(end, EndReason::Total);
    assert_eq!(
        server.lines(),
        [
            r#"POST /rest/api/2/search {"fields":["id"],"jql":"project = A","startAt":0,"maxResults":2}"#,
            r#"POST /rest/api/2/search {"fields":["id"],"jql":"project = A","startAt":2,"maxResults":2}"#,
            r#"POST /rest/api/2/search {"fields":["id"],"jql":"project = A","startAt":4,"maxResults":2}"#,
        ]
    );
}

#[tokio::test]
async fn row_27_jira_classic_lowers_sizes_by_itself() {
    let server = server(7, true, |total| total);
    let (_, page) = get(&server, "/rest/api/3/project/search?maxResults=1000").await;
    assert_eq!(page["maxResults"], 3);
    assert_eq!(
        get(&server, "/rest/api/3/project/search?startAt=x").await.0,
        400
    );
}
