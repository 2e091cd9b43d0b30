//! Checks `Debug` and `Display` of every public type that can hold a secret, filled with one. The
//! types of the testing kit are excluded, because their purpose is to show requests.

use std::fmt::{Debug, Display};
use std::sync::Arc;

use http::HeaderMap;
use paginate_runtime::browse::Continuation;
use paginate_runtime::sans_io::{
    Action, Elements, Limits, PageOutcome, PageRequest, Pager, Position, Start, Step, StopReason,
    decide,
};
use paginate_runtime::{
    Checkpoint, Link, Links, Next, RetryPolicy,
    page::{Cursor, LinkHeader, LinkTarget, PageInfo, TokenValue},
    scheme::{RequestLocation, Scheme, Source},
    source::{BlockingSource, IntoSource},
    transport::{
        AnyTransport, ResponseUrl, Transport, TransportErrorKind, tower_service_0_3::TowerTransport,
    },
};

use super::*;

const MARK: &str = "s3cr3t";
const URL: &str = "https://u-s3cr3t:p-s3cr3t@api.example.com/l?token=s3cr3t#s3cr3t";

/// Formats the value in each way, alone and inside the types that usually contain it.
fn check<T: Debug>(name: &str, value: &T) {
    for shown in [
        format!("{value:?}"),
        format!("{value:#?}"),
        format!("{:?}", Some(value)),
    ] {
        // `Debug` of bytes prints numbers.
        let bytes = format!("{:?}", MARK.as_bytes());
        assert!(
            !shown.contains(MARK) && !shown.contains(bytes.trim_matches(['[', ']'])),
            "{name}: {shown}"
        );
    }
}

fn check_display<T: Debug + Display>(name: &str, value: &T) {
    check(name, value);
    let shown = format!("{value} {value:#}");
    assert!(!shown.contains(MARK), "{name}: {shown}");
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "rows")]
struct Linked {
    next: Option<String>,
    rows: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "rows")]
struct Counted {
    total: u64,
    rows: Vec<u32>,
}

fn request() -> http::Request<bytes::Bytes> {
    let request = http::Request::post(URL).header("authorization", "Bearer s3cr3t");
    request
        .body(bytes::Bytes::from("{\"q\":\"s3cr3t\"}"))
        .unwrap()
}

fn script() -> Script {
    Script::handler(|request| {
        let continued = request.param("cursor").is_some() || request.param("p").is_some();
        let next = (!continued).then_some("s3cr3t");
        let link = (!continued).then_some("/l?p=s3cr3t");
        Reply::json(
            json!({ "next": if request.path == "/linked" { link } else { next }, "rows": [1, 2], "total": 4 }),
        )
    })
}

#[test]
fn sources_and_transports() {
    let client = reqwest::Client::new();
    let (transport, first) = client.get(URL).bearer_auth(MARK).into_source().unwrap();
    check("ReqwestTransport", &transport);
    check("ReqwestTransport in a pair", &(&transport, ()));
    assert!(first.uri().query().is_some());
    check("ResponseUrl", &ResponseUrl(URL.parse().unwrap()));
    check("AnyTransport", &AnyTransport::new(transport));
    check(
        "TowerTransport",
        &TowerTransport::<_, http_body_util::Full<bytes::Bytes>>::new(tower::service_fn(
            |_: http::Request<_>| async {
                Ok::<_, std::io::Error>(http::Response::new(
                    http_body_util::Full::<bytes::Bytes>::default(),
                ))
            },
        )),
    );
    let blocking = Tokens::paginate_blocking((ureq::Agent::new_with_defaults(), request()));
    check("Paginator", &blocking);
    fn source_of<P: Paginated, S, D>(_: &Paginator<P, S, D>) -> std::marker::PhantomData<S> {
        std::marker::PhantomData
    }
    fn is_debug<S: Debug>(_: std::marker::PhantomData<S>) {}
    is_debug::<BlockingSource<ureq::Agent>>(source_of(&blocking));
    check(
        "Paginator",
        &Tokens::paginate((client.clone(), request()))
            .decode(|_, _| Err::<Tokens, _>(std::io::Error::other(MARK))),
    );
    check("RetryPolicy", &RetryPolicy::default());
}

