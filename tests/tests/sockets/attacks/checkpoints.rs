//! An attacker can write to the store of the checkpoints. Each field is changed, and then either
//! nothing is sent, or only requests that this walk could send.

use paginate_runtime::{Checkpoint, ErrorKind, Paginated, RetryPolicy};
use paginate_tests::{Reply, Request};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::kit::*;
use super::pages::*;

/// A walk of these tests: its first request, and the requests that it can send.
trait Target: Paginated<Item: Into<u32>> + DeserializeOwned + 'static {
    const FIRST: &'static str = "/list?user=1";
    const BODY: Option<&'static str> = None;

    /// The parameters of an honest walk's requests. They have this method, this path and no other
    /// parameters.
    const PARAMS: &'static [&'static str];
}

impl Target for Tokens {
    const PARAMS: &'static [&'static str] = &["user", "cursor"];
}

impl Target for Counted {
    const PARAMS: &'static [&'static str] = &["user", "page", "limit"];
}

impl Target for Totalled {
    const PARAMS: &'static [&'static str] = &["user", "offset", "limit"];
}

impl Target for Keyed {
    const PARAMS: &'static [&'static str] = &["user", "after"];
}

impl Target for Linked {
    const PARAMS: &'static [&'static str] = &["user", "page"];
}

impl Target for Decided {
    const PARAMS: &'static [&'static str] = &["user", "cursor", "page"];
}

impl Target for Search {
    const FIRST: &'static str = "/search?user=1";
    const BODY: Option<&'static str> = Some(r#"{"user":1}"#);
    const PARAMS: &'static [&'static str] = &["user"];
}

/// Answers with six rows, two per page, by the continuation in the request.
fn list(request: &Request) -> Reply {
    let number = |name: &str| {
        request
            .param(name)
            .and_then(|text| text.trim_start_matches('t').parse::<u32>().ok())
    };
    let from = match (
        number("cursor").or(number("page").map(|page| page.saturating_sub(1) * 2)),
        number("offset").or(number("after")),
    ) {
        (Some(from), _) | (None, Some(from)) => from,
        (None, None) => request.at_after().unwrap_or(0),
    };
    let rows: Vec<u32> = (from.saturating_add(1)..=6).take(2).collect();
    let next = from.saturating_add(2);
    let more = next < 6;
    let keyed = request.param("keyed").is_some() || request.query.contains("after");
    let items = if keyed {
        json!(
            rows.iter()
                .map(|id| json!({ "id": id }))
                .collect::<Vec<_>>()
        )
    } else {
        json!(rows)
    };
    let next = match () {
        () if !more => Value::Null,
        () if request.path == "/links" => json!(format!("/links?user=1&page={}", next / 2 + 1)),
        () => json!(format!("t{next}")),
    };
    Reply::json(json!({ "rows": items, "next": next, "pages": 3, "total": 6, "has_more": more }))
}

/// The continuation in the body of a search.
trait After {
    fn at_after(&self) -> Option<u32>;
}

impl After for Request {
    fn at_after(&self) -> Option<u32> {
        if self.body.is_empty() {
            return None;
        }
        self.json()
            .pointer("/after")?
            .as_str()?
            .trim_start_matches('t')
            .parse()
            .ok()
    }
}

/// Returns the first request of the walk of this type.
fn first<P: Target>(site: &Site) -> reqwest::RequestBuilder {
    match P::BODY {
        Some(body) => site.post(P::FIRST, body),
        None => site.get(P::FIRST),
    }
}

fn site<P: Target>() -> Site {
    Site::start(move |request, _| {
        if std::any::type_name::<P>().ends_with("Linked") {
            let mut request = request.clone();
            request.path = "/links".to_owned();
            return list(&request);
        }
        if std::any::type_name::<P>().ends_with("Keyed") {
            let mut request = request.clone();
            request.query += "&keyed=1";
            return list(&request);
        }
        list(request)
    })
}

/// Returns the checkpoint after the first page, in its stored form.
async fn saved<P: Target>(site: &Site) -> Value {
    let walked = walk(P::paginate(first::<P>(site)).max_pages(1)).await;
    walked.end.expect("an honest first page");
    serde_json::to_value(walked.checkpoint).unwrap()
}

