//! Row 19. Shopify REST
//!
//! The `Link` header has the URLs of the next and of the previous page, and is missing if
//! everything is on one page. The URLs contain an opaque `page_info`, beside which only `limit` and
//! `fields` are allowed: a filter is refused, because the token contains it already. A page has at
//! most 250 items (50 by default).
//!
//! Sends: GET /admin/api/2024-07/products.json?limit=250, then the URL of the `Link` header
//!
//! Source: S, <https://shopify.dev/docs/api/usage/pagination-rest>. From memory: that another
//! parameter beside `page_info` is a 400.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "products", size = "limit", max = 250)]
struct Products {
    products: Vec<Product>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Product {
    id: u64,
}
// [/declaration]

fn products(count: u64) -> Vec<Product> {
    (1..=count).map(|id| Product { id }).collect()
}

fn invalid(message: &str) -> Reply {
    Reply::json(json!({ "errors": message })).status(400)
}

fn shopify(count: usize) -> Server {
    let api = Api::numbered(count)
        .size("limit", 50, 250)
        .by_token("page_info")
        .lenient();
    Server::start(move |request| {
        let with_token = ["page_info", "limit", "fields"];
        if request.param("page_info").is_some()
            && request
                .params()
                .iter()
                .any(|(name, _)| !with_token.contains(&name.as_str()))
        {
            return Err(invalid(
                "page_info: Invalid value. No other parameters than limit and fields.",
            ));
        }
        let slice = api
            .read(request)
            .map_err(|_| invalid("page_info: Invalid value."))?;
        let to = |page_info: &str, rel: &str| {
            let fields = request
                .param("fields")
                .map_or(String::new(), |fields| format!("&fields={fields}"));
            let size = slice.size;
            format!(
                "<{}{}?limit={size}{fields}&page_info={page_info}>; rel=\"{rel}\"",
                request.origin, request.path
            )
        };
        let previous = (slice.page > 0).then(|| to("before", "previous"));
        let next = (!slice.is_last()).then(|| to(&encoded(slice.page + 1), "next"));
        let links: Vec<_> = previous.into_iter().chain(next).collect();
        let reply = Reply::json(json!({ "products": slice.items }));
        Ok(if links.is_empty() {
            reply
        } else {
            reply.header("link", links.join(", "))
        })
    })
}

#[tokio::test]
async fn row_19_shopify() {
    let server = shopify(7);
    let request = client()
        .get(server.url("/admin/api/2024-07/products.json?status=active&fields=id"))
        .header("x-shopify-access-token", "secret");
    let (items, end) = walk(Products::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (products(7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /admin/api/2024-07/products.json?status=active&fields=id&limit=3",
            "GET /admin/api/2024-07/products.json?limit=3&fields=id&page_info=AuFA1b%2B%2F%3D",
            "GET /admin/api/2024-07/products.json?limit=3&fields=id&page_info=gv3MVE%2B%2F%3D",
        ],
        "nothing but what the link has"
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("x-shopify-access-token") == Some("secret"))
    );
}

#[tokio::test]
async fn row_19_shopify_one_page_has_no_link() {
    let server = shopify(2);
    let (items, end) = walk(Products::paginate(
        client().get(server.url("/admin/api/2024-07/products.json")),
    ))
    .await
    .ended();

    assert_eq!((items, end), (products(2), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        ["GET /admin/api/2024-07/products.json?limit=250"]
    );
}

/// With `keep_query`, the API refuses the request, and the error says so.
#[tokio::test]
async fn row_19_shopify_with_a_filter_kept() {
    let server = shopify(4);
    let request = client().get(server.url("/admin/api/2024-07/products.json?status=active"));
    let (items, kind, message) = walk(
        Products::paginate(request)
            .page_size(2)
            .keep_query(["status"]),
    )
    .await
    .failed();

    assert_eq!(
        (items, kind),
        (products(2), ErrorKind::ContinuationRejected)
    );
    assert!(message.contains("page_info: Invalid value."), "{message}");
}

#[tokio::test]
async fn row_19_shopify_refuses_what_it_documents() {
    let server = shopify(4);
    let page = "/admin/api/2024-07/products.json";
    assert_eq!(
        get(&server, &format!("{page}?limit=2&status=active"))
            .await
            .0,
        200
    );
    assert_eq!(
        get(&server, &format!("{page}?limit=2&page_info={}", encoded(1)))
            .await
            .0,
        200
    );
    assert_eq!(
        get(
            &server,
            &format!("{page}?limit=2&status=active&page_info={}", encoded(1))
        )
        .await
        .0,
        400
    );
    assert_eq!(
        get(&server, &format!("{page}?page_info=guess")).await.0,
        400
    );
}
