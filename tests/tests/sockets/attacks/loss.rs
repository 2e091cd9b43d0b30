//! The server drops rows, sends some twice, or ends a list too early. Each row comes once, or the
//! walk reports that something is wrong.

use std::sync::atomic::{AtomicU64, Ordering};

use paginate_runtime::report::WarningKind;
use paginate_runtime::{
    EndReason, ErrorKind, Paginated, Paginator, RetryPolicy, source::HttpBased,
};
use paginate_tests::{Answer, RawServer, Reply, Request, Timeless};
use serde_json::json;

use super::kit::*;
use super::pages::*;

/// The second page of a token walk is this response. The walk fails at it, after the first page's
/// row. A walk that is resumed from there, when the server works again, returns the rest, and each
/// row once.
async fn fails_and_goes_on(second: Say, kind: ErrorKind) {
    let site = Site::answers([
        r#"{"rows":[1],"next":"a"}"#.into(),
        second,
        r#"{"rows":[2],"next":"b"}"#.into(),
        r#"{"rows":[3],"next":null}"#.into(),
    ]);
    let error = walk(Tokens::paginate(site.get("/list")).retry(RetryPolicy::none()))
        .await
        .failed(&[1], kind);
    assert_eq!(error.page(), 2);
    let saved = error.checkpoint().expect("a checkpoint").clone();
    walk(Tokens::paginate(site.get("/list")).resume(saved))
        .await
        .ended(&[2, 3], EndReason::NoContinuation);
    let second = "GET /list?cursor=a";
    site.asked(&["GET /list", second, second, "GET /list?cursor=b"]);
}

