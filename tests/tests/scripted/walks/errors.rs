//! The texts of errors: the page, what was expected, what arrived, and what to do.

use paginate_runtime::{ErrorKind, Paginated, RetryPolicy, transport::TransportErrorKind};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

/// Returns the error of a second page, after the items of the first.
async fn second_page(reply: Reply) -> Error {
    let script = Script::new([tokens(&[1, 2], "s3cr3t-token"), reply]);
    let (users, error) = failed(
        Tokens::paginate(script.get("/v2/users?key=s3cr3t-key"))
            .retry(RetryPolicy::none())
            .items(),
    )
    .await;
    assert_eq!(
        (users, error.page()),
        (vec![1, 2], 2),
        "what came before is delivered"
    );
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("s3cr3t"), "{shown}");
    assert!(shown.len() < 2_500, "an error is bounded: {}", shown.len());
    error
}

const REQUEST: &str = "(GET https://api.example.com/v2/users?…, status 200)";

#[tokio::test]
async fn a_body_of_the_wrong_shape() {
    let error = second_page(Reply::json(
        json!({ "next_page_token": "s3cr3t-2", "users": [1, "two", 3] }),
    ))
    .await;
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Decode, Some(200))
    );
    let text = error.to_string();
    assert!(
        text.starts_with("page 2: the response does not fit `Tokens` at `users[1]`: invalid value: a string, expected u32"),
        "{text}"
    );
    assert!(text.contains(REQUEST), "{text}");
    assert_eq!(
        error.excerpt(),
        Some(r#"{"next_page_token": string(8), "users": [number, string(3) ← here, … 1 more]}"#),
        "the place where it failed is shown"
    );
}

