//! Mistakes of other libraries, each seen in one (LESSONS.md, section 3). Pitfalls of a derive
//! (spans, unknown keys, crate names) are tests of its own: `tests/ui.rs` and `tests/renamed`.

use std::pin::pin;
use std::time::Duration;

use futures::stream::{FusedStream, Stream};
use futures::{StreamExt, TryStreamExt};
use paginate_runtime::{EndReason, ErrorKind, Items, Pages, Paginated};
use paginate_tests::{Reply, Server, Timeless};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{client, get, items, page, saved, shown, walk};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", size = "limit")]
struct Tokens {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", items = "items", size = "limit")]
struct Numbered {
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", size = "limit", max = 5)]
struct Skipped {
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct Linked {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: u32,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "starting_after",
    items = "data",
    more = "has_more"
)]
struct Stripe {
    has_more: bool,
    data: Vec<Row>,
}

fn three() -> Server {
    Server::scripted([
        page(&[1, 2], "a"),
        page(&[3, 4], "b"),
        page(&[5], Value::Null),
    ])
}

// ------------------------------------------------------------------------------------------------
// walks without an end

/// aws-sdk-rust#391: an empty token was sent, and the first page came again, and again.
#[tokio::test]
async fn an_empty_token_is_no_token() {
    let server = Server::start(|_| page(&[1], ""));
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        (vec![1], EndReason::NoContinuation)
    );
    assert_eq!(server.lines(), ["GET /list"]);
}

/// aws-sdk-rust#1143: `ListParts` names the marker "0" on its last page, and the walk began anew.
#[tokio::test]
async fn a_zero_for_the_last_page_cannot_go_on_for_ever() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        token = "marker",
        param = "part-number-marker",
        items = "parts",
        more = "truncated"
    )]
    struct Parts {
        marker: String,
        truncated: bool,
        parts: Vec<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "marker", param = "part-number-marker", items = "parts")]
    struct Careless {
        marker: String,
        parts: Vec<u32>,
    }
    let server =
        Server::start(|_| Reply::json(json!({ "marker": "0", "truncated": false, "parts": [1] })));
    assert_eq!(
        walk(Parts::paginate(get(&server, "/parts"))).await.ended(),
        (vec![1], EndReason::Flag)
    );
    let (found, error) = walk(Careless::paginate(get(&server, "/parts")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1, 1], ErrorKind::Loop, 3)
    );
}

/// aws-sdk-rust#620: where an API repeats its token for a reason, a guard against that is in the
/// way.
#[tokio::test]
async fn a_token_that_legitimately_repeats_can_be_declared() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "items", repeats, end_on = [empty])]
    struct LogEvents {
        next: Option<String>,
        items: Vec<u32>,
    }
    let replies = || {
        [
            page(&[1], "f"),
            page(&[2], "f"),
            page(&[3], "f"),
            page(&[4], Value::Null),
        ]
    };
    let server = Server::scripted(replies());
    assert_eq!(
        walk(LogEvents::paginate(get(&server, "/log")))
            .await
            .ended(),
        (vec![1, 2, 3, 4], EndReason::NoContinuation)
    );
    let server = Server::scripted(replies());
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/log")).allow_repeats())
            .await
            .ended(),
        (vec![1, 2, 3, 4], EndReason::NoContinuation)
    );
    // A page that repeats as well is no progress.
    let server = Server::start(|_| page(&[1], "f"));
    let (found, error) = walk(LogEvents::paginate(get(&server, "/log")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::RepeatedPage, 2)
    );
}

/// twitch_api#93: tokens that go round in a circle.
#[tokio::test]
async fn a_cycle_of_tokens_is_an_error() {
    let server = Server::start(|request| match request.param("cursor").as_deref() {
        None | Some("c") => page(&[1], "a"),
        Some("a") => page(&[2], "b"),
        _ => page(&[3], "c"),
    });
    let (found, error) = walk(Tokens::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1, 2, 3, 1], ErrorKind::Loop, 4)
    );
}

