//! Row 7. GitHub REST
//!
//! A page is a bare list. The `Link` header has the URL of the next page (`rel="next"`). The last
//! page has no such relation, and if everything is on one page, there is no such header at all.
//! Searches wrap the list in an object with `total_count`, and stop after 1000 results, even if the
//! count is higher. A page has at most 100 items (30 by default); larger sizes are silently
//! reduced. An empty repository answers 204 or 409.
//!
//! Sends: GET /repos/o/r/issues?per_page=100, then the URL of the `Link` header
//!
//! Source: S,
//! <https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api>.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Request, Server, Slice};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
struct Issues(Vec<Issue>);

/// A search wraps the list in an object.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "items", size = "per_page", max = 100)]
struct Found {
    items: Vec<Issue>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Issue {
    id: u32,
}
// [/declaration]

fn issues(ids: std::ops::RangeInclusive<u32>) -> Vec<Issue> {
    ids.map(|id| Issue { id }).collect()
}

fn api(count: usize) -> Api {
    Api::numbered(count)
        .size("per_page", 30, 100)
        .by_number("page", 1)
}

/// Returns the `Link` header with GitHub's order: `prev`, `next`, `last`, `first`. `None` if
/// everything is on one page.
fn link(request: &Request, slice: &Slice) -> Option<String> {
    let to = |page: usize, rel: &str| {
        format!(
            "<{}{}>; rel=\"{rel}\"",
            request.origin,
            request.with_param("page", &page.to_string())
        )
    };
    let page = slice.page + 1;
    let mut links = Vec::new();
    if page > 1 {
        links.push(to(page - 1, "prev"));
    }
    if !slice.is_last() {
        links.push(to(page + 1, "next"));
        links.push(to(slice.pages(), "last"));
    }
    if page > 1 {
        links.push(to(1, "first"));
    }
    (!links.is_empty()).then(|| links.join(", "))
}

fn list(count: usize) -> Server {
    let api = api(count);
    Server::start(move |request| {
        api.read(request).map(|slice| {
            let reply = Reply::json(&slice.items);
            match link(request, &slice) {
                Some(link) => reply.header("link", link),
                None => reply,
            }
        })
    })
}

#[tokio::test]
async fn row_07_github_link() {
    let server = list(7);
    let request = client()
        .get(server.url("/repos/o/r/issues?state=all&labels=a,b"))
        .bearer_auth("secret")
        .header("user-agent", "me");
    let (items, end) = walk(Issues::paginate(request).page_size(3)).await.ended();

    assert_eq!(items, issues(1..=7));
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(
        server.lines(),
        [
            "GET /repos/o/r/issues?state=all&labels=a,b&per_page=3",
            "GET /repos/o/r/issues?state=all&labels=a%2Cb&per_page=3&page=2",
            "GET /repos/o/r/issues?state=all&labels=a%2Cb&per_page=3&page=3",
        ],
        "links are followed as they stand"
    );
    for request in server.requests() {
        assert_eq!(
            (
                request.header("authorization"),
                request.header("user-agent")
            ),
            (Some("Bearer secret"), Some("me"))
        );
    }
}

#[tokio::test]
async fn row_07_github_one_page_has_no_link() {
    let server = list(2);
    let (items, end) = walk(Issues::paginate(client().get(server.url("/issues"))))
        .await
        .ended();

    assert_eq!((items, end), (issues(1..=2), EndReason::NoContinuation));
    assert_eq!(server.lines(), ["GET /issues?per_page=100"]);
}

#[tokio::test]
async fn row_07_github_search_goes_on_past_an_empty_page() {
    let api = api(4).empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            let reply = Reply::json(json!({ "total_count": slice.total, "incomplete_results": false, "items": slice.items }));
            match slice.next_url(request) {
                Some(next) => reply.header("link", format!("<{next}>; rel=\"next\"")),
                None => reply,
            }
        })
    });
    let walk =
        walk(Found::paginate(client().get(server.url("/search/issues?q=is:open"))).page_size(2))
            .await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (issues(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /search/issues?q=is:open&per_page=2");
    let continued: Vec<_> = (2..4)
        .map(|page| format!("GET /search/issues?q=is%3Aopen&per_page=2&page={}", page))
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_07_github_search_is_capped() {
    // Only the first 1000 results can be read; a request for more is a 422 with a body.
    let capped = || {
        Reply::json(json!({ "message": "Only the first 1000 search results are available" }))
            .status(422)
    };
    let api = api(1000);
    let server = Server::start(move |request| {
        let slice = api.read(request)?;
        if slice.page >= 10 {
            return Ok(capped());
        }
        let reply = Reply::json(json!({ "total_count": 50_000, "items": slice.items }));
        Ok::<_, paginate_tests::Refusal>(match link(request, &slice) {
            Some(link) => reply.header("link", link),
            None => reply,
        })
    });
    let (items, end) = walk(Found::paginate(
        client().get(server.url("/search/issues?q=x")),
    ))
    .await
    .ended();

    assert_eq!(
        (items.len(), end),
        (1000, EndReason::NoContinuation),
        "the total does not make it ask for more"
    );
    assert_eq!(server.lines().len(), 10);
}

#[tokio::test]
async fn row_07_github_size_above_the_largest_is_silently_cut() {
    let server = list(101);
    let (items, _) = walk(Issues::paginate(client().get(server.url("/issues"))).page_size(1000))
        .await
        .ended();
    assert_eq!(items.len(), 101);
    assert_eq!(
        server.lines(),
        [
            "GET /issues?per_page=100",
            "GET /issues?per_page=100&page=2"
        ]
    );

    let (_, page) = get(&server, "/issues?per_page=1000").await;
    assert_eq!(
        page.as_array().map(Vec::len),
        Some(100),
        "what happens by hand"
    );
}

#[tokio::test]
async fn row_07_github_empty_repository() {
    let server = Server::start(|_| Reply::empty(204));
    let (items, end) = walk(Issues::paginate(
        client().get(server.url("/repos/o/r/contributors")),
    ))
    .await
    .ended();
    assert_eq!((items.len(), end), (0, EndReason::Status));

    let server = Server::start(|_| {
        Reply::json(json!({ "message": "Git Repository is empty." })).status(409)
    });
    let (_, kind, message) = walk(Issues::paginate(
        client().get(server.url("/repos/o/r/commits")),
    ))
    .await
    .failed();
    assert_eq!(kind, ErrorKind::Status);
    assert!(
        message.contains("409") && message.contains("Git Repository is empty."),
        "{message}"
    );
}
