//! Links to the next page: for any link, all requests are sent to the origin of the first, and the
//! walk ends.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use paginate_runtime::{
    Link, Links, Next, Paginated, Paginator,
    page::{LinkTarget, TokenValue},
    source::PageSource,
};
use serde::Deserialize;
use serde_json::json;

use super::feed::{Feed, lengthened};
use super::support::{
    Sent, first_request, is_discreet, json as body, secret_of, stayed_home, walk, wire,
};

/// The first URLs of walks.
const BEGINNINGS: [&str; 7] = [
    "https://api.example.com/v2/users?status=active",
    "http://api.example.com/v2/users",
    "https://api.example.com:8443/v2/users",
    "http://127.0.0.1:8080/a/b/",
    "https://[::1]/a",
    "http://[2001:db8::1]:81/",
    "https://xn--bcher-kva.example",
];

/// The number of pages that contain the link; a page after them is the last.
const LINKED_PAGES: usize = 3;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct InBody {
    next: Option<String>,
    items: Vec<usize>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links", items = "items")]
struct InLinks {
    links: Links,
    items: Vec<usize>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct WithMethod {
    next: Option<Link>,
    items: Vec<usize>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "items")]
struct InLinkHeader {
    items: Vec<usize>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = header("x-next"), items = "items")]
struct InHeader {
    items: Vec<usize>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_with = of_request, items = "items")]
struct ByFunction {
    next: Option<String>,
    items: Vec<usize>,
}

fn of_request(page: &ByFunction, headers: &HeaderMap) -> Next<'static> {
    let Some(next) = &page.next else {
        return Next::End;
    };
    match headers.get("x-how").map(HeaderValue::as_bytes) {
        Some(b"url") => Next::link(LinkTarget::get(next.clone())),
        Some(b"params") => Next::params(vec![
            ("cursor".into(), TokenValue::text(next.clone())),
            (next.clone().into(), TokenValue::text("x")),
        ]),
        _ => match http::Request::get(next.as_str()).body(Bytes::new()) {
            Ok(request) => Next::request(request),
            Err(_) => Next::End,
        },
    }
}

/// The first bytes are the form of the link, the first URL and the options of the walk; the rest is
/// the link.
pub fn check(data: &[u8]) {
    let mut feed = Feed::new(data);
    let form = feed.below(8);
    let beginning = feed.pick(&BEGINNINGS);
    let options = feed.byte();
    follow(form, beginning, options, &lengthened(feed.rest()));
}

/// Walks from a URL whose first pages contain the link, in one of eight forms. The low bits of
/// `options` are `rebase_links`, `keep_query`, no method, no merge, and a failure of the second
/// page.
pub fn follow(form: usize, beginning: &str, options: u8, link: &[u8]) {
    let text = String::from_utf8_lossy(link).into_owned();
    let (name, value) = match form {
        3 => (
            HeaderName::from_static("link"),
            [b"<", link, b">; rel=next"].concat(),
        ),
        4 => (HeaderName::from_static("x-next"), link.to_vec()),
        6 => (HeaderName::from_static("x-how"), b"url".to_vec()),
        7 => (HeaderName::from_static("x-how"), b"params".to_vec()),
        _ => (HeaderName::from_static("x-none"), Vec::new()),
    };
    let Ok(value) = HeaderValue::from_bytes(&value) else {
        return;
    };
    let page = move |number: usize, text: &str| match form {
        1 => {
            json!({"links": [{"rel": "self", "href": "/"}, {"rel": "next", "href": text}], "items": [number]})
        }
        2 if options & 4 == 0 => {
            json!({"next": {"href": text, "method": "POST", "body": {"page": number}, "merge": options & 8 == 0}, "items": [number]})
        }
        _ => json!({"next": text, "items": [number]}),
    };
    let secret = secret_of(link);
    let sent = Sent::default();
    let transport = wire(&sent, move |number, _| {
        if number >= LINKED_PAGES {
            return body(r#"{"next": null, "links": null, "items": []}"#);
        }
        if number > 0 && options & 16 == 16 {
            let mut response = body("busy");
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            return response;
        }
        let mut response: Response<Full<Bytes>> = body(page(number, &text).to_string());
        response.headers_mut().insert(name.clone(), value.clone());
        response
    });
    let request = first_request(beginning, &secret);
    let first = request.uri().clone();
    let source = (transport, request);
    let error = match form {
        0 => run(InBody::paginate(source), options),
        1 => run(InLinks::paginate(source), options),
        2 => run(WithMethod::paginate(source), options),
        3 => run(InLinkHeader::paginate(source), options),
        4 => run(InHeader::paginate(source), options),
        _ => run(ByFunction::paginate(source), options),
    };
    stayed_home(&first, &sent);
    assert!(
        (1..=LINKED_PAGES + 1).contains(&sent.count()),
        "{} requests",
        sent.count()
    );
    if let Some(error) = error {
        is_discreet(&error, &secret);
    }
}

fn run<P, S>(mut paginator: Paginator<P, S>, options: u8) -> Option<paginate_runtime::Error>
where
    P: Paginated<Mode: paginate_runtime::mode::FollowsLinks + paginate_runtime::mode::KeepsQuery>,
    S: PageSource<P> + paginate_runtime::source::HttpBased,
{
    if options & 1 == 1 {
        paginator = paginator.rebase_links();
    }
    if options & 2 == 2 {
        paginator = paginator.keep_query(["status", "api_key"]);
    }
    walk(paginator).error
}
