//! Failures in responses with status 200 that the declaration does not read.

use paginate_runtime::Paginated;
use paginate_tests::Reply;
use serde::Deserialize;
use serde_json::json;

use super::{Row, always, api, cases, rows, told};

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "data.users.page_info.end_cursor",
    param = body("variables.after"),
    items = "data.users.nodes",
    item = Row
)]
struct GraphQl {
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    users: Connection,
}

#[derive(Deserialize)]
struct Connection {
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(Deserialize)]
struct PageInfo {
    end_cursor: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_token", items = "users")]
struct ByToken {
    next_token: Option<String>,
    #[serde(default)]
    users: Vec<Row>,
}

/// The report is declared under a name that the API does not have.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_token", items = "users", error = "errorMessage")]
#[allow(non_snake_case)]
struct AnotherReport {
    next_token: Option<String>,
    errorMessage: Option<String>,
    #[serde(default)]
    users: Vec<Row>,
}

/// The flag is declared under a name that the API does not have.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_token", items = "users", ready = "job_complete")]
struct NotReady {
    next_token: Option<String>,
    job_complete: Option<bool>,
    #[serde(default)]
    users: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", items = "users")]
struct ByOffset {
    #[serde(default)]
    users: Vec<Row>,
}

cases! {
    a_graphql_failure: GraphQl, always(json!({ "data": null, "errors": [{ "message": "the field `usr` is unknown" }] })), 0 items
        => Error(Api), ["page 1", "`errors`", "is unknown", "declare `error = \"errors\"`"];
    an_error_object: ByToken, always(json!({ "error": { "message": "the account is closed" } })), 0 items
        => Error(Api), ["`error`", "the account is closed", "declare `error = \"error\"`"];
    a_report_beside_the_declared_one: AnotherReport, always(json!({ "error": { "message": "the account is closed" } })), 0 items
        => Error(Api), ["`error`", "the account is closed"];
    a_flag_that_says_not_ready: NotReady, always(json!({ "jobComplete": false })), 0 items
        => Warning(UnreadFlag), ["`jobComplete`", "`job_complete`", "`ready`"];
    a_flag_that_says_no: ByToken, always(json!({ "ok": false, "users": [] })), 0 items
        => Error(Api), ["`ok`", "declare `ok = \"ok\"`"];
    a_success_that_is_none: ByToken, always(json!({ "success": false, "reasons": [{ "code": 7 }] })), 0 items
        => Error(Api), ["`success`", "declare `ok = \"success\"`"];
    a_word_for_failure: ByToken, always(json!({ "stat": "fail", "users": [] })), 0 items
        => Error(Api), ["`stat`", "`ok = Self::succeeded`"];
    a_code_and_a_message: ByToken, always(json!({ "code": 1001, "message": "token expired" })), 0 items
        => Error(Api), ["`message`", "declare `error = \"message\"`", "not empty on success", "`ok = Self::succeeded`"];
    a_report_beside_a_total_of_none: ByToken, always(json!({ "totalRows": "0", "errors": [{ "reason": "slow" }] })), 0 items
        => Warning(UnreadFailure), ["`errors`", "`error`"];
    a_message_beside_a_total_of_none: ByToken, always(json!({ "status": 404, "message": "nothing was found", "total": 0 })), 0 items
        => Warning(UnreadFailure), ["`message`", "`error`"];
    a_failure_in_the_middle: ByOffset,
        || api(|request| match request.param("offset").as_deref() {
            None | Some("0") => Reply::json(json!({ "users": rows(1..=3) })),
            Some(_) => Reply::json(json!({ "errors": ["the window is too large"] })),
        }), 3 items
        => Error(Api), ["page 2", "`errors`", "the window is too large"];
}

/// An empty report, and a report beside items, are not failures.
#[tokio::test]
async fn reports_that_say_nothing_are_not_told_of() {
    for body in [
        json!({ "errors": [], "users": [] }),
        json!({ "error": null, "ok": true, "users": [] }),
        json!({ "errors": [{ "message": "one shard is late" }], "users": rows(1..=2) }),
        json!({ "error": false, "users": [] }),
        json!({ "error": "", "users": [] }),
        json!({ "error": "none", "users": [] }),
        json!({ "error": "0", "users": [] }),
        json!({ "errors": "False", "users": [] }),
        json!({ "errors": { "count": 0, "list": [] }, "users": [] }),
    ] {
        let told = told::<ByToken>(&api(move |_| Reply::json(body.clone())), true, None).await;
        told.end.expect("no failure");
        assert_eq!(told.warnings, []);
    }
}

/// What the API reports is read from a long response, too.
#[tokio::test]
async fn a_report_in_a_long_response_is_shown() {
    let body =
        json!({ "pad": "x".repeat(2 << 20), "errors": [{ "message": "the account is closed" }] });
    let told = told::<ByToken>(&api(move |_| Reply::json(body.clone())), false, None).await;
    let text = told.end.expect_err("a failure").to_string();
    assert!(text.contains("the account is closed"), "{text}");
}
