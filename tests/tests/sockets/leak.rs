//! Credentials stay at home: two origins on loopback, and every form of link from the first that
//! might lead to the second.
//!
//! Names are resolved by the test: `api.test` is the first server, and **every other name is the
//! second**, so that a request that should not be made really arrives. It must not.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderValue};
use paginate_runtime::{EndReason, Error, ErrorKind, Paginated, Paginator, RetryPolicy};
use paginate_tests::{Reply, Request, Server, again, ahead};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct InBody {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "items")]
struct InHeader {
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("after"), items = "items")]
struct Search {
    next: Option<String>,
    items: Vec<u32>,
}

/// What a link is to lead to.
#[derive(Debug, Clone, PartialEq)]
enum Leads {
    /// Nowhere: no request at all, to nobody.
    Nowhere,
    /// To this path and query of the first server.
    Home(String),
}

/// Forms of links from `http://api.test/case/<n>`, where `a` and `b` are the ports of the two
/// servers.
fn forms(a: u16, b: u16) -> Vec<(String, Leads)> {
    let nowhere: Vec<String> = [
        // Another host.
        "http://evil.test/list",
        "http://evil.test",
        "http://evil.test:{b}/list",
        "HTTP://EVIL.TEST/",
        "hTTp://Evil.Test/list?token=s3cr3t",
        "//evil.test/list",
        "//evil.test",
        "///evil.test/list",
        "////evil.test/list",
        "http:///evil.test/",
        "http:////evil.test/",
        " //evil.test/",
        "http://metadata.google.internal/computeMetadata/v1/",
        // Another port.
        "http://api.test:{b}/",
        "//api.test:{b}/list",
        "http://api.test:81/",
        "http://api.test:443/",
        "http://api.test:0/",
        "http://api.test:65536/",
        "http://api.test:-1/",
        "http://api.test:80a/",
        "http://api.test:8 0/",
        // Another scheme.
        "https://evil.test/",
        "https://api.test:80/",
        "https://api.test:{b}/",
        "ftp://api.test/",
        "ws://api.test/",
        "wss://api.test/",
        "file:///etc/passwd",
        "file://evil.test/etc/passwd",
        "data:application/json,{}",
        "javascript:alert(1)",
        "javascript://api.test/%0aalert(1)",
        "JavaScript:fetch('//evil.test')",
        "blob:http://api.test/1",
        "about:blank",
        "mailto:root@evil.test",
        "gopher://evil.test/1",
        "unix:/var/run/docker.sock",
        "view-source:http://api.test/",
        // A user name, or what looks like one.
        "http://user@api.test/",
        "http://user:pass@api.test/",
        "http://:pass@api.test/",
        "//user@api.test/",
        "http://api.test@evil.test/",
        "http://api.test:80@evil.test/",
        "http://api.test&@evil.test/",
        "http://evil.test&@api.test/",
        "http://@evil.test/",
        "http://:@evil.test/",
        "http://a@b@evil.test/",
        "http://api.test%40evil.test/",
        "http://evil.test#@api.test/",
        "http://evil.test?@api.test/",
        "http://evil.test/@api.test/",
        "http://api.test;@evil.test/",
        // Hosts that begin or end alike.
        "http://api.test.evil.test/",
        "http://api.test.evil/",
        "http://api.test-evil/",
        "http://evilapi.test/",
        "http://evil-api.test/",
        "http://sub.api.test/",
        "http://test/",
        "http://api.tes/",
        "http://api.testx/",
        "http://api-test/",
        "http://api.test./",
        "http://api.test../",
        "http://api..test/",
        "http://.api.test/",
        "http://api.test,evil.test/",
        "http://api.test_evil.test/",
        // Encoded dots, slashes and ends.
        "http://api.test%2eevil.test/",
        "http://api%2Etest%2Eevil.test/",
        "http://api.test%2f.evil.test/",
        "http://api.test%00.evil.test/",
        "http://api.test%0a.evil.test/",
        "http://evil.test%23.api.test/",
        "http://evil.test%2f@api.test/",
        "http://api.test%5c.evil.test/",
        "http://%65vil.test/",
        // Backslashes, which browsers take for slashes.
        "\\\\evil.test\\list",
        "/\\evil.test/",
        "\\/evil.test/",
        "\\\\/evil.test/",
        "http:\\\\evil.test\\list",
        "http:/\\evil.test/",
        "http://api.test\\@evil.test/",
        "http://api.test\\.evil.test/",
        "http://evil.test\\.api.test/",
        "/list\\..\\..\\evil.test",
        // Characters that parsers drop.
        "/\t/evil.test/",
        "\t//evil.test/",
        "http://evil\t.test/",
        "ht\ttp://evil.test/",
        "ht\ntp://evil.test/",
        "/\n/evil.test/",
        "//evil.test\r\nX-Injected: 1",
        "/list\r\nHost: evil.test",
        "\0//evil.test/",
        "http://api.test\0.evil.test/",
        "/list\u{7f}",
        "http://api.test .evil.test/",
        // Addresses in all their spellings, and the address of the first server itself: it was
        // asked for by its name.
        "http://127.0.0.1:{a}/",
        "http://127.0.0.1:{b}/",
        "http://127.1:{b}/",
        "http://2130706433:{b}/",
        "http://0x7f000001:{b}/",
        "http://0x7f.0.0.1:{b}/",
        "http://0177.0.0.1:{b}/",
        "http://127.0.0.1.:{b}/",
        "http://0:{b}/",
        "http://localhost:{b}/",
        "http://[::1]:{b}/",
        "http://[::ffff:127.0.0.1]:{b}/",
        "http://[::127.0.0.1]:{b}/",
        "http://[0:0:0:0:0:0:0:1]:{b}/",
        "http://[::1%25lo]:{b}/",
        "http://[api.test]/",
        "http://[::1]api.test/",
        "http://[::1",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/latest",
        "http://[fd00:ec2::254]/latest",
        // Names that look alike.
        "http://аpi.test/",
        "http://api.tеst/",
        "http://apı.test/",
        "http://api.test。evil.test/",
        "http://api.test．evil.test/",
        "http://xn--pi-6kc.test/",
        "http://api.test\u{ad}.evil.test/",
        "http://℀pi.test/",
        "http://evil.test／.api.test/",
        "http://api.test？@evil.test/",
        // No URLs.
        "http://",
        "http:///",
        "http://?",
        "http://#",
        "http:// /",
        "//",
    ]
    .iter()
    .map(|form| {
        form.replace("{a}", &a.to_string())
            .replace("{b}", &b.to_string())
    })
    .chain([
        format!("http://evil.test/?{}", "a".repeat(20_000)),
        format!("http://{}evil.test/", "a.".repeat(100)),
        format!("http://api.test{}.evil.test/", ".a".repeat(50)),
        format!("/list?{}", "a".repeat(70_000)),
        format!("http://{}@api.test/", "a".repeat(20_000)),
    ])
    .collect();
    let home = [
        // The same origin, in all its spellings.
        ("http://api.test/x", "/x"),
        ("http://api.test:80/x", "/x"),
        ("http://api.test:080/x", "/x"),
        ("http://api.test:/x", "/x"),
        ("HTTP://API.TEST/x", "/x"),
        ("//api.test/x", "/x"),
        ("http:/x", "/x"),
        ("http://api%2Etest/x", "/x"),
        ("http://api。test/x", "/x"),
        ("http://ａｐｉ.test/x", "/x"),
        ("http://api\u{ad}.test/x", "/x"),
        ("http://@api.test/x", "/x"),
        ("http://api.test", "/"),
        // What looks like a host and is a path, a query or a fragment.
        ("/x", "/x"),
        ("/x#http://evil.test/", "/x"),
        ("http://api.test/x#@evil.test/", "/x"),
        ("http://api.test?x=@evil.test/", "/?x=@evil.test/"),
        ("/x?u=http://evil.test/", "/x?u=http://evil.test/"),
        ("evil.test/x", "/case/evil.test/x"),
        ("http:evil.test/x", "/case/evil.test/x"),
        ("@evil.test/x", "/case/@evil.test/x"),
        ("/evil.test/x", "/evil.test/x"),
        ("/http://evil.test/x", "/http://evil.test/x"),
        ("/.//evil.test/x", "//evil.test/x"),
        ("../../../x", "/x"),
        ("/%2e%2e/%2E%2E/x", "/x"),
        ("/..;/x", "/..;/x"),
        ("/%5cevil.test/x", "/%5cevil.test/x"),
        ("/%2f%2fevil.test/x", "/%2f%2fevil.test/x"),
        ("/x y", "/x%20y"),
        (
            "/x?q=%0d%0aHost:%20evil.test",
            "/x?q=%0d%0aHost:%20evil.test",
        ),
    ];
    let mut forms: Vec<(String, Leads)> = nowhere
        .into_iter()
        .map(|form| (form, Leads::Nowhere))
        .collect();
    forms.extend(home.map(|(form, path)| (form.to_owned(), Leads::Home(path.to_owned()))));
    let long = format!("/x?{}", "a".repeat(30_000));
    forms.push((long.clone(), Leads::Home(long)));
    forms
}

