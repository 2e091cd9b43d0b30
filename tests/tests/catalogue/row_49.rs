//! Row 49. Meta Graph API
//!
//! `paging.next` is an absolute URL, and its absence is the end; the last page has
//! `paging.cursors.after` too, so the cursor cannot tell. Pages can be short or empty because of
//! privacy filters. The link *contains the access token*, also if the token was sent in another
//! place: do not log links. No error of this library shows one. To send the token in a header and
//! build the requests yourself, use the cursor, with a function that checks for the link. The
//! largest page depends on the edge (100 to 5000). Cursors must not be stored.
//!
//! Sends: GET /v23.0/me/posts?access_token=...&limit=100, then the link as it stands
//!
//! Source: S, <https://developers.facebook.com/docs/graph-api/results>; the catalogue had it from
//! memory.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::{HeaderMap, Paginated};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "paging.next", items = "data", size = "limit", max = 100)]
struct Posts {
    data: Vec<Post>,
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    next: Option<String>,
}

/// The same by cursor, without a link that contains the token.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "paging.cursors.after",
    param = "after",
    more = Self::has_next,
    items = "data",
    size = "limit",
    max = 100
)]
struct PostsByCursor {
    data: Vec<Post>,
    paging: Option<CursorPaging>,
}

impl PostsByCursor {
    fn has_next(&self, _: &HeaderMap) -> bool {
        self.paging
            .as_ref()
            .is_some_and(|paging| paging.next.is_some())
    }
}

#[derive(Deserialize)]
struct CursorPaging {
    next: Option<String>,
    cursors: Option<Cursors>,
}

#[derive(Deserialize)]
struct Cursors {
    after: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Post {
    id: String,
}
// [/declaration]

/// A token; real ones are even longer.
const TOKEN: &str = "EAABsbCS1ZCMBO7fZBZAq0ZAh3pZCk9mQ2ZBdL5t1c3ZAZB4yR8wVxNnUuPsTqJgHfDe";

fn posts(ids: std::ops::RangeInclusive<u32>) -> Vec<Post> {
    ids.map(|id| Post { id: id.to_string() }).collect()
}

fn refuse(message: &str) -> Reply {
    Reply::json(json!({ "error": { "type": "OAuthException", "code": 190, "message": message } }))
        .status(400)
}

/// A server whose link always has the token in its query.
fn server(api: Api) -> Server {
    let api = api.size("limit", 25, 100).by_token("after").lenient();
    Server::start(move |request| {
        let bearer = request
            .header("authorization")
            .and_then(|header| header.strip_prefix("Bearer "))
            == Some(TOKEN);
        if !bearer && request.param("access_token").as_deref() != Some(TOKEN) {
            return Err(refuse("An access token is required"));
        }
        let slice = api
            .read(request)
            .map_err(|refusal: Refusal| refuse(&format!("{refusal} for {TOKEN}")))?;
        let mut own = request.clone();
        own.query = request
            .with_param("access_token", TOKEN)
            .split_once('?')
            .map(|(_, query)| query.to_owned())
            .unwrap_or_default();
        let cursors = json!({ "before": "b", "after": slice.next.as_deref().unwrap_or("points-to-the-last-one") });
        let mut paging = json!({ "cursors": cursors });
        if let Some(next) = slice.next_url(&own) {
            paging["next"] = next.into();
        }
        Ok(Reply::json(
            json!({ "data": slice.items, "paging": paging }),
        ))
    })
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|id| json!({ "id": id.to_string() })))
}

#[tokio::test]
async fn row_49_meta_graph() {
    let server = server(api(7).empty_pages([1]));
    let request =
        client().get(server.url(&format!("/v23.0/me/posts?fields=id&access_token={TOKEN}")));
    let walk = walk(Posts::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (posts(1..=7), EndReason::NoContinuation));
    let path = format!("GET /v23.0/me/posts?fields=id&access_token={TOKEN}&limit=3");
    assert_eq!(
        server.lines(),
        [
            path.clone(),
            format!("{path}&after=AuFA1b%2B%2F%3D"),
            format!("{path}&after=gv3MVE%2B%2F%3D"),
            format!("{path}&after={}", encoded(3)),
        ]
    );
}

#[tokio::test]
async fn row_49_meta_graph_by_cursor() {
    let server = server(api(7).empty_pages([1]));
    let request = client()
        .get(server.url("/v23.0/me/posts?fields=id"))
        .bearer_auth(TOKEN);
    let (items, end) = walk(PostsByCursor::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!((items, end), (posts(1..=7), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /v23.0/me/posts?fields=id&limit=3".to_owned(),
            "GET /v23.0/me/posts?fields=id&after=AuFA1b%2B%2F%3D&limit=3".to_owned(),
            "GET /v23.0/me/posts?fields=id&after=gv3MVE%2B%2F%3D&limit=3".to_owned(),
            format!("GET /v23.0/me/posts?fields=id&after={}&limit=3", encoded(3)),
        ],
        "the token is in no URL"
    );
}

/// Everything that can go wrong on a later page, whose URL contains the token.
#[tokio::test]
async fn row_49_meta_graph_errors_show_no_token() {
    let bodies = [
        (
            refuse(&format!("Error validating access_token={TOKEN}")),
            ErrorKind::ContinuationRejected,
        ),
        (
            Reply::json(json!({ "data": format!("no list, but {TOKEN}") })),
            ErrorKind::Decode,
        ),
        (
            Reply::json(json!({ "data": [] })).status(404),
            ErrorKind::Status,
        ),
        (
            Reply::json(
                json!({ "data": [], "paging": { "next": format!("https://graph.example.com/x?access_token={TOKEN}") } }),
            ),
            ErrorKind::Link,
        ),
    ];
    for (reply, expected) in bodies {
        let server = Server::start(move |request| match request.param("after") {
            Some(_) => reply.clone(),
            None => {
                let next = format!("{}{}", request.origin, request.with_param("after", "t"));
                Reply::json(json!({ "data": [{ "id": "1" }], "paging": { "next": next } }))
            }
        });
        let request = client().get(server.url(&format!("/v23.0/me/posts?access_token={TOKEN}")));
        let walk = walk(Posts::paginate(request)).await;
        let error = walk.error.as_ref().expect("an error");

        assert_eq!((&walk.items, error.kind()), (&posts(1..=1), expected));
        for text in [
            error.to_string(),
            format!("{error:?}"),
            format!("{error:#?}"),
        ] {
            assert!(!text.contains(TOKEN), "{text}");
        }
    }
}

#[tokio::test]
async fn row_49_meta_graph_refuses_what_it_documents() {
    let server = server(api(7));
    assert_eq!(
        get(&server, "/v23.0/me/posts").await.0,
        400,
        "without a token"
    );
    assert_eq!(
        get(
            &server,
            &format!("/v23.0/me/posts?access_token={TOKEN}&after=x")
        )
        .await
        .0,
        400
    );
}