/// rspotify#492: empty pages that always name a next one.
#[tokio::test]
async fn empty_pages_do_not_go_on_for_ever() {
    let server = Server::start(|request| {
        let number: u32 = request
            .param("offset")
            .map_or(0, |number| number.parse().unwrap());
        page(&[], format!("/list?offset={}", number + 1))
    });
    let (found, error) = walk(Linked::paginate(get(&server, "/list")).max_empty_pages(20))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![], ErrorKind::EmptyPages, 21)
    );
    assert!(
        error.to_string().contains("more than 20 empty pages"),
        "{error}"
    );
}

/// google-cloud-rust#976: the token was set on a copy that was never used.
#[tokio::test]
async fn each_request_carries_the_token_of_the_page_before() {
    let server = three();
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        ((1..=5).collect(), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=a", "GET /list?cursor=b"]
    );
}

/// gouqi#112: each poll made a new future, and so a new request.
#[tokio::test]
async fn polling_often_asks_once() {
    let server = three();
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    let mut found = Vec::new();
    for _ in 0..5 {
        // Futures that are dropped lose nothing: the request under way is the stream's.
        for _ in 0..50 {
            if let std::task::Poll::Ready(item) = futures::poll!(pin!(stream.next())) {
                found.push(item.unwrap().unwrap());
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    while let Some(item) = stream.try_next().await.unwrap() {
        found.push(item);
    }
    assert_eq!(found, [1, 2, 3, 4, 5]);
    assert_eq!(server.lines().len(), 3);
}

/// octocrab#165: the documented loop did not advance. This is the one of the README.
#[tokio::test]
async fn the_documented_loop_advances() {
    #[derive(Debug, Deserialize)]
    struct User {
        id: String,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next_page_token", items = "users", max = 300)]
    struct UserList {
        next_page_token: String,
        users: Vec<User>,
    }
    let server = Server::scripted([
        Reply::json(json!({ "next_page_token": "t", "users": [{ "id": "a" }] })),
        Reply::json(json!({ "next_page_token": "", "users": [{ "id": "b" }] })),
    ]);
    let request = get(&server, "/v2/users?status=active").bearer_auth("token");
    let mut users = UserList::paginate(request).items();
    let mut ids = Vec::new();
    while let Some(user) = users.try_next().await.unwrap() {
        ids.push(user.id);
    }
    assert_eq!(
        (ids, users.received()),
        (vec!["a".to_owned(), "b".to_owned()], 2)
    );
    assert_eq!(users.end_reason(), Some(EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /v2/users?status=active&page_size=300",
            "GET /v2/users?status=active&next_page_token=t&page_size=300"
        ]
    );
}

// ------------------------------------------------------------------------------------------------
// guards that go too far

/// aws-sdk-rust#405: the guard against a repeated token broke lists of one page.
#[tokio::test]
async fn a_list_of_one_page_is_whole() {
    for next in [Value::Null, json!("")] {
        let server = Server::scripted([page(&[1, 2, 3], next)]);
        assert_eq!(
            walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
            (vec![1, 2, 3], EndReason::NoContinuation)
        );
    }
}

/// google-cloud-rust#6925, databricks-sdk-java#818, google-cloud-cpp#11936: an empty page was taken
/// for the end. openai, octocrab, async-stripe and twitch_api lose data there too.
#[tokio::test]
async fn an_empty_page_with_a_token_is_no_end() {
    let server = Server::scripted([
        page(&[], "a"),
        page(&[1], "b"),
        page(&[], "c"),
        page(&[], "d"),
        page(&[2], "e"),
        page(&[], Value::Null),
    ]);
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(server.lines().len(), 6);
}

/// Two pages that happen to be alike are data where tokens lead on.
#[tokio::test]
async fn equal_pages_with_different_tokens_are_data() {
    let server = Server::scripted([page(&[1], "a"), page(&[1], "b"), page(&[1], Value::Null)]);
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 1, 1], EndReason::NoContinuation)
    );
}

// ------------------------------------------------------------------------------------------------
// losses that nobody sees

/// azure-sdk-for-rust, `into_items`: what was there was dropped where the next page was pending.
#[tokio::test]
async fn nothing_is_dropped_while_a_page_is_on_its_way() {
    let server = Server::scripted([
        page(&[1, 2], "a").in_pieces(1),
        page(&[3, 4], "b").in_pieces(2),
        page(&[5], Value::Null).in_pieces(1),
    ]);
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    let mut found = Vec::new();
    // The bound is time, for a server that never answers: how often a page is asked after before it
    // is there, the machine decides.
    let walk = async {
        loop {
            tokio::select! {
                biased;
                item = stream.next() => match item {
                    Some(item) => found.push(item.unwrap()),
                    None => break,
                },
                () = tokio::task::yield_now() => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), walk)
        .await
        .expect("the walk ends");
    assert_eq!(
        (found, stream.end_reason()),
        (vec![1, 2, 3, 4, 5], Some(EndReason::NoContinuation))
    );
    assert_eq!(server.lines().len(), 3);
}

/// gitlab (Rust), keyset and pages: a page shorter than asked for was the end, also where the
/// server had cut the size.
#[tokio::test]
async fn a_page_that_the_server_cut_is_no_end() {
    let server = Server::scripted([items(&[1, 2]), items(&[3, 4]), items(&[5]), items(&[])]);
    assert_eq!(
        walk(Numbered::paginate(get(&server, "/list")).page_size(100))
            .await
            .ended(),
        ((1..=5).collect(), EndReason::Empty)
    );
    assert_eq!(server.lines()[0], "GET /list?page=1&limit=100");
}

/// octocrab's `all_pages` and the like: an error discards what was received before it.
#[tokio::test]
async fn an_error_costs_nothing_that_came_before() {
    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3], "b"),
        Reply::text("gone").status(404),
    ]);
    let (found, error) = walk(Tokens::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2, 3], ErrorKind::Status, 3)
    );
    assert!(error.checkpoint().is_some());
    // Whoever collects all of them gets the error, not a part.
    let server = Server::scripted([page(&[1, 2], "a"), Reply::text("gone").status(404)]);
    let all = Tokens::paginate(get(&server, "/list"))
        .items()
        .try_collect::<Vec<u32>>()
        .await;
    assert_eq!(all.unwrap_err().kind(), ErrorKind::Status);
}

