//! What the command sends and prints.

use paginate_tests::{Api, Reply, Server};
use serde_json::{Value, json};

use crate::probe;
use crate::tokens::{paged, users};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_requests_are_sent_than_allowed() {
    let server = paged(Api::records(users(30)).by_token("cursor"), |_, slice| {
        Reply::json(json!({ "items": slice.items, "next_cursor": slice.next }))
    });
    let output = probe(&[&server.url("/items"), "--max-requests", "3"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        text.contains("undecided: the 3 requests were not enough"),
        "{text}"
    );
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_and_bodies_are_sent_and_files_are_read() {
    let server = paged(Api::records(users(3)), |request, slice| {
        assert_eq!(request.header("x-tenant"), Some("a"));
        assert_eq!(request.json()["filter"], "b");
        Reply::json(&slice.items)
    });
    let folder = std::env::temp_dir().join(format!("probe-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let body = folder.join("body.json");
    std::fs::write(&body, r#"{"filter": "b"}"#).unwrap();
    let given = format!("@{}", body.display());
    let url = server.url("/search");
    let output = probe(&[
        &url,
        "-H",
        "X-Tenant: a",
        "-d",
        &given,
        "--max-requests",
        "2",
    ]);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.method == "POST")
    );
}

/// A server that goes on behind the item whose key is sent, and says `end` behind the last one.
fn by_last_item(end: Reply) -> Server {
    Server::start(move |request| {
        let after = request.param("after");
        let after = after.and_then(|key| key.trim_start_matches('u').parse().ok());
        let items: Vec<Value> = users(5)
            .into_iter()
            .skip(after.unwrap_or(0))
            .take(3)
            .collect();
        match items.is_empty() {
            true => end.clone(),
            false => Reply::json(json!({ "items": items })),
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_behind_the_last_item_is_told() {
    let arguments = ["--max-requests", "60"];
    for (end, code, says) in [
        // Nothing can be read of it, so that it is no page that comes again.
        (
            Reply::empty(204),
            3,
            "what does the page after the last look like?",
        ),
        (
            Reply::json(json!({ "items": [] })),
            0,
            "the key of the last item  has an empty page, which ends a walk",
        ),
        (
            Reply::empty(404),
            0,
            "the key of the last item  is answered with 404",
        ),
    ] {
        let server = by_last_item(end);
        let url = server.url("/items");
        let output = probe(&[&[url.as_str()][..], &arguments].concat());
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(text.contains(says), "{text}");
    }
}
