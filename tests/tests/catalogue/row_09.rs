//! Row 9. GitLab, offset
//!
//! The number of the next page is in the header `x-next-page`, which is empty on the last page (the
//! `Link` header works too, see row 10). `x-total` and `x-total-pages` are left out for more than
//! 10 000 records. A page has at most 100 items (20 by default). If the offset is limited (to 50
//! 000), a page beyond it is refused with 405: use row 10.
//!
//! Sends: GET /api/v4/projects?per_page=100, then ...&page=2&per_page=100
//!
//! Source: S, <https://docs.gitlab.com/api/rest/#offset-based-pagination>.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = header("x-next-page"), param = "page", items = "0", size = "per_page", max = 100)]
struct Projects(Vec<Project>);

#[derive(Debug, PartialEq, Deserialize)]
struct Project {
    id: u32,
}
// [/declaration]

fn projects(ids: std::ops::RangeInclusive<u32>) -> Vec<Project> {
    ids.map(|id| Project { id }).collect()
}

/// A server that leaves out `x-total` and `x-total-pages` for large lists.
fn gitlab(api: Api, totals: bool) -> Server {
    let api = api.size("per_page", 20, 100).by_number("page", 1);
    Server::start(move |request| {
        api.read(request).map(|slice| {
            let reply = Reply::json(&slice.items)
                .header("x-next-page", slice.token())
                .header("x-page", (slice.page + 1).to_string())
                .header("x-per-page", slice.size.to_string());
            if !totals {
                return reply;
            }
            reply
                .header("x-total", slice.total.to_string())
                .header("x-total-pages", slice.pages().to_string())
        })
    })
}

#[tokio::test]
async fn row_09_gitlab_offset() {
    for totals in [true, false] {
        let server = gitlab(Api::numbered(7), totals);
        let request = client()
            .get(server.url("/api/v4/projects?membership=true"))
            .header("private-token", "secret");
        let (items, end) = walk(Projects::paginate(request).page_size(3)).await.ended();

        assert_eq!((items, end), (projects(1..=7), EndReason::NoContinuation));
        assert_eq!(
            server.lines(),
            [
                "GET /api/v4/projects?membership=true&per_page=3",
                "GET /api/v4/projects?membership=true&page=2&per_page=3",
                "GET /api/v4/projects?membership=true&page=3&per_page=3",
            ]
        );
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.header("private-token") == Some("secret"))
        );
    }
}

#[tokio::test]
async fn row_09_gitlab_goes_on_past_an_empty_page() {
    let server = gitlab(Api::numbered(4).empty_pages([0, 2]), false);
    let walk =
        walk(Projects::paginate(client().get(server.url("/api/v4/projects"))).page_size(2)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (projects(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /api/v4/projects?per_page=2");
    let continued: Vec<_> = (2..5)
        .map(|page| format!("GET /api/v4/projects?page={}&per_page=2", page))
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_09_gitlab_without_the_header() {
    let server = Server::start(|_| Reply::json(json!([{ "id": 1 }])));
    let (items, end) = walk(Projects::paginate(
        client().get(server.url("/api/v4/projects")),
    ))
    .await
    .ended();

    assert_eq!((items, end), (projects(1..=1), EndReason::NoContinuation));
    assert_eq!(server.lines(), ["GET /api/v4/projects?per_page=100"]);
}

#[tokio::test]
async fn row_09_gitlab_refuses_large_offsets() {
    let api = Api::numbered(100)
        .size("per_page", 20, 100)
        .by_number("page", 1);
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            if slice.start >= 50 {
                let message = "Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type Project.";
                return Reply::json(json!({ "error": message })).status(405);
            }
            Reply::json(&slice.items).header("x-next-page", slice.token())
        })
    });
    let (items, kind, message) =
        walk(Projects::paginate(client().get(server.url("/api/v4/projects"))).page_size(25))
            .await
            .failed();

    assert_eq!((items, kind), (projects(1..=50), ErrorKind::Status));
    assert!(
        message.starts_with("page 3: ") && message.contains("maximum allowed offset"),
        "{message}"
    );
    assert_eq!(
        get(&server, "/api/v4/projects?page=3&per_page=25").await.0,
        405
    );
}
