//! What must hold in each of the six modes: the same list, the same misfortunes, six times.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{
    EndReason, ErrorKind, HeaderMap, Next, Paginated, RetryPolicy, page::TokenValue as Written,
};
use paginate_tests::{Api, Reply, Request, Server, Timeless, token};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{drain, get, saved, shown, walk};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: u32,
}

pub(crate) fn rows(ids: impl IntoIterator<Item = u32>) -> Vec<Row> {
    ids.into_iter().map(|id| Row { id }).collect()
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByToken {
    ok: bool,
    error: Option<String>,
    next: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    next_url = "url",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByUrl {
    ok: bool,
    error: Option<String>,
    url: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    page = "page",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByNumber {
    ok: bool,
    error: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByOffset {
    ok: bool,
    error: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "after",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByLast {
    ok: bool,
    error: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_with = Self::after, items = "items", size = "limit", ok = "ok", error = "error")]
pub(crate) struct ByFunction {
    ok: bool,
    error: Option<String>,
    next: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

impl ByFunction {
    fn after(&self, _: &HeaderMap) -> Next<'_> {
        match &self.next {
            Some(next) => Next::Params(vec![("cursor".into(), Written::text(next.as_str()))]),
            None => Next::End,
        }
    }
}

/// One mode.
pub(crate) trait Fixture {
    type Page: Paginated<Item = Row> + DeserializeOwned + std::fmt::Debug + Send + 'static;

    /// Why a walk over everything ends. Where that is an empty page, one more request is made.
    const END: EndReason;

    /// Whether the API hands out the continuation: then empty pages lead on, and 400 and 410 are
    /// about it.
    const NAMED: bool;

    /// Whether 400 and 410 on a later page are about the continuation.
    const CONTINUED: bool;

    fn place(api: Api) -> Api;

    /// The request of a page, counted from 0, that comes after so many items and is named by this
    /// token.
    fn line(page: usize, before: usize, token: &str) -> String;
}

fn by_name(page: usize, token: &str) -> String {
    if page == 0 {
        "GET /list?q=x".to_owned()
    } else {
        format!("GET /list?q=x&cursor={token}")
    }
}

macro_rules! fixture {
    ($name:ident, $page:ty, $end:ident, $named:literal, $continued:literal, |$api:ident| $place:expr, $line:expr) => {
        pub(crate) struct $name;

        impl Fixture for $name {
            type Page = $page;
            const END: EndReason = EndReason::$end;
            const NAMED: bool = $named;
            const CONTINUED: bool = $continued;

            fn place($api: Api) -> Api {
                $place
            }

            fn line(page: usize, before: usize, token: &str) -> String {
                let line: fn(usize, usize, &str) -> String = $line;
                line(page, before, token)
            }
        }
    };
}

fixture!(
    Token,
    ByToken,
    NoContinuation,
    true,
    true,
    |api| api.by_token("cursor"),
    |page, _, token| by_name(page, token)
);
fixture!(
    Url,
    ByUrl,
    NoContinuation,
    true,
    true,
    |api| api.by_token("cursor"),
    |page, _, token| { by_name(page, token) }
);
fixture!(
    Number,
    ByNumber,
    Empty,
    false,
    false,
    |api| api.by_number("page", 1),
    |page, _, _| format!("GET /list?q=x&page={}", page + 1)
);
fixture!(
    Skip,
    ByOffset,
    Empty,
    false,
    false,
    |api| api.by_offset("offset"),
    |_, before, _| format!("GET /list?q=x&offset={before}")
);
fixture!(
    Last,
    ByLast,
    Empty,
    false,
    true,
    |api| api.by_last("after", "id"),
    |page, before, _| if page == 0 {
        "GET /list?q=x".to_owned()
    } else {
        format!("GET /list?q=x&after={before}")
    }
);
fixture!(
    Function,
    ByFunction,
    NoContinuation,
    true,
    true,
    |api| api.by_token("cursor"),
    |page, _, token| by_name(page, token)
);

/// The kit's token of a page as it goes into a query.
pub(crate) fn encoded(page: usize) -> String {
    ::url::form_urlencoded::byte_serialize(token(page).as_bytes()).collect()
}

/// The API of a mode, two rows to a page, with other replies to some requests, counted from 0.
pub(crate) fn serve<F: Fixture>(
    count: usize,
    faults: impl IntoIterator<Item = (usize, Reply)>,
) -> Server {
    let api = F::place(Api::numbered(count).size("limit", 2, 100).lenient());
    let faults: HashMap<usize, Reply> = faults.into_iter().collect();
    let requests = AtomicUsize::new(0);
    Server::start(move |request: &Request| {
        if let Some(reply) = faults.get(&requests.fetch_add(1, Ordering::SeqCst)) {
            return reply.clone();
        }
        api.read(request)
            .map(|slice| {
                let url = slice.next_url(request);
                Reply::json(
                    json!({ "ok": true, "items": slice.items, "next": slice.next, "url": url }),
                )
            })
            .into()
    })
}

/// The request of a page of [`serve`], two rows to a page.
pub(crate) fn line<F: Fixture>(page: usize) -> String {
    F::line(page, (page * 2).min(5), &encoded(page))
}

/// The requests for five rows, two to a page, from a page on.
pub(crate) fn lines_from<F: Fixture>(page: usize) -> Vec<String> {
    let pages = if F::END == EndReason::Empty { 4 } else { 3 };
    (page..pages).map(line::<F>).collect()
}

/// [`lines_from`] the first, with the request of one page made so many times.
pub(crate) fn lines_with<F: Fixture>(page: usize, times: usize) -> Vec<String> {
    let mut lines = lines_from::<F>(0);
    for _ in 1..times {
        lines.insert(page, line::<F>(page));
    }
    lines
}

/// A page by hand.
fn reply(items: Value, next: Option<&str>) -> Reply {
    let url = next.map(|next| format!("/list?q=x&cursor={next}"));
    Reply::json(json!({ "ok": true, "items": items, "next": next, "url": url }))
}

fn objects(ids: impl IntoIterator<Item = u32>) -> Value {
    ids.into_iter().map(|id| json!({ "id": id })).collect()
}

macro_rules! in_every_mode {
    ($($(#[$about:meta])* $name:ident;)*) => {$(
        $(#[$about])*
        mod $name {
            #[tokio::test]
            async fn token() {
                super::$name::<super::Token>().await;
            }
            #[tokio::test]
            async fn next_url() {
                super::$name::<super::Url>().await;
            }
            #[tokio::test]
            async fn page() {
                super::$name::<super::Number>().await;
            }
            #[tokio::test]
            async fn offset() {
                super::$name::<super::Skip>().await;
            }
            #[tokio::test]
            async fn last_item() {
                super::$name::<super::Last>().await;
            }
            #[tokio::test]
            async fn next_with() {
                super::$name::<super::Function>().await;
            }
        }
    )*};
}

in_every_mode! {
    the_whole_list;
    one_page_and_no_more;
    an_empty_first_page;
    an_empty_middle_page;
    an_empty_last_page;
    items_that_are_null;
    items_that_are_absent;
    rate_limited_for_seconds;
    rate_limited_until_a_date;
    unavailable_then_ok;
    rate_limited_beyond_the_cap;
    retries_run_out;
    a_body_that_breaks_off;
    a_body_that_is_cut_in_the_middle_of_the_json;
    gone_midway;
    rejected_midway;
    a_failure_inside_a_200_midway;
    invalid_json_midway;
    resumed_after_every_item;
    resumed_after_an_error;
    resumed_after_a_limit;
    another_query_is_refused;
    another_mode_is_refused;
    nothing_before_the_first_poll_and_nothing_after_the_end;
    checkpoints_show_no_secret;
    errors_show_no_secret;
}

async fn the_whole_list<F: Fixture>() {
    let server = serve::<F>(5, []);
    let walk = walk(F::Page::paginate(get(&server, "/list?q=x"))).await;
    assert_eq!(
        (walk.received, walk.pages),
        (5, lines_from::<F>(0).len() as u64)
    );
    assert_eq!(walk.ended(), (rows(1..=5), F::END));
    assert_eq!(server.lines(), lines_from::<F>(0));
}

async fn one_page_and_no_more<F: Fixture>() {
    let server = serve::<F>(1, []);
    assert_eq!(
        walk(F::Page::paginate(get(&server, "/list?q=x")))
            .await
            .ended(),
        (rows([1]), F::END)
    );
    let mut lines = vec![F::line(0, 0, "")];
    if F::END == EndReason::Empty {
        lines.push(F::line(1, 1, ""));
    }
    assert_eq!(server.lines(), lines);
}

/// Three pages, of which one has no items: what it says, and what follows from it.
async fn with_an_empty_page<F: Fixture>(empty: usize, list: Option<Value>) {
    let mut replies = Vec::new();
    let mut lines = Vec::new();
    let mut found = Vec::new();
    for page in 0..3 {
        let token = ["", "a", "b"][page];
        lines.push(F::line(page, found.len(), token));
        let next = ["a", "b"]
            .get(page)
            .copied()
            .filter(|_| F::NAMED || page != empty);
        let first = found.len() as u32 + 1;
        if page != empty {
            found.extend([first, first + 1]);
            replies.push(reply(objects([first, first + 1]), next));
            continue;
        }
        match &list {
            Some(list) => replies.push(reply(list.clone(), next)),
            None => replies.push(Reply::json(
                json!({ "ok": true, "next": next, "url": next.map(|next| format!("/list?q=x&cursor={next}")) }),
            )),
        }
        // Where the API does not name the next page, an empty one is the last.
        if !F::NAMED {
            break;
        }
    }
    let server = Server::scripted(replies);
    assert_eq!(
        walk(F::Page::paginate(get(&server, "/list?q=x")))
            .await
            .ended(),
        (rows(found), F::END)
    );
    assert_eq!(server.lines(), lines);
}

async fn an_empty_first_page<F: Fixture>() {
    with_an_empty_page::<F>(0, Some(json!([]))).await;
}

async fn an_empty_middle_page<F: Fixture>() {
    with_an_empty_page::<F>(1, Some(json!([]))).await;
}

async fn an_empty_last_page<F: Fixture>() {
    with_an_empty_page::<F>(2, Some(json!([]))).await;
}

async fn items_that_are_null<F: Fixture>() {
    with_an_empty_page::<F>(1, Some(Value::Null)).await;
}

async fn items_that_are_absent<F: Fixture>() {
    with_an_empty_page::<F>(1, None).await;
}

/// The second page fails a few times and then comes; gives what was slept.
async fn recovers<F: Fixture>(failures: Vec<Reply>) -> Vec<Duration> {
    let times = failures.len() + 1;
    let server = serve::<F>(
        5,
        failures
            .into_iter()
            .enumerate()
            .map(|(n, reply)| (n + 1, reply)),
    );
    let time = Timeless::new();
    let walk = walk(F::Page::paginate(get(&server, "/list?q=x")).runtime(time.clone())).await;
    assert_eq!(
        (walk.received, walk.pages),
        (5, lines_from::<F>(0).len() as u64),
        "a retry is no page"
    );
    assert_eq!(
        walk.ended(),
        (rows(1..=5), F::END),
        "a retry brings nothing twice"
    );
    assert_eq!(server.lines(), lines_with::<F>(1, times));
    time.slept()
}

async fn rate_limited_for_seconds<F: Fixture>() {
    let slept = recovers::<F>(vec![Reply::empty(429).header("retry-after", "17")]).await;
    assert_eq!(slept, [Duration::from_secs(17)]);
}

async fn rate_limited_until_a_date<F: Fixture>() {
    let slept = recovers::<F>(vec![
        Reply::empty(429).header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
        // It was waited until then: this one is over.
        Reply::empty(429).header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
        Reply::empty(429).header("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT"),
    ])
    .await;
    assert_eq!(slept, [37, 23].map(Duration::from_secs));
}

async fn unavailable_then_ok<F: Fixture>() {
    let slept = recovers::<F>(vec![
        Reply::empty(503),
        Reply::empty(503),
        Reply::empty(503),
    ])
    .await;
    assert!(slept.len() <= 3, "{slept:?}");
    let most = [500, 1_000, 2_000].map(Duration::from_millis);
    assert!(
        slept.iter().zip(most).all(|(wait, most)| *wait <= most),
        "{slept:?}"
    );
}

async fn rate_limited_beyond_the_cap<F: Fixture>() {
    let server = serve::<F>(5, [(1, Reply::empty(429).header("retry-after", "3600"))]);
    let time = Timeless::new();
    let request = || get(&server, "/list?q=x");
    let (found, error) = walk(F::Page::paginate(request()).runtime(time.clone()))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows(1..=2), ErrorKind::RateLimited, 2)
    );
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(
        (server.lines().len(), time.slept()),
        (2, vec![]),
        "nobody waits that long"
    );

    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(3..=5), F::END));
    assert_eq!(server.lines()[2..], lines_from::<F>(1));
}

async fn retries_run_out<F: Fixture>() {
    let server = serve::<F>(5, (1..5).map(|n| (n, Reply::text("try later").status(503))));
    let request = || get(&server, "/list?q=x");
    let walked = walk(F::Page::paginate(request()).runtime(Timeless::new())).await;
    assert_eq!((walked.pages, walked.received), (1, 2));
    let (found, error) = walked.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows(1..=2), ErrorKind::Status, 2)
    );
    assert_eq!(
        (error.status().unwrap().as_u16(), error.excerpt()),
        (503, Some("try later"))
    );
    assert_eq!(server.lines(), lines_with::<F>(1, 4)[..5]);

    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(3..=5), F::END));
}

