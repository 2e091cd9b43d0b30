//! Row 2. Zoom v2, page number
//!
//! The older way: pages are numbered from 1 to `page_count`. Zoom is replacing it with the token,
//! and `page_count` will go too; if it is absent, an empty page is the end.
//!
//! Sends: GET /v2/users?page_number=1&page_size=300, then ...page_number=2...
//!
//! Source: S, <https://developers.zoom.us/docs/api/pagination/>.

use paginate_runtime::EndReason;
use paginate_runtime::report::{Warning, WarningKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page_number", pages = "page_count", items = "users", max = 300)]
struct NumberedUserList {
    page_count: Option<u64>,
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
        Refusal::Unknown | Refusal::Changed => "Validation Failed: page_number is not valid.",
    };
    Reply::json(json!({ "code": 300, "message": message })).status(400)
}

fn number_mode(api: Api) -> Server {
    let api = api
        .size("page_size", 30, 300)
        .refuse_sizes()
        .by_number("page_number", 1);
    Server::start(move |request| {
        api.read(request).map_err(refuse).map(|slice| {
            Reply::json(json!({
                "page_count": slice.pages(),
                "page_number": slice.page + 1,
                "page_size": slice.size,
                "total_records": slice.total,
                "users": slice.items,
            }))
        })
    })
}

#[tokio::test]
async fn row_02_zoom_page_number() {
    let server = number_mode(Api::records(records(7)));
    let request = client().get(server.url("/v2/users?status=active"));
    let (users, end) = walk(NumberedUserList::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!(users, (1..=7).map(user).collect::<Vec<_>>());
    assert_eq!(end, EndReason::Total);
    assert_eq!(
        server.lines(),
        [
            "GET /v2/users?status=active&page_number=1&page_size=3",
            "GET /v2/users?status=active&page_number=2&page_size=3",
            "GET /v2/users?status=active&page_number=3&page_size=3",
        ]
    );
}

#[tokio::test]
async fn row_02_zoom_page_number_of_full_pages_only() {
    let server = number_mode(Api::records(records(6)));
    let (users, end) =
        walk(NumberedUserList::paginate(client().get(server.url("/v2/users"))).page_size(2))
            .await
            .ended();

    assert_eq!((users.len(), end), (6, EndReason::Total));
    assert_eq!(server.lines().len(), 3, "no request past the last page");
}

#[tokio::test]
async fn row_02_zoom_page_number_from_a_later_page() {
    let server = number_mode(Api::records(records(7)));
    let request = client().get(server.url("/v2/users?page_number=2"));
    let (users, end) = walk(NumberedUserList::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!(users, (4..=7).map(user).collect::<Vec<_>>());
    assert_eq!(end, EndReason::Total);
    assert_eq!(
        server.lines(),
        [
            "GET /v2/users?page_number=2&page_size=3",
            "GET /v2/users?page_number=3&page_size=3"
        ]
    );
}

#[tokio::test]
async fn row_02_zoom_page_count_that_is_absent_or_zero() {
    // `page_count` is deprecated: once it is gone, an empty page is the end.
    let api = Api::records(records(4))
        .size("page_size", 30, 300)
        .by_number("page_number", 1);
    let server = Server::start(move |request| {
        api.read(request)
            .map(|slice| Reply::json(json!({ "users": slice.items })))
    });
    let walked =
        walk(NumberedUserList::paginate(client().get(server.url("/v2/users"))).page_size(2)).await;
    assert_eq!(
        (walked.items.len(), walked.end),
        (4, Some(EndReason::Empty))
    );
    let kinds: Vec<_> = walked.warnings.iter().map(Warning::kind).collect();
    assert_eq!(kinds, [WarningKind::AbsentValue], "the key can be removed");
    assert_eq!(server.lines().len(), 3);

    let server = number_mode(Api::records([]));
    let (users, end) = walk(NumberedUserList::paginate(
        client().get(server.url("/v2/users")),
    ))
    .await
    .ended();
    assert_eq!((users.len(), end), (0, EndReason::Empty));
    assert_eq!(
        server.lines(),
        ["GET /v2/users?page_number=1&page_size=300"]
    );
}

#[tokio::test]
async fn row_02_zoom_refuses_what_it_documents() {
    let server = number_mode(Api::records(records(3)));
    assert_eq!(
        get(&server, "/v2/users?page_number=1&page_size=301")
            .await
            .0,
        400
    );
    assert_eq!(
        get(&server, "/v2/users?page_number=0").await.0,
        400,
        "pages begin with 1"
    );
    let (status, page) = get(&server, "/v2/users?page_number=2&page_size=2").await;
    assert_eq!(
        (status, &page["page_number"], &page["page_count"]),
        (200, &json!(2), &json!(2))
    );
}