/// The server of `api.test`, which names each form at `/case/<n>`, and the one of every other name.
struct Origins {
    api: Server,
    other: Server,
    forms: Vec<(String, Leads)>,
    clients: Mutex<HashMap<String, reqwest::Client>>,
}

fn port(server: &Server) -> u16 {
    server.origin().rsplit(':').next().unwrap().parse().unwrap()
}

impl Origins {
    /// The two servers; the first names the links by `reply`.
    fn start(reply: fn(&str) -> Reply) -> Self {
        let other = Server::start(|_| Reply::json(json!({ "items": [666], "next": null })));
        // The forms hold the ports, and the first port is not known before its server runs.
        let links: Arc<std::sync::OnceLock<Vec<String>>> = Arc::default();
        let named = Arc::clone(&links);
        let api = Server::start(move |request: &Request| {
            let case = request
                .path
                .strip_prefix("/case/")
                .filter(|_| request.query.is_empty());
            match case.and_then(|case| case.parse::<usize>().ok()) {
                Some(case) => reply(&named.get().unwrap()[case]),
                None => Reply::json(json!({ "items": [2], "next": null })),
            }
        });
        let forms = forms(port(&api), port(&other));
        links
            .set(forms.iter().map(|(form, _)| form.clone()).collect())
            .unwrap();
        let clients = Mutex::default();
        Self {
            api,
            other,
            forms,
            clients,
        }
    }