/// faucet: `max_pages` ended the walk as if there were no more.
#[tokio::test]
async fn a_limit_is_no_end_of_the_data() {
    let server = three();
    let cut = walk(Tokens::paginate(get(&server, "/list")).max_pages(2)).await;
    let checkpoint = saved(cut.checkpoint.as_ref().unwrap());
    assert_eq!(cut.ended(), (vec![1, 2, 3, 4], EndReason::Limit));
    assert!(!checkpoint.is_over());
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).resume(checkpoint))
            .await
            .ended(),
        (vec![5], EndReason::NoContinuation)
    );
}

// ------------------------------------------------------------------------------------------------
// parameters

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
    // The caller's own cursor is the seed, and is replaced.
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

/// hubcaps#246 and others: the query, the page size or the base path were added to a next URL that
/// had them.
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

// ------------------------------------------------------------------------------------------------
// errors

/// twitch_api: a stream that had failed panicked when it was polled. rspotify (blocking), gitlab,
/// fern: it failed for ever.
#[tokio::test]
async fn one_error_and_then_nothing() {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(404)]);
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    assert!(!stream.is_terminated());
    assert!(stream.next().await.unwrap().is_err());
    assert!(stream.is_terminated());
    for _ in 0..10 {
        assert!(stream.next().await.is_none());
        assert!(futures::poll!(pin!(stream.next())).is_ready());
    }
    assert_eq!(
        (stream.end_reason(), stream.size_hint()),
        (None, (0, Some(0)))
    );
    assert_eq!(server.lines().len(), 2);
    // Combinators see one error too.
    let server = Server::scripted([page(&[1], "a"), Reply::empty(404)]);
    let all: Vec<Result<u32, _>> =
        StreamExt::collect(Tokens::paginate(get(&server, "/list")).items()).await;
    assert_eq!(
        all.iter().map(Result::is_ok).collect::<Vec<_>>(),
        [true, false]
    );
}

