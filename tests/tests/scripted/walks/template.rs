//! The caller's parameters in the first request stay.

use http::Request;
use paginate_runtime::Paginated;
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

#[tokio::test]
async fn filters_stay_on_every_page_byte_for_byte_and_in_order() {
    let script = Script::new([tokens(&[1], "a b+c/d="), tokens(&[2], "")]);
    let first = "/users?b=2&a=%7e1+x&b=%2F&flag&&sig=AbC%3d";
    let (users, _) = all(Tokens::paginate(script.get(first)).items()).await;
    assert_eq!(users, [1, 2]);
    assert_eq!(
        script.lines(),
        [
            "GET /users?b=2&a=%7e1+x&b=%2F&flag&&sig=AbC%3d&page_size=300",
            "GET /users?b=2&a=%7e1+x&b=%2F&flag&&sig=AbC%3d&next_page_token=a%20b%2Bc%2Fd%3D&page_size=300",
        ]
    );
}

#[tokio::test]
async fn a_size_in_the_first_request_beats_the_declaration() {
    let script = Script::new([tokens(&[1], "t"), tokens(&[2], "")]);
    all(Tokens::paginate(script.get("/users?page_size=7&x=1")).items()).await;
    assert_eq!(
        script.lines(),
        [
            "GET /users?page_size=7&x=1",
            "GET /users?page_size=7&x=1&next_page_token=t"
        ]
    );
}

#[tokio::test]
async fn the_callers_page_size_beats_the_one_in_the_first_request() {
    let script = Script::new([tokens(&[1], "")]);
    all(Tokens::paginate(script.get("/users?page_size=7&x=1"))
        .page_size(9)
        .items())
    .await;
    assert_eq!(script.lines(), ["GET /users?page_size=9&x=1"]);
}

#[tokio::test]
async fn a_token_in_the_first_request_is_the_seed() {
    let script = Script::new([tokens(&[1], "t2"), tokens(&[2], "")]);
    all(Tokens::paginate(script.get("/works?next_page_token=*&page_size=2")).items()).await;
    assert_eq!(
        script.lines(),
        [
            "GET /works?next_page_token=*&page_size=2",
            "GET /works?next_page_token=t2&page_size=2"
        ]
    );
}

#[tokio::test]
async fn the_seed_counts_as_used() {
    let script = Script::new([tokens(&[1], "seed")]);
    let (users, error) =
        failed(Tokens::paginate(script.get("/users?next_page_token=seed")).items()).await;
    assert_eq!(users, [1]);
    assert!(error.is_loop(), "{error}");
}

#[tokio::test]
async fn a_page_number_in_the_first_request_is_the_start() {
    let script = Script::new([results(&[1]), results(&[2]), results(&[])]);
    let (found, end) = all(Numbered::paginate(script.get("/list?page=4&x=1")).items()).await;
    assert_eq!((found, end), (vec![1, 2], EndReason::Empty));
    assert_eq!(
        script.lines(),
        [
            "GET /list?page=4&x=1",
            "GET /list?page=5&x=1",
            "GET /list?page=6&x=1"
        ]
    );
}

#[tokio::test]
async fn names_are_compared_decoded_and_duplicates_of_the_parameter_removed() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "page[after]", items = "users")]
    struct Bracketed {
        next: Option<String>,
        users: Vec<u32>,
    }
    let page = |users: &[u32], next: &str| Reply::json(json!({ "next": next, "users": users }));
    let script = Script::new([page(&[1], "t2"), page(&[2], "")]);
    all(Bracketed::paginate(script.get("/u?page%5bafter%5d=s&x=1&page[after]=old")).items()).await;
    assert_eq!(
        script.lines(),
        [
            "GET /u?page%5bafter%5d=s&x=1&page[after]=old",
            "GET /u?page%5bafter%5d=t2&x=1"
        ]
    );
}