async fn a_body_that_breaks_off<F: Fixture>() {
    let whole = reply(objects([3, 4]), None);
    recovers::<F>(vec![whole.clone().broken_after(10), whole.broken_after(0)]).await;
}

async fn a_body_that_is_cut_in_the_middle_of_the_json<F: Fixture>() {
    recovers::<F>(vec![Reply::bytes("{\"ok\": true, \"items\": [{\"id\": 3}")]).await;
}

/// The second page fails for good: what the error is, and that the walk goes on from there once the
/// API has recovered.
async fn fails<F: Fixture>(failure: Reply, kind: ErrorKind) -> paginate_runtime::Error {
    let server = serve::<F>(5, [(1, failure)]);
    let request = || get(&server, "/list?q=x");
    let time = Timeless::new();
    let (found, error) = walk(F::Page::paginate(request()).runtime(time.clone()))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows(1..=2), kind, 2),
        "{error}"
    );
    assert_eq!(
        server.lines(),
        lines_from::<F>(0)[..2],
        "there is no point in asking again"
    );
    assert_eq!(time.slept(), []);
    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(3..=5), F::END));
    assert_eq!(server.lines()[2..], lines_from::<F>(1));
    error
}

async fn gone_midway<F: Fixture>() {
    let kind = if F::CONTINUED {
        ErrorKind::Expired
    } else {
        ErrorKind::Status
    };
    let error = fails::<F>(Reply::text("the scroll is gone").status(410), kind).await;
    assert_eq!(
        (error.is_expired(), error.excerpt()),
        (F::CONTINUED, Some("the scroll is gone"))
    );
}

