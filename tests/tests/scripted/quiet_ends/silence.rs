//! Responses that contradict nothing, though they have members with well-known names. Beside each,
//! there is a case in which the same name does count.

use paginate_runtime::Paginated;
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Row, always, api, cases, number, rows, told};

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "data")]
struct Numbered {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "data")]
struct Counted {
    total: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", items = "data")]
struct ByOffset {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", items = "data")]
struct ByCursor {
    cursor: Option<String>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", size = "limit", max = 100, end_on = [short], items = "data")]
struct EndsOnShort {
    data: Vec<Row>,
}

/// GraphQL with a declaration of only the items.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "data.users.cursor",
    param = body("variables.after"),
    items = "data.users.nodes",
    item = Row
)]
struct GraphQl {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    users: Users,
}

#[derive(Deserialize)]
struct Users {
    cursor: Option<String>,
    nodes: Vec<Row>,
}

/// Three items on the first page of a counted list, and these members on each page.
fn counted(members: Value) -> impl Fn() -> Script {
    move || {
        let members = members.clone();
        api(move |request| {
            let begins = number(request, "page").unwrap_or(1) == 1
                && number(request, "offset").unwrap_or(0) == 0;
            let mut body = members.clone();
            body["data"] = rows(1..=if begins { 3 } else { 0 }).into();
            Reply::json(body)
        })
    }
}

/// Checks that a walk of three items reports nothing.
async fn is_quiet<P>(script: &Script)
where
    P: Paginated<Item = Row> + DeserializeOwned + Send + 'static,
{
    let told = told::<P>(script, true, None).await;
    if let Err(error) = told.end {
        panic!("{error}");
    }
    assert_eq!(told.items.len(), 3);
}

/// The total is reached, so a number that leads to no page is not reported.
#[tokio::test]
async fn a_next_page_that_is_none() {
    for next in [json!(2), json!(0), json!(-1), json!("0"), json!(null)] {
        is_quiet::<Counted>(&counted(json!({ "total": 3, "next_page": next }))()).await;
    }
    for next in [json!(0), json!(-1)] {
        is_quiet::<Numbered>(&counted(json!({ "next_page": next }))()).await;
    }
}

#[tokio::test]
async fn a_previous_page_that_is_none() {
    for members in [
        json!({ "has_prev": 0 }),
        json!({ "has_prev": "false" }),
        json!({ "hasPreviousPage": "0" }),
        json!({ "prev": 0 }),
        json!({ "prev": -1 }),
        json!({ "previous_page": "" }),
        json!({ "first": 1 }),
        json!({ "first": 0 }),
        json!({ "is_first_page": 1 }),
    ] {
        is_quiet::<Numbered>(&counted(members)()).await;
    }
}

/// Laravel: `from` is the number of the first item, counted from 1.
#[tokio::test]
async fn a_position_beside_the_one_that_was_sent() {
    is_quiet::<ByOffset>(&counted(json!({ "offset": 0, "from": 1, "to": 3 }))()).await;
    is_quiet::<ByOffset>(&counted(json!({ "meta": { "from": 1, "offset": "0" } }))()).await;
}

/// Members that do not belong to the list.
#[tokio::test]
async fn members_inside_other_objects() {
    for other in [
        json!({ "pages": 300, "page_count": 300 }),
        json!({ "total": 99, "total_count": 99 }),
        json!({ "prev": "/accounts/6", "has_previous": true }),
        json!({ "first": false }),
        json!({ "startIndex": 1, "offset": 1 }),
        json!({ "deeper": { "total": 99, "pages": 300, "previous": "/accounts/6" } }),
    ] {
        let members = json!({ "account": other });
        is_quiet::<Numbered>(&counted(members.clone())()).await;
        is_quiet::<ByOffset>(&counted(members)()).await;
    }
    for other in [
        json!({ "has_more": true }),
        json!({ "is_last": false }),
        json!({ "size": 3, "limit": 3 }),
    ] {
        let body = json!({ "account": other, "data": rows(1..=3) });
        is_quiet::<ByCursor>(&always(body.clone())()).await;
        is_quiet::<EndsOnShort>(&always(body)()).await;
    }
}

cases! {
    a_previous_page_as_a_number: Numbered, counted(json!({ "has_prev": 1 })), 3 items
        => Warning(StartsLate), ["`has_prev`", "`start = 0`"];
    a_previous_page_among_links: Numbered, counted(json!({ "links": { "prev": "/list?page=0" } })), 3 items
        => Warning(StartsLate), ["`links.prev`"];
    a_position_under_another_name: ByOffset, counted(json!({ "meta": { "from": 1 } })), 3 items
        => Warning(StartsLate), ["`meta.from`"];
    a_number_of_pages_in_an_object: Numbered, counted(json!({ "info": { "pages": 42 } })), 3 items
        => Warning(TotalNotReached), ["`info.pages`"];
    a_total_in_an_object: Numbered, counted(json!({ "pager": { "total": 42 } })), 3 items
        => Warning(TotalNotReached), ["`pager.total`"];
    a_flag_among_cursors: ByCursor, always(json!({ "cursors": { "has_more": true }, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`cursors.has_more`"];
    a_size_in_an_object: EndsOnShort, always(json!({ "paging": { "limit": 3 }, "data": rows(1..=3) })), 3 items
        => Warning(PageSizeIgnored), ["`paging.limit`"];
    a_flag_beside_the_list_of_items: GraphQl,
        always(json!({ "data": { "users": { "pageInfo": { "hasNextPage": true }, "nodes": rows(1..=3) } } })), 3 items
        => Warning(UnreadFlag), ["`data.users.pageInfo.hasNextPage`"];
}