/// A second page is cut below HTTP; the walk tries again and gets it whole.
async fn breaks_off(broken: Answer) {
    let server = RawServer::start([
        Answer::whole(r#"{"rows":[1],"next":"a"}"#),
        broken,
        Answer::whole(r#"{"rows":[2,3],"next":null}"#),
    ]);
    let request = client()
        .get(server.url("/list"))
        .bearer_auth("s3cr3t-bearer-7f3a");
    walk(Tokens::paginate(request).runtime(Timeless::new()))
        .await
        .ended(&[1, 2, 3], EndReason::NoContinuation);
    assert_eq!(
        server.wait_for(3),
        ["GET /list", "GET /list?cursor=a", "GET /list?cursor=a"]
    );
}

/// A server with rows by offset, from a list of that length and with pages of any size.
fn by_offset(
    rows: u32,
    page: impl Fn(u32) -> Vec<u32> + Send + Sync + 'static,
    total: serde_json::Value,
) -> Site {
    let _ = rows;
    Site::start(move |request, _| {
        let offset = request
            .param("offset")
            .map_or(0, |offset| offset.parse().unwrap());
        Reply::json(json!({ "rows": page(offset), "total": total }))
    })
}

/// Walks such a list by offset.
async fn offsets(
    page: impl Fn(u32) -> Vec<u32> + Send + Sync + 'static,
    total: serde_json::Value,
) -> Walked {
    let site = by_offset(10, page, total);
    walk(Totalled::paginate(site.get("/list?limit=4"))).await
}

fn upto(from: u32, size: u32, end: u32) -> Vec<u32> {
    (from..end).take(size as usize).collect()
}

fn rows(end: u32) -> Vec<u32> {
    (0..end).collect()
}

async fn pages_are_capped() {
    offsets(|offset| upto(offset, 3, 10), json!(10))
        .await
        .ended(&rows(10), EndReason::Total);
}

async fn pages_are_longer() {
    offsets(|offset| upto(offset, 7, 10), json!(null))
        .await
        .ended(&rows(10), EndReason::Empty);
}

async fn pages_change_their_length() {
    offsets(|offset| upto(offset, 1 + offset % 3, 10), json!(null))
        .await
        .ended(&rows(10), EndReason::Empty);
}

async fn the_total_is_too_large() {
    offsets(|offset| upto(offset, 4, 10), json!(12))
        .await
        .warned(&rows(10), EndReason::Empty, &[WarningKind::TotalNotReached]);
}

/// A page in the middle is empty, but there is more.
async fn a_hole() {
    let hole = |offset| {
        if offset == 4 {
            Vec::new()
        } else {
            upto(offset, 4, 10)
        }
    };
    offsets(hole, json!(10)).await.warned(
        &rows(4),
        EndReason::Empty,
        &[WarningKind::TotalNotReached],
    );
}

/// Rows by offset and by number that are objects and not numbers, so equal ones cannot be an
/// accident.
#[derive(Debug, serde::Deserialize, Paginated)]
#[paginate(offset = "offset", items = "rows", total = "total")]
struct RowsByOffset {
    total: Option<u64>,
    rows: Vec<Row>,
}

#[derive(Debug, serde::Deserialize, Paginated)]
#[paginate(page = "page", items = "rows")]
struct RowsByNumber {
    rows: Vec<Row>,
}

fn ids(rows: &[u32]) -> serde_json::Value {
    rows.iter()
        .map(|id| json!({ "id": id, "name": format!("row number {id}") }))
        .collect()
}

/// Offsets that begin at 1.
async fn offsets_from_one() {
    let site = Site::start(|request, _| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        Reply::json(json!({ "rows": ids(&upto(offset.max(1) - 1, 4, 10)), "total": 10 }))
    });
    walk(RowsByOffset::paginate(site.get("/list")))
        .await
        .failed(&[0, 1, 2, 3], ErrorKind::Overlap);
    site.asked(&["GET /list?offset=0", "GET /list?offset=4"]);
}

/// A page number that is declared as an offset, and the other way round.
async fn an_offset_that_is_a_page_number() {
    let walked = offsets(|offset| upto(offset * 4, 4, 20), json!(20)).await;
    walked.warned(
        &[0, 1, 2, 3, 16, 17, 18, 19],
        EndReason::Empty,
        &[WarningKind::TotalNotReached],
    );
}

async fn a_page_number_that_is_an_offset() {
    let site = Site::start(|request, _| {
        let offset: u32 = request.param("page").unwrap().parse().unwrap();
        Reply::json(json!({ "rows": ids(&upto(offset, 4, 10)) }))
    });
    walk(RowsByNumber::paginate(site.get("/list")))
        .await
        .failed(&[1, 2, 3, 4], ErrorKind::Overlap);
}

/// An API that begins one page before the requested one.
async fn pages_from_zero() {
    let site = Site::start(|request, _| {
        let page: u32 = request.param("page").unwrap().parse().unwrap();
        Reply::json(json!({ "rows": upto(page * 4, 4, 12), "pages": 3, "total": 12 }))
    });
    let walked = walk(Counted::paginate(site.get("/list"))).await;
    assert!(
        walked.warnings.contains(&WarningKind::TotalNotReached),
        "{walked:?}"
    );
}

/// Keys that the next page includes again.
async fn keys_that_come_twice() {
    let site = Site::start(|request, _| {
        let after: u32 = request
            .param("after")
            .map_or(0, |after| after.parse().unwrap());
        let rows: Vec<_> = upto(after, 3, 9)
            .into_iter()
            .map(|id| json!({ "id": id }))
            .collect();
        Reply::json(json!({ "rows": rows }))
    });
    walk(Keyed::paginate(site.get("/list")))
        .await
        .failed(&[0, 1, 2], ErrorKind::Overlap);
}

/// Rows are added during the walk: rows that come twice are reported.
async fn rows_are_added() {
    let asked = AtomicU64::new(0);
    let site = Site::start(move |request, _| {
        // Before the fourth page, a row is added at the front.
        let added = u32::from(asked.fetch_add(1, Ordering::SeqCst) >= 3);
        let page: u32 = request.param("page").unwrap().parse().unwrap();
        Reply::json(json!({ "rows": ids(&upto((page - 1) * 2 + 1 - added, 2, 11)) }))
    });
    let walked = walk(RowsByNumber::paginate(site.get("/list"))).await;
    assert_eq!(walked.warnings, [WarningKind::Overlap], "{walked:?}");
}

/// Checks that a walk ends with this page, with these warnings.
async fn ends<P>(body: &str, warnings: &[WarningKind])
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let site = Site::answers([body]);
    walk(P::paginate(site.get("/list")))
        .await
        .warned(&[1], EndReason::NoContinuation, warnings);
    site.asked(&["GET /list"]);
}