    /// Making a client takes as long as many requests: those of one kind are one.
    fn client(&self, defaults: HeaderMap, redirects: Policy) -> reqwest::Client {
        let kind = format!("{defaults:?} {redirects:?}");
        let mut clients = self.clients.lock().unwrap();
        clients
            .entry(kind)
            .or_insert_with(|| self.make_client(defaults, redirects))
            .clone()
    }

    fn make_client(&self, defaults: HeaderMap, redirects: Policy) -> reqwest::Client {
        reqwest::Client::builder()
            .no_proxy()
            .dns_resolver(Arc::new(Names {
                api: port(&self.api),
                other: port(&self.other),
            }))
            .default_headers(defaults)
            .redirect(redirects)
            .build()
            .unwrap()
    }
}

/// `api.test` is the one port of this machine, everything else the other.
struct Names {
    api: u16,
    other: u16,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let port = if name.as_str() == "api.test" {
            self.api
        } else {
            self.other
        };
        let addrs: Addrs = Box::new(std::iter::once(SocketAddr::from((
            Ipv4Addr::LOCALHOST,
            port,
        ))));
        Box::pin(std::future::ready(Ok(addrs)))
    }
}

/// Three credentials, as a request or a client holds them.
fn credentials() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static("Bearer s3cr3t"));
    headers.insert("cookie", HeaderValue::from_static("session=s3cr3t"));
    headers.insert("x-api-key", HeaderValue::from_static("s3cr3t"));
    headers
}

