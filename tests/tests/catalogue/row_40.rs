//! Row 40. Discord
//!
//! The page is the list itself and does not describe the next one. An empty page is the end, which
//! costs one more request (`end_on = [short]` saves it, if you trust that only the last page is
//! short). Messages come newest first: `before` with the last one's id leads to older ones. With
//! `after` they *still* come newest first, so the key is in the first item, not in the last. That
//! needs a function, the escape hatch, and a first request with `after=0`, otherwise it returns the
//! latest messages. `before`, `after` and `around` exclude each other. Members are sorted by user
//! id, ascending. A page has at most 100 messages (50 by default) or 1000 members (1 by default);
//! other sizes are refused.
//!
//! Sends: GET /api/v10/channels/1/messages?limit=100, then ...&before=...&limit=100
//!
//! Source: K; Discord client libraries (serenity) and integrations document the same. Added: the
//! default, and that the three keys exclude each other.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::{HeaderMap, Paginated};
use serde::Deserialize;

/// Towards older messages.
#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "before",
    items = "0",
    size = "limit",
    max = 100
)]
struct Messages(Vec<Message>);

/// Towards newer messages: the first request has `after=0`.
#[derive(Deserialize, Paginated)]
#[paginate(token = Self::newest, param = "after", items = "0", size = "limit", max = 100)]
struct NewMessages(Vec<Message>);

impl NewMessages {
    fn newest(&self, _: &HeaderMap) -> Option<String> {
        Some(self.0.first()?.id.clone())
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Message {
    id: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "user.id",
    param = "after",
    items = "0",
    size = "limit",
    max = 1000
)]
struct Members(Vec<Member>);

#[derive(Debug, PartialEq, Deserialize)]
struct Member {
    user: User,
}

#[derive(Debug, PartialEq, Deserialize)]
struct User {
    id: String,
}
// [/declaration]

fn messages(ids: impl IntoIterator<Item = u32>) -> Vec<Message> {
    ids.into_iter()
        .map(|id| Message { id: id.to_string() })
        .collect()
}

/// The channel has the messages 1 to 7.
fn channel() -> Server {
    Server::start(|request| {
        let id = |name| {
            request
                .param(name)
                .map(|id| id.parse::<u32>().expect("a snowflake"))
        };
        let limit = request
            .param("limit")
            .map_or(50, |limit| limit.parse::<usize>().expect("a number"));
        if !(1..=100).contains(&limit)
            || (request.param("before").is_some() && request.param("after").is_some())
        {
            return Reply::json(json!({ "code": 50035, "message": "Invalid Form Body" }))
                .status(400);
        }
        let mut ids: Vec<u32> = match (id("before"), id("after")) {
            (Some(before), _) => (1..before).rev().take(limit).collect(),
            // The oldest of the newer ones, but still newest first.
            (None, Some(after)) => (after + 1..=7).take(limit).collect(),
            (None, None) => (1..=7).rev().take(limit).collect(),
        };
        ids.sort_unstable_by(|a, b| b.cmp(a));
        Reply::json(
            ids.into_iter()
                .map(|id| json!({ "id": id.to_string() }))
                .collect::<Vec<_>>(),
        )
    })
}

#[tokio::test]
async fn row_40_discord() {
    let server = channel();
    let request = client()
        .get(server.url("/api/v10/channels/1/messages"))
        .header("authorization", "Bot secret");
    let (items, end) = walk(Messages::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (messages((1..=7).rev()), EndReason::Empty));
    assert_eq!(
        server.lines(),
        [
            "GET /api/v10/channels/1/messages?limit=3",
            "GET /api/v10/channels/1/messages?before=5&limit=3",
            "GET /api/v10/channels/1/messages?before=2&limit=3",
            "GET /api/v10/channels/1/messages?before=1&limit=3",
        ]
    );
}

#[tokio::test]
async fn row_40_discord_towards_now() {
    let server = channel();
    let request = client().get(server.url("/api/v10/channels/1/messages?after=0"));
    let (items, end) = walk(NewMessages::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!(
        items,
        messages([3, 2, 1, 6, 5, 4, 7]),
        "each page newest first, as they came"
    );
    assert_eq!(
        end,
        EndReason::NoContinuation,
        "an empty page has no newest message"
    );
    assert_eq!(
        server.lines(),
        [
            "GET /api/v10/channels/1/messages?after=0&limit=3",
            "GET /api/v10/channels/1/messages?after=3&limit=3",
            "GET /api/v10/channels/1/messages?after=6&limit=3",
            "GET /api/v10/channels/1/messages?after=7&limit=3",
        ]
    );
}

#[tokio::test]
async fn row_40_discord_members() {
    let api = Api::records((1..=5).map(|id| json!({ "id": id.to_string() })))
        .size("limit", 1, 1000)
        .refuse_sizes()
        .by_last("after", "id");
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            let members: Vec<_> = slice
                .items
                .iter()
                .map(|user| json!({ "user": user, "roles": [] }))
                .collect();
            Reply::json(members)
        })
    });
    let (items, end) =
        walk(Members::paginate(client().get(server.url("/api/v10/guilds/1/members"))).page_size(2))
            .await
            .ended();

    let ids: Vec<_> = items.iter().map(|member| member.user.id.as_str()).collect();
    assert_eq!(
        (ids, end),
        (vec!["1", "2", "3", "4", "5"], EndReason::Empty)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /api/v10/guilds/1/members?limit=2",
            "GET /api/v10/guilds/1/members?after=2&limit=2",
            "GET /api/v10/guilds/1/members?after=4&limit=2",
            "GET /api/v10/guilds/1/members?after=5&limit=2",
        ]
    );
}

/// A walk with a limit of items requests no more than it needs.
#[tokio::test]
async fn row_40_discord_latest_messages() {
    let server = channel();
    let source = client().get(server.url("/api/v10/channels/1/messages"));
    let (items, end) = walk(Messages::paginate(source).page_size(3).max_items(4))
        .await
        .ended();

    assert_eq!((items, end), (messages([7, 6, 5, 4]), EndReason::Limit));
    assert_eq!(
        server.lines(),
        [
            "GET /api/v10/channels/1/messages?limit=3",
            "GET /api/v10/channels/1/messages?before=5&limit=1",
        ]
    );
}

#[tokio::test]
async fn row_40_discord_refuses_what_it_documents() {
    let server = channel();
    assert_eq!(
        get(&server, "/api/v10/channels/1/messages?limit=101")
            .await
            .0,
        400
    );
    assert_eq!(
        get(&server, "/api/v10/channels/1/messages?before=5&after=1")
            .await
            .0,
        400
    );
}