async fn rejected_midway<F: Fixture>() {
    let kind = if F::CONTINUED {
        ErrorKind::ContinuationRejected
    } else {
        ErrorKind::Status
    };
    let error = fails::<F>(Reply::text("no such page").status(400), kind).await;
    assert_eq!(
        (error.is_expired(), error.excerpt()),
        (F::CONTINUED, Some("no such page"))
    );
}

async fn a_failure_inside_a_200_midway<F: Fixture>() {
    let error = fails::<F>(
        Reply::json(json!({ "ok": false, "error": "quota exhausted" })),
        ErrorKind::Api,
    )
    .await;
    assert!(
        error.is_api() && error.to_string().contains("quota exhausted"),
        "{error}"
    );
    let error = fails::<F>(
        Reply::json(json!({ "ok": false, "items": [{ "id": 9 }] })),
        ErrorKind::Api,
    )
    .await;
    assert!(error.is_api(), "items of a failure are none: {error}");
}

async fn invalid_json_midway<F: Fixture>() {
    let error = fails::<F>(
        Reply::text("<html>502 Bad Gateway</html>"),
        ErrorKind::Decode,
    )
    .await;
    assert!(
        error.is_decode() && error.to_string().contains("502 Bad Gateway"),
        "{error}"
    );
    fails::<F>(
        Reply::bytes("{\"ok\": true, \"items\": [}"),
        ErrorKind::Decode,
    )
    .await;
    fails::<F>(
        Reply::json(json!({ "ok": true, "items": [{ "id": "three" }] })),
        ErrorKind::Decode,
    )
    .await;
}

