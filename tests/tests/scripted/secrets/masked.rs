//! Errors mask what was sent wherever it comes back, and show no more of a body than is needed.

use http::HeaderValue;
use paginate_runtime::{ErrorKind, RetryPolicy};

use super::*;

/// Returns the walk of a script with this header and query.
fn walk_with(
    replies: impl IntoIterator<Item = Reply>,
    query: &str,
    header: Option<(&'static str, &str)>,
) -> (Script, http::Request<bytes::Bytes>) {
    let script = Script::new(replies);
    let (transport, mut request) = script.get(&format!("/l{query}"));
    if let Some((name, value)) = header {
        request
            .headers_mut()
            .insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    (transport, request)
}

/// Checks that no part of the secret is shown.
fn assert_hidden(error: &Error, secret: &str) {
    let shown = shown(error);
    for start in 0..secret.len().saturating_sub(7) {
        if let Some(piece) = secret.get(start..start + 8) {
            assert!(!shown.contains(piece), "{piece:?} in {shown}");
        }
    }
}

#[tokio::test]
async fn a_blank_value_of_the_query_is_no_secret() {
    let source = walk_with(
        [Reply::text("there is no such page").status(404)],
        "?q=%20%20%20%20%20%20",
        None,
    );
    assert_eq!(
        failed(Tokens::paginate(source)).await.excerpt(),
        Some("there is no such page")
    );
}

#[tokio::test]
async fn the_longer_of_two_secrets_is_masked_as_a_whole() {
    let source = walk_with(
        [
            page("cur_1099"),
            Reply::text("bad cur_1099 there").status(400),
        ],
        "",
        Some(("x-key", "cur_10")),
    );
    assert_eq!(
        failed(Tokens::paginate(source)).await.excerpt(),
        Some("bad … there")
    );
}

/// Words that no rule about appearance takes for a secret.
const PHRASE: &str = "correct horse battery staple";

#[tokio::test]
async fn a_cut_goes_through_no_secret() {
    for before in [200, 230, 240, 250, 255] {
        let text = format!("{}{PHRASE} is wrong", "x ".repeat(before / 2));
        let source = walk_with(
            [Reply::text(text).status(403)],
            "",
            Some(("x-api-key", PHRASE)),
        );
        assert_hidden(&failed(Tokens::paginate(source)).await, PHRASE);
    }
    // A failure inside a 200, and one in the middle of a page.
    for before in [200, 230, 240, 250, 255] {
        let text = format!("{}{PHRASE} is wrong", "x ".repeat(before / 2));
        for reply in [
            json!({ "rows": [], "error": text }),
            json!({ "rows": [text] }),
            json!({ "rows": [], "next": [text] }),
        ] {
            let source = walk_with([Reply::json(reply)], "", Some(("x-api-key", PHRASE)));
            assert_hidden(&failed(Tokens::paginate(source)).await, PHRASE);
        }
    }
}

#[tokio::test]
async fn a_token_longer_than_an_excerpt_is_masked() {
    let token = "pass phrase of words ".repeat(40);
    for reply in [
        Reply::text(format!("no {token} here")).status(400),
        Reply::json(json!({ "message": format!("no {token} here") })).status(400),
        Reply::json(json!({ "rows": [], "error": format!("no {token} here") })),
    ] {
        let source = walk_with([page(&token), reply], "", None);
        let error = failed(Tokens::paginate(source)).await;
        assert_hidden(&error, "pass phrase of words pass");
        assert!(error.to_string().contains("no …"), "{error}");
    }
}

#[tokio::test]
async fn what_was_sent_is_masked_as_it_was_written_on_the_way() {
    let token = "a b/c+d&e\"f";
    for echo in [
        "a%20b%2Fc%2Bd%26e%22f",
        "a+b%2Fc%2Bd%26e%22f",
        "a b\\/c+d\\u0026e\\\"f",
        "a b/c+d&amp;e&quot;f",
        "a%2520b%252Fc%252Bd%2526e%2522f",
    ] {
        let source = walk_with(
            [
                page(token),
                Reply::text(format!("I got ({echo})")).status(400),
            ],
            "",
            None,
        );
        assert_eq!(
            failed(Tokens::paginate(source)).await.excerpt(),
            Some("I got (…)"),
            "{echo}"
        );
    }
}

#[tokio::test]
async fn a_guess_does_not_spoil_what_is_known() {
    let key = "token=hunter, and some words";
    let source = walk_with(
        [Reply::text(format!("bad: {key}!")).status(403)],
        "",
        Some(("x-api-key", key)),
    );
    assert_eq!(
        failed(Tokens::paginate(source)).await.excerpt(),
        Some("bad: …!")
    );
}

#[tokio::test]
async fn the_user_of_the_first_url_is_masked() {
    for echo in [
        "longuser and longpass",
        "longuser / long%70ass",
        "bG9uZ3VzZXI6bG9uZ3Bhc3M=",
    ] {
        let script = Script::new([Reply::text(format!("who is {echo}")).status(403)]);
        let (transport, mut request) = script.get("/l");
        *request.uri_mut() = "https://longuser:long%70ass@api.example.com/l"
            .parse()
            .unwrap();
        let error = failed(Tokens::paginate((transport, request))).await;
        for secret in ["longuser", "longpass", "bG9uZ3Vz"] {
            assert!(!shown(&error).contains(secret), "{error}");
        }
    }
}

#[tokio::test]
async fn basic_credentials_are_masked_in_clear_too() {
    let text = "who is longuser with longpass, longuser:longpass or bG9uZ3VzZXI6bG9uZ3Bhc3M=";
    let source = walk_with(
        [Reply::text(text).status(403)],
        "",
        Some(("authorization", "Basic bG9uZ3VzZXI6bG9uZ3Bhc3M=")),
    );
    assert_eq!(
        failed(Tokens::paginate(source)).await.excerpt(),
        Some("who is … with …, … or …")
    );
}

#[tokio::test]
async fn the_structure_of_a_page_is_shown_and_no_text() {
    let rows = json!([{ "mail": "ann@example.com" }]);
    let source = walk_with(
        [Reply::json(json!({ "next": "t0k", "rows": rows }))],
        "",
        None,
    );
    let error = failed(Tokens::paginate(source)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.excerpt(),
        Some(r#"{"next": string(3), "rows": [{"mail": string(15)} ← here]}"#)
    );
}

#[tokio::test]
async fn a_refusal_says_what_the_api_says_and_no_more() {
    let body = json!({ "error": { "code": "E12", "message": "no such view", "owner": "ann@example.com" } });
    let source = walk_with([Reply::json(body).status(403)], "", None);
    let error = failed(Tokens::paginate(source)).await;
    assert_eq!(
        error.excerpt(),
        Some(r#"{"error": {"code": "E12", "message": "no such view", "owner": string(15)}}"#)
    );
    let body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><HostId>abc</HostId></Error>";
    let source = walk_with([Reply::text(body).status(403)], "", None);
    assert_eq!(
        failed(Tokens::paginate(source)).await.excerpt(),
        Some(
            "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><HostId>string(3)</HostId></Error>"
        )
    );
}

#[tokio::test]
async fn text_is_shown_on_request_and_the_declared_token_is_not() {
    let replies = || {
        [Reply::json(
            json!({ "next": "t0k-3n", "rows": [{ "mail": "ann@example.com" }] }),
        )]
    };
    let error = failed(Tokens::paginate(walk_with(replies(), "", None)).show_bodies()).await;
    assert_eq!(
        error.excerpt(),
        Some(r#"{"next": string(6), "rows": [{"mail": "ann@example.com"} ← here]}"#)
    );
    let error =
        failed(Tokens::paginate(walk_with(replies(), "?q=ann@example.com", None)).show_bodies())
            .await;
    assert_eq!(
        error.excerpt(),
        Some(r#"{"next": string(6), "rows": [{"mail": "…"} ← here]}"#)
    );
}

/// A second pass over a body finds the position of the error. For a long body it would block the
/// thread.
#[tokio::test]
async fn of_a_long_body_the_place_is_a_line_and_a_column() {
    let body = |rows: usize| format!("{{\"next\": null, \"rows\": [{}\"x\"]}}", "1,".repeat(rows));
    let source = walk_with([Reply::text(body(1_000))], "", None);
    let error = failed(Tokens::paginate(source)).await;
    assert!(
        error.to_string().contains(
            "at `rows[1000]`: invalid value: a string, expected u32 at line 1 column 2027"
        ),
        "{error}"
    );
    let source = walk_with([Reply::text(body(1 << 20))], "", None);
    let error = failed(Tokens::paginate(source).retry(RetryPolicy::none())).await;
    assert!(
        error
            .to_string()
            .starts_with("page 1: the response does not fit `Tokens`: invalid value: a string, expected u32 at line 1 column 2097179 ("),
        "{error}"
    );
    assert_eq!(
        error.excerpt(),
        Some("{\"next\": null, \"rows\": [number, … 524275 more… (2097181 bytes)")
    );
}

/// A page with a member for each key of the caller.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "rows")]
struct ByKey {
    next: Option<String>,
    rows: Vec<u32>,
    #[serde(default)]
    #[allow(dead_code)]
    limits: std::collections::BTreeMap<String, u32>,
}

/// A page without other members.
#[derive(Debug, Deserialize, Paginated)]
#[serde(deny_unknown_fields)]
#[paginate(token = "next", param = "cursor", items = "rows")]
struct Closed {
    next: Option<String>,
    rows: Vec<u32>,
}

/// The message of a page that does not decode, to a walk with the key `abc-def-ghi`.
async fn undecodable<P>(body: serde_json::Value) -> String
where
    P: Paginated + serde::de::DeserializeOwned + Send + 'static,
{
    let source = walk_with(
        [Reply::json(body)],
        "?fields=limits",
        Some(("x-api-key", "abc-def-ghi")),
    );
    let error = failed(P::paginate(source).retry(RetryPolicy::none())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_hidden(&error, "abc-def-ghi");
    error.to_string()
}

#[tokio::test]
async fn a_credential_is_masked_in_the_path_to_what_does_not_fit() {
    let body = json!({ "next": null, "rows": [], "limits": { "abc-def-ghi": "none" } });
    let text = undecodable::<ByKey>(body).await;
    let expected = "page 1: the response does not fit `ByKey` at `limits.…`: invalid value: a string, expected u32";
    assert!(text.starts_with(expected), "{text}");
}

#[tokio::test]
async fn a_credential_is_masked_where_serde_names_a_member() {
    let body = json!({ "next": null, "rows": [], "abc-def-ghi": 1 });
    let text = undecodable::<Closed>(body).await;
    let expected = "page 1: the response does not fit `Closed` at `…`: unknown field `…`, expected `next` or `rows`";
    assert!(text.starts_with(expected), "{text}");
    let body = json!({ "next": null, "rows": [], "limit": 1 });
    let text = undecodable::<Closed>(body).await;
    assert!(
        text.contains("unknown field `limit`, expected `next` or `rows`"),
        "{text}"
    );
    // serde does not escape the name.
    for name in ["a`, abc-def-ghi", "a`, expected abc-def-ghi"] {
        let body = json!({ "next": null, "rows": [], (name): 1 });
        let text = undecodable::<Closed>(body).await;
        assert!(!text.contains("abc-def-ghi"), "{text}");
        assert!(text.contains("`, expected `next` or `rows`"), "{text}");
    }
}

/// Also where the path to a list is cut in the middle of it.
#[tokio::test]
async fn a_credential_is_masked_among_the_lists_of_a_page() {
    let long = "long-".repeat(12);
    let body = json!({ "abc-def-ghi": { "members": [1] }, (long.clone()): { "abc-def-ghi": [1] } });
    let text = undecodable::<ByKey>(body).await;
    let lists = format!("there is no `rows`, but a list at `….members`, `{long}.…`");
    assert!(text.contains(&lists), "{text}");
}

/// A header whose value is the name of a member hides that name, and not what the API reports.
#[tokio::test]
async fn a_report_is_found_under_a_name_that_is_masked() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "rows")]
    struct Lenient {
        next: Option<String>,
        #[serde(default)]
        rows: Vec<u32>,
    }
    let body = json!({ "errors": [{ "message": "the account is closed" }] });
    let source = walk_with([Reply::json(body)], "", Some(("x-show", "errors")));
    let error = failed(Lenient::paginate(source)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    let text = error.to_string();
    assert!(text.contains("the account is closed"), "{text}");
    assert!(text.contains("`…`") && !text.contains("`errors`"), "{text}");
}