#[tokio::test]
async fn a_list_that_is_null_or_absent_comes_with_the_way_out() {
    for body in [
        json!({ "next_page_token": "", "users": null }),
        json!({ "next_page_token": "" }),
    ] {
        let error = second_page(Reply::json(body)).await;
        assert!(
            error
                .to_string()
                .contains("deserialize_with = \"paginate_runtime::page::null_as_default\""),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_list_in_place_of_a_page_comes_with_the_way_out() {
    let error = second_page(Reply::json(json!([{ "id": 1 }, { "id": 2 }]))).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("`struct Page(Vec<T>)` with `items = \"0\"`"),
        "{error}"
    );

    let error = second_page(Reply::json(
        json!({ "users": [[1]], "next_page_token": "" }),
    ))
    .await;
    assert!(
        !error.to_string().contains("struct Page"),
        "an object is none: {error}"
    );
}

#[tokio::test]
async fn a_page_that_is_not_json() {
    let error = second_page(Reply::text(
        "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    ))
    .await;
    let text = error.to_string();
    assert!(
        text.starts_with("page 2: the response is a web page, but `Tokens` is read from JSON: "),
        "{text}"
    );
    assert!(text.contains("502 Bad Gateway"), "{text}");
    for (body, what) in [
        ("<users><user>1</user></users>", "XML"),
        ("id,name\n1,ann\n", "a table (CSV)"),
    ] {
        let text = second_page(Reply::text(body)).await.to_string();
        assert!(
            text.contains(&format!(
                "the response is {what}, but `Tokens` is read from JSON: "
            )) && text.contains("`.decode(..)`"),
            "{text}"
        );
    }
    let text = second_page(Reply::text("the service is away"))
        .await
        .to_string();
    assert!(
        text.contains("the response is not JSON, but `Tokens` is read from JSON: ")
            && !text.contains("decode(..)"),
        "{text}"
    );
}

/// If the list has another name and the field has a default, every page would be empty.
#[tokio::test]
async fn a_list_under_another_name_is_named() {
    let error = second_page(Reply::json(
        json!({ "next_page_token": "", "data": { "members": [1] }, "groups": [] }),
    ))
    .await;
    let text = error.to_string();
    assert!(
        text.contains("there is no `users`, but a list at `data.members`"),
        "{text}"
    );
    assert!(!text.contains("default"), "{text}");
}

#[tokio::test]
async fn an_empty_body() {
    let error = second_page(Reply::bytes("")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        format!("page 2: the response is empty, but `Tokens` needs a JSON body {REQUEST}")
    );
}

#[tokio::test]
async fn a_truncated_body() {
    let error = second_page(Reply::bytes(
        "{\"next_page_token\": \"s3cr3t\", \"users\": [1, 2",
    ))
    .await;
    assert!(
        error
            .to_string()
            .starts_with("page 2: the response breaks off at `users`"),
        "{error}"
    );
    let error = second_page(tokens(&[3], "s3cr3t").broken_after(5)).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.to_string().starts_with("page 2: the body broke off"),
        "{error}"
    );
}

#[tokio::test]
async fn something_after_the_page() {
    let error = second_page(Reply::bytes(
        "{\"next_page_token\": null, \"users\": []} trailing",
    ))
    .await;
    assert!(
        error
            .to_string()
            .starts_with("page 2: the response is not valid JSON: trailing characters"),
        "{error}"
    );
}

#[tokio::test]
async fn what_was_sent_is_not_shown_when_the_api_quotes_it() {
    let quoting =
        |status| Reply::text("no user for EAAB12 with key abc-def by ghijkl").status(status);
    for status in [200, 404] {
        let script = Script::new([tokens(&[1], "EAAB12"), quoting(status)]);
        let (transport, mut request) = script.get("/u?app=ghijkl");
        request
            .headers_mut()
            .insert("x-api-key", "abc-def".parse().expect("a value"));
        let (_, error) = failed(
            Tokens::paginate((transport, request))
                .retry(RetryPolicy::none())
                .items(),
        )
        .await;
        assert_eq!(
            error.excerpt(),
            Some("no user for … with key … by …"),
            "{error}"
        );
    }
}

/// Parts of a header are credentials too: each cookie of a line, the text after the scheme, values
/// in quotation marks, and bytes that are not ASCII.
#[tokio::test]
async fn parts_of_what_was_sent_are_not_shown_when_the_api_quotes_them() {
    for (name, value, quoted) in [
        (
            "cookie",
            &b"lang=english; sid=hunterhunter"[..],
            "hunterhunter",
        ),
        (
            "authorization",
            b"Token token=\"hunterhunter\", nonce=abcdefgh",
            "hunterhunter",
        ),
        (
            "authorization",
            b"Digest username=hunterhunter,realm=x",
            "hunterhunter",
        ),
        (
            "authorization",
            "Bearer p\u{e4}ssw\u{f6}rter".as_bytes(),
            "p\u{e4}ssw\u{f6}rter",
        ),
    ] {
        let script = Script::new([Reply::text(format!("who is {quoted} here")).status(403)]);
        let (transport, mut request) = script.get("/u");
        request
            .headers_mut()
            .insert(name, http::HeaderValue::from_bytes(value).expect("a value"));
        let (_, error) = failed(Tokens::paginate((transport, request)).items()).await;
        assert_eq!(error.excerpt(), Some("who is … here"), "{name}: {error}");
        assert!(!format!("{error:?}").contains(quoted), "{error:?}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_passed_over() {
    let script = Script::new([Reply::bytes(
        "\u{feff}{\"next_page_token\":\"\",\"users\":[1]}",
    )]);
    let (users, _) = all(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(users, [1]);
}

#[tokio::test]
async fn statuses() {
    for (status, kind) in [
        (500, ErrorKind::Status),
        (404, ErrorKind::Status),
        (401, ErrorKind::Unauthorized),
        (429, ErrorKind::RateLimited),
        (503, ErrorKind::Status),
        (304, ErrorKind::Status),
        (206, ErrorKind::Status),
        (410, ErrorKind::Expired),
        (400, ErrorKind::ContinuationRejected),
    ] {
        let error = second_page(Reply::json(json!({ "message": "no good" })).status(status)).await;
        assert_eq!(
            (error.kind(), error.status().map(|status| status.as_u16())),
            (kind, Some(status))
        );
        assert!(
            error
                .excerpt()
                .is_some_and(|excerpt| excerpt.contains("no good")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_400_or_410_to_the_first_request_is_about_the_request() {
    for status in [400, 410] {
        let script = Script::new([Reply::empty(status)]);
        let (_, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
        assert_eq!(error.kind(), ErrorKind::Status);
    }
}

#[tokio::test]
async fn no_content_is_an_end() {
    let script = Script::new([tokens(&[1], "t"), Reply::empty(204)]);
    assert_eq!(
        all(Tokens::paginate(script.get("/u")).items()).await,
        (vec![1], EndReason::Status)
    );
}

#[tokio::test]
async fn a_declared_status_is_an_end_but_not_on_the_first_page() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "results", end_on = [404])]
    struct PastTheEnd {
        results: Vec<u32>,
    }
    let script = Script::new([results(&[1]), Reply::empty(404)]);
    assert_eq!(
        all(PastTheEnd::paginate(script.get("/l")).items()).await,
        (vec![1], EndReason::Status)
    );
    let script = Script::new([Reply::empty(404)]);
    let (_, error) = failed(PastTheEnd::paginate(script.get("/l")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Status);
}

#[tokio::test]
async fn transport_failures() {
    let error = second_page(Reply::failure(TransportErrorKind::Connect)).await;
    assert_eq!(
        (error.kind(), error.is_timeout()),
        (ErrorKind::Transport, false)
    );
    let error = second_page(Reply::failure(TransportErrorKind::Timeout)).await;
    assert_eq!(
        (error.kind(), error.is_timeout()),
        (ErrorKind::Timeout, true)
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "next_page",
    items = "accounts",
    size = "pageSize",
    max = 40,
    ok = "success",
    error = "reasons"
)]
#[serde(rename_all = "camelCase")]
struct Accounts {
    success: bool,
    #[serde(default)]
    reasons: Vec<serde_json::Value>,
    next_page: Option<String>,
    accounts: Vec<u32>,
}

fn accounts(body: serde_json::Value) -> Script {
    Script::new([
        Reply::json(json!({ "success": true, "accounts": [1], "nextPage": "/a?page=2" })),
        Reply::json(body),
    ])
}

#[tokio::test]
async fn a_failure_inside_a_200() {
    let script = accounts(
        json!({ "success": false, "accounts": [], "reasons": [{ "code": 50000040, "message": "Cannot find entity" }] }),
    );
    let (found, error) = failed(Accounts::paginate(script.get("/a")).items()).await;
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1], ErrorKind::Api, 2)
    );
    assert!(error.to_string().contains("Cannot find entity"), "{error}");
}

#[tokio::test]
async fn a_failure_inside_a_200_does_not_show_what_was_sent() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        token = "next",
        param = "next",
        items = "rows",
        ok = "ok",
        error = "error"
    )]
    struct Slack {
        ok: bool,
        error: Option<String>,
        next: Option<String>,
        #[serde(default)]
        rows: Vec<u32>,
    }
    let script = Script::new([
        Reply::json(json!({ "ok": true, "rows": [1], "next": "EAAB12" })),
        Reply::json(json!({ "ok": false, "error": "bad cursor EAAB12 for ghijkl by abc-def" })),
    ]);
    let (transport, mut request) = script.get("/u?app=ghijkl");
    request
        .headers_mut()
        .insert("x-api-key", "abc-def".parse().expect("a value"));
    let (_, error) = failed(Slack::paginate((transport, request)).items()).await;
    assert!(
        error
            .to_string()
            .starts_with("page 2: the API reports: bad cursor … for … by …"),
        "{error}"
    );
    assert!(
        !["EAAB12", "ghijkl", "abc-def"]
            .iter()
            .any(|sent| format!("{error:?}").contains(sent)),
        "{error:?}"
    );
}

/// `"success"` is not a flag: if it counted as no, every page would be an unexplained failure.
#[tokio::test]
async fn a_flag_that_says_neither_yes_nor_no_is_named() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "rows", ok = "status")]
    struct Spoken {
        #[serde(default)]
        status: serde_json::Value,
        next: Option<String>,
        rows: Vec<u32>,
    }
    for status in [json!("success"), json!("OK"), json!(200), json!({})] {
        let script = Script::new([Reply::json(json!({ "status": status, "rows": [1] }))]);
        let (found, error) = failed(Spoken::paginate(script.get("/a")).items()).await;
        assert_eq!((found, error.kind()), (vec![], ErrorKind::Declaration));
        let text = error.to_string();
        assert!(
            text.contains("neither true nor false") && text.contains("`ok = path::to::function`"),
            "{text}"
        );
        assert!(
            error
                .excerpt()
                .is_some_and(|excerpt| excerpt.contains("\"status\": ")),
            "{text}"
        );
    }
    for status in [json!(null), json!(""), json!("false"), json!(0)] {
        let script = Script::new([Reply::json(json!({ "status": status, "rows": [1] }))]);
        let (_, error) = failed(Spoken::paginate(script.get("/a")).items()).await;
        assert_eq!(error.kind(), ErrorKind::Api, "{status}");
    }
    for status in [json!("True"), json!(1)] {
        let script = Script::new([Reply::json(json!({ "status": status, "rows": [1] }))]);
        assert_eq!(all(Spoken::paginate(script.get("/a")).items()).await.0, [1]);
    }
}