/// Changes the checkpoint: each pointer gets its value; a pointer that does not exist becomes a new
/// member.
fn tampered(mut saved: Value, changes: &Value, origin: &str) -> Value {
    let text = changes.to_string().replace("{api}", origin);
    let changes: Value = serde_json::from_str(&text).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        saved[name.as_str()] = value.clone();
    }
    saved
}

/// Checks that nothing is sent: the checkpoint does not deserialise, or the first poll returns an
/// error. Also if the caller accepts another query.
async fn refused<P: Target>(changes: Value) {
    let site = site::<P>();
    let saved = saved::<P>(&site).await;
    let before = site.api.lines().len();
    let saved = tampered(saved, &changes, site.api.origin());
    if let Ok(checkpoint) = serde_json::from_value::<Checkpoint>(saved) {
        hidden(&format!("{checkpoint:?}"));
        for unchecked in [false, true] {
            let paginator = P::paginate(first::<P>(&site)).max_pages(5);
            let paginator = match unchecked {
                false => paginator.resume(checkpoint.clone()),
                true => paginator.resume_unchecked(checkpoint.clone()),
            };
            walk(paginator).await.failed(&[], ErrorKind::Setup);
        }
    }
    assert_eq!(site.api.lines().len(), before, "{:?}", site.api.lines());
    assert_eq!(site.other.lines().len(), 0);
}

/// Checks that the checkpoint is accepted only if the caller accepts another query.
async fn refused_unless_unchecked<P: Target>(changes: Value) {
    let site = site::<P>();
    let saved = saved::<P>(&site).await;
    let before = site.api.lines().len();
    let checkpoint: Checkpoint =
        serde_json::from_value(tampered(saved, &changes, site.api.origin())).unwrap();
    walk(P::paginate(first::<P>(&site)).resume(checkpoint.clone()))
        .await
        .failed(&[], ErrorKind::Setup);
    assert_eq!(site.api.lines().len(), before);
    walk(P::paginate(first::<P>(&site)).resume_unchecked(checkpoint)).await;
    stayed::<P>(&site);
}

/// Checks that it may lead to another position in the same list, or to its end: few requests, each
/// of which an honest walk could send.
async fn stays<P: Target>(changes: Value) {
    let site = site::<P>();
    let saved = saved::<P>(&site).await;
    let saved = tampered(saved, &changes, site.api.origin());
    let checkpoint: Checkpoint = serde_json::from_value(saved).unwrap();
    let walked = walk(
        P::paginate(first::<P>(&site))
            .max_pages(5)
            .retry(RetryPolicy::none())
            .resume(checkpoint),
    )
    .await;
    assert!(
        walked.items.iter().all(|item| (1..=6).contains(item)),
        "{:?}",
        walked.items
    );
    let mut distinct = walked.items.clone();
    distinct.dedup();
    assert_eq!(distinct, walked.items, "an item came twice");
    if let Err(error) = &walked.end {
        assert!(!matches!(error.kind(), ErrorKind::Transport), "{error}");
    }
    stayed::<P>(&site);
}

/// Checks that all requests so far belong to the walk.
fn stayed<P: Target>(site: &Site) {
    let (path, _) = P::FIRST.split_once('?').unwrap();
    let path = if std::any::type_name::<P>().ends_with("Linked") {
        "/links"
    } else {
        path
    };
    for request in site.api.requests() {
        let method = if P::BODY.is_some() { "POST" } else { "GET" };
        assert_eq!(request.method.as_str(), method, "{}", request.line());
        assert!(
            request.path == path || request.path == "/list",
            "{}",
            request.line()
        );
        for (name, value) in request.params() {
            assert!(P::PARAMS.contains(&name.as_str()), "{}", request.line());
            assert!(name != "user" || value == "1", "{}", request.line());
        }
        if P::BODY.is_some() {
            let body = request.json();
            assert_eq!(body["user"], 1, "{}", request.line());
            assert!(
                body.as_object()
                    .unwrap()
                    .keys()
                    .all(|name| name == "user" || name == "after"),
                "{}",
                request.line()
            );
        }
    }
    let lines = site.api.lines();
    assert!(lines.len() <= 8, "{lines:?}");
    assert_eq!(site.other.lines().len(), 0);
}

