//! Walks in each mode, and a walk that resumes.

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0")]
struct ByLinkHeader(Vec<u32>);

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", items = "items", pages = "pages")]
struct ByPage {
    pages: u64,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", size = "limit", max = 2)]
struct ByOffset {
    items: Vec<u32>,
}

#[derive(Debug, Deserialize)]
struct Numbered {
    id: u32,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "items", more = "more")]
struct ByLastItem {
    more: bool,
    items: Vec<Numbered>,
}

impl From<Numbered> for u32 {
    fn from(item: Numbered) -> Self {
        item.id
    }
}

pub(crate) async fn walks_by_token(client: &impl Client) {
    let server = Server::scripted([page(&[1, 2], "a+b/="), page(&[], "c"), page(&[3], "")]);
    let walk = walk_from::<ByToken>(client, server.url("/v1/items"), once()).await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?page_size=100",
            "GET /v1/items?cursor=a%2Bb%2F%3D&page_size=100",
            "GET /v1/items?cursor=c&page_size=100"
        ]
    );
}

pub(crate) async fn walks_by_link_in_the_body(client: &impl Client) {
    let server = Server::scripted([
        page(&[1, 2], "/v1/items?p=2&q=%41"),
        page(&[3], Value::Null),
    ]);
    let walk = walk_from::<ByLink>(client, server.url("/v1/items?q=x"), once()).await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(
        server.lines(),
        ["GET /v1/items?q=x", "GET /v1/items?p=2&q=%41"]
    );
}

pub(crate) async fn walks_by_link_header(client: &impl Client) {
    let first = Reply::json([1, 2]).header(
        "link",
        "<?p=1>; rel=\"prev\", </v1/items?p=2>; rel=\"next\"",
    );
    let server = Server::scripted([
        first,
        Reply::json([3]).header("link", "</v1/items?p=1>; rel=prev"),
    ]);
    let walk = walk_from::<ByLinkHeader>(client, server.url("/v1/items"), once()).await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(server.lines(), ["GET /v1/items", "GET /v1/items?p=2"]);
}

pub(crate) async fn walks_by_page(client: &impl Client) {
    let numbered = |items: &[u32]| Reply::json(json!({ "items": items, "pages": 3 }));
    let server = Server::scripted([numbered(&[1, 2]), numbered(&[3, 4]), numbered(&[5])]);
    let walk = walk_from::<ByPage>(client, server.url("/v1/items?sort=id"), once()).await;
    assert_eq!(walk.ended(), [1, 2, 3, 4, 5]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?sort=id&page=1",
            "GET /v1/items?sort=id&page=2",
            "GET /v1/items?sort=id&page=3"
        ]
    );
}

pub(crate) async fn walks_by_offset(client: &impl Client) {
    let list = |items: &[u32]| Reply::json(json!({ "items": items }));
    let server = Server::scripted([list(&[1, 2]), list(&[3]), list(&[])]);
    let walk = walk_from::<ByOffset>(client, server.url("/v1/items"), once()).await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?offset=0&limit=2",
            "GET /v1/items?offset=2&limit=2",
            "GET /v1/items?offset=3&limit=2"
        ]
    );
}

pub(crate) async fn walks_by_last_item(client: &impl Client) {
    let list = |ids: &[u32], more: bool| {
        let items: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
        Reply::json(json!({ "items": items, "more": more }))
    };
    let server = Server::scripted([list(&[1, 2], true), list(&[7], false)]);
    let walk = walk_from::<ByLastItem>(client, server.url("/v1/items"), once()).await;
    assert_eq!(walk.ended(), [1, 2, 7]);
    assert_eq!(server.lines(), ["GET /v1/items", "GET /v1/items?after=2"]);
}

pub(crate) async fn a_walk_goes_on_where_it_stopped(client: &impl Client) {
    let server = Server::scripted([page(&[1, 2], "a"), page(&[3, 4], "b")]);
    let settings = Settings {
        max_items: Some(3),
        ..Settings::default()
    };
    let walk = walk_from::<ByToken>(client, server.url("/v1/items"), settings).await;
    let checkpoint = walk.checkpoint.clone();
    assert_eq!(walk.ended(), [1, 2, 3]);

    let later = Server::scripted([page(&[3, 4], "b"), page(&[5], "")]);
    // Another port is another origin: the checkpoint belongs to the first.
    let settings = Settings {
        resume: checkpoint.clone(),
        ..Settings::default()
    };
    let (_, error) = walk_from::<ByToken>(client, later.url("/v1/items"), settings)
        .await
        .failed();
    assert_eq!((error.kind(), later.lines().len()), (ErrorKind::Setup, 0));

    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3, 4], "b"),
        page(&[3, 4], "b"),
        page(&[5], ""),
    ]);
    let settings = Settings {
        max_items: Some(3),
        ..Settings::default()
    };
    let checkpoint = walk_from::<ByToken>(client, server.url("/v1/items"), settings)
        .await
        .checkpoint;
    let settings = Settings {
        resume: checkpoint,
        ..Settings::default()
    };
    let rest = walk_from::<ByToken>(client, server.url("/v1/items"), settings).await;
    assert_eq!(rest.ended(), [4, 5]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?page_size=3",
            "GET /v1/items?cursor=a&page_size=3",
            "GET /v1/items?cursor=a&page_size=3",
            "GET /v1/items?cursor=b&page_size=3"
        ]
    );
}
