//! Untrusted responses, decoded by derived types: the result is a page, or an error that is short
//! and shows no secret.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use paginate_runtime::{Links, Next, Paginated, Paginator, page::TokenValue, source::PageSource};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::feed::{Feed, lengthened};
use super::support::{Sent, first_request, is_discreet, json, secret_of, stayed_home, walk, wire};

/// The number of requests that get the response; later ones get a 404.
const ANSWERED: usize = 6;

const STATUSES: [u16; 24] = [
    200, 200, 200, 200, 200, 200, 200, 200, 201, 204, 206, 301, 302, 304, 400, 401, 403, 404, 410,
    429, 500, 503, 999, 100,
];

#[derive(Deserialize)]
struct Item {
    #[allow(dead_code, reason = "decoded only")]
    id: u64,
    #[allow(dead_code, reason = "decoded only")]
    kind: Option<ItemKind>,
    #[serde(default)]
    lines: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum ItemKind {
    Small,
    Large,
}

/// Nested paths through options and boxes.
#[derive(Deserialize, Paginated)]
#[paginate(token = "paging.next.after", param = "after", items = "data.list", item = Item, more = "paging.more", max = 2)]
struct Nested {
    paging: Option<Box<Paging>>,
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Paging {
    next: Option<NextPage>,
    more: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct NextPage {
    after: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Data {
    list: Option<Vec<Item>>,
}

/// An API that fails with a 200, and cuts lists inside items.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", ok = "success", error = "errors", nested = "lines", max = 2, end_on = [404, short])]
struct Signals {
    success: Option<bool>,
    errors: Option<serde_json::Value>,
    items: Vec<Item>,
}

/// Tokens that are kept as JSON text.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items")]
struct Verbatim {
    next: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Item>,
}

/// Links in a list or by relation.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links", items = "items")]
struct Linked {
    #[serde(default)]
    links: Links,
    items: Vec<Item>,
}

/// Items in a map.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items")]
struct Named {
    next: Option<String>,
    items: BTreeMap<String, Item>,
}

/// GraphQL.
#[derive(Deserialize, Paginated)]
#[paginate(token = "data.page_info.end_cursor", more = "data.page_info.has_next_page", items = "data.edges[].node", item = Item, param = body("variables.after"), error = "errors")]
struct Edges {
    data: Option<Connection>,
    errors: Option<Vec<serde_json::Value>>,
}

#[derive(Deserialize)]
struct Connection {
    page_info: CursorInfo,
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct CursorInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

#[derive(Deserialize)]
struct Edge {
    node: Option<Item>,
}

/// The key of the last item.
#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "0", item = Item, max = 2, done = header("x-done"))]
struct Keyed(Vec<Item>);

/// All paging values in headers.
#[derive(Deserialize, Paginated)]
#[paginate(token = header("x-next"), param = header("x-cursor"), items = "items", more = header("x-more"), ok = header("x-ok"), error = header("x-error"))]
struct InHeaders {
    items: Vec<Item>,
}

/// Offsets with totals of any kind.
#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    items = "items",
    total = "total",
    done = "done",
    max = 2
)]
struct Skipped {
    total: Option<serde_json::Value>,
    done: Option<String>,
    items: Option<Vec<Item>>,
}

/// A function returns the continuation.
#[derive(Deserialize, Paginated)]
#[paginate(next_with = decided, items = "items")]
struct Decided {
    token: Option<serde_json::Value>,
    params: Option<BTreeMap<String, String>>,
    items: Vec<Item>,
}

fn decided<'a>(page: &'a Decided, _: &'a HeaderMap) -> Next<'a> {
    match (&page.params, &page.token) {
        (Some(params), _) => Next::params(
            params
                .iter()
                .map(|(name, value)| (name.into(), TokenValue::text(value)))
                .collect(),
        ),
        (None, Some(token)) => Next::token(TokenValue::json(token.to_string())),
        (None, None) => Next::End,
    }
}

/// A link in the header.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", item = Item)]
struct Bare(Vec<Item>);

/// A token that is a map, whose entries become parameters.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = query, items = "items")]
struct Spread {
    next: Option<serde_json::Map<String, serde_json::Value>>,
    items: Vec<Item>,
}

/// Page numbers, with totals in headers and in the body.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", pages = header("x-pages"), total = "total", max = 2, end_on = [repeat])]
struct Numbered {
    total: Option<f64>,
    items: Vec<Item>,
}

/// The first bytes are the page type, the status and the options; then header lines up to an empty
/// line; the rest is the body.
pub fn check(data: &[u8]) {
    let mut feed = Feed::new(data);
    let (page, status, options) = (feed.below(13), feed.pick(&STATUSES), feed.byte());
    let mut headers = HeaderMap::new();
    while !feed.is_empty() {
        let line = feed.until(b'\n');
        if line.is_empty() {
            break;
        }
        let at = line
            .iter()
            .position(|&byte| byte == b':')
            .unwrap_or(line.len());
        let (name, value) = line.split_at(at);
        let value = lengthened(value.get(1..).unwrap_or_default());
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name),
            HeaderValue::from_bytes(value.trim_ascii()),
        ) {
            headers.append(name, value);
        }
        if headers.len() > 64 {
            break;
        }
    }
    read(page, status, &headers, options, &lengthened(feed.rest()));
}

/// Walks an API that always sends this response, with one of thirteen page types. Each byte 2 of
/// the body is replaced by the secret of the request, as if the API sent back what it received.
pub fn read(page: usize, status: u16, headers: &HeaderMap, options: u8, body: &[u8]) {
    let secret = secret_of(body);
    let body: Vec<u8> = body
        .split(|&byte| byte == 2)
        .collect::<Vec<_>>()
        .join(secret.as_bytes());
    let sent = Sent::default();
    let (answer, given) = (body, headers.clone());
    let transport = wire(&sent, move |number, _| {
        if number >= ANSWERED {
            let mut response = json("nothing here");
            *response.status_mut() = StatusCode::NOT_FOUND;
            return response;
        }
        let mut response: Response<_> = json(answer.clone());
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        *response.headers_mut() = given.clone();
        response
    });
    let request = first_request("https://api.example.com/v2/users?status=active", &secret);
    let first = request.uri().clone();
    let source = (transport, request);
    let error = match page {
        0 => run(Nested::paginate(source), options),
        1 => run(Signals::paginate(source), options),
        2 => run(Verbatim::paginate(source), options),
        3 => run(Linked::paginate(source), options),
        4 => run(Named::paginate(source), options),
        5 => run(Edges::paginate(source), options),
        6 => run(Keyed::paginate(source), options),
        7 => run(InHeaders::paginate(source), options),
        8 => run(Skipped::paginate(source), options),
        9 => run(Decided::paginate(source), options),
        10 => run(Bare::paginate(source), options),
        11 => run(Spread::paginate(source), options),
        _ => run(Numbered::paginate(source), options),
    };
    stayed_home(&first, &sent);
    assert!(
        (1..=ANSWERED + 1).contains(&sent.count()),
        "{} requests",
        sent.count()
    );
    if let Some(error) = error {
        is_discreet(&error, &secret);
    }
}

fn run<P, S>(mut paginator: Paginator<P, S>, options: u8) -> Option<paginate_runtime::Error>
where
    P: Paginated,
    S: PageSource<P> + paginate_runtime::source::HttpBased,
{
    if options & 1 == 1 {
        paginator = paginator.deny_truncated();
    }
    if options & 2 == 2 {
        paginator = paginator.allow_repeats();
    }
    if options & 4 == 4 {
        paginator = paginator.max_items(3);
    }
    if options & 8 == 8 {
        paginator = paginator.max_body(64);
    }
    walk(paginator).error
}
