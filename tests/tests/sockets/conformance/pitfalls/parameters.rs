//! Parameters of later requests.

use super::*;

/// async-stripe#110, stripe-python#755: filters were lost from the second page on.
#[tokio::test]
async fn filters_are_on_every_page() {
    let server = Server::scripted([page(&[1], "a"), page(&[2], "b"), page(&[3], Value::Null)]);
    let request = get(
        &server,
        "/list?status=active&tag=x&tag=y&created%5Bgte%5D=1&q=a+b%20c&flag",
    );
    assert_eq!(
        walk(Tokens::paginate(request)).await.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    let filters = "GET /list?status=active&tag=x&tag=y&created%5Bgte%5D=1&q=a+b%20c&flag";
    assert_eq!(
        server.lines(),
        [
            filters.to_owned(),
            format!("{filters}&cursor=a"),
            format!("{filters}&cursor=b")
        ]
    );
}

/// dropshot: with a token, no other parameter may be sent.
#[tokio::test]
async fn filters_can_be_left_out_where_a_token_forbids_them() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        token = "next_page",
        param = "page_token",
        items = "items",
        continue_at = "/list",
        size = "limit",
        max = 2
    )]
    struct Dropshot {
        next_page: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::start(|request| match request.query.as_str() {
        "sort=name&limit=2" => Reply::json(json!({ "items": [1, 2], "next_page": "t" })),
        "page_token=t" => Reply::json(json!({ "items": [3], "next_page": null })),
        _ => Reply::text("no parameter but page_token").status(400),
    });
    assert_eq!(
        walk(Dropshot::paginate(get(&server, "/list?sort=name")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
}

/// async-stripe#753: `starting_after` and `ending_before` were both sent.
#[tokio::test]
async fn only_the_declared_cursor_is_written() {
    let list = |ids: &[u32], more: bool| {
        Reply::json(
            json!({ "data": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(), "has_more": more }),
        )
    };
    let server = Server::scripted([list(&[5, 6], true), list(&[7], false)]);
    // The caller's own cursor begins the walk, and is then replaced.
    let request = get(&server, "/charges?starting_after=4&limit=2");
    let (found, end) = walk(Stripe::paginate(request)).await.ended();
    assert_eq!((found.len(), end), (3, EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /charges?starting_after=4&limit=2",
            "GET /charges?starting_after=6&limit=2"
        ]
    );
}

/// hubcaps#246 and others: the query, the page size or the base path was added to a next URL that
/// already had it.
#[tokio::test]
async fn a_next_url_is_followed_as_it_is() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = "next", items = "items", size = "per_page", max = 2)]
    struct Enterprise {
        next: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::start(|request| match request.param("page") {
        None => page(
            &[1, 2],
            format!("{}/api/v3/repos?per_page=2&page=2&q=x", request.origin),
        ),
        Some(_) => page(&[3], Value::Null),
    });
    assert_eq!(
        walk(Enterprise::paginate(get(&server, "/api/v3/repos?q=x")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /api/v3/repos?q=x&per_page=2",
            "GET /api/v3/repos?per_page=2&page=2&q=x"
        ]
    );
}
