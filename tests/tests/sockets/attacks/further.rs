//! Browsing back and forth, responses that are not ready, tokens of several parts, inclusive keys,
//! links that may POST: more ways to mislead a walk.

use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use paginate_runtime::browse::{Continuation, History};
use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Reply, Timeless};
use serde_json::{Value, json};

use super::kit::*;
use super::pages::*;

/// Three linked pages.
fn three() -> Site {
    Site::start(|request, _| match request.param("page").as_deref() {
        None => Reply::text(r#"{"rows":[1],"next":"/list?page=2"}"#),
        Some("2") => Reply::text(r#"{"rows":[2],"next":"/list?page=3"}"#),
        Some("3") => Reply::text(r#"{"rows":[3],"next":null}"#),
        Some(_) => Reply::text(r#"{"rows":[666],"next":null}"#),
    })
}

/// Returns the history of a user who has seen two pages, as a session stores it.
async fn session(site: &Site) -> Value {
    let mut browse = Linked::paginate(site.get("/list")).browse();
    for _ in 0..2 {
        browse.next().await.unwrap().unwrap();
    }
    hidden(&format!("{:?}", browse.history()));
    serde_json::to_value(browse.history()).unwrap()
}

#[derive(Clone, Copy)]
enum Move {
    Next,
    Previous,
    Reload,
}

/// Checks that a session in which this position was changed sends nothing.
async fn a_session_with(place: Value, to: Move) {
    let site = three();
    let mut session = session(&site).await;
    let at = match to {
        Move::Next => &mut session["next"],
        Move::Previous => &mut session["pages"][0],
        Move::Reload => &mut session["pages"][1],
    };
    at["place"] = serde_json::from_str(
        &place
            .to_string()
            .replace("{api}", site.api.origin())
            .replace("{other}", site.other.origin()),
    )
    .unwrap();
    if let Ok(history) = serde_json::from_value::<History>(session) {
        let mut browse = Linked::paginate(site.get("/list")).browse().resume(history);
        let error = match to {
            Move::Next => browse.next().await,
            Move::Previous => browse.previous().await,
            Move::Reload => browse.reload().await,
        };
        let error = error
            .map(|page| page.is_some())
            .expect_err("a place that is none of this walk");
        assert_eq!(error.kind(), ErrorKind::Setup, "{error}");
        hidden(&shown(&error));
    }
    site.asked(&["GET /list", "GET /list?page=2"]);
}

/// A session of another query, or of an API elsewhere.
async fn a_session_of_another_query() {
    let site = three();
    let history: History = serde_json::from_value(session(&site).await).unwrap();
    let mut browse = Linked::paginate(site.get("/admin"))
        .browse()
        .resume(history);
    assert_eq!(
        browse
            .next()
            .await
            .map(|page| page.is_some())
            .unwrap_err()
            .kind(),
        ErrorKind::Setup
    );
    site.asked(&["GET /list", "GET /list?page=2"]);
}

/// A session with a hundred thousand positions to go back to: it keeps only as many as the history
/// remembers.
async fn a_session_without_end() {
    let site = three();
    let mut session = session(&site).await;
    let place = session["pages"][0].clone();
    session["pages"] = Value::Array(vec![place; 100_000]);
    let history: History = serde_json::from_value(session).unwrap();
    let browse = Linked::paginate(site.get("/list")).browse().resume(history);
    assert!(browse.history().len() <= 100, "{}", browse.history().len());
}

/// A user goes forward and back, and a page in the middle leads to another origin.
async fn a_page_that_leads_away() {
    let site = Site::start(|request, other| match request.param("page").as_deref() {
        None => Reply::text(r#"{"rows":[1],"next":"/list?page=2"}"#),
        Some(_) => Reply::text(format!(r#"{{"rows":[2],"next":"{other}/list"}}"#)),
    });
    let mut browse = Linked::paginate(site.get("/list")).browse();
    browse.next().await.unwrap().unwrap();
    browse.next().await.unwrap().unwrap();
    for _ in 0..2 {
        assert_eq!(
            browse
                .next()
                .await
                .map(|page| page.is_some())
                .unwrap_err()
                .kind(),
            ErrorKind::Link
        );
        browse.previous().await.unwrap().unwrap();
        browse.next().await.unwrap().unwrap();
    }
    assert_eq!(site.other.lines(), Vec::<String>::new());
}

/// A continuation goes to a browser and comes back changed.
async fn a_continuation_with(place: Value) {
    let site = three();
    let mut pages = Linked::paginate(site.get("/list")).pages();
    let page = pages.next().await.unwrap().unwrap();
    let continuation = page.continuation().expect("a second page");
    hidden(&format!("{continuation:?}"));
    let json = URL_SAFE_NO_PAD.decode(continuation.to_text()).unwrap();
    let mut value: Value = serde_json::from_slice(&json).unwrap();
    value["place"] =
        serde_json::from_str(&place.to_string().replace("{api}", site.api.origin())).unwrap();
    match URL_SAFE_NO_PAD
        .encode(value.to_string())
        .parse::<Continuation>()
    {
        Ok(continuation) => {
            walk(Linked::paginate(site.get("/list")).start_from(continuation))
                .await
                .failed(&[], ErrorKind::Setup);
        }
        Err(error) => hidden(&shown(&error)),
    }
    site.asked(&["GET /list"]);
}

#[derive(Debug, serde::Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", ready = "done_yet", items = "rows")]
struct Later {
    next: Option<String>,
    done_yet: Option<bool>,
    rows: Vec<u32>,
}

/// A response that is never ready.
async fn never(answer: Say, most: usize, kinds: &[ErrorKind]) {
    let site = Site::answers(vec![answer; 100]);
    let walked = walk(Later::paginate(site.get("/list")).runtime(Timeless::new())).await;
    let error = walked.end.expect_err("it is never there");
    assert!(
        walked.items.is_empty() && kinds.contains(&error.kind()),
        "{:?} {error}",
        walked.items
    );
    let asked = site.api.lines();
    assert!(
        asked.len() <= most && asked.iter().all(|line| line == "GET /list"),
        "{asked:?}"
    );
}

/// A search that may have an effect is not sent again because its response is late.
async fn a_search_whose_answer_is_late() {
    let site = Site::answers(vec![r#"{"rows":[666],"next":"evil","done_yet":false}"#; 9]);
    let walked =
        walk(Later::paginate(site.post("/search", r#"{"q":1}"#)).runtime(Timeless::new())).await;
    walked.failed(&[], ErrorKind::NotReady);
    site.asked(&[r#"POST /search {"q":1}"#]);
}

/// The content of a response that is not ready is not used.
async fn rows_and_tokens_before_the_answer() {
    let site = Site::answers([
        r#"{"rows":[666],"next":"evil","done_yet":false}"#,
        r#"{"rows":[1],"next":"a","done_yet":true}"#,
        r#"{"rows":[666],"next":null,"done_yet":false}"#,
        r#"{"rows":[2],"next":null,"done_yet":true}"#,
    ]);
    walk(Later::paginate(site.get("/list")).runtime(Timeless::new()))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&[
        "GET /list",
        "GET /list",
        "GET /list?cursor=a",
        "GET /list?cursor=a",
    ]);
}

#[derive(Debug, serde::Deserialize, Paginated)]
#[paginate(token = ("a", "b"), param = ("A", header("X-B")), items = "rows")]
struct Parts {
    a: Option<String>,
    b: Option<String>,
    rows: Vec<u32>,
}

async fn parts(first: &'static str, second: &str, header: Option<&str>) {
    let site = Site::answers([first, r#"{"rows":[2]}"#]);
    walk(Parts::paginate(site.get("/list?user=1")))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&["GET /list?user=1", second]);
    assert_eq!(site.api.requests()[1].header("x-b"), header);
}

async fn parts_that_cannot_be_sent() {
    let site = Site::answers([r#"{"rows":[1],"a":"x","b":"y\r\nX-Injected: 1"}"#]);
    walk(Parts::paginate(site.get("/list")))
        .await
        .failed(&[1], ErrorKind::Setup);
    site.asked(&["GET /list"]);
}

async fn parts_in_a_circle() {
    let site = Site::start(|_, _| Reply::text(r#"{"rows":[1],"a":"x","b":"y"}"#));
    walk(Parts::paginate(site.get("/list")))
        .await
        .failed(&[1, 1], ErrorKind::Loop);
    site.asked(&["GET /list", "GET /list?A=x"]);
}

/// The parts change places, and each pair comes once: the third is the first again.
async fn parts_that_change_places() {
    let count = AtomicU64::new(0);
    let site = Site::start(move |_, _| match count.fetch_add(1, Ordering::SeqCst) % 2 {
        0 => Reply::text(r#"{"rows":[1],"a":"x","b":"y"}"#),
        _ => Reply::text(r#"{"rows":[2],"a":"y","b":"x"}"#),
    });
    walk(Parts::paginate(site.get("/list")))
        .await
        .failed(&[1, 2, 1], ErrorKind::Loop);
    site.asked(&["GET /list", "GET /list?A=x", "GET /list?A=y"]);
}

#[derive(Debug, serde::Deserialize, Paginated)]
#[paginate(last_item = "id", param = "from", inclusive, items = "rows")]
struct Inclusive {
    rows: Vec<Row>,
}

/// Returns rows with these keys.
fn rows(ids: &[u64]) -> Reply {
    let rows: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "id": id, "name": format!("row number {id}") }))
        .collect();
    Reply::json(json!({ "rows": rows }))
}

/// The API returns only the item whose key was sent.
async fn nothing_but_the_key() {
    let site = Site::start(|request, _| match request.param("from") {
        None => rows(&[1, 2]),
        Some(from) => rows(&[from.parse().unwrap()]),
    });
    walk(Inclusive::paginate(site.get("/list")))
        .await
        .ended(&[1, 2], EndReason::Empty);
    site.asked(&["GET /list", "GET /list?from=2"]);
}

/// The API does not know the key, and begins at the beginning each time.
async fn the_beginning_again() {
    let site = Site::start(|_, _| rows(&[1, 2]));
    let walked = walk(Inclusive::paginate(site.get("/list"))).await;
    let error = walked.end.expect_err("it has no end");
    assert!(
        matches!(
            error.kind(),
            ErrorKind::RepeatedPage | ErrorKind::Overlap | ErrorKind::Loop
        ),
        "{error}"
    );
    assert!(site.api.lines().len() <= 3, "{:?}", site.api.lines());
}

/// The API is not inclusive: only an item with the key itself is dropped.
async fn an_api_that_is_not_inclusive() {
    let site = Site::start(|request, _| {
        let from: u64 = request
            .param("from")
            .map_or(0, |from| from.parse().unwrap());
        rows(&(from + 1..=6).take(2).collect::<Vec<_>>())
    });
    let walked = walk(Inclusive::paginate(site.get("/list"))).await;
    assert_eq!(walked.items, [1, 2, 3, 4, 5, 6]);
}

/// Links may POST if the caller allows it: within the origin, and nothing else.
async fn a_link_that_may_post(link: &'static str) {
    let site = Site::answers([format!(r#"{{"rows":[1],"next":{link}}}"#)]);
    walk(Objects::paginate(site.get("/list")).post_links())
        .await
        .failed(&[1], ErrorKind::Link);
    site.asked(&["GET /list"]);
}

async fn a_link_that_posts() {
    let site = Site::answers([
        r#"{"rows":[1],"next":{"href":"/list","method":"POST","body":{"t":1}}}"#,
        r#"{"rows":[2],"next":null}"#,
    ]);
    walk(Objects::paginate(site.get("/list")).post_links())
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&["GET /list", r#"POST /list {"t":1}"#]);
}

/// Bodies are shown on request, but sent values are still masked in them.
async fn bodies_on_request() {
    let site = Site::answers([
        Say::from(r#"{"rows":[1],"next":"s3cr3t-token-1"}"#),
        Say::status(403)
            .body(r#"{"a":"s3cr3t-token-1","b":["s3cr3t-bearer-7f3a"],"s3cr3t-key-55d0":"session=s3cr3t-cookie-91bc","c":"visible"}"#),
    ]);
    let error = walk(Tokens::paginate(site.get("/list")).show_bodies())
        .await
        .failed(&[1], ErrorKind::Status);
    assert!(error.excerpt().unwrap().contains("visible"), "{error}");
}

attacks! {
    a_link_elsewhere_for_who_goes_on: a_session_with(json!({ "link": { "href": "{other}/list" } }), Move::Next);
    a_link_elsewhere_for_who_goes_back: a_session_with(json!({ "link": { "href": "{other}/list" } }), Move::Previous);
    a_link_elsewhere_for_who_reloads: a_session_with(json!({ "link": { "href": "{other}/list" } }), Move::Reload);
    a_deletion_for_who_goes_on: a_session_with(json!({ "link": { "href": "{api}/users/1", "method": "DELETE" } }), Move::Next);
    a_deletion_for_who_goes_back: a_session_with(json!({ "request": { "method": "DELETE", "uri": "{api}/users/1", "headers": [], "body": [] } }), Move::Previous);
    a_token_for_who_reloads: a_session_with(json!({ "text": "x" }), Move::Reload);
    a_session_of_somebody_else: a_session_of_another_query();
    a_session_of_a_hundred_thousand_pages: a_session_without_end();
    a_page_in_the_middle_that_leads_away: a_page_that_leads_away();
    a_link_elsewhere_in_a_continuation: a_continuation_with(json!({ "link": { "href": "http://evil.test/list" } }));
    a_deletion_in_a_continuation: a_continuation_with(json!({ "request": { "method": "DELETE", "uri": "{api}/users/1", "headers": [], "body": [] } }));
    a_secret_in_a_continuation: a_continuation_with(json!({ "s3cr3t": "s3cr3t" }));
    a_token_in_a_continuation: a_continuation_with(json!({ "text": "x" }));
    an_answer_that_is_never_there: never(Say::from(r#"{"rows":[666],"next":"evil","done_yet":false}"#), 4, &[ErrorKind::NotReady]);
    an_answer_that_is_there_in_two_to_the_64_seconds: never(Say::from(r#"{"rows":[666],"done_yet":false}"#).header("retry-after", "18446744073709551615"), 1, &[ErrorKind::NotReady]);
    an_answer_that_is_there_at_once: never(Say::from(r#"{"rows":[666],"done_yet":false}"#).header("retry-after", "0"), 4, &[ErrorKind::NotReady]);
    an_answer_that_is_accepted_for_ever: never(Say::status(202).body(r#"{"rows":[],"next":"evil"}"#), 4, &[ErrorKind::NotReady]);
    a_late_answer_to_a_search: a_search_whose_answer_is_late();
    rows_before_their_time: rows_and_tokens_before_the_answer();
    a_part_with_another_parameter: parts(r#"{"rows":[1],"a":"x&user=2","b":"y"}"#, "GET /list?user=1&A=x%26user%3D2", Some("y"));
    a_part_that_is_missing: parts(r#"{"rows":[1],"b":"y"}"#, "GET /list?user=1", Some("y"));
    a_part_that_is_blank: parts(r#"{"rows":[1],"a":"x","b":""}"#, "GET /list?user=1&A=x", None);
    a_part_with_a_line_break: parts_that_cannot_be_sent();
    the_same_parts_again: parts_in_a_circle();
    parts_in_each_others_place: parts_that_change_places();
    a_key_and_nothing_else: nothing_but_the_key();
    a_key_that_is_not_read: the_beginning_again();
    a_key_that_is_not_included: an_api_that_is_not_inclusive();
    another_port_for_a_link_that_may_post: a_link_that_may_post(r#"{"href":"{other}/list","method":"POST","body":{}}"#);
    a_deletion_for_a_link_that_may_post: a_link_that_may_post(r#"{"href":"/users/1","method":"DELETE"}"#);
    a_change_for_a_link_that_may_post: a_link_that_may_post(r#"{"href":"/users/1","method":"PATCH","body":{"admin":true}}"#);
    a_link_that_does_post: a_link_that_posts();
    whoever_wants_to_see_bodies: bodies_on_request();
}