/// azure-sdk-for-rust: the continuation token was lost once the stream had been polled twice, and
/// after an error.
#[tokio::test]
async fn the_place_is_known_at_any_moment() {
    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3], "b"),
        Reply::empty(404),
        page(&[4], Value::Null),
    ]);
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    let mut places = vec![stream.checkpoint().unwrap()];
    for _ in 0..3 {
        stream.next().await.unwrap().unwrap();
        places.push(stream.checkpoint().unwrap());
    }
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(stream.next().await.is_none());
    assert_eq!(stream.checkpoint().as_ref(), error.checkpoint());
    assert_eq!(stream.checkpoint().as_ref(), places.last());
    assert!(
        places.windows(2).all(|pair| pair[0] != pair[1]),
        "each place is another"
    );
    let rest =
        walk(Tokens::paginate(get(&server, "/list")).resume(stream.checkpoint().unwrap())).await;
    assert_eq!(rest.ended(), (vec![4], EndReason::NoContinuation));
}

// ------------------------------------------------------------------------------------------------
// limits and sizes

/// progenitor#755, recurly-client-python#395: `limit` was a page size to one and a number of items
/// to the other.
#[tokio::test]
async fn a_page_size_is_no_limit_and_a_limit_no_page_size() {
    let server = three();
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).page_size(2))
            .await
            .ended(),
        ((1..=5).collect(), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=2",
            "GET /list?cursor=a&limit=2",
            "GET /list?cursor=b&limit=2"
        ]
    );
    let server = three();
    assert_eq!(
        walk(
            Tokens::paginate(get(&server, "/list"))
                .page_size(2)
                .max_items(3)
        )
        .await
        .ended(),
        (vec![1, 2, 3], EndReason::Limit)
    );
    assert_eq!(
        server.lines(),
        ["GET /list?limit=2", "GET /list?cursor=a&limit=2"]
    );
    let server = three();
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).max_items(0))
            .await
            .ended(),
        (vec![], EndReason::Limit)
    );
    assert_eq!(server.lines().len(), 0, "nothing wanted, nothing asked");
}

/// Prefetching and page-wise libraries ask for one page too many: it costs quota, and its errors
/// are nobody's.
#[tokio::test]
async fn no_request_goes_past_the_end_or_the_limit() {
    let server = Server::scripted([page(&[1, 2], "a"), Reply::empty(500)]);
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).max_items(2))
            .await
            .ended(),
        (vec![1, 2], EndReason::Limit)
    );
    assert_eq!(server.lines().len(), 1);
    let server = Server::scripted([page(&[1, 2], Value::Null), Reply::empty(500)]);
    walk(Tokens::paginate(get(&server, "/list"))).await.ended();
    assert_eq!(server.lines().len(), 1);
    // A stream that is dropped asks for nothing more.
    let server = three();
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    stream.next().await.unwrap().unwrap();
    drop(stream);
    tokio::task::yield_now().await;
    assert_eq!(server.lines().len(), 1);
}

// ------------------------------------------------------------------------------------------------
// types

/// google-cloud-rust#1915, rspotify#334, azure-sdk-for-rust#758, slack-morphism#38: streams that
/// were not `Send`; others borrowed the client, so that they could not be spawned, or had no name.
/// page-turner 0.6.0 was yanked for the lifetimes of its items.
#[tokio::test]
async fn streams_can_be_named_kept_and_sent() {
    struct Sync {
        items: Items<Tokens>,
        pages: Option<Pages<Tokens>>,
    }
    fn check<T: Stream + FusedStream + Send + Unpin + 'static>(_: &T) {}
    /// The client is borrowed, and the stream is not.
    fn list(client: &reqwest::Client, server: &Server) -> Items<Tokens> {
        Tokens::paginate(client.get(server.url("/list"))).items()
    }
    let server = three();
    let mut sync = Sync {
        items: list(&client(), &server),
        pages: Some(Tokens::paginate(get(&server, "/list")).pages()),
    };
    check(&sync.items);
    check(sync.pages.as_ref().unwrap());
    assert_eq!(sync.items.next().await.unwrap().unwrap(), 1);
    let rest = tokio::spawn(async move {
        let kept = sync.pages.take().is_some();
        (sync.items.try_collect::<Vec<u32>>().await.unwrap(), kept)
    });
    assert_eq!(rest.await.unwrap(), (vec![2, 3, 4, 5], true));
    let boxed: futures::stream::BoxStream<'static, _> =
        Box::pin(list(&client(), &three_for(&server)));
    drop(boxed);
}