/// Where the credentials are: on each request, or among the client's defaults.
const ON_REQUEST: bool = true;
const BY_DEFAULT: bool = false;

fn request(
    origins: &Origins,
    on_request: bool,
    redirects: Policy,
    url: &str,
) -> reqwest::RequestBuilder {
    if on_request {
        origins
            .client(HeaderMap::new(), redirects)
            .get(url)
            .headers(credentials())
    } else {
        origins.client(credentials(), redirects).get(url)
    }
}

/// Names of the credentials that a request brought.
fn brought(request: &Request) -> Vec<&'static str> {
    ["authorization", "cookie", "x-api-key"]
        .into_iter()
        .filter(|name| request.headers.contains_key(*name))
        .collect()
}

const ALL: [&str; 3] = ["authorization", "cookie", "x-api-key"];

/// Walks to the end or the error; never more than a few pages.
async fn walk<P, S>(paginator: Paginator<P, S>) -> (Vec<u32>, Result<EndReason, Error>)
where
    P: Paginated<Item = u32> + Send + 'static,
    S: paginate_runtime::source::PageSource<P>,
{
    let mut items = ahead(paginator).items();
    let mut found = Vec::new();
    for _ in 0..20 {
        match items.next().await {
            Some(Ok(item)) => found.push(item),
            Some(Err(error)) => return (found, Err(error)),
            None => return (found, Ok(items.end_reason().unwrap())),
        }
    }
    panic!("the walk does not end");
}

/// Every form, by one way of naming links: gives how many were tried.
async fn every_form<P>(
    origins: &Origins,
    on_request: bool,
    possible: impl Fn(&str) -> bool,
) -> usize
where
    P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static,
{
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (case, (form, leads)) in origins
        .forms
        .iter()
        .enumerate()
        .filter(|(_, (form, _))| possible(form))
    {
        tried += 1;
        let before = origins.api.lines().len();
        let first = format!("/case/{case}");
        let request = request(
            origins,
            on_request,
            Policy::default(),
            &format!("http://api.test{first}"),
        );
        let (found, end) = walk(P::paginate(request).retry(RetryPolicy::none())).await;
        let lines = origins.api.lines().split_off(before);
        let shown: String = form.chars().take(80).collect();
        match (leads, &end) {
            (Leads::Nowhere, Err(error))
                if error.kind() == ErrorKind::Link
                    && found == [1]
                    && lines == [format!("GET {first}")] =>
            {
                let text = format!("{error} {error:?}");
                if text.contains("s3cr3t") {
                    wrong.push(format!("{shown:?}: shows a secret: {text}"));
                }
            }
            (Leads::Home(path), Ok(EndReason::NoContinuation))
                if found == [1, 2] && lines == [format!("GET {first}"), format!("GET {path}")] => {}
            _ => wrong.push(format!(
                "{shown:?}: {leads:?}, and got {found:?} {end:?} by {lines:?}"
            )),
        }
        let elsewhere = origins.other.lines();
        if !elsewhere.is_empty() {
            wrong.push(format!("{shown:?}: LEAKED {elsewhere:?}"));
            break;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        origins
            .api
            .requests()
            .iter()
            .all(|request| brought(request) == ALL),
        "the API itself gets all of them"
    );
    tried
}

fn in_body(link: &str) -> Reply {
    Reply::json(json!({ "items": [1], "next": link }))
}

fn in_header(link: &str) -> Reply {
    Reply::json(json!({ "items": [1] })).header("link", format!("<{link}>; rel=\"next\""))
}

#[tokio::test]
async fn no_next_url_leads_away() {
    let origins = Origins::start(in_body);
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        let tried = every_form::<InBody>(&origins, on_request, |_| true).await;
        assert!(tried >= 160, "{tried}");
    }
    assert_eq!(origins.other.lines().len(), 0);
}