fn link(href: &str) -> Value {
    json!({ "place": { "link": { "href": href } } })
}

fn request(method: &str, path: &str, body: &str) -> Value {
    let headers = json!([["authorization", b"Bearer evil"], ["host", b"evil.test"]]);
    json!({ "place": { "request": { "method": method, "uri": format!("{{api}}{path}"), "headers": headers, "body": body.as_bytes() } } })
}

/// A checkpoint of one API is used for another one.
async fn of_another_origin() {
    let (home, away) = (site::<Tokens>(), site::<Tokens>());
    let saved = saved::<Tokens>(&away).await;
    let checkpoint: Checkpoint = serde_json::from_value(saved).unwrap();
    walk(Tokens::paginate(home.get(Tokens::FIRST)).resume(checkpoint))
        .await
        .failed(&[], ErrorKind::Setup);
    assert_eq!(home.api.lines().len(), 0);
}

/// A checkpoint of one query is used for another one.
async fn of_another_query(path: &'static str) {
    let site = site::<Tokens>();
    let saved = saved::<Tokens>(&site).await;
    let checkpoint: Checkpoint = serde_json::from_value(saved).unwrap();
    walk(Tokens::paginate(site.get(path)).resume(checkpoint))
        .await
        .failed(&[], ErrorKind::Setup);
    assert_eq!(site.api.lines().len(), 1);
}

async fn of_another_mode<P: Target>() {
    let site = site::<Tokens>();
    let saved = saved::<P>(&site).await;
    let before = site.api.lines().len();
    let checkpoint: Checkpoint = serde_json::from_value(saved).unwrap();
    walk(Tokens::paginate(site.get(Tokens::FIRST)).resume_unchecked(checkpoint))
        .await
        .failed(&[], ErrorKind::Setup);
    assert_eq!(site.api.lines().len(), before);
}

/// Bytes that are not a checkpoint at all.
async fn no_checkpoint(text: String) {
    let read = serde_json::from_str::<Checkpoint>(&text);
    let error = read.expect_err("it is none").to_string();
    assert!(error.len() < 1_000, "{} characters", error.len());
    hidden(&error);
}

