use paginate_infer::model::{Operation, Sample};
use serde_json::{Value, json};

use crate::kit::{list, said};

/// The pages that were received, with the URLs that were asked for.
fn seen(mut operation: Operation, pages: &[(&str, Value)]) -> Operation {
    operation.samples = pages
        .iter()
        .map(|(url, body)| {
            let mut sample = Sample::default();
            sample.method = "GET".to_owned();
            sample.url = format!("https://api.example.com{url}");
            sample.status = 200;
            sample.body = body.clone();
            sample
        })
        .collect();
    operation
}

fn users(first: u64, count: u64) -> Value {
    (first..first + count)
        .map(|id| json!({ "id": format!("u{id}") }))
        .collect()
}

#[test]
fn a_value_that_was_sent_is_the_token_whatever_its_name() {
    let operation = list(
        &["resume: text", "cursor: text"],
        &["users: [id]", "weiter: text", "next_cursor: text"],
    );
    let operation = seen(
        operation,
        &[
            (
                "/users",
                json!({"users": users(1, 2), "weiter": "abc123", "next_cursor": "zzz"}),
            ),
            (
                "/users?resume=abc123",
                json!({"users": users(3, 2), "weiter": null}),
            ),
        ],
    );
    assert_eq!(said(&operation), "token weiter -> resume, items users");
}

#[test]
fn a_url_that_was_asked_for_is_the_next_one() {
    let operation = list(&["page: int"], &["users: [id]", "nav/fwd: uri"]);
    let operation = seen(
        operation,
        &[
            (
                "/users",
                json!({"users": users(1, 2), "nav": {"fwd": "https://api.example.com/users?page=2&x=%C3%A4"}}),
            ),
            (
                "/users?x=%c3%a4&page=2",
                json!({"users": users(3, 2), "nav": {"fwd": null}}),
            ),
        ],
    );
    assert_eq!(said(&operation), "next_url nav/fwd, items users");
}

#[test]
fn a_link_that_was_asked_for_is_the_next_one() {
    let mut operation = seen(
        list(&["page: int"], &["users: [id]"]),
        &[
            ("/users?page=1", json!({"users": users(1, 2)})),
            ("/users?page=2", json!({"users": users(3, 2)})),
        ],
    );
    operation.samples[0].headers = vec![(
        "link".to_owned(),
        "<https://api.example.com/users?page=2>; rel=\"next\"".to_owned(),
    )];
    assert_eq!(said(&operation), "next_url link next, items users");
}

#[test]
fn a_number_that_goes_up_by_one_is_a_page() {
    let pages = |first: u64, name: &str| {
        let url = |number| format!("/users?{name}={number}");
        let operation = list(&[&format!("{name}: int")], &["users: [id]"]);
        let (one, two) = (url(first), url(first + 1));
        seen(
            operation,
            &[
                (&one, json!({"users": users(1, 3)})),
                (&two, json!({"users": users(4, 3)})),
            ],
        )
    };
    assert_eq!(said(&pages(1, "page")), "page page, items users");
    assert_eq!(
        said(&pages(0, "pageIndex")),
        "page pageIndex, items users, start 0"
    );
    assert_eq!(said(&pages(1, "seite")), "page seite, items users");
}

#[test]
fn a_number_that_goes_up_by_the_items_is_an_offset() {
    let operation = seen(
        list(&["from_row: int"], &["users: [id]"]),
        &[
            ("/users", json!({"users": users(1, 3)})),
            ("/users?from_row=3", json!({"users": users(4, 3)})),
        ],
    );
    assert_eq!(said(&operation), "offset from_row, items users");
}

#[test]
fn the_key_of_the_last_item_was_sent() {
    let operation = seen(
        list(&["ab: text"], &["users: [id]"]),
        &[
            ("/users", json!({"users": users(1, 3)})),
            ("/users?ab=u3", json!({"users": users(4, 3)})),
        ],
    );
    assert_eq!(said(&operation), "last_item id -> ab, items users");
}

#[test]
fn requests_of_other_things_show_nothing() {
    let operation = list(&["status: text"], &["users: [id]", "status: text"]);
    let operation = seen(
        operation,
        &[
            (
                "/users?status=old",
                json!({"users": users(1, 2), "status": "ok"}),
            ),
            (
                "/users?status=new",
                json!({"users": users(1, 2), "status": "ok"}),
            ),
        ],
    );
    assert!(crate::kit::unpaged(&operation).contains("nothing that leads on"));
}