async fn resumed_after_every_item<F: Fixture>() {
    for taken in 0..=5usize {
        let server = serve::<F>(5, []);
        let request = || get(&server, "/list?q=x");
        let mut first = F::Page::paginate(request()).items();
        for id in 1..=taken as u32 {
            assert_eq!(first.try_next().await.unwrap(), Some(Row { id }));
        }
        let checkpoint = saved(&first.checkpoint().unwrap());
        drop(first);
        let before = server.lines().len();
        let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
        assert_eq!(
            rest.ended(),
            (rows(taken as u32 + 1..=5), F::END),
            "after {taken}"
        );
        // In the middle of a page, that page is asked for again.
        let page = if taken == 5 { 3 } else { taken / 2 };
        assert_eq!(
            server.lines()[before..],
            lines_from::<F>(page),
            "after {taken}"
        );
    }
}

async fn resumed_after_an_error<F: Fixture>() {
    let server = serve::<F>(
        5,
        [
            (2, Reply::text("no").status(403)),
            (3, Reply::text("no").status(403)),
        ],
    );
    let request = || get(&server, "/list?q=x");
    let (found, error) = walk(F::Page::paginate(request())).await.failed();
    assert_eq!((found, error.kind()), (rows(1..=4), ErrorKind::Status));
    // A walk that fails again at once says the same place.
    let again = drain(
        F::Page::paginate(request())
            .resume(saved(error.checkpoint().unwrap()))
            .items(),
    )
    .await;
    assert_eq!(again.pages, 2, "pages count from the beginning of the walk");
    let (found, error) = again.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows([]), ErrorKind::Status, 3)
    );
    let rest = walk(F::Page::paginate(request()).resume(saved(error.checkpoint().unwrap()))).await;
    assert_eq!(rest.ended(), (rows([5]), F::END));
    let mut lines = vec![line::<F>(0), line::<F>(1), line::<F>(2), line::<F>(2)];
    lines.extend(lines_from::<F>(2));
    assert_eq!(server.lines(), lines);
}