#[test]
fn what_pages_say() {
    let link: Link =
        serde_json::from_value(json!({ "href": URL, "method": "POST", "headers": { "x-s3cr3t": "s3cr3t" }, "body": { "a": "s3cr3t" } }))
            .unwrap();
    check("Link", &link);
    let links: Links = serde_json::from_value(json!([{ "rel": "next", "href": URL }])).unwrap();
    check("Links", &links);
    check("LinkTarget", &LinkTarget::get(URL));
    for value in [
        TokenValue::text(MARK),
        TokenValue::json("{\"a\":\"s3cr3t\"}".to_owned()),
    ] {
        check("Value", &value);
        check("Cursor", &Cursor::Token(value.clone()));
        check(
            "Cursor",
            &Cursor::Params(vec![("after".into(), value.clone())]),
        );
        check("Next", &Next::token(value));
    }
    check("Cursor", &Cursor::Link(LinkTarget::get(URL)));
    check("Next", &Next::link(LinkTarget::get(URL)));
    let mut headers = HeaderMap::new();
    headers.insert("link", format!("<{URL}>; rel=\"next\"").parse().unwrap());
    check(
        "PageInfo",
        &PageInfo::new().url(LinkHeader::new(&headers, "next")),
    );
    check(
        "PageInfo",
        &PageInfo::new()
            .token(Some(MARK))
            .first_item(Some(MARK))
            .error(Some(MARK)),
    );
    check("Elements", &Elements::new(br#"[{"a":"s3cr3t"}]"#).unwrap());
}

#[test]
fn the_decision() {
    const SCHEME: Scheme = Scheme::new(Source::Custom(RequestLocation::Query("cursor")));
    let mut start = Start::default();
    start.seed = Some(Cursor::Token(TokenValue::text(MARK)));
    check("Start", &start);
    let mut pager = Pager::new(SCHEME, Limits::default(), start);
    check("Pager", &pager);
    let action = pager.next_action();
    check("Action", &action);
    let Action::Request(ask) = action else {
        panic!("it begins")
    };
    check::<PageRequest>("PageRequest", &ask);
    pager.show_elements(Elements::new(br#"[{"a":"s3cr3t"},{"b":"s3cr3t"}]"#));
    let judgement: PageOutcome = pager.receive(
        PageInfo::new().item_count(2).token(Some("s3cr3t-2")),
        None,
        Some(7),
    );
    check("PageOutcome", &judgement);
    check("Pager", &pager);
    let mut position = Position::first(&SCHEME);
    position.cursor = Arc::new(Cursor::Token(TokenValue::text(MARK)));
    check("Position", &position);
    for page in [
        PageInfo::new().item_count(1).token(Some(MARK)),
        PageInfo::new()
            .item_count(1)
            .token(Some(MARK))
            .more(Some(&false)),
    ] {
        check::<Step>("Step", &decide(&SCHEME, &position, &page));
    }
    check("StopReason", &StopReason::Api(MARK.to_owned()));
    check(
        "StopReason",
        &StopReason::Undeclared {
            member: "error".into(),
            report: MARK.into(),
        },
    );
    check(
        "PageOutcome",
        &PageOutcome::Fail(StopReason::Api(MARK.to_owned())),
    );
    let checkpoint: Checkpoint = pager.checkpoint();
    assert!(
        serde_json::to_string(&checkpoint).unwrap().contains(MARK),
        "it holds the token"
    );
    check("Checkpoint", &checkpoint);
}

#[test]
fn debug_names_the_type() {
    assert_eq!(
        format!("{:?}", LinkTarget::get(URL)),
        "LinkTarget { method: None, .. }"
    );
    assert_eq!(
        format!("{:?}", StopReason::SegmentMisaligned),
        "SegmentMisaligned"
    );
}

#[tokio::test]
async fn walks_and_what_they_bring() {
    let mut pages = Tokens::paginate((script(), request())).prefetch(2).pages();
    check("Pages", &pages);
    let page = pages.try_next().await.unwrap().unwrap();
    check("Pages", &pages);
    let continuation: Continuation = page.continuation().unwrap();
    check("Continuation", &continuation);
    check("Progress", &pages.progress());
    check("Option<Checkpoint>", &pages.checkpoint());

    let mut items = Linked::paginate(script().get("/linked?a=s3cr3t")).items();
    check("Items", &items);
    while items.try_next().await.unwrap().is_some() {
        check("Items", &items);
        check("Checkpoint", &items.checkpoint());
    }

    let mut items = Tokens::paginate_blocking(script().get("/l?a=s3cr3t"))
        .on_page(|page| check("PageReport", page))
        .items();
    check("BlockingItems", &items);
    items.next().unwrap().unwrap();
    check("BlockingItems", &items);
    let mut pages = Tokens::paginate_blocking(script().get("/l?a=s3cr3t")).pages();
    pages.next().unwrap().unwrap();
    check("BlockingPages", &pages);

    let mut browse = Tokens::paginate(script().get("/l?a=s3cr3t")).browse();
    browse.next().await.unwrap().unwrap();
    check("Browse", &browse);
    check("History", browse.history());

    for segment in Counted::paginate(script().get("/l?a=s3cr3t"))
        .split(2)
        .await
        .unwrap()
    {
        check("Segment", &segment);
    }
}

#[tokio::test]
async fn errors() {
    let last = |reply: Reply| {
        let script = Script::new([page(MARK), reply]);
        let (transport, mut request) = script.get("/l?key=s3cr3t");
        *request.uri_mut() = URL.parse().unwrap();
        request
            .headers_mut()
            .insert("x-api-key", "k-s3cr3t".parse().unwrap());
        Tokens::paginate((transport, request)).retry(RetryPolicy::none())
    };
    let quote = "s3cr3t, u-s3cr3t, p-s3cr3t, k-s3cr3t";
    for reply in [
        Reply::text(quote).status(400),
        Reply::json(json!({ "message": quote })).status(429),
        Reply::json(json!({ "rows": quote })),
        Reply::json(json!({ "rows": [], "error": quote })),
        Reply::text(quote),
        Reply::failure(TransportErrorKind::Connect),
    ] {
        check_display("Error", &failed(last(reply)).await);
    }
    let error = "s3cr3t!".parse::<Continuation>().unwrap_err();
    check_display("Error", &error);
    // The error of a client with an erased type.
    let gone = |_: http::Request<bytes::Bytes>| async {
        Err::<http::Response<http_body_util::Full<bytes::Bytes>>, _>(std::io::Error::other("gone"))
    };
    let error = AnyTransport::new(gone).send(request()).await.unwrap_err();
    check_display("AnyTransportError", &error);
}
