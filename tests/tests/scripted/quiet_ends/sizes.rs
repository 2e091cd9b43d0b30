//! Page sizes that the API does not know, or reduces.

use paginate_runtime::report::WarningKind;
use paginate_runtime::{EndReason, Paginated};
use paginate_tests::{Reply, Request};
use serde::Deserialize;
use serde_json::json;

use super::{Expected, Row, api, is_told, number, rows, told};

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", items = "data")]
struct WithoutSize {
    cursor: Option<String>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", items = "data", size = "limit", max = 100, end_on = [short])]
struct EndsOnShort {
    cursor: Option<String>,
    data: Vec<Row>,
}

/// Answers with ten items per page, for any requested size, of a list of that length.
fn ten(request: &Request, of: u64) -> Reply {
    let first = number(request, "cursor").unwrap_or(1);
    let next = Some(first + 10)
        .filter(|&next| next <= of)
        .map(|next| next.to_string());
    Reply::json(json!({ "cursor": next, "data": rows((first..first + 10).filter(|&id| id <= of)) }))
}

#[tokio::test]
async fn a_size_whose_parameter_nobody_declared() {
    let script = || api(|request| ten(request, 25));
    let expected = Expected::Warning(WarningKind::PageSizeIgnored);
    is_told::<WithoutSize>(
        script,
        Some(5),
        25,
        expected,
        &["page 1", "5 items", "`page_size`", "10", "`size = "],
    )
    .await;
}

#[tokio::test]
async fn a_size_that_the_api_keeps_to_is_not_told_of() {
    let told = told::<WithoutSize>(&api(|request| ten(request, 25)), true, Some(10)).await;
    assert_eq!(
        (told.end.unwrap(), told.items.len()),
        (EndReason::NoContinuation, 25)
    );
}

/// This walk once delivered 10 of 1037 items: a short first page is not the end if it names a next
/// page.
#[tokio::test]
async fn a_server_that_caps_pages_is_walked_to_the_end() {
    let told = told::<EndsOnShort>(&api(|request| ten(request, 1037)), true, None).await;
    assert_eq!(
        (told.end.unwrap(), told.items.len()),
        (EndReason::NoContinuation, 1037)
    );
}

#[tokio::test]
async fn a_page_shorter_than_an_earlier_one_is_the_end() {
    let script = api(|request| {
        let first = number(request, "cursor").unwrap_or(1);
        let len = if first < 20 { 10 } else { 4 };
        Reply::json(
            json!({ "cursor": (first + len).to_string(), "data": rows(first..first + len) }),
        )
    });
    let told = told::<EndsOnShort>(&script, true, None).await;
    assert_eq!(
        (told.end.unwrap(), told.items.len(), told.requests),
        (EndReason::Short, 24, 3)
    );
}