async fn resumed_after_a_limit<F: Fixture>() {
    // In the middle of a page, and between two.
    for limit in [1u32, 2, 3, 4] {
        let server = serve::<F>(5, []);
        let request = || get(&server, "/list?q=x");
        let cut = walk(F::Page::paginate(request()).max_items(u64::from(limit))).await;
        let checkpoint = saved(cut.checkpoint.as_ref().unwrap());
        assert_eq!(cut.ended(), (rows(1..=limit), EndReason::Limit));
        assert_eq!(
            server.lines(),
            lines_from::<F>(0)[..limit.div_ceil(2) as usize]
        );
        let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
        assert_eq!(rest.ended(), (rows(limit + 1..=5), F::END));
    }
    let server = serve::<F>(5, []);
    let request = || get(&server, "/list?q=x");
    let cut = walk(F::Page::paginate(request()).max_pages(1)).await;
    let checkpoint = saved(cut.checkpoint.as_ref().unwrap());
    assert_eq!(cut.ended(), (rows(1..=2), EndReason::Limit));
    assert_eq!(server.lines(), lines_from::<F>(0)[..1]);
    // Limits count from where the walk was resumed.
    let cut = walk(
        F::Page::paginate(request())
            .resume(checkpoint.clone())
            .max_items(2),
    )
    .await;
    assert_eq!(cut.ended(), (rows(3..=4), EndReason::Limit));
    let cut = walk(F::Page::paginate(request()).resume(checkpoint).max_pages(1)).await;
    assert_eq!(cut.ended(), (rows(3..=4), EndReason::Limit));
}

