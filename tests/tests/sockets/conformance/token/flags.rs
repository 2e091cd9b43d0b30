//! Tokens next to a flag that says whether there are more pages.

use super::*;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", more = "more")]
struct Flagged {
    next: Option<String>,
    more: Option<bool>,
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", done = "done")]
struct Done {
    next: Option<String>,
    done: Option<bool>,
    items: Vec<u32>,
}

#[tokio::test]
async fn no_more_beats_a_live_token() {
    let server = Server::scripted([
        Reply::json(json!({ "items": [1], "next": "a", "more": true })),
        Reply::json(json!({ "items": [2], "next": "b", "more": false })),
        Reply::json(json!({ "items": [3], "next": "c", "more": false })),
    ]);
    let first = walk(Flagged::paginate(get(&server, "/list"))).await;
    let checkpoint = saved(first.checkpoint.as_ref().unwrap());
    assert_eq!(first.ended(), (vec![1, 2], EndReason::Flag));
    assert_eq!(server.lines(), ["GET /list", "GET /list?cursor=a"]);
    // The token still works: it later returns what is new by then.
    let later = walk(Flagged::paginate(get(&server, "/list")).resume(checkpoint)).await;
    assert_eq!(later.ended(), (vec![3], EndReason::Flag));
    assert_eq!(server.lines()[2..], ["GET /list?cursor=b"]);
}

#[tokio::test]
async fn done_beats_a_live_token() {
    let server = Server::scripted([
        Reply::json(json!({ "items": [1], "next": "a", "done": false })),
        Reply::json(json!({ "items": [2], "next": "b", "done": true })),
    ]);
    assert_eq!(
        walk(Done::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::Flag)
    );
}

#[tokio::test]
async fn more_without_a_token_is_an_error() {
    for next in [Value::Null, json!(""), json!("  ")] {
        let server = Server::scripted([Reply::json(
            json!({ "items": [1], "next": next, "more": true }),
        )]);
        let (found, error) = walk(Flagged::paginate(get(&server, "/list")))
            .await
            .failed();
        assert_eq!(
            (found, error.kind(), server.lines().len()),
            (vec![1], ErrorKind::MissingContinuation, 1)
        );
    }
}

#[tokio::test]
async fn a_flag_that_says_nothing_leaves_it_to_the_token() {
    let server = Server::scripted([
        Reply::json(json!({ "items": [1], "next": "a", "more": null })),
        Reply::json(json!({ "items": [2], "next": null })),
    ]);
    assert_eq!(
        walk(Flagged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
}