#[tokio::test]
async fn no_link_header_leads_away() {
    let origins = Origins::start(in_header);
    // Line breaks and the like cannot be in a header at all.
    let possible = |form: &str| HeaderValue::from_str(form).is_ok();
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        let tried = every_form::<InHeader>(&origins, on_request, possible).await;
        assert!(tried >= 150, "{tried}");
    }
    assert_eq!(origins.other.lines().len(), 0);
}

/// Headers that try to name two links at once, or to hide one.
#[tokio::test]
async fn no_trick_of_a_link_header_leads_away() {
    for (lines, leads) in [
        (vec!["<http://evil.test/>; rel=next, </x>; rel=next"], None),
        (
            vec!["</x>; rel=next, <http://evil.test/>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["</x>; rel=next", "<http://evil.test/>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["<http://evil.test/>; rel=next; anchor=\"http://api.test/\", </x>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["<http://evil.test/>; rel=\"prev\"; rel=\"next\", </x>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["</x>; title=\">; rel=next, <http://evil.test/\"; rel=next"],
            Some("/x"),
        ),
        (vec!["<</x>; rel=next"], None),
        (vec!["<//evil.test/>; REL=NEXT"], None),
        (vec!["<//evil.test/>; rel=\"last next\""], None),
        (vec!["< http://evil.test/ >; rel=next"], None),
    ] {
        let other = Server::start(|_| Reply::json(json!({ "items": [666] })));
        let api = Server::start(move |request| {
            let reply = Reply::json(json!({ "items": [if request.path == "/x" { 2 } else { 1 }] }));
            match request.path.as_str() {
                "/x" => reply,
                _ => lines
                    .iter()
                    .fold(reply, |reply, line| reply.header("link", line)),
            }
        });
        let origins = Origins {
            api,
            other,
            forms: Vec::new(),
            clients: Mutex::default(),
        };
        let (found, end) = walk(InHeader::paginate(request(
            &origins,
            ON_REQUEST,
            Policy::default(),
            "http://api.test/list",
        )))
        .await;
        match leads {
            Some(path) => {
                assert_eq!(
                    (found, end.unwrap()),
                    (vec![1, 2], EndReason::NoContinuation)
                );
                assert_eq!(
                    origins.api.lines(),
                    ["GET /list".to_owned(), format!("GET {path}")]
                );
            }
            None => {
                assert_eq!((found, end.unwrap_err().kind()), (vec![1], ErrorKind::Link));
                assert_eq!(origins.api.lines(), ["GET /list"]);
            }
        }
        assert_eq!(origins.other.lines().len(), 0);
    }
}

#[tokio::test]
async fn an_allowed_origin_gets_the_request_with_its_headers_and_no_other_does() {
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        for allowed in [
            "http://evil.test",
            "http://evil.test/",
            "http://EVIL.test:80",
        ] {
            let origins = Origins::start(in_body);
            let case = origins
                .forms
                .iter()
                .position(|(form, _)| form == "http://evil.test/list")
                .unwrap();
            let first = || {
                request(
                    &origins,
                    on_request,
                    Policy::default(),
                    &format!("http://api.test/case/{case}"),
                )
            };
            let (found, end) = walk(InBody::paginate(first()).allow_origin(allowed)).await;
            assert_eq!(
                (found, end.unwrap()),
                (vec![1, 666], EndReason::NoContinuation),
                "{allowed}"
            );
            assert_eq!(origins.other.lines(), ["GET /list"]);
            assert_eq!(
                brought(&origins.other.requests()[0]),
                ALL,
                "that is what it means to allow it"
            );
        }
        for allowed in [
            "http://evil.test:81",
            "https://evil.test:8443",
            "http://sub.evil.test",
            "http://evil.testing",
            "http://test",
        ] {
            let origins = Origins::start(in_body);
            let case = origins
                .forms
                .iter()
                .position(|(form, _)| form == "http://evil.test/list")
                .unwrap();
            let first = request(
                &origins,
                on_request,
                Policy::default(),
                &format!("http://api.test/case/{case}"),
            );
            let (found, end) = walk(InBody::paginate(first).allow_origin(allowed)).await;
            assert_eq!(
                (found, end.unwrap_err().kind()),
                (vec![1], ErrorKind::Link),
                "{allowed}"
            );
            assert_eq!(origins.other.lines().len(), 0);
        }
    }
    for nonsense in [
        "",
        "evil.test",
        "*",
        "null",
        "data:text/plain,x",
        "//evil.test",
        "http://evil.test/path",
        "http://u:p@evil.test",
        "http://*.evil.test",
    ] {
        let origins = Origins::start(in_body);
        let first = request(
            &origins,
            ON_REQUEST,
            Policy::default(),
            "http://api.test/case/0",
        );
        let (found, end) = walk(InBody::paginate(first).allow_origin(nonsense)).await;
        assert_eq!(
            (found, end.unwrap_err().kind()),
            (vec![], ErrorKind::Setup),
            "{nonsense}"
        );
        assert_eq!(
            (origins.api.lines().len(), origins.other.lines().len()),
            (0, 0)
        );
    }
}