/// A server to name: the stream above is never polled.
fn three_for(_: &Server) -> Server {
    three()
}

/// Derives that know no type parameters: an envelope for every endpoint.
#[tokio::test]
async fn an_envelope_is_generic() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "items")]
    struct Envelope<T> {
        next: Option<String>,
        items: Vec<T>,
    }
    async fn everything<T: DeserializeOwned + Send + 'static>(
        request: reqwest::RequestBuilder,
    ) -> Vec<T> {
        walk(Envelope::<T>::paginate(request)).await.ended().0
    }
    assert_eq!(
        everything::<u32>(get(&three(), "/list")).await,
        [1, 2, 3, 4, 5]
    );
    let server = Server::scripted([Reply::json(json!({ "items": [{ "id": 1 }], "next": null }))]);
    assert_eq!(
        everything::<Row>(get(&server, "/list")).await,
        [Row { id: 1 }]
    );
}

/// The combinators of `futures` work as on any stream.
#[tokio::test]
async fn combinators() {
    let server = three();
    let squares: Vec<u32> = Tokens::paginate(get(&server, "/list"))
        .items()
        .map_ok(|n| n * n)
        .try_filter(|n| std::future::ready(n % 2 == 1))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(squares, [1, 9, 25]);
    let server = three();
    let two: Vec<_> = StreamExt::take(Tokens::paginate(get(&server, "/list")).items(), 2)
        .collect()
        .await;
    assert_eq!((two.len(), server.lines().len()), (2, 1));
}

// ------------------------------------------------------------------------------------------------
// security

/// gitlab, dlt, octokit: the next URL was followed wherever it led, with the token.
/// go-containerregistry#2332: also to the metadata service of a cloud.
#[tokio::test]
async fn a_link_elsewhere_gets_nothing() {
    let elsewhere = Server::start(|_| page(&[666], Value::Null));
    for next in [
        elsewhere.url("/list?p=2"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://metadata.google.internal/computeMetadata/v1/".to_owned(),
        "http://[fd00:ec2::254]/latest".to_owned(),
        "http://localhost/".to_owned(),
    ] {
        let server = Server::scripted([page(&[1], next.as_str())]);
        let request = get(&server, "/list")
            .bearer_auth("s3cr3t")
            .header("x-api-key", "s3cr3t");
        let (found, error) = walk(Linked::paginate(request)).await.failed();
        assert_eq!(
            (found, error.kind(), server.lines().len()),
            (vec![1], ErrorKind::Link, 1),
            "{next}"
        );
    }
    assert_eq!(elsewhere.lines().len(), 0);
}

/// octocrab compared hosts and not schemes: https of the same host and port is another origin.
#[tokio::test]
async fn the_scheme_is_part_of_the_origin() {
    let server = Server::start(|request| {
        page(
            &[1],
            request.origin.replace("http:", "https:") + "/list?p=2",
        )
    });
    let (found, error) = walk(Linked::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Link, 1)
    );
}

/// erpl-web#183 compared with a base that each link had moved: after one allowed step, everything
/// from there was allowed.
#[tokio::test]
async fn the_base_never_moves() {
    let third = Server::start(|_| page(&[3], Value::Null));
    let on = third.url("/list?p=3");
    let second = Server::start(move |_| page(&[2], on.as_str()));
    let to = second.url("/list?p=2");
    let first = Server::start(move |_| page(&[1], to.as_str()));
    let (found, error) = walk(Linked::paginate(get(&first, "/list")).allow_origin(second.origin()))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::Link, 2)
    );
    assert_eq!(third.lines().len(), 0);
    // And it is still allowed to come home.
    let home = first.url("/list?p=3");
    let second = Server::start(move |_| page(&[2], home.as_str()));
    let to = second.url("/list?p=2");
    let first = Server::scripted([page(&[1], to.as_str())]);
    let (_, error) = walk(Linked::paginate(get(&first, "/list")).allow_origin(second.origin()))
        .await
        .failed();
    assert_eq!(
        (error.kind(), second.lines().len()),
        (ErrorKind::Link, 1),
        "home is another port now"
    );
}