/// Checks that a walk fails with this page; the rows are delivered if `rows` says so.
async fn contradicts<P>(answer: impl Into<Say>, rows: &[u32], kind: ErrorKind)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let site = Site::answers([answer]);
    walk(P::paginate(site.get("/list")))
        .await
        .failed(rows, kind);
    site.asked(&["GET /list"]);
}

/// A token walk whose second page is a 204, though the first page had a total of ten.
async fn no_content_before_the_total() {
    let site = Site::answers([
        Say::from(r#"{"rows":[1],"next":"a","total":10}"#),
        Say::status(204),
    ]);
    walk(AnyTokens::paginate(site.get("/list"))).await.warned(
        &[1],
        EndReason::Status,
        &[WarningKind::TotalNotReached],
    );
}

async fn the_token_goes_missing_before_the_total() {
    let site = Site::answers([
        r#"{"rows":[1],"next":"a","total":10}"#,
        r#"{"rows":[2],"next":null,"total":10}"#,
    ]);
    walk(AnyTokens::paginate(site.get("/list"))).await.warned(
        &[1, 2],
        EndReason::NoContinuation,
        &[WarningKind::TotalNotReached],
    );
}

/// With `.strict()`, the same is an error, and no item comes twice from its checkpoint.
async fn strictly() {
    let site = Site::answers([
        r#"{"rows":[1],"next":null,"total":10}"#,
        r#"{"rows":[1,2],"next":null,"total":2}"#,
    ]);
    let error = walk(AnyTokens::paginate(site.get("/list")).strict())
        .await
        .failed(&[1], ErrorKind::Declaration);
    let saved = error.checkpoint().unwrap().clone();
    walk(AnyTokens::paginate(site.get("/list")).resume(saved))
        .await
        .ended(&[2], EndReason::NoContinuation);
}

/// The consumer has taken half of a page when the server dies: a walk from the checkpoint returns
/// the other half and the rest.
async fn the_server_dies_in_the_middle_of_a_page<P, S>(first: impl Fn(&Site) -> Paginator<P, S>)
where
    P: Paginated<Item: Into<u32>> + Send + 'static,
    S: paginate_runtime::source::PageSource<P> + HttpBased,
{
    let fail_at = AtomicU64::new(2);
    let site = Site::start(move |request, _| {
        let page: u32 = request.param("page").unwrap().parse().unwrap();
        if page == 2 && fail_at.fetch_sub(1, Ordering::SeqCst) == 2 {
            return Reply::empty(500);
        }
        Reply::json(json!({ "pages": 3, "rows": upto((page - 1) * 3, 3, 9) }))
    });
    let mut items = first(&site).retry(RetryPolicy::none()).items();
    let mut found = Vec::new();
    for _ in 0..2 {
        found.push(items.next().await.unwrap().unwrap().into());
    }
    let saved = items.checkpoint().unwrap();
    let rest = walk(first(&site).retry(RetryPolicy::none()).resume(saved)).await;
    let (rest, saved) = match rest.end {
        Ok(_) => (rest.items, None),
        Err(_) => (rest.items, rest.checkpoint),
    };
    found.extend(rest);
    if let Some(saved) = saved {
        found.extend(walk(first(&site).resume(saved)).await.items);
    }
    assert_eq!(found, rows(9));
}

/// The list of the second page has another name, and the declared one is missing.
async fn the_list_moves() {
    #[derive(Debug, serde::Deserialize, Paginated)]
    #[paginate(token = "next", items = "rows", param = "cursor")]
    struct Lenient {
        next: Option<String>,
        #[serde(default)]
        rows: Vec<Row>,
    }
    let site = Site::answers([r#"{"items":[{"id":1},{"id":2}],"next":null}"#]);
    walk(Lenient::paginate(site.get("/list")))
        .await
        .failed(&[], ErrorKind::Declaration);
}

/// One page is requested twice, and the second response has other rows: delivered rows are not
/// delivered again, and the walk goes on with the second response's token.
async fn a_retry_that_brings_other_rows() {
    let count = AtomicU64::new(0);
    let site = Site::start(move |request: &Request, _| {
        let n = count.fetch_add(1, Ordering::SeqCst);
        match (request.param("cursor").as_deref(), n) {
            (None, _) => Reply::text(r#"{"rows":[1],"next":"a"}"#),
            (Some("a"), 1) => Reply::text(r#"{"rows":[2],"next":"evil"}"#).broken_after(10),
            (Some("a"), _) => Reply::text(r#"{"rows":[2],"next":"b"}"#),
            (Some("b"), _) => Reply::text(r#"{"rows":[3],"next":null}"#),
            (Some(_), _) => Reply::text(r#"{"rows":[666],"next":null}"#),
        }
    });
    walk(Tokens::paginate(site.get("/list")).runtime(Timeless::new()))
        .await
        .ended(&[1, 2, 3], EndReason::NoContinuation);
    let second = "GET /list?cursor=a";
    site.asked(&["GET /list", second, second, "GET /list?cursor=b"]);
}

/// A body that ends early, without a declared length.
fn without_a_length(body: &str) -> Answer {
    Answer::Bytes(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}").into_bytes())
}

fn raw(head: &str, body: &str) -> Answer {
    Answer::Bytes(
        format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{head}\r\n\r\n{body}").into_bytes(),
    )
}

attacks! {
    half_a_page: breaks_off(Answer::truncated(r#"{"rows":[2,3],"next":null}"#));
    half_a_page_of_unknown_length: breaks_off(without_a_length(r#"{"rows":[2"#));
    nothing_at_all: breaks_off(Answer::Nothing);
    a_chunk_that_is_missing: breaks_off(raw("transfer-encoding: chunked", "10\r\n{\"rows\":[2,3],\"n\r\n"));
    a_last_chunk_that_is_missing: breaks_off(raw("transfer-encoding: chunked", "1a\r\n{\"rows\":[2,3],\"next\":null}\r\n"));
    a_length_that_is_too_short: breaks_off(raw("content-length: 12", r#"{"rows":[2,3],"next":null}"#));
    a_page_of_another_kind: fails_and_goes_on("<html>please log in</html>".into(), ErrorKind::Decode);
    a_page_of_nothing: fails_and_goes_on("".into(), ErrorKind::Decode);
    a_page_of_null: fails_and_goes_on("null".into(), ErrorKind::Decode);
    a_page_without_its_list: fails_and_goes_on(r#"{"next":"b"}"#.into(), ErrorKind::Decode);
    a_list_that_is_null: fails_and_goes_on(r#"{"rows":null,"next":"b"}"#.into(), ErrorKind::Decode);
    a_list_that_is_an_object: fails_and_goes_on(r#"{"rows":{"0":2},"next":"b"}"#.into(), ErrorKind::Decode);
    a_list_said_twice: fails_and_goes_on(r#"{"rows":[2],"rows":[],"next":"b"}"#.into(), ErrorKind::Decode);
    a_row_that_is_too_large: fails_and_goes_on(r#"{"rows":[2,4294967296],"next":"b"}"#.into(), ErrorKind::Decode);
    a_row_that_is_no_number: fails_and_goes_on(r#"{"rows":[2,NaN],"next":"b"}"#.into(), ErrorKind::Decode);
    a_page_with_something_behind_it: fails_and_goes_on(r#"{"rows":[2],"next":"b"}{"rows":[3]}"#.into(), ErrorKind::Decode);
    a_page_with_a_prefix: fails_and_goes_on(r#")]}',{"rows":[2],"next":"b"}"#.into(), ErrorKind::Decode);
    a_page_in_another_encoding: fails_and_goes_on("\u{feff}\u{0}{\u{0}".into(), ErrorKind::Decode);
    a_page_that_says_that_it_is_packed: fails_and_goes_on(Say::from("\u{1f}\u{8b}\u{8}").header("content-encoding", "gzip"), ErrorKind::Decode);
    a_part_of_a_page: fails_and_goes_on(Say::status(206).header("content-range", "bytes 0-9/99").body(r#"{"rows":[2],"next":"b"}"#), ErrorKind::Status);
    a_page_that_is_forbidden: fails_and_goes_on(Say::status(403).body(r#"{"rows":[],"next":null}"#), ErrorKind::Status);
    a_page_that_is_not_found: fails_and_goes_on(Say::status(404).body(r#"{"rows":[],"next":null}"#), ErrorKind::Status);
    a_token_that_is_gone: fails_and_goes_on(Say::status(410).body(r#"{"rows":[],"next":null}"#), ErrorKind::Expired);
    a_token_that_is_refused: fails_and_goes_on(Say::status(400).body(r#"{"rows":[],"next":null}"#), ErrorKind::ContinuationRejected);
    a_page_that_is_a_teapot: fails_and_goes_on(Say::status(418).body(r#"{"rows":[],"next":null}"#), ErrorKind::Status);
    an_unknown_status: fails_and_goes_on(Say::status(599).body(r#"{"rows":[],"next":null}"#), ErrorKind::Status);
    an_error_in_place_of_rows: fails_and_goes_on(r#"{"rows":[],"next":null,"error":{"code":17,"message":"shard lost"}}"#.into(), ErrorKind::Api);
    errors_in_place_of_data: fails_and_goes_on(r#"{"rows":[],"next":null,"errors":[{"message":"shard lost"}]}"#.into(), ErrorKind::Api);
    a_retry_with_another_token: a_retry_that_brings_other_rows();
    a_token_under_another_spelling: contradicts::<Tokens>(r#"{"rows":[1],"Next":"a"}"#, &[1], ErrorKind::Declaration);
    a_token_under_another_name: ends::<Tokens>(r#"{"rows":[1],"next":null,"next_page_token":"a"}"#, &[WarningKind::UnreadContinuation]);
    a_token_deeper_down: ends::<Tokens>(r#"{"rows":[1],"next":null,"meta":{"paging":{"next_cursor":"a"}}}"#, &[WarningKind::UnreadContinuation]);
    a_token_in_a_header: {
        async {
            let site = Site::answers([Say::from(r#"{"rows":[1],"next":null}"#).header("link", "</list?page=2>; rel=\"next\"")]);
            walk(Tokens::paginate(site.get("/list"))).await.warned(&[1], EndReason::NoContinuation, &[WarningKind::UnreadContinuation]);
        }
    };
    a_flag_that_says_more: ends::<Tokens>(r#"{"rows":[1],"next":null,"has_more":true}"#, &[WarningKind::UnreadFlag]);
    a_flag_that_says_not_the_last: ends::<Tokens>(r#"{"rows":[1],"next":null,"isLast":false}"#, &[WarningKind::UnreadFlag]);
    a_flag_without_a_token: contradicts::<Flagged>(r#"{"rows":[1],"next":null,"has_more":true}"#, &[1], ErrorKind::MissingContinuation);
    a_list_under_another_name: the_list_moves();
    a_token_that_goes_missing: the_token_goes_missing_before_the_total();
    no_content: no_content_before_the_total();
    a_total_for_a_strict_walk: strictly();
    fewer_rows_than_asked_for: pages_are_capped();
    more_rows_than_asked_for: pages_are_longer();
    another_number_of_rows_each_time: pages_change_their_length();
    a_total_that_is_too_large: the_total_is_too_large();
    an_empty_page_in_the_middle: a_hole();
    offsets_that_begin_at_one: offsets_from_one();
    an_offset_for_a_page_number: an_offset_that_is_a_page_number();
    a_page_number_for_an_offset: a_page_number_that_is_an_offset();
    pages_that_begin_at_zero: pages_from_zero();
    keys_that_are_included: keys_that_come_twice();
    rows_that_are_added: rows_are_added();
    a_server_that_dies: the_server_dies_in_the_middle_of_a_page(|site| Counted::paginate(site.get("/list?limit=3")));
    a_server_that_dies_behind_pages_ahead: the_server_dies_in_the_middle_of_a_page(|site| Counted::paginate(site.get("/list?limit=3")).prefetch(4));
    a_server_that_dies_amid_concurrent_pages: the_server_dies_in_the_middle_of_a_page(|site| Counted::paginate(site.get("/list?limit=3")).concurrency(3));
}