/// The place after the third of five rows.
async fn in_the_middle<F: Fixture>(server: &Server) -> paginate_runtime::Checkpoint {
    let mut items = F::Page::paginate(get(server, "/list?q=x")).items();
    for _ in 0..3 {
        items.try_next().await.unwrap().unwrap();
    }
    saved(&items.checkpoint().unwrap())
}

async fn another_query_is_refused<F: Fixture>() {
    let server = serve::<F>(5, []);
    let checkpoint = in_the_middle::<F>(&server).await;
    let before = server.lines().len();
    for path in [
        "/list?q=y",
        "/list",
        "/list?q=x&r=1",
        "/other?q=x",
        "/list/?q=x",
    ] {
        let (found, error) = walk(F::Page::paginate(get(&server, path)).resume(checkpoint.clone()))
            .await
            .failed();
        assert_eq!(
            (found, error.kind(), error.page()),
            (rows([]), ErrorKind::Setup, 0),
            "{path}"
        );
        assert!(error.checkpoint().is_none());
    }
    let other = super::client().post(server.url("/list?q=x"));
    let (_, error) = walk(F::Page::paginate(other).resume(checkpoint.clone()))
        .await
        .failed();
    assert_eq!(error.kind(), ErrorKind::Setup);
    let body = get(&server, "/list?q=x").body("{\"a\":1}");
    let (_, error) = walk(F::Page::paginate(body).resume(checkpoint.clone()))
        .await
        .failed();
    assert_eq!(error.kind(), ErrorKind::Setup);
    let elsewhere = serve::<F>(5, []);
    let (_, error) =
        walk(F::Page::paginate(get(&elsewhere, "/list?q=x")).resume(checkpoint.clone()))
            .await
            .failed();
    assert_eq!(
        (error.kind(), elsewhere.lines().len()),
        (ErrorKind::Setup, 0)
    );
    assert_eq!(server.lines().len(), before, "a refusal sends nothing");

    // A signature that changes with each run is no other query.
    let signed = get(&server, "/list?q=x&sig=2");
    let rest = walk(F::Page::paginate(signed).resume_unchecked(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(4..=5), F::END));
}

async fn another_mode_is_refused<F: Fixture>() {
    let server = serve::<F>(5, []);
    let checkpoint = in_the_middle::<F>(&server).await;
    let before = server.lines().len();
    async fn refuses<O: Fixture>(
        server: &Server,
        checkpoint: &paginate_runtime::Checkpoint,
    ) -> bool {
        let walk =
            walk(O::Page::paginate(get(server, "/list?q=x")).resume_unchecked(checkpoint.clone()))
                .await;
        matches!(walk.end, Err(error) if error.kind() == ErrorKind::Setup)
    }
    let refused = [
        refuses::<Token>(&server, &checkpoint).await,
        refuses::<Url>(&server, &checkpoint).await,
        refuses::<Number>(&server, &checkpoint).await,
        refuses::<Skip>(&server, &checkpoint).await,
        refuses::<Last>(&server, &checkpoint).await,
        refuses::<Function>(&server, &checkpoint).await,
    ];
    assert_eq!(
        refused.iter().filter(|refused| **refused).count(),
        5,
        "all but its own: {refused:?}"
    );
    assert!(server.lines().len() > before);
}