#[tokio::test]
async fn headers_method_and_body_go_along() {
    let script = Script::new([tokens(&[1], "t2"), tokens(&[2], "")]);
    let request = Request::post("https://api.example.com/search")
        .header("authorization", "Bearer x")
        .header("x-twice", "1")
        .header("x-twice", "2")
        .body("{\"q\": 1}")
        .expect("a request");
    all(Tokens::paginate((script.clone(), request)).items()).await;
    let second = &script.requests()[1];
    assert_eq!(second.method, "POST");
    assert_eq!(second.header("authorization"), Some("Bearer x"));
    assert_eq!(second.headers.get_all("x-twice").iter().count(), 2);
    assert_eq!(second.body, "{\"q\": 1}");
}

#[tokio::test]
async fn a_relative_url_is_an_error_of_the_first_poll() {
    let script = Script::new([]);
    let (_, error) = failed(
        Tokens::paginate((
            script.clone(),
            Request::get("/users").body(()).expect("a request"),
        ))
        .items(),
    )
    .await;
    assert_eq!(error.kind(), paginate_runtime::ErrorKind::Setup);
    assert_eq!(
        error.to_string(),
        "the URL of the first request must be absolute, with a scheme and a host"
    );
    assert!(script.lines().is_empty());
}

#[tokio::test]
async fn a_page_number_that_is_none_is_an_error_of_the_first_poll() {
    let script = Script::new([]);
    let (_, error) = failed(Numbered::paginate(script.get("/list?page=two")).items()).await;
    assert_eq!(
        error.to_string(),
        "the first request's page number is not a whole number"
    );
}

/// Amazon's Selling Partner API: later requests hold the token and the required `MarketplaceIds`;
/// the filters of the first one are in the token.
#[tokio::test]
async fn keep_query_holds_where_later_requests_go_to_another_path() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        token = "next",
        param = "NextToken",
        continue_at = "/orders/next?version=0",
        items = "orders"
    )]
    struct Orders {
        next: Option<String>,
        orders: Vec<u32>,
    }
    let page =
        |orders: &[u32], next: Option<&str>| Reply::json(json!({ "next": next, "orders": orders }));
    let script = || {
        Script::new([
            page(&[1], Some("a=")),
            page(&[2], Some("b")),
            page(&[3], None),
        ])
    };
    let first = "/orders?CreatedAfter=2026-01-01&MarketplaceIds=A1%2CA2&version=9";

    let kept = script();
    let items = Orders::paginate(kept.get(first))
        .keep_query(["MarketplaceIds", "version", "absent"])
        .items();
    assert_eq!(all(items).await.0, [1, 2, 3]);
    assert_eq!(
        kept.lines(),
        [
            "GET /orders?CreatedAfter=2026-01-01&MarketplaceIds=A1%2CA2&version=9",
            "GET /orders/next?version=0&MarketplaceIds=A1%2CA2&NextToken=a%3D",
            "GET /orders/next?version=0&MarketplaceIds=A1%2CA2&NextToken=b",
        ],
        "what the path has goes before what the first request has"
    );

    let plain = script();
    all(Orders::paginate(plain.get(first)).items()).await;
    assert_eq!(
        plain.lines()[1],
        "GET /orders/next?version=0&NextToken=a%3D"
    );
}

/// A header can express null only by that word.
#[tokio::test]
async fn a_header_that_says_null_is_the_end() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = header("Sforce-Locator"), param = "locator", items = "0")]
    struct Records(Vec<u32>);
    let script = Script::new([
        Reply::json([1]).header("sforce-locator", "MTAw"),
        Reply::json([2]).header("sforce-locator", "null"),
    ]);
    let walk = all(Records::paginate(script.get("/results")).items()).await;
    assert_eq!(walk, (vec![1, 2], EndReason::NoContinuation));
    assert_eq!(
        script.lines(),
        ["GET /results", "GET /results?locator=MTAw"]
    );
}
