//! Row 1. Zoom v2, token
//!
//! The response names the token of the next page in `next_page_token`, which is the empty string on
//! the last page. Requests send it back under the same name, and keep all their other parameters.
//! APIs for light data return up to 300 items per page (30 by default), those for heavy data 30, 50
//! or 100, depending on the API: put such a size into the first request, or declare it.
//! `page_count`, `page_number` and `total_records` are deprecated in this mode; only the first page
//! is sure to have them. A token expires after 15 minutes, as each API's reference says (the
//! catalogue had that from memory).
//!
//! Sends: GET /v2/users?page_size=300, then ...&next_page_token=...&page_size=300
//!
//! Source: S, <https://developers.zoom.us/docs/api/pagination/>; the expiry from the reference of
//! the Phone and Accounts APIs.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max = 300)]
struct UserList {
    next_page_token: String,
    users: Vec<User>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct User {
    id: String,
    email: String,
}
// [/declaration]

fn user(n: usize) -> User {
    User {
        id: format!("u{n}"),
        email: format!("u{n}@example.com"),
    }
}

fn records(count: usize) -> impl Iterator<Item = Value> {
    (1..=count)
        .map(user)
        .map(|user| json!({ "id": user.id, "email": user.email, "type": 1, "status": "active" }))
}

fn refuse(refusal: Refusal) -> Reply {
    let message = match refusal {
        Refusal::Size => "Validation Failed: page_size is from 1 to 300.",
        Refusal::Unknown | Refusal::Changed => "The next page token is invalid or expired.",
    };
    Reply::json(json!({ "code": 300, "message": message })).status(400)
}

/// A server whose last token is the empty string. Only the first page has the total.
fn token_mode(api: Api) -> Server {
    let api = api
        .size("page_size", 30, 300)
        .refuse_sizes()
        .by_token("next_page_token");
    Server::start(move |request| {
        let slice = api.read(request).map_err(refuse)?;
        let mut page = json!({ "page_size": slice.size, "next_page_token": slice.token(), "users": slice.items });
        if request.param("next_page_token").is_none() {
            page["page_count"] = json!(slice.pages());
            page["page_number"] = json!(1);
            page["total_records"] = json!(slice.total);
        }
        Ok::<_, Reply>(Reply::json(page))
    })
}

#[tokio::test]
async fn row_01_zoom_token() {
    let server = token_mode(Api::records(records(7)));
    let request = client().get(server.url("/v2/users?status=active&role_id=a%20b"));
    let (users, end) = walk(UserList::paginate(request).page_size(3)).await.ended();

    assert_eq!(users, (1..=7).map(user).collect::<Vec<_>>());
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(
        server.lines(),
        [
            "GET /v2/users?status=active&role_id=a%20b&page_size=3",
            "GET /v2/users?status=active&role_id=a%20b&next_page_token=AuFA1b%2B%2F%3D&page_size=3",
            "GET /v2/users?status=active&role_id=a%20b&next_page_token=gv3MVE%2B%2F%3D&page_size=3",
        ]
    );
}

#[tokio::test]
async fn row_01_zoom_token_asks_for_the_largest_pages_by_itself() {
    let server = token_mode(Api::records(records(301)));
    let (users, _) = walk(UserList::paginate(client().get(server.url("/v2/users"))))
        .await
        .ended();

    assert_eq!(users.len(), 301);
    assert_eq!(
        server.lines(),
        [
            "GET /v2/users?page_size=300".to_owned(),
            format!("GET /v2/users?next_page_token={}&page_size=300", encoded(1))
        ]
    );
}

#[tokio::test]
async fn row_01_zoom_token_goes_on_past_an_empty_page() {
    let server = token_mode(Api::records(records(4)).empty_pages([0, 2]));
    let walk = walk(UserList::paginate(client().get(server.url("/v2/users"))).page_size(2)).await;

    assert_eq!(walk.pages, 4);
    let (users, end) = walk.ended();
    assert_eq!(users, (1..=4).map(user).collect::<Vec<_>>());
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(server.lines()[0], "GET /v2/users?page_size=2");
    let continued: Vec<_> = (1..4)
        .map(|page| {
            format!(
                "GET /v2/users?next_page_token={}&page_size=2",
                encoded(page)
            )
        })
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_01_zoom_token_of_an_account_without_users() {
    let server = token_mode(Api::records([]));
    let (users, end) = walk(UserList::paginate(client().get(server.url("/v2/users"))))
        .await
        .ended();

    assert_eq!((users, end), (vec![], EndReason::NoContinuation));
    assert_eq!(server.lines(), ["GET /v2/users?page_size=300"]);
}

#[tokio::test]
async fn row_01_zoom_size_is_never_above_the_largest() {
    let server = token_mode(Api::records(records(1)));
    let (_, end) =
        walk(UserList::paginate(client().get(server.url("/v2/users?page_size=2"))).page_size(2000))
            .await
            .ended();

    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(server.lines(), ["GET /v2/users?page_size=300"]);
}

#[tokio::test]
async fn row_01_zoom_heavy_apis_keep_the_callers_size() {
    let server = token_mode(Api::records(records(31)));
    let (users, _) = walk(UserList::paginate(
        client().get(server.url("/v2/users?page_size=30&type=past")),
    ))
    .await
    .ended();

    assert_eq!(users.len(), 31);
    assert_eq!(
        server.lines(),
        [
            "GET /v2/users?page_size=30&type=past".to_owned(),
            format!(
                "GET /v2/users?page_size=30&type=past&next_page_token={}",
                encoded(1)
            ),
        ]
    );
}

#[tokio::test]
async fn row_01_zoom_token_that_expires() {
    let api = Api::records(records(5))
        .size("page_size", 30, 300)
        .by_token("next_page_token");
    let server = Server::start(move |request| {
        let slice = api.read(request).map_err(refuse)?;
        if slice.page == 2 {
            return Err(refuse(Refusal::Unknown));
        }
        Ok(Reply::json(
            json!({ "next_page_token": slice.token(), "users": slice.items }),
        ))
    });
    let walk = walk(UserList::paginate(client().get(server.url("/v2/users"))).page_size(2)).await;

    let (users, kind, message) = walk.failed();
    assert_eq!(
        users,
        (1..=4).map(user).collect::<Vec<_>>(),
        "what came before is not lost"
    );
    assert_eq!(kind, ErrorKind::ContinuationRejected);
    assert!(message.starts_with("page 3: "), "{message}");
    assert!(
        message.contains("The next page token is invalid or expired."),
        "{message}"
    );
    assert!(!message.contains(&encoded(2)), "no token in {message}");
    assert_eq!(server.lines().len(), 3, "it is not sent again");
}

#[tokio::test]
async fn row_01_zoom_refuses_what_it_documents() {
    let server = token_mode(Api::records(records(5)));
    let rejected = json!({ "code": 300, "message": "The next page token is invalid or expired." });
    let (status, first) = get(&server, "/v2/users?status=active&page_size=2").await;
    assert_eq!(
        (status, &first["page_count"], &first["total_records"]),
        (200, &json!(3), &json!(5))
    );

    let token = encoded(1);
    let (status, second) = get(
        &server,
        &format!("/v2/users?status=active&page_size=2&next_page_token={token}"),
    )
    .await;
    assert_eq!(
        (
            status,
            second.get("page_count"),
            second.get("total_records")
        ),
        (200, None, None)
    );

    let other = get(
        &server,
        &format!("/v2/users?status=inactive&page_size=2&next_page_token={token}"),
    )
    .await;
    assert_eq!(other, (400, rejected.clone()), "another filter");
    let other = get(
        &server,
        &format!("/v2/users?status=active&page_size=3&next_page_token={token}"),
    )
    .await;
    assert_eq!(other, (400, rejected.clone()), "another size");
    let other = get(
        &server,
        "/v2/users?status=active&page_size=2&next_page_token=guess",
    )
    .await;
    assert_eq!(other, (400, rejected), "an unknown token");
    assert_eq!(get(&server, "/v2/users?page_size=301").await.0, 400);
}
