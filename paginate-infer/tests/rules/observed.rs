use paginate_infer::model::{Operation, Place, Sample};
use paginate_infer::{Verdict, infer};
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
    assert_eq!(
        crate::kit::asked(&pages(1, "seite")),
        "is parameter `seite` the number of a page? It went up by one"
    );
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
fn a_page_number_as_large_as_a_page_is_a_page_number() {
    let operation = seen(
        list(&["page: int"], &["users: [id]"]),
        &[
            ("/users", json!({"users": users(1, 2)})),
            ("/users?page=2", json!({"users": users(3, 2)})),
        ],
    );
    assert_eq!(said(&operation), "page page, items users");
}

#[test]
fn an_index_that_was_seen_to_begin_with_one() {
    let operation = seen(
        list(&["startIndex: int"], &["users: [id]"]),
        &[
            ("/users?startIndex=1", json!({"users": users(1, 3)})),
            ("/users?startIndex=4", json!({"users": users(4, 3)})),
        ],
    );
    assert_eq!(said(&operation), "offset startIndex, items users, start 1");
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

/// One page of `/users`, without a document.
fn first(body: Value) -> Operation {
    let mut operation = Operation::default();
    operation.method = "GET".to_owned();
    operation.path = "/users".to_owned();
    let members: Vec<String> = flat(&body, "");
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    operation.response = Some(crate::kit::object(&members));
    seen(operation, &[("/users?limit=2", body)])
}

fn flat(body: &Value, around: &str) -> Vec<String> {
    let members = body.as_object().unwrap().iter();
    members
        .flat_map(|(name, value)| {
            let name = format!("{around}{name}");
            match value {
                Value::Array(_) => vec![format!("{name}: [id]")],
                Value::Bool(_) => vec![format!("{name}: bool")],
                Value::Number(_) => vec![format!("{name}: int")],
                Value::Object(_) => flat(value, &format!("{name}/")),
                _ => vec![format!("{name}: text")],
            }
        })
        .collect()
}

/// What could be tried, with the question before it.
fn candidates(operation: &Operation) -> String {
    match infer(operation) {
        Verdict::Undecided {
            question,
            candidates,
            ..
        } => {
            let modes = candidates.iter().map(|candidate| {
                let mode = format!("{:?}", candidate.mode.as_ref().unwrap());
                let names: Vec<&str> = mode.split('"').skip(1).step_by(2).collect();
                names.join(">")
            });
            format!("{question} {}", modes.collect::<Vec<_>>().join(" "))
        }
        other => panic!("{other:#?}"),
    }
}

#[test]
fn a_token_of_one_page_has_the_usual_parameters_to_try() {
    let page = first(json!({"users": users(1, 2), "next_cursor": "abc"}));
    assert_eq!(
        candidates(&page),
        "to which parameter does the member `next_cursor` go? No request shows it \
         next_cursor>cursor next_cursor>after next_cursor>starting_after next_cursor>next_cursor"
    );
    let page = first(json!({"users": users(1, 2), "meta": {"next": "abc"}}));
    assert!(candidates(&page).contains("meta>next>cursor"));
}

#[test]
fn numbers_that_are_repeated_have_parameters_to_try() {
    let page = first(json!({"users": users(1, 2), "page": 1, "total": 7}));
    assert_eq!(
        candidates(&page),
        "which parameter takes the number that the member `page` repeats? page"
    );
    let page = first(json!({"users": users(1, 2), "current_page": 1, "last_page": 4}));
    assert!(candidates(&page).ends_with("current_page page"));
    let page = first(json!({"users": users(1, 2), "offset": 0, "limit": 2, "total": 7}));
    assert!(candidates(&page).ends_with(" offset"));
}

#[test]
fn a_flag_or_a_total_says_that_there_is_more() {
    let page = first(json!({"users": users(1, 2), "has_more": true}));
    assert!(candidates(&page).starts_with("what leads on? The member `has_more`"));
    assert!(candidates(&page).contains(" page offset id>starting_after"));
    let page = first(json!({"users": users(1, 2), "total": 7}));
    assert!(candidates(&page).starts_with("what leads on? The member `total` is larger"));
    let page = first(json!({"users": users(1, 2), "total": 2}));
    assert!(crate::kit::unpaged(&page).contains("nothing that leads on"));
}

#[test]
fn a_url_of_one_page_is_followed() {
    for (link, said_of) in [
        (
            "https://api.example.com/users?limit=2&page=2",
            "next_url more",
        ),
        ("/users?limit=2&page=2", "next_url more"),
        ("?limit=2&page=2", "next_url more"),
    ] {
        let mut page = first(json!({"users": users(1, 2), "next": link}));
        assert_eq!(said(&page), "next_url next, items users");
        page = first(json!({"users": users(1, 2), "more": link}));
        assert!(
            candidates(&page).starts_with("is the member `more` the URL"),
            "{said_of}"
        );
    }
    for name in ["prev", "self", "first", "last"] {
        let page = first(json!({"users": users(1, 2), name: "/users?limit=2&page=2"}));
        assert!(
            crate::kit::unpaged(&page).contains("nothing that leads on"),
            "{name}"
        );
    }
}

#[test]
fn a_link_header_of_one_page_is_followed_if_it_has_a_next_page() {
    let mut page = first(json!({"users": users(1, 2)}));
    page.headers.push(crate::kit::header("link", ""));
    let link = "</users?page=2>; rel=\"next\"";
    page.samples[0].headers = vec![("link".to_owned(), link.to_owned())];
    assert_eq!(said(&page), "next_url link next, items users");
    let link = "</style.css>; rel=preload";
    page.samples[0].headers = vec![("link".to_owned(), link.to_owned())];
    assert!(crate::kit::unpaged(&page).contains("nothing that leads on"));
}

#[test]
fn parameters_to_try_have_the_family_of_the_page_size() {
    let mut page = first(json!({"data": users(1, 2), "next": 2, "pages": 4}));
    page.parameters = vec![crate::kit::parameter("_per_page: int", Place::Query)];
    assert!(
        candidates(&page).contains(" next>_page next>_start next>cursor"),
        "{}",
        candidates(&page)
    );
    let mut page = first(json!({"data": users(1, 2), "next": "abc"}));
    page.parameters = vec![crate::kit::parameter("page[size]: int", Place::Query)];
    assert!(candidates(&page).contains(" next>page[cursor] next>page[after] next>cursor"));
}

#[test]
fn what_was_not_sent_is_not_the_token() {
    let operation = list(&["cursor: text"], &["users: [id]", "next_cursor: text"]);
    let operation = seen(
        operation,
        &[
            (
                "/users",
                json!({"users": users(1, 2), "next_cursor": "abc"}),
            ),
            ("/users?cursor=xyz", json!({"users": users(3, 2)})),
        ],
    );
    assert!(!crate::kit::concluded(&operation).starts_with("token"));
}

#[test]
fn a_total_of_the_page_is_not_the_total() {
    let pages = |total: u64| {
        let operation = list(&["page: int"], &["users: [id]", "total: int"]);
        seen(
            operation,
            &[
                (
                    "/users?page=1",
                    json!({"users": users(1, 2), "total": total}),
                ),
                (
                    "/users?page=2",
                    json!({"users": users(3, 2), "total": total}),
                ),
            ],
        )
    };
    assert_eq!(said(&pages(4)), "page page, items users, total total");
    assert_eq!(said(&pages(2)), "page page, items users");
}

#[test]
fn a_flag_of_success_that_every_page_has() {
    let page =
        |ok: &str| json!({"members": users(1, 2), ok: true, "error": null, "next_cursor": "abcd"});
    let pages = |ok: &str| {
        seen(
            list(
                &["cursor: text"],
                &[
                    "members: [id]",
                    &format!("{ok}: bool"),
                    "error: text",
                    "next_cursor: text",
                ],
            ),
            &[("/users", page(ok)), ("/users?cursor=abcd", page(ok))],
        )
    };
    let token = "token next_cursor -> cursor, items members";
    assert_eq!(said(&pages("ok")), format!("{token}, ok ok, error error"));
    assert_eq!(
        said(&pages("success")),
        format!("{token}, ok success, error error")
    );
    assert_eq!(said(&pages("active")), token);
    let mut pages = pages("ok");
    pages.samples[1].body["ok"] = json!(false);
    assert_eq!(said(&pages), token);
}

#[test]
fn a_token_that_the_body_lacks_is_tried_in_the_links_and_the_items() {
    let operation = list(
        &["after: text -- A cursor to the next page.", "limit: int"],
        &["users: [id]"],
    );
    assert_eq!(
        candidates(&operation),
        "where in the response is the value of parameter `after`? next id>after"
    );
    let operation = list(&["cursor: text"], &["users: [id]"]);
    assert_eq!(
        candidates(&operation),
        "where in the response is the value of parameter `cursor`? next id>cursor"
    );
}
