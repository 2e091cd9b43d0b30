//! Lists of items that are not where the declaration reads them, and whose field has a default.

use paginate_runtime::Paginated;
use paginate_tests::{Reply, Request};
use serde::Deserialize;
use serde_json::json;

use super::{Row, api, cases, number, rows, told};

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", items = "users")]
struct Numbered {
    pages: Option<u64>,
    #[serde(default)]
    users: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_token", items = "users")]
struct ByToken {
    next_token: Option<String>,
    users: Option<Vec<Row>>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_token", items = "result.users", item = Row)]
struct Inside {
    next_token: Option<String>,
    result: Lists,
}

#[derive(Deserialize)]
struct Lists {
    #[serde(default)]
    users: Vec<Row>,
}

fn members(request: &Request) -> Reply {
    let page = number(request, "page").unwrap_or(1);
    Reply::json(json!({ "pages": 3, "members": rows(page..=page + 1) }))
}

cases! {
    a_list_under_another_name: Numbered, || api(members), 0 items
        => Error(Declaration), ["page 1", "`users`", "`members`"];
    a_list_with_a_capital: Numbered, || api(|_| Reply::json(json!({ "pages": 3, "Users": rows(1..=2) }))), 0 items
        => Error(Declaration), ["`users`", "`Users`"];
    a_list_that_is_an_option: ByToken, || api(|_| Reply::json(json!({ "next_token": "hidden", "members": rows(1..=2) }))), 0 items
        => Error(Declaration), ["`users`", "`members`"];
    a_list_under_another_name_inside: Inside, || api(|_| Reply::json(json!({ "result": { "members": rows(1..=2) } }))), 0 items
        => Error(Declaration), ["`result.users`", "`result.members`"];
    several_lists: Numbered,
        || api(|request| match number(request, "page") {
            Some(1) => Reply::json(json!({ "groups": rows(1..=2), "members": rows(1..=2) })),
            _ => Reply::json(json!({})),
        }), 0 items
        => Warning(UnreadItems), ["`users`", "`groups`, `members`"];
    a_list_of_texts: Numbered,
        || api(|request| match number(request, "page") {
            Some(1) => Reply::json(json!({ "names": ["a", "b"] })),
            _ => Reply::json(json!({})),
        }), 0 items
        => Warning(UnreadItems), ["`users`", "`names`"];
}

#[tokio::test]
async fn the_first_page_is_the_only_request() {
    let script = api(members);
    assert!(told::<Numbered>(&script, false, None).await.end.is_err());
    assert_eq!(script.lines(), ["GET /list?q=x&page=1"]);
}

/// Empty lists, and other members beside them, cause no warning.
#[tokio::test]
async fn lists_that_are_empty_are_not_told_of() {
    for body in [
        json!({ "users": [] }),
        json!({ "users": [], "groups": rows(1..=2) }),
        json!({ "users": null, "included": rows(1..=2) }),
        json!({ "links": [{ "rel": "self", "href": "/list" }] }),
        json!({ "meta": { "count": 0 } }),
        json!({ "total": 0, "filters": [{ "name": "status" }] }),
        json!({}),
    ] {
        let told = told::<ByToken>(&api(move |_| Reply::json(body.clone())), true, None).await;
        assert_eq!((told.items.len(), told.warnings.len()), (0, 0));
        told.end.expect("an empty list");
    }
}
