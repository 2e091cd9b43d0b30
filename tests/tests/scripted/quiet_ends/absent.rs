//! A total, a number of pages or a flag that is declared, and that no response has.

use paginate_runtime::report::WarningKind;
use paginate_runtime::{EndReason, Paginated};
use paginate_tests::{Reply, Request, Script};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Row, api, cases, number, rows, told};

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = header("X-Total-Count"), items = "0")]
struct TotalInAHeader(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = header("X-Page-Count"), items = "0", end_on = [404])]
struct PagesInAHeader(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = "total", items = "data")]
struct ByOffset {
    #[serde(default)]
    total: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    total = "total_count",
    items = "data"
)]
struct ByToken {
    next: Option<String>,
    total_count: Option<i64>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "next",
    pages = "meta.page_count",
    total = "meta.total",
    items = "data"
)]
struct ByLink {
    next: Option<String>,
    #[serde(default)]
    meta: Meta,
    data: Vec<Row>,
}

#[derive(Deserialize, Default)]
struct Meta {
    page_count: Option<u64>,
    #[serde(rename = "itemCount")]
    total: Option<u64>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", more = "has_more", items = "data")]
struct Flagged {
    next: Option<String>,
    has_more: Option<bool>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", done = "is_done", items = "data")]
struct Keyed {
    is_done: Option<bool>,
    data: Vec<Row>,
}

/// The items of one of three pages, of which the last one is empty, and its number.
fn page_of(request: &Request) -> (u64, Vec<Value>) {
    let cursor = request.param("cursor");
    let cursor = cursor.and_then(|cursor| cursor.trim_start_matches('t').parse().ok());
    let by_items = number(request, "offset").or_else(|| number(request, "after"));
    let page = number(request, "page")
        .or(cursor)
        .or_else(|| by_items.map(|items| items / 3 + 1))
        .unwrap_or(1);
    (page, rows((page * 3 - 2..=page * 3).filter(|&id| id <= 6)))
}

/// A plain list of six in three pages, with these headers.
fn listed(headers: &'static [(&str, &str)]) -> impl Fn() -> Script {
    move || {
        api(move |request| {
            let reply = Reply::json(page_of(request).1);
            headers
                .iter()
                .fold(reply, |reply, (name, value)| reply.header(name, value))
        })
    }
}

/// The same in an object, with these members; `next` leads on until the second page.
fn with(members: impl Fn(u64) -> Value + Clone + Send + Sync + 'static) -> impl Fn() -> Script {
    move || {
        let members = members.clone();
        api(move |request| {
            let (page, data) = page_of(request);
            let mut body = members(page);
            body["data"] = data.into();
            if page < 2 {
                body["next"] = json!(format!("t{}", page + 1));
            }
            Reply::json(body)
        })
    }
}

/// The same, followed by links.
fn linked(meta: Value) -> impl Fn() -> Script {
    move || {
        let meta = meta.clone();
        api(move |request| {
            let (page, data) = page_of(request);
            let next = (page < 2).then(|| format!("/list?page={}", page + 1));
            Reply::json(json!({ "meta": meta, "data": data, "next": next }))
        })
    }
}

cases! {
    a_total_in_a_header: TotalInAHeader, listed(&[]), 6 items
        => Warning(AbsentValue), ["page 3", "`total`", "the header `X-Total-Count`", "correct its name, or leave `total` out"];
    a_total_in_another_header: TotalInAHeader, listed(&[("x-account", "3"), ("x-total-pages", "2"), ("x-rows-total", "6")]), 6 items
        => Warning(AbsentValue), ["`X-Total-Count`", "`total = header(\"x-rows-total\")`"];
    pages_in_another_header: PagesInAHeader, listed(&[("x-total-count", "6"), ("x-total-pages", "2")]), 6 items
        => Warning(AbsentValue), ["`X-Page-Count`", "`pages = header(\"x-total-pages\")`"];
    a_status_after_pages_without_their_number: PagesInAHeader,
        || api(|request| match page_of(request) {
            (page, data) if page < 3 => Reply::json(data),
            _ => Reply::text("gone").status(404),
        }), 6 items
        => Warning(AbsentValue), ["page 3", "`X-Page-Count`", "`pages`"];
    a_total_under_another_name: ByOffset, with(|_| json!({ "meta": { "total_results": 6 } })), 6 items
        => Warning(AbsentValue), ["reads `total` from `total`", "`meta.total_results`", "declare it with `total`"];
    a_total_beside_one_of_something_else: ByOffset, with(|_| json!({ "account": { "total": 6 }, "count": 2 })), 6 items
        => Warning(AbsentValue), ["correct its name"];
    a_total_in_camel_case: ByToken, with(|_| json!({ "totalCount": 6 })), 6 items
        => Warning(AbsentValue), ["page 2", "`total_count`", "`totalCount`", "#[serde(rename = \"totalCount\")]"];
    a_total_that_is_only_for_information: ByToken, with(|_| json!({ "took": 3 })), 6 items
        => Warning(AbsentValue), ["`total_count`"];
    pages_inside_an_object: ByLink, linked(json!({ "itemCount": 6, "lastPage": 2 })), 6 items
        => Warning(AbsentValue), ["`meta.page_count`", "`meta.lastPage`", "`pages`"];
    a_total_whose_object_is_absent: ByLink,
        || api(|request| {
            let (page, data) = page_of(request);
            Reply::json(json!({ "data": data, "next": (page < 2).then(|| format!("/list?page={}", page + 1)) }))
        }), 6 items
        => Warning(AbsentValue), ["`meta.total`", "`total`"];
    a_flag_that_is_absent_from_each_page: Flagged, with(|page| json!({ "hasMore": page < 2 })), 6 items
        => Warning(AbsentValue), ["page 2", "`has_more`", "`hasMore`"];
    a_flag_that_is_absent_beside_its_opposite: Keyed, with(|page| json!({ "isLastPage": page == 3 })), 6 items
        => Warning(AbsentValue), ["`is_done`", "`isLastPage`", "declare it with `done`"];
}

async fn is_quiet<P>(script: &Script, items: usize)
where
    P: Paginated<Item = Row> + DeserializeOwned + Send + 'static,
{
    let told = told::<P>(script, true, None).await;
    if let Err(error) = told.end {
        panic!("{error}");
    }
    assert_eq!(told.items.len(), items);
}

/// Once is enough, on whichever page.
#[tokio::test]
async fn a_total_of_one_page() {
    for told in 1..=3 {
        let script = with(move |page| match page == told {
            true => json!({ "total": 6 }),
            false => json!({}),
        });
        is_quiet::<ByOffset>(&script(), 6).await;
    }
    let script = with(|page| match page {
        1 => json!({ "has_more": true }),
        _ => json!({}),
    });
    is_quiet::<Flagged>(&script(), 6).await;
}

/// APIs send null, 0 and -1 where they did not count, also under a name that only serde knows.
#[tokio::test]
async fn a_total_that_is_not_known() {
    for unknown in [json!(null), json!(0), json!(-1)] {
        let total = json!({ "total_count": unknown });
        is_quiet::<ByToken>(&with(move |_| total.clone())(), 6).await;
    }
    is_quiet::<TotalInAHeader>(&listed(&[("x-total-count", "0")])(), 6).await;
    for unknown in [json!(null), json!(0)] {
        is_quiet::<ByLink>(
            &linked(json!({ "itemCount": unknown, "page_count": 0 }))(),
            6,
        )
        .await;
    }
    let flag = with(|_| json!({ "has_more": null }));
    is_quiet::<Flagged>(&flag(), 6).await;
}

/// Protocol Buffers leave 0 and `false` out.
#[tokio::test]
async fn defaults_that_are_left_out() {
    is_quiet::<ByOffset>(&api(|_| Reply::json(json!({ "data": [] }))), 0).await;
    is_quiet::<Flagged>(&api(|_| Reply::json(json!({ "data": rows(1..=3) }))), 3).await;
}

/// Some endpoints of an API send a flag, others do not (Jira): only another flag tells of it.
#[tokio::test]
async fn a_flag_that_nothing_is_like() {
    is_quiet::<Keyed>(&with(|_| json!({ "took": 3 }))(), 6).await;
    is_quiet::<Flagged>(&with(|_| json!({ "took": 3 }))(), 6).await;
}

/// A part of the list can lack what the rest has.
#[tokio::test]
async fn walks_of_a_part() {
    let script = with(|_| json!({}))();
    let limited = ByOffset::paginate(script.get("/list"))
        .strict()
        .max_items(3);
    assert_eq!(
        limited.items().try_collect::<Vec<_>>().await.unwrap().len(),
        3
    );

    let later = ByOffset::paginate(script.get("/list?offset=3")).strict();
    assert_eq!(
        later.items().try_collect::<Vec<_>>().await.unwrap().len(),
        3
    );

    let mut pages = ByOffset::paginate(script.get("/list")).pages();
    pages.next().await.unwrap().unwrap();
    let rest = ByOffset::paginate(script.get("/list"))
        .resume(pages.checkpoint().unwrap())
        .strict();
    assert_eq!(rest.items().try_collect::<Vec<_>>().await.unwrap().len(), 3);
}

/// A limit that did not end the walk changes nothing.
#[tokio::test]
async fn walks_with_a_limit_that_is_not_reached() {
    let script = with(|_| json!({}))();
    let mut items = ByOffset::paginate(script.get("/list"))
        .max_items(100)
        .items();
    while items.try_next().await.unwrap().is_some() {}
    let kinds: Vec<_> = items
        .warnings()
        .iter()
        .map(|warning| warning.kind())
        .collect();
    assert_eq!(kinds, [WarningKind::AbsentValue]);
}

/// Of pages that a function makes there is no response to look at.
#[tokio::test]
async fn pages_from_a_function() {
    let walk = ByOffset::paginate_with(async |offset: u64| {
        let data = match offset {
            0 => vec![Row { id: 1 }],
            _ => Vec::new(),
        };
        Ok::<_, std::io::Error>(ByOffset { total: 0, data })
    });
    assert_eq!(
        walk.strict().items().try_collect::<Vec<_>>().await.unwrap(),
        [Row { id: 1 }]
    );
}

/// A total that a function reads, or behind `alias`, has no place that is known.
#[tokio::test]
async fn totals_whose_place_is_not_known() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", total = Self::count, items = "data")]
    struct ByFunction {
        data: Vec<Row>,
    }
    impl ByFunction {
        fn count(&self, _: &paginate_runtime::HeaderMap) -> Option<u64> {
            None
        }
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", total = "total", items = "data")]
    struct Aliased {
        #[serde(alias = "found")]
        total: Option<u64>,
        data: Vec<Row>,
    }
    is_quiet::<ByFunction>(&with(|_| json!({}))(), 6).await;
    is_quiet::<Aliased>(&with(|_| json!({ "found": 0 }))(), 6).await;
}

/// One warning, on the last page, and the walk is as it was.
#[tokio::test]
async fn the_walk_is_as_it_was() {
    let told = told::<TotalInAHeader>(&listed(&[])(), false, None).await;
    assert_eq!(told.end.unwrap(), EndReason::Empty);
    assert_eq!((told.items.len(), told.requests), (6, 3));
    let found: Vec<_> = told
        .warnings
        .iter()
        .map(|warning| (warning.kind(), warning.page()))
        .collect();
    assert_eq!(found, [(WarningKind::AbsentValue, 3)]);
}
