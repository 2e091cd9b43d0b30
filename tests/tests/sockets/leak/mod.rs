//! Credentials stay at their origin: two origins on loopback, and every form of link from the first
//! that might lead to the second.
//!
//! The test resolves the names: `api.test` is the first server, and **every other name is the
//! second**, so that a forbidden request would really arrive. None may arrive.

mod forms;
mod links;
mod redirects;

use self::forms::{Leads, forms};

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

/// The server of `api.test`, which names each form at `/case/<n>`, and the server of every other
/// name.
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
    /// Starts the two servers. The first names the links with `reply`.
    fn start(reply: fn(&str) -> Reply) -> Self {
        let other = Server::start(|_| Reply::json(json!({ "items": [666], "next": null })));
        // The forms contain the ports, and the first port is known only when its server runs.
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

    /// Returns a client. Creating one takes as long as many requests, so all requests of one kind
    /// share it.
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

/// Resolves `api.test` to one port of this machine, and every other name to the other port.
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

/// Returns three credentials, as a request or a client holds them.
fn credentials() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static("Bearer s3cr3t"));
    headers.insert("cookie", HeaderValue::from_static("session=s3cr3t"));
    headers.insert("x-api-key", HeaderValue::from_static("s3cr3t"));
    headers
}

/// Whether the credentials are on each request, or among the client's defaults.
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

/// Returns the names of the credentials in a request.
fn brought(request: &Request) -> Vec<&'static str> {
    ["authorization", "cookie", "x-api-key"]
        .into_iter()
        .filter(|name| request.headers.contains_key(*name))
        .collect()
}

const ALL: [&str; 3] = ["authorization", "cookie", "x-api-key"];

/// Walks to the end or the error, at most a few pages.
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

/// Runs all tests again with requests ahead of the walk.
#[test]
fn again_ahead() {
    for variant in ["prefetch", "concurrency", "early"] {
        again(variant, "leak::", &[]);
    }
}