#[tokio::test]
async fn an_allowed_origin_by_a_link_header() {
    let origins = Origins::start(in_header);
    let case = origins
        .forms
        .iter()
        .position(|(form, _)| form == "//evil.test/list")
        .unwrap();
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        &format!("http://api.test/case/{case}"),
    );
    let (found, end) = walk(InHeader::paginate(first).allow_origin("http://evil.test")).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 666], EndReason::NoContinuation)
    );
    assert_eq!(
        (origins.other.lines(), brought(&origins.other.requests()[0])),
        (vec!["GET /list".to_owned()], ALL.to_vec())
    );
}

/// Where links are rebased, no form leads away either.
#[tokio::test]
async fn rebased_links_lead_home() {
    let origins = Origins::start(in_body);
    for (case, (form, _)) in origins.forms.iter().enumerate() {
        let before = origins.api.lines().len();
        let first = request(
            &origins,
            ON_REQUEST,
            Policy::default(),
            &format!("http://api.test/case/{case}"),
        );
        let (found, end) = walk(InBody::paginate(first).rebase_links()).await;
        let shown: String = form.chars().take(80).collect();
        match end {
            Ok(_) => assert_eq!(
                (found, origins.api.lines().len() - before),
                (vec![1, 2], 2),
                "{shown:?}"
            ),
            Err(error) => assert!(
                matches!(error.kind(), ErrorKind::Link | ErrorKind::Loop) && found == [1],
                "{shown:?}: {error}"
            ),
        }
        assert_eq!(origins.other.lines().len(), 0, "{shown:?}");
    }
    let evil = origins
        .forms
        .iter()
        .position(|(form, _)| form == "http://evil.test/list")
        .unwrap();
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        &format!("http://api.test/case/{evil}"),
    );
    assert_eq!(walk(InBody::paginate(first).rebase_links()).await.0, [1, 2]);
}

// ------------------------------------------------------------------------------------------------
// redirects

/// A client that follows redirects within the origin of the first request and no others: what a
/// caller should build a client with.
fn same_origin_redirects() -> Policy {
    Policy::custom(|attempt| {
        let first = attempt.previous().first().map(reqwest::Url::origin);
        if attempt.previous().len() > 10 {
            attempt.error("too many redirects")
        } else if first == Some(attempt.url().origin()) {
            attempt.follow()
        } else {
            attempt.error("a redirect to another origin")
        }
    })
}

/// `api.test` sends whoever asks for `/moved` to the second server, and knows a redirect of its
/// own.
fn redirecting(status: u16) -> Origins {
    let other = Server::start(|request| match request.path.as_str() {
        "/back" => Reply::empty(302).header("location", "http://api.test/list?p=2"),
        _ => Reply::json(json!({ "items": [666], "next": null })),
    });
    let api = Server::start(move |request| {
        let to = |url: &str| Reply::empty(status).header("location", url);
        match (request.path.as_str(), request.param("p").as_deref()) {
            ("/moved", _) => to("http://evil.test/list"),
            ("/there-and-back", _) => to("http://evil.test/back"),
            ("/old", _) => to("/list?p=2"),
            (_, Some("2")) => Reply::json(json!({ "items": [2], "next": null })),
            (_, Some(next)) => Reply::json(json!({ "items": [1], "next": next })),
            (_, None) => Reply::json(json!({ "items": [1], "next": null })),
        }
    });
    Origins {
        api,
        other,
        forms: Vec::new(),
        clients: Mutex::default(),
    }
}

