//! Over real sockets, with several workers at a time, one of which stops in the middle.

use paginate_tests::{Api, Server};

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    page = "page",
    total = "total",
    items = "records",
    size = "per_page",
    max = 100
)]
struct ByNumber {
    total: u64,
    records: Vec<Record>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "records",
    size = "limit",
    max = 100
)]
struct ByOffset {
    total: u64,
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Record {
    id: u64,
}

const RECORDS: usize = 1_007;

fn server(api: Api) -> Server {
    Server::start(move |request| {
        api.read(request)
            .map(|slice| Reply::json(json!({ "records": slice.items, "total": slice.total })))
    })
}

/// One worker for each segment, all at the same time. The third stops after some items, and another
/// one finishes its rest.
async fn walked_by_many<P>(api: Api, place: &str)
where
    P: Paginated<Item = Record, Mode: paginate_runtime::mode::Counter>
        + serde::de::DeserializeOwned
        + Send
        + 'static,
{
    let server = server(api);
    let client = paginate_tests::client();
    let url = server.url("/records?status=active");
    let segments = P::paginate(client.get(&url)).split(8).await.unwrap();
    assert_eq!(segments.len(), 8);
    let mut workers = tokio::task::JoinSet::new();
    for (index, segment) in segments.iter().enumerate() {
        let (client, url, segment) = (client.clone(), url.clone(), carried(segment));
        workers.spawn(async move {
            let mut found = Vec::new();
            let mut items = P::paginate(client.get(&url)).segment(segment).items();
            if index == 2 {
                for _ in 0..71 {
                    found.push(items.try_next().await.unwrap().unwrap().id);
                }
                let left = carried(&items.segment().unwrap());
                drop(items);
                items = P::paginate(client.get(&url))
                    .segment(left)
                    .prefetch(2)
                    .items();
            }
            found.extend(drain(&mut items).await.0.iter().map(|record| record.id));
            found
        });
    }
    let mut found = workers.join_all().await.concat();
    found.sort_unstable();
    assert_eq!(found, (1..=RECORDS as u64).collect::<Vec<_>>());
    let requests = server.requests();
    // The first page is requested twice, for the plan and for its items; and so is the page in
    // which the third worker stopped.
    let mut places: Vec<_> = requests
        .iter()
        .map(|request| request.param(place).unwrap())
        .collect();
    let sent = places.len();
    places.sort();
    places.dedup();
    assert_eq!(sent, places.len() + 2);
    for request in &requests {
        assert_eq!(
            (request.method.as_str(), request.path.as_str()),
            ("GET", "/records")
        );
        assert_eq!(
            request.param("status").as_deref(),
            Some("active"),
            "{}",
            request.line()
        );
    }
}

#[tokio::test]
async fn by_number() {
    walked_by_many::<ByNumber>(
        Api::numbered(RECORDS)
            .size("per_page", 20, 100)
            .by_number("page", 1),
        "page",
    )
    .await;
}

#[tokio::test]
async fn by_offset() {
    // The server returns 30 instead of the requested 100.
    walked_by_many::<ByOffset>(
        Api::numbered(RECORDS)
            .size("limit", 20, 30)
            .by_offset("offset"),
        "offset",
    )
    .await;
}