attacks! {
    a_link_in_a_token_walk: refused::<Tokens>(link("{api}/admin/users"));
    a_link_elsewhere_in_a_token_walk: refused::<Tokens>(link("http://evil.test/list"));
    a_deletion_in_a_token_walk: refused::<Tokens>(request("DELETE", "/users/1", ""));
    a_creation_in_a_token_walk: refused::<Tokens>(request("POST", "/users", "{\"admin\":true}"));
    a_get_in_a_token_walk: refused::<Tokens>(request("GET", "/admin", ""));
    a_number_in_a_token_walk: refused::<Tokens>(json!({ "place": { "count": 4 } }));
    parameters_in_a_token_walk: refused::<Tokens>(json!({ "place": { "params": [["admin", { "text": "1" }]] } }));
    a_link_in_a_numbered_walk: refused::<Counted>(link("{api}/admin/users"));
    a_request_in_a_numbered_walk: refused::<Counted>(request("DELETE", "/users/1", ""));
    a_token_in_a_numbered_walk: refused::<Counted>(json!({ "place": { "text": "2&user=2" } }));
    json_in_a_numbered_walk: refused::<Counted>(json!({ "place": { "json": "{\"a\":1}" } }));
    the_beginning_in_a_numbered_walk: refused::<Counted>(json!({ "place": "first" }));
    parameters_in_a_numbered_walk: refused::<Counted>(json!({ "place": { "params": [["user", { "text": "2" }]] } }));
    a_link_in_an_offset_walk: refused::<Totalled>(link("{api}/admin/users"));
    a_request_in_an_offset_walk: refused::<Totalled>(request("DELETE", "/users/1", ""));
    a_token_in_an_offset_walk: refused::<Totalled>(json!({ "place": { "text": "2" } }));
    a_link_in_a_keyed_walk: refused::<Keyed>(link("{api}/admin/users"));
    a_request_in_a_keyed_walk: refused::<Keyed>(request("PUT", "/users/1", "{}"));
    a_number_in_a_keyed_walk: refused::<Keyed>(json!({ "place": { "count": 4 } }));
    a_token_in_a_linked_walk: refused::<Linked>(json!({ "place": { "text": "x" } }));
    a_request_in_a_linked_walk: refused::<Linked>(request("DELETE", "/users/1", ""));
    another_origin_in_a_linked_walk: refused::<Linked>(link("http://evil.test/links?page=2"));
    a_user_name_in_a_linked_walk: refused::<Linked>(link("http://ann:pw@127.0.0.1/links"));
    another_scheme_in_a_linked_walk: refused::<Linked>(link("file:///etc/passwd"));
    another_host_without_a_scheme_in_a_linked_walk: refused::<Linked>(link("//evil.test/links"));
    a_deletion_in_a_linked_walk: refused::<Linked>(json!({ "place": { "link": { "href": "{api}/links?page=2", "method": "DELETE" } } }));
    a_creation_in_a_linked_walk: refused::<Linked>(json!({ "place": { "link": { "href": "{api}/links", "method": "POST", "body": "{}" } } }));
    a_method_that_is_none_in_a_linked_walk: refused::<Linked>(json!({ "place": { "link": { "href": "{api}/links", "method": "GET / HTTP/1.1\r\nx: y" } } }));
    a_deletion_in_a_search: refused::<Search>(request("DELETE", "/search", ""));
    a_creation_in_a_search: refused::<Search>(request("POST", "/users", "{\"admin\":true}"));
    a_link_in_a_search: refused::<Search>(json!({ "place": { "link": { "href": "{api}/users", "method": "POST", "body": "{}" } } }));
    the_end_of_a_value_in_a_search: refused::<Search>(json!({ "place": { "json": "1,\"admin\":true" } }));
    the_end_of_an_object_in_a_search: refused::<Search>(json!({ "place": { "json": "1},{\"a\":1" } }));
    a_string_in_a_search: stays::<Search>(json!({ "place": { "text": "t2\",\"admin\":true,\"b\":\"" } }));
    a_deletion_by_a_function: refused::<Decided>(request("DELETE", "/users/1", ""));
    a_creation_by_a_function: refused::<Decided>(request("POST", "/users", "{}"));
    another_origin_by_a_function: refused::<Decided>(json!({ "place": { "request": { "method": "GET", "uri": "http://evil.test/list", "headers": [], "body": [] } } }));
    a_number_by_a_function: refused::<Decided>(json!({ "place": { "count": 3 } }));
    a_token_with_another_parameter: stays::<Tokens>(json!({ "place": { "text": "t2&user=2#" } }));
    a_token_with_a_line_break: stays::<Tokens>(json!({ "place": { "text": "t2\r\nHost: evil.test" } }));
    a_token_of_a_megabyte: stays::<Tokens>(json!({ "place": { "text": "t".repeat(50_000) } }));
    a_token_that_is_a_map: stays::<Tokens>(json!({ "place": { "json": "{\"user\":2}" } }));
    a_token_that_is_blank: stays::<Tokens>(json!({ "place": { "text": "" } }));
    a_number_said_otherwise: refused::<Counted>(json!({ "place": { "count": 3 } }));
    a_counter_said_otherwise: refused::<Counted>(json!({ "counter": 3 }));
    a_number_before_the_beginning: refused::<Counted>(json!({ "place": { "count": 0 }, "counter": 0 }));
    a_beginning_after_the_place: refused::<Counted>(json!({ "began": 3 }));
    the_last_number_there_is: stays::<Counted>(json!({ "place": { "count": u64::MAX }, "counter": u64::MAX }));
    the_last_offset_there_is: stays::<Totalled>(json!({ "place": { "count": u64::MAX }, "counter": u64::MAX }));
    an_offset_far_away: stays::<Totalled>(json!({ "place": { "count": 1_000_000 }, "counter": 1_000_000 }));
    a_size_past_the_bounds: refused::<Counted>(json!({ "size": 1_000_000 }));
    a_size_of_nothing: refused::<Counted>(json!({ "size": 0 }));
    another_size: stays::<Counted>(json!({ "size": 3 }));
    a_size_of_all_numbers_by_offset: stays::<Totalled>(json!({ "size": u64::MAX }));
    rows_to_skip_without_end: refused::<Counted>(json!({ "skip": u64::MAX }));
    rows_to_skip: stays::<Counted>(json!({ "skip": 100 }));
    pages_before_without_end: stays::<Counted>(json!({ "pages": u64::MAX }));
    rows_before_without_end: stays::<Totalled>(json!({ "received": u64::MAX }));
    rows_before_without_end_in_a_numbered_walk: stays::<Counted>(json!({ "received": u64::MAX, "skip": 1 }));
    empty_pages_before_without_end: stays::<Tokens>(json!({ "empty_pages": u64::MAX }));
    pages_that_are_known_to_be_none: stays::<Counted>(json!({ "known_pages": 0 }));
    pages_that_are_known_to_be_all: stays::<Counted>(json!({ "known_pages": u64::MAX }));
    a_total_that_is_known_to_be_all: stays::<Totalled>(json!({ "known_total": u64::MAX }));
    a_place_that_is_estimated: stays::<Counted>(json!({ "estimated": true }));
    a_place_that_is_estimated_in_a_token_walk: stays::<Tokens>(json!({ "estimated": true }));
    everything_at_once: stays::<Totalled>(json!({
        "skip": 1, "pages": u64::MAX, "received": u64::MAX, "empty_pages": u64::MAX, "known_pages": u64::MAX, "known_total": u64::MAX, "estimated": true,
    }));
    an_end_that_was_none: stays::<Tokens>(json!({ "place": { "over": "no_continuation" } }));
    another_query_in_it: refused_unless_unchecked::<Tokens>(json!({ "query": 1 }));
    no_query_in_it: refused_unless_unchecked::<Counted>(json!({ "query": 0 }));
    another_mode_in_it: refused::<Tokens>(json!({ "mode": "next_url" }));
    another_mode_and_place_in_it: refused::<Tokens>(json!({ "mode": "next_url", "place": { "link": { "href": "{api}/admin" } } }));
    an_unknown_mode: refused::<Tokens>(json!({ "mode": "shell" }));
    another_version: refused::<Tokens>(json!({ "version": 2 }));
    no_version: refused::<Tokens>(json!({ "version": null }));
    a_number_below_zero: refused::<Counted>(json!({ "counter": -1, "place": { "count": -1 } }));
    a_number_that_is_a_text: refused::<Counted>(json!({ "counter": "2" }));
    a_place_of_two_kinds: refused::<Tokens>(json!({ "place": { "text": "t2", "link": { "href": "{api}/admin" } } }));
    another_origins_checkpoint: of_another_origin();
    another_users_checkpoint: of_another_query("/list?user=2");
    another_paths_checkpoint: of_another_query("/admin?user=1");
    a_checkpoint_with_more_in_its_query: of_another_query("/list?user=1&admin=1");
    a_numbered_walks_checkpoint: of_another_mode::<Counted>();
    a_linked_walks_checkpoint: of_another_mode::<Linked>();
    a_functions_checkpoint: of_another_mode::<Decided>();
    no_json: no_checkpoint("s3cr3t".to_owned());
    a_hundred_thousand_lists: no_checkpoint("[".repeat(100_000));
    a_name_of_a_megabyte: no_checkpoint(format!(r#"{{"version":1,"mode":"{}"}}"#, "m".repeat(1 << 20)));
    a_place_with_a_name_of_a_secret: no_checkpoint(r#"{"version":1,"query":1,"mode":"token","place":{"s3cr3t":1}}"#.to_owned());
    a_member_said_twice: no_checkpoint(r#"{"version":1,"query":1,"mode":"token","place":{"text":"a"},"place":{"text":"b"}}"#.to_owned());
}
