//! Row 10. GitLab, keyset
//!
//! With `pagination=keyset`, the URL of the next page is only in the `Link` header. At the end of
//! the collection there is no such header, and the list is empty. There are no totals and no page
//! numbers. Only few sort orders are possible; the others are refused with status 405. A page has
//! at most 100 items (20 by default).
//!
//! Sends: GET /api/v4/projects?pagination=keyset&order_by=id&sort=asc&per_page=100, then the URL of
//! the `Link` header
//!
//! Source: S, <https://docs.gitlab.com/api/rest/#keyset-based-pagination> and
//! gitlab-org/gitlab!21194 (the 405). From memory: that the last list is empty; the text of the
//! guide could not be looked up.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
struct Projects(Vec<Project>);

#[derive(Debug, PartialEq, Deserialize)]
struct Project {
    id: u32,
}
// [/declaration]

fn projects(ids: std::ops::RangeInclusive<u32>) -> Vec<Project> {
    ids.map(|id| Project { id }).collect()
}

/// A server whose link contains the last id. Every page that is not empty has a link, because the
/// server does not check whether more follows.
fn gitlab(count: usize) -> Server {
    let api = Api::numbered(count)
        .size("per_page", 20, 100)
        .by_last("id_after", "id");
    Server::start(move |request| {
        if request.param("pagination").as_deref() != Some("keyset")
            || request.param("order_by").is_none_or(|by| by != "id")
        {
            let error = "Keyset pagination is not yet available for this type of request";
            return Ok(Reply::json(json!({ "error": error })).status(405));
        }
        let slice = api.read(request)?;
        let last = slice.items.last().map(|last| last["id"].to_string());
        let reply = Reply::json(&slice.items);
        Ok::<_, Refusal>(match last {
            Some(id) => reply.header(
                "link",
                format!(
                    "<{}{}>; rel=\"next\"",
                    request.origin,
                    request.with_param("id_after", &id)
                ),
            ),
            None => reply,
        })
    })
}

#[tokio::test]
async fn row_10_gitlab_keyset() {
    let server = gitlab(7);
    let request = client()
        .get(server.url("/api/v4/projects?pagination=keyset&order_by=id&sort=asc&topic=a,b"))
        .header("private-token", "secret");
    let (items, end) = walk(Projects::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (projects(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /api/v4/projects?pagination=keyset&order_by=id&sort=asc&topic=a,b&per_page=3",
            "GET /api/v4/projects?pagination=keyset&order_by=id&sort=asc&topic=a%2Cb&per_page=3&id_after=3",
            "GET /api/v4/projects?pagination=keyset&order_by=id&sort=asc&topic=a%2Cb&per_page=3&id_after=6",
            "GET /api/v4/projects?pagination=keyset&order_by=id&sort=asc&topic=a%2Cb&per_page=3&id_after=7",
        ],
        "the last page is an empty one"
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("private-token") == Some("secret"))
    );
}

#[tokio::test]
async fn row_10_gitlab_keyset_of_nothing() {
    let server = gitlab(0);
    let request = client().get(server.url("/api/v4/projects?pagination=keyset&order_by=id"));
    let (items, end) = walk(Projects::paginate(request)).await.ended();

    assert_eq!((items, end), (vec![], EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        ["GET /api/v4/projects?pagination=keyset&order_by=id&per_page=100"]
    );
}

#[tokio::test]
async fn row_10_gitlab_keyset_in_an_order_that_it_lacks() {
    let server = gitlab(7);
    let request =
        client().get(server.url("/api/v4/projects?pagination=keyset&order_by=created_at"));
    let (items, kind, message) = walk(Projects::paginate(request)).await.failed();

    assert_eq!((items, kind), (vec![], ErrorKind::Status));
    assert!(
        message.contains("405") && message.contains("Keyset pagination is not yet available"),
        "{message}"
    );
}

#[tokio::test]
async fn row_10_gitlab_keyset_refuses_what_it_documents() {
    let server = gitlab(3);
    assert_eq!(
        get(
            &server,
            "/api/v4/projects?pagination=keyset&order_by=id&page=2"
        )
        .await
        .0,
        200,
        "a number is ignored"
    );
    assert_eq!(
        get(&server, "/api/v4/projects?pagination=keyset&order_by=name")
            .await
            .0,
        405
    );
}
