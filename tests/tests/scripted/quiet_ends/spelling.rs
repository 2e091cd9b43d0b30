//! The declared token is spelled differently on the wire, so the field is always `None`.

use paginate_runtime::Paginated;
use paginate_tests::Reply;
use serde::Deserialize;
use serde_json::json;

use super::{Row, always, api, cases, rows};

/// `rename_all` is missing.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", param = "pageToken", items = "users")]
struct NoRename {
    next_page_token: Option<String>,
    users: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "meta.next_cursor", param = "cursor", items = "data")]
struct NoRenameInside {
    meta: Meta,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Meta {
    next_cursor: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_page", items = "accounts")]
struct NoRenameOfALink {
    next_page: Option<String>,
    accounts: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "LastEvaluatedKey", param = body("ExclusiveStartKey"), items = "Items")]
#[allow(non_snake_case)]
struct AnotherCase {
    LastEvaluatedKey: Option<serde_json::Value>,
    Items: Vec<Row>,
}

/// The API uses another name for the relation.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("nextpage"), items = "0")]
struct WrongRelation(Vec<Row>);

cases! {
    a_token_in_camel_case: NoRename, always(json!({ "nextPageToken": "hidden", "users": rows(1..=3) })), 3 items
        => Error(Declaration), ["page 1", "`next_page_token`", "`nextPageToken`", "#[serde(rename = \"nextPageToken\")]"];
    a_token_in_camel_case_inside: NoRenameInside, always(json!({ "meta": { "nextCursor": "hidden" }, "data": rows(1..=3) })), 3 items
        => Error(Declaration), ["`meta.next_cursor`", "`meta.nextCursor`"];
    a_link_in_camel_case: NoRenameOfALink, always(json!({ "nextPage": "/list?after=hidden", "accounts": rows(1..=3) })), 3 items
        => Error(Declaration), ["`next_page`", "`nextPage`"];
    a_key_in_lower_case: AnotherCase, always(json!({ "lastEvaluatedKey": { "id": "hidden" }, "Items": rows(1..=3) })), 3 items
        => Error(Declaration), ["`LastEvaluatedKey`", "`lastEvaluatedKey`"];
    a_relation_that_is_not_there: WrongRelation,
        || api(|_| Reply::json(rows(1..=3)).header("link", "</list?after=hidden>; rel=\"next\"")), 3 items
        => Error(Declaration), ["`nextpage`", "`rel=\"next\"`", "link(\"next\")"];
}

/// The items of the page were delivered, and the checkpoint is after them: with the corrected
/// declaration, the walk goes on there.
#[tokio::test]
async fn the_mended_declaration_goes_on_behind_the_error() {
    #[derive(Deserialize, Paginated)]
    #[serde(rename_all = "camelCase")]
    #[paginate(token = "next_page_token", param = "pageToken", items = "users")]
    struct Renamed {
        next_page_token: Option<String>,
        users: Vec<Row>,
    }
    let script = api(|request| match request.param("pageToken").as_deref() {
        None => Reply::json(json!({ "nextPageToken": "t2", "users": rows(1..=3) })),
        Some(_) => Reply::json(json!({ "users": rows(4..=5) })),
    });
    let mut items = NoRename::paginate(script.get("/list")).items();
    for _ in 0..3 {
        items.next().await.unwrap().unwrap();
    }
    let error = items.next().await.unwrap().unwrap_err();
    let rest = Renamed::paginate(script.get("/list")).resume(error.checkpoint().unwrap().clone());
    let rest: Vec<Row> = rest.items().try_collect().await.unwrap();
    assert_eq!(rest, [Row { id: 4 }, Row { id: 5 }]);
    assert_eq!(
        script.lines(),
        ["GET /list", "GET /list", "GET /list?pageToken=t2"]
    );
}