#[tokio::test]
async fn a_failure_inside_a_200_that_has_no_list() {
    let script = accounts(
        json!({ "success": false, "reasons": [{ "code": 50000040, "message": "Cannot find entity" }] }),
    );
    let (_, error) = failed(Accounts::paginate(script.get("/a")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.to_string().contains("Cannot find entity"), "{error}");
    // If only the flag reports the failure, the error shows the received data.
    let script = accounts(json!({ "success": false, "processId": "p1" }));
    let (_, error) = failed(Accounts::paginate(script.get("/a")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(
        error
            .to_string()
            .starts_with("page 2: the API reports a failure"),
        "{error}"
    );
    // If the flag says that all is well, a page that does not decode is a decode error.
    let script = accounts(json!({ "success": true }));
    let (_, error) = failed(Accounts::paginate(script.get("/a")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn lists_that_may_have_been_cut_are_counted_or_denied() {
    #[derive(Deserialize)]
    struct Account {
        subscriptions: Vec<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(
        token = "next_page",
        param = "cursor",
        items = "data",
        size = "pageSize",
        max = 2,
        nested = "subscriptions"
    )]
    struct Expanded {
        next_page: Option<String>,
        data: Vec<Account>,
    }
    let replies = || {
        let account = |len: usize| json!({ "subscriptions": vec![0; len] });
        Script::new([
            Reply::json(json!({ "next_page": "n", "data": [account(1), account(2)] })),
            Reply::json(json!({ "data": [account(2), account(0)] })),
        ])
    };
    let mut pages = Expanded::paginate(replies().get("/q")).pages();
    let mut cut = Vec::new();
    while let Some(page) = pages.try_next().await.expect("no error") {
        assert!(
            page.get()
                .data
                .iter()
                .all(|account| account.subscriptions.len() <= 2)
        );
        cut.push(page.truncated_lists());
    }
    assert_eq!((cut, pages.truncated_lists()), (vec![1, 1], 2));

    let (found, error) = failed(
        Expanded::paginate(replies().get("/q"))
            .deny_truncated()
            .items(),
    )
    .await;
    assert_eq!((found.len(), error.kind()), (0, ErrorKind::Truncated));
    assert!(
        error.to_string().contains(
            "the list `subscriptions` inside an item has exactly 2 entries, which is the page size"
        ),
        "{error}"
    );
}

/// An API can quote the token of another page than the refused one.
#[tokio::test]
async fn tokens_of_earlier_pages_are_not_shown() {
    let script = Script::new([
        tokens(&[1], "token-one"),
        tokens(&[2], "token-two"),
        Reply::text("no page after token-one and token-two").status(404),
    ]);
    let (_, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(error.excerpt(), Some("no page after … and …"));

    let script = Script::new([
        linked(&[1], Some("/u?at=token-one")),
        linked(&[2], Some("/u?at=token-two")),
        Reply::text("no page after token-one and token-two").status(404),
    ]);
    let (_, error) = failed(Linked::paginate(script.get("/u")).items()).await;
    assert_eq!(error.excerpt(), Some("no page after … and …"));
}

/// A token is one secret, whatever it contains.
#[tokio::test]
async fn a_token_of_several_lines_is_not_shown() {
    let script = Script::new([
        tokens(&[1], "one\ntwo\nsix"),
        Reply::text("no page after one\ntwo\nsix").status(404),
    ]);
    let (_, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(error.excerpt(), Some("no page after …"));
}

/// The status that an API returns past the last of the counted pages.
#[tokio::test]
async fn a_refusal_past_the_end_of_a_counter_names_the_key_that_makes_it_the_end() {
    for status in [400, 404, 410, 416, 422] {
        let script = Script::new([results(&[1]), Reply::empty(status)]);
        let (found, error) = failed(Numbered::paginate(script.get("/l")).items()).await;
        assert_eq!(
            (found, error.kind(), error.page()),
            (vec![1], ErrorKind::Status, 2)
        );
        let advice = format!(
            "if this API sends this status after its last page, declare `end_on = [{status}]`"
        );
        assert!(error.to_string().ends_with(&advice), "{error}");
    }
    // Not for the first page, not for credentials, and not in modes that do not count.
    let (_, first) =
        failed(Skipped::paginate(Script::new([Reply::empty(404)]).get("/l")).items()).await;
    let (_, forbidden) = failed(
        Skipped::paginate(Script::new([results(&[1]), Reply::empty(403)]).get("/l")).items(),
    )
    .await;
    let (_, token) = failed(
        Tokens::paginate(Script::new([tokens(&[1], "t"), Reply::empty(404)]).get("/l")).items(),
    )
    .await;
    for error in [first, forbidden, token] {
        assert!(!error.to_string().contains("end_on"), "{error}");
    }
}

/// A declared number that no response had would have ended the walk.
#[tokio::test]
async fn a_refusal_past_the_end_names_the_number_that_was_never_there() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", pages = header("x-total-pages"), items = "0")]
    struct InAHeader(Vec<u32>);
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(offset = "offset", total = "meta.total", items = "rows")]
    struct InTheBody {
        meta: Option<Meta>,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize)]
    struct Meta {
        total: u64,
    }
    let ends = |reply: Reply| Script::new([reply, Reply::empty(404)]);
    let script = ends(Reply::json(json!([1])).header("x-pages", "1"));
    let (_, error) = failed(InAHeader::paginate(script.get("/l")).items()).await;
    let expected = "; `pages` is declared as the header `x-total-pages`, and no response had a number there: correct its name, so that it ends the walk; or, if this API \
         sends this status after its last page, declare `end_on = [404]`";
    assert!(error.to_string().ends_with(expected), "{error}");
    let script = ends(Reply::json(json!({ "rows": [1] })));
    let (_, error) = failed(InTheBody::paginate(script.get("/l")).items()).await;
    let expected = "; `total` is declared as `meta.total`, and no response had a number there: correct its name, so that it ends the walk; or, if";
    assert!(error.to_string().contains(expected), "{error}");
    // The number was there.
    let script = ends(Reply::json(json!({ "meta": { "total": 9 }, "rows": [1] })));
    let (_, error) = failed(InTheBody::paginate(script.get("/l")).items()).await;
    assert!(!error.to_string().contains("no response had"), "{error}");
}

/// The list of objects is the probable one, and of a path the first name that is wrong is named.
#[tokio::test]
async fn a_list_inside_a_renamed_object_is_named() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "data.users", item = User)]
    struct Nested {
        next: Option<String>,
        data: Data,
    }
    #[derive(Debug, Deserialize)]
    struct Data {
        users: Vec<User>,
    }
    #[derive(Debug, Deserialize)]
    struct User {
        #[allow(dead_code, reason = "only decoded")]
        id: u32,
    }
    let text = |body: serde_json::Value| async move {
        let script = Script::new([Reply::json(body)]);
        let (_, error) = failed(Nested::paginate(script.get("/l")).items()).await;
        error.to_string()
    };
    let body = json!({ "next": null, "facets": ["a"], "payload": { "users": [{ "id": 1 }] } });
    let found = text(body).await;
    assert!(
        found.ends_with(
            "; `data` is the first name of the path that is missing, and the response has `payload` instead: put `#[serde(rename = \"payload\")]` on that field"
        ) && found.contains("there is no `data`, but a list at `payload.users` ("),
        "{found}"
    );
    let body = json!({ "next": null, "facets": ["a"], "people": [{ "id": 1 }], "teams": [{}] });
    let found = text(body).await;
    assert!(
        found.contains("there is no `data`, but a list at `people`, `teams` (")
            && found.contains("if one of these is the list of items"),
        "{found}"
    );
}