/// What reqwest 0.13 does by itself: it follows, without `Authorization` and `Cookie`, **with**
/// `X-Api-Key`, and tells the second origin in `Referer` what was asked for, tokens in the query
/// included. By then it is too late: the walk can only refuse to read what came back.
#[tokio::test]
async fn by_itself_reqwest_follows_redirects_and_takes_keys_and_queries_along() {
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        for status in [301, 302, 303, 307, 308] {
            let origins = redirecting(status);
            let first = request(
                &origins,
                on_request,
                Policy::default(),
                "http://api.test/list?p=/moved?cursor=s3cr3t",
            );
            let (found, end) = walk(InBody::paginate(first)).await;
            let error = end.unwrap_err();
            assert_eq!(
                (found, error.kind(), error.page()),
                (vec![1], ErrorKind::Redirected, 2),
                "{error}"
            );
            assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
            let leaked = &origins.other.requests()[0];
            assert_eq!(brought(leaked), ["x-api-key"], "{status}");
            assert_eq!(
                leaked.header("referer"),
                Some("http://api.test/moved?cursor=s3cr3t")
            );
        }
    }
}

/// A redirect that comes home by way of the second origin cannot be seen from here: the response is
/// the API's own.
#[tokio::test]
async fn by_itself_reqwest_hides_a_redirect_there_and_back() {
    let origins = redirecting(302);
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        "http://api.test/list?p=/there-and-back",
    );
    let (found, end) = walk(InBody::paginate(first)).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(origins.other.lines(), ["GET /back"]);
    assert_eq!(brought(&origins.other.requests()[0]), ["x-api-key"]);
}

/// The body of a POST goes along with a 307 or 308.
#[tokio::test]
async fn by_itself_reqwest_takes_bodies_along() {
    for status in [307, 308] {
        let origins = redirecting(status);
        let client = origins.client(credentials(), Policy::default());
        let first = client
            .post("http://api.test/moved")
            .body("{\"filter\":\"s3cr3t\"}");
        let (_, end) = walk(Search::paginate(first)).await;
        assert_eq!(end.unwrap_err().kind(), ErrorKind::Redirected);
        assert_eq!(
            origins.other.lines(),
            ["POST /list {\"filter\":\"s3cr3t\"}"]
        );
    }
}

#[tokio::test]
async fn a_client_that_stays_within_the_origin_closes_it() {
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        for status in [301, 302, 303, 307, 308] {
            for path in ["/moved?cursor=s3cr3t", "/there-and-back?cursor=s3cr3t"] {
                let origins = redirecting(status);
                let first = request(
                    &origins,
                    on_request,
                    same_origin_redirects(),
                    &format!("http://api.test/list?p={path}"),
                );
                let (found, end) = walk(InBody::paginate(first).retry(RetryPolicy::none())).await;
                let error = end.unwrap_err();
                assert_eq!(
                    (found, error.page(), origins.other.lines().len()),
                    (vec![1], 2, 0),
                    "{error}"
                );
                // The walk cannot tell it from any other failure of the client.
                assert_eq!(error.kind(), ErrorKind::Transport);
                assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
                // The first request too.
                let first = request(
                    &origins,
                    on_request,
                    same_origin_redirects(),
                    &format!("http://api.test{path}"),
                );
                let (found, end) = walk(InBody::paginate(first)).await;
                assert_eq!(
                    (found, end.unwrap_err().kind()),
                    (vec![], ErrorKind::Transport)
                );
                assert_eq!(origins.other.lines().len(), 0);
            }
            // Redirects within the origin are followed, with everything.
            let origins = redirecting(status);
            let first = request(
                &origins,
                on_request,
                same_origin_redirects(),
                "http://api.test/list?p=/old",
            );
            let (found, end) = walk(InBody::paginate(first)).await;
            assert_eq!(
                (found, end.unwrap()),
                (vec![1, 2], EndReason::NoContinuation)
            );
            assert_eq!(
                origins.api.lines(),
                ["GET /list?p=/old", "GET /old", "GET /list?p=2"]
            );
            assert!(
                origins
                    .api
                    .requests()
                    .iter()
                    .all(|request| brought(request) == ALL)
            );
            assert_eq!(origins.other.lines().len(), 0);
        }
    }
}

