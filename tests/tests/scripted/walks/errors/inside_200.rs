//! Failures that an API reports inside a response with status 200.

use super::*;

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