async fn nothing_before_the_first_poll_and_nothing_after_the_end<F: Fixture>() {
    let server = serve::<F>(5, []);
    let mut items = F::Page::paginate(get(&server, "/list?q=x")).items();
    tokio::task::yield_now().await;
    assert_eq!(server.lines(), [""; 0]);
    for id in 1..=5 {
        assert_eq!(items.try_next().await.unwrap(), Some(Row { id }));
        // A page is asked for when the one before is used up, and not earlier.
        assert_eq!(server.lines().len(), (id as usize).div_ceil(2));
    }
    for _ in 0..3 {
        assert_eq!(items.try_next().await.unwrap(), None);
    }
    assert_eq!(server.lines(), lines_from::<F>(0));
}

async fn checkpoints_show_no_secret<F: Fixture>() {
    let server = Server::scripted([
        reply(objects([1, 2]), Some("s3cr3t-a")),
        reply(objects([3, 4]), Some("s3cr3t-b")),
        Reply::empty(404),
    ]);
    let request = get(&server, "/list?q=x&key=s3cr3t-key").bearer_auth("s3cr3t-auth");
    let mut items = F::Page::paginate(request).items();
    let mut seen = Vec::new();
    for _ in 0..8 {
        let checkpoint = items.checkpoint().unwrap();
        seen.push(format!(
            "{checkpoint:?} {checkpoint:#?} {items:?} {items:#?}"
        ));
        match items.next().await {
            Some(Err(error)) => seen.push(format!("{:?} {}", error.checkpoint(), shown(&error))),
            Some(Ok(_)) => {}
            None => break,
        }
    }
    assert_eq!(
        seen.len(),
        7,
        "five places before four items and an error, and the error"
    );
    assert!(seen.iter().all(|text| !text.contains("s3cr3t")), "{seen:?}");
}

async fn errors_show_no_secret<F: Fixture>() {
    let failures = [
        Reply::text("no").status(403),
        Reply::json(json!({ "access_token": "s3cr3t-echo", "next": "s3cr3t-a" })).status(400),
        Reply::json(
            json!({ "ok": true, "token": "s3cr3t-echo", "next": "s3cr3t-b", "items": [{ "id": "three" }] }),
        ),
        Reply::json(json!({ "ok": false, "error": "the token=s3cr3t-echo has expired" })),
        Reply::text("https://api.example/list?cursor=s3cr3t-echo is not available").status(500),
        Reply::text("{").broken_after(0),
        Reply::empty(429).header("retry-after", "9999"),
        Reply::empty(401).header("www-authenticate", "Bearer s3cr3t-echo"),
        Reply::empty(302).header("location", "http://127.0.0.1:1/?cursor=s3cr3t-echo"),
        Reply::empty(302).header("location", "/loop?cursor=s3cr3t-echo"),
    ];
    for (n, failure) in failures.into_iter().enumerate() {
        let mut replies = vec![reply(objects([1, 2]), Some("s3cr3t-a"))];
        // Redirects that never end, too.
        replies.extend(std::iter::repeat_n(failure, 12));
        let server = Server::scripted(replies);
        let request = get(&server, "/list?q=x&key=s3cr3t-key")
            .bearer_auth("s3cr3t-auth")
            .header("x-api-key", "s3cr3t-api");
        let paginator = F::Page::paginate(request).retry(RetryPolicy::none());
        assert!(!format!("{paginator:?}").contains("s3cr3t"));
        let (found, error) = walk(paginator).await.failed();
        assert_eq!(found, rows(1..=2));
        let text = shown(&error);
        assert!(!text.contains("s3cr3t"), "failure {n}: {text}");
        assert!(
            error
                .url()
                .is_none_or(|url| !url.contains("s3cr3t") && !url.contains('='))
        );
    }
}