#[tokio::test]
async fn a_client_without_redirects_closes_it_too() {
    for status in [301, 302, 303, 307, 308] {
        let origins = redirecting(status);
        let first = request(
            &origins,
            BY_DEFAULT,
            Policy::none(),
            "http://api.test/list?p=/moved",
        );
        let (found, end) = walk(InBody::paginate(first)).await;
        let error = end.unwrap_err();
        assert_eq!(
            (found, error.kind(), error.status().unwrap().as_u16()),
            (vec![1], ErrorKind::Status, status)
        );
        assert_eq!(origins.other.lines().len(), 0);
    }
}

/// A POST that is redirected to its own URL becomes a GET there, without the search: its answer is
/// no page of it.
#[tokio::test]
async fn a_post_that_is_redirected_to_its_own_url_is_not_read() {
    for status in [301, 302, 303] {
        for hops in [
            &["/search?v=1"][..],
            &["/search?v=1#top"],
            &["http://api.test/other", "/search?v=1"],
        ] {
            let api = Server::start(move |request| {
                match (request.method.as_str(), request.path.as_str()) {
                    ("POST", _) => Reply::empty(status).header("location", hops[0]),
                    (_, "/other") => Reply::empty(status).header("location", hops[1]),
                    _ => Reply::json(json!({ "items": [666], "next": null })),
                }
            });
            let other = Server::start(|_| Reply::empty(500));
            let (forms, clients) = (Vec::new(), Mutex::default());
            let origins = Origins {
                api,
                other,
                forms,
                clients,
            };
            let client = origins.client(credentials(), paginate_runtime::same_origin_redirects());
            let first = client
                .post("http://api.test/search?v=1")
                .body("{\"filter\":\"x\"}");
            let (found, end) = walk(Search::paginate(first).retry(RetryPolicy::none())).await;
            let error = end.unwrap_err();
            let kind = match hops.len() {
                1 => ErrorKind::Status,
                // The last redirect that is not followed is at another URL than the POST.
                _ => ErrorKind::Redirected,
            };
            assert_eq!(
                (found, error.kind()),
                (vec![], kind),
                "{status} {hops:?}: {error}"
            );
            assert_eq!(error.status().unwrap().as_u16(), status);
            assert_eq!(
                origins.api.lines().len(),
                hops.len(),
                "{:?}",
                origins.api.lines()
            );
        }
    }
    // A GET within the origin goes on.
    let origins = redirecting(302);
    let first = request(
        &origins,
        ON_REQUEST,
        paginate_runtime::same_origin_redirects(),
        "http://api.test/list?p=/old",
    );
    let (found, end) = walk(InBody::paginate(first)).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 2], EndReason::NoContinuation)
    );
}

/// The rule is about the origin of the walk's first request, wherever the resolved address is.
#[tokio::test]
async fn a_redirected_response_is_read_where_its_origin_is_allowed() {
    let origins = redirecting(302);
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        "http://api.test/list?p=/moved",
    );
    let (found, end) = walk(InBody::paginate(first).allow_origin("http://evil.test")).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 666], EndReason::NoContinuation)
    );
}

/// All of it, with requests ahead of the walk.
#[test]
fn again_ahead() {
    for variant in ["prefetch", "concurrency", "early"] {
        again(variant, "leak::", &[]);
    }
}
