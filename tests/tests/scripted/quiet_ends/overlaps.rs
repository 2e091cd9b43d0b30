//! Pages that overlap, because the walk counts differently than the API.

use paginate_runtime::report::WarningKind;
use paginate_runtime::{EndReason, Paginated};
use paginate_tests::{Reply, Request};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Row, api, cases, number, rows, told};

/// SCIM counts from 1.
#[derive(Deserialize, Paginated)]
#[paginate(offset = "startIndex", items = "resources")]
struct FromZero {
    #[serde(rename = "Resources")]
    resources: Vec<Row>,
}

/// The parameter is a number of items, but `start` says that it counts pages, and the derive
/// accepts that.
#[derive(Deserialize, Paginated)]
#[paginate(page = "skip", start = 1, items = "data")]
struct PageThatIsAnOffset {
    data: Vec<Row>,
}

/// A page begins with the key that was sent, as in etcd and CouchDB.
#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "startkey", items = "rows")]
struct Inclusive {
    rows: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "startIndex", items = "result.itemList", item = Row)]
#[allow(non_snake_case)]
struct Nested {
    result: List,
}

#[derive(Deserialize)]
#[allow(non_snake_case)]
struct List {
    #[serde(rename = "item_list")]
    itemList: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "0")]
struct Numbered(Vec<Row>);

/// Returns four items of eleven, from the one with this number on.
fn from(first: u64) -> Vec<Value> {
    rows((first..first + 4).filter(|&id| id <= 11))
}

fn scim(request: &Request) -> Reply {
    Reply::json(json!({ "Resources": from(number(request, "startIndex").unwrap_or(1).max(1)) }))
}

cases! {
    offsets_from_one: FromZero, || api(scim), 4 items
        => Error(Overlap), ["page 2", "last item", "`start = 1`"];
    a_page_that_is_an_offset: PageThatIsAnOffset,
        || api(|request| Reply::json(json!({ "data": from(number(request, "skip").unwrap_or(0) + 1) }))), 4 items
        => Error(Overlap), ["second item", "`offset`"];
    a_key_that_is_included: Inclusive,
        || api(|request| Reply::json(json!({ "rows": from(number(request, "startkey").unwrap_or(1)) }))), 4 items
        => Error(Overlap), ["`inclusive`"];
    a_list_further_inside: Nested,
        || api(|request| Reply::json(json!({ "result": { "item_list": from(number(request, "startIndex").unwrap_or(1).max(1)) } }))), 4 items
        => Error(Overlap), ["last item"];
}

/// The first two pages did not overlap, so the declaration is right, and the list has changed.
#[tokio::test]
async fn a_list_that_changes_is_a_warning() {
    let pages = [rows([1, 2]), rows([3, 4]), rows([4, 5]), rows([])];
    let script =
        api(move |request| Reply::json(&pages[number(request, "page").unwrap() as usize - 1]));
    let told = told::<Numbered>(&script, false, None).await;
    assert_eq!(told.end.unwrap(), EndReason::Empty);
    assert_eq!(told.items.len(), 6);
    let kinds: Vec<WarningKind> = told.warnings.iter().map(|warning| warning.kind()).collect();
    assert_eq!(kinds, [WarningKind::Overlap]);
    assert_eq!(told.warnings[0].page(), 3);
}

/// Equal items next to each other are not an overlap.
#[tokio::test]
async fn equal_items_are_not_told_of() {
    let pages = [rows([1, 7]), rows([7, 7]), rows([7, 7, 8]), rows([])];
    let script =
        api(move |request| Reply::json(&pages[number(request, "page").unwrap() as usize - 1]));
    let told = told::<Numbered>(&script, true, None).await;
    told.end.expect("no overlap");
    assert_eq!(told.items.len(), 7);
}

/// The option that the error names.
#[tokio::test]
async fn overlaps_that_are_allowed_are_delivered() {
    let script = api(scim);
    let items: Vec<Row> = FromZero::paginate(script.get("/list"))
        .allow_repeats()
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items.len(), 12, "11, of which one comes twice");
}