/// Tokens in the output of `Debug`, in errors and in logs.
#[tokio::test]
async fn nothing_prints_a_secret() {
    let server = Server::scripted([
        page(&[1, 2], "s3cr3t-token"),
        Reply::json(json!({ "next": "s3cr3t", "items": "none" })),
    ]);
    let request = get(&server, "/list?key=s3cr3t").bearer_auth("s3cr3t");
    let paginator = Tokens::paginate(request).runtime(Timeless::new());
    let mut seen = format!("{paginator:?}");
    let mut stream = paginator.items();
    for _ in 0..4 {
        seen += &format!("{stream:?} {stream:#?} {:?}", stream.checkpoint());
        if let Some(Err(error)) = stream.next().await {
            seen += &shown(&error);
        }
    }
    assert!(seen.contains("does not fit"), "{seen}");
    assert!(!seen.contains("s3cr3t"), "{seen}");
}

// ------------------------------------------------------------------------------------------------
// drift

/// rspotify#526: rows that were filtered out moved the offset.
#[tokio::test]
async fn rows_that_are_null_count_for_the_offset() {
    #[derive(Deserialize)]
    struct Entry {
        track: Option<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", items = "entries[].track", item = u32, size = "limit", max = 3)]
    struct Playlist {
        entries: Vec<Entry>,
    }
    let server = Server::start(|request| {
        let offset: usize = request.param("offset").unwrap().parse().unwrap();
        let all = [Some(1), None, Some(2), None, None, Some(3), Some(4)];
        let entries: Vec<Value> = all
            .iter()
            .skip(offset)
            .take(3)
            .map(|track| json!({ "track": track }))
            .collect();
        Reply::json(json!({ "entries": entries }))
    });
    let walk = walk(Playlist::paginate(get(&server, "/playlist"))).await;
    assert_eq!(walk.received, 4, "items are what is delivered");
    assert_eq!(walk.ended(), (vec![1, 2, 3, 4], EndReason::Empty));
    let offsets: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.param("offset").unwrap())
        .collect();
    assert_eq!(offsets, ["0", "3", "6", "7"]);
}

/// `offset += limit` (dlt, singer-sdk) skips rows where the server cuts pages: of twelve, six were
/// lost.
#[tokio::test]
async fn offsets_advance_by_what_was_received() {
    let server = Server::start(|request| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        items(&(offset..12).take(2).collect::<Vec<_>>())
    });
    assert_eq!(
        walk(Skipped::paginate(get(&server, "/list"))).await.ended(),
        ((0..12).collect(), EndReason::Empty)
    );
    assert_eq!(server.lines()[1], "GET /list?offset=2&limit=5");
}

/// GitLab's documentation on keyset pagination: rows that vanish between two requests shift
/// offsets, and do not shift keys.
#[tokio::test]
async fn a_key_holds_its_place_while_rows_vanish() {
    let requests = std::sync::atomic::AtomicU32::new(0);
    let server = Server::start(move |request| {
        // With each request, the first row that is left is deleted.
        let deleted = requests.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let after: u32 = request
            .param("starting_after")
            .map_or(0, |after| after.parse().unwrap());
        let rows: Vec<u32> = (deleted + 1..=7).filter(|id| *id > after).collect();
        let data: Vec<Value> = rows.iter().take(2).map(|id| json!({ "id": id })).collect();
        Reply::json(json!({ "data": data, "has_more": rows.len() > 2 }))
    });
    let (found, end) = walk(Stripe::paginate(get(&server, "/list"))).await.ended();
    assert_eq!(
        found.iter().map(|row| row.id).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6, 7]
    );
    assert_eq!((end, server.lines().len()), (EndReason::Flag, 4));
}
