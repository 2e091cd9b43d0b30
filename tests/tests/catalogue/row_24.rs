//! Row 24. MediaWiki
//!
//! `continue` is an object whose keys the server chooses (`apcontinue`, `gapcontinue`, `imcontinue`
//! ..). Its entries are written into the query of the *original* request, so that those of an
//! earlier page do not stay. Values are text or numbers; no `continue` is the end. `aplimit` is 500
//! at most, 5000 for bots; `max` requests the maximum, and a larger number is reduced. Failures
//! have status 200 and `error`. With a generator, `query.pages` is a map (a list with
//! `formatversion=2`), and the same page comes again with more of its properties until
//! `batchcomplete`; `query` may be missing altogether.
//!
//! Sends: GET /w/api.php?action=query&format=json&list=allpages&aplimit=500, then
//! ...&apcontinue=..&continue=-||&aplimit=500
//!
//! Source: S, <https://www.mediawiki.org/wiki/API:Continue>. Corrected: the declaration of the
//! catalogue did not look at `error`. From memory: that some values are numbers (`sroffset`).

use std::sync::Mutex;

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use std::collections::BTreeMap;

use paginate_runtime::Paginated;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "continue_",
    param = query,
    items = "query.allpages",
    item = Page,
    size = "aplimit",
    max = 500,
    error = "error"
)]
struct AllPages {
    #[serde(rename = "continue")]
    continue_: Option<BTreeMap<String, Value>>,
    query: Option<ListQuery>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct ListQuery {
    allpages: Vec<Page>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Page {
    pageid: u64,
    title: String,
}

/// With a generator: the pages by their id.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "continue_",
    param = query,
    items = "query.pages",
    item = Page,
    size = "gaplimit",
    max = 500,
    error = "error"
)]
struct Generated {
    #[serde(rename = "continue")]
    continue_: Option<BTreeMap<String, Value>>,
    query: Option<GeneratedQuery>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct GeneratedQuery {
    pages: BTreeMap<String, Page>,
}
// [/declaration]

fn page(pageid: u64) -> Page {
    Page {
        pageid,
        title: format!("Page {pageid}"),
    }
}

fn pages(ids: impl IntoIterator<Item = u64>) -> Vec<Page> {
    ids.into_iter().map(page).collect()
}

fn json_of(pageid: u64) -> Value {
    json!({ "pageid": pageid, "ns": 0, "title": format!("Page {pageid}") })
}

fn failure(code: &str) -> Reply {
    Reply::json(json!({ "error": { "code": code, "info": "Invalid continue param. You should pass the original value." } }))
        .header("mediawiki-api-error", code)
}

/// A server that answers everything with status 200, failures too.
fn mediawiki(api: Api) -> Server {
    let api = api
        .size("aplimit", 10, 500)
        .by_token("apcontinue")
        .lenient();
    Server::start(move |request| {
        if request.param("action").as_deref() != Some("query")
            || request.param("list").as_deref() != Some("allpages")
        {
            return Err(failure("missingparam"));
        }
        if request.param("apcontinue").is_some()
            != (request.param("continue").as_deref() == Some("-||"))
        {
            return Err(failure("badcontinue"));
        }
        let slice = api
            .read(request)
            .map_err(|_: Refusal| failure("badcontinue"))?;
        let mut page = json!({ "batchcomplete": "", "query": { "allpages": slice.items } });
        if let Some(next) = slice.next {
            page["continue"] = json!({ "apcontinue": next, "continue": "-||" });
        }
        Ok(Reply::json(page))
    })
}

#[tokio::test]
async fn row_24_mediawiki() {
    let server = mediawiki(Api::records((1..=7).map(json_of)).empty_pages([1]));
    let request = client()
        .get(server.url("/w/api.php?action=query&format=json&list=allpages&apprefix=P%20a"));
    let (items, end) = walk(AllPages::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (pages(1..=7), EndReason::NoContinuation));
    let line = |rest: &str| {
        format!(
            "GET /w/api.php?action=query&format=json&list=allpages&apprefix=P%20a{rest}&aplimit=3"
        )
    };
    assert_eq!(
        server.lines(),
        [
            line(""),
            line(&format!("&apcontinue={}&continue=-%7C%7C", encoded(1))),
            line(&format!("&apcontinue={}&continue=-%7C%7C", encoded(2))),
            line(&format!("&apcontinue={}&continue=-%7C%7C", encoded(3))),
        ]
    );
}

/// The documented order for a generator with a property: first the rest of the property, then the
/// next batch. Keys appear and disappear.
#[tokio::test]
async fn row_24_mediawiki_generator() {
    let answers = Mutex::new(vec![
        // The last batch: `query` is missing.
        json!({ "batchcomplete": "" }),
        json!({
            "continue": { "gapcontinue": "C", "continue": "gapcontinue||" },
            "query": { "pages": { "3": json_of(3) } },
        }),
        json!({
            "batchcomplete": "",
            "continue": { "gapcontinue": "B", "continue": "gapcontinue||" },
            "query": { "pages": { "1": json_of(1), "2": json_of(2) } },
        }),
        json!({
            "continue": { "imcontinue": "1|A.png", "sroffset": 10, "continue": "||" },
            "query": { "pages": { "1": json_of(1), "2": json_of(2) } },
        }),
    ]);
    let server = Server::start(
        move |_| match answers.lock().expect("no test panics here").pop() {
            Some(answer) => Reply::json(answer),
            None => failure("badcontinue"),
        },
    );
    let request = client()
        .get(server.url("/w/api.php?action=query&generator=allpages&prop=images&format=json"));
    let (items, end) = walk(Generated::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!(
        (items, end),
        (pages([1, 2, 1, 2, 3]), EndReason::NoContinuation),
        "a page comes again with more of it"
    );
    let line = |rest: &str| {
        format!(
            "GET /w/api.php?action=query&generator=allpages&prop=images&format=json{rest}&gaplimit=2"
        )
    };
    assert_eq!(
        server.lines(),
        [
            line(""),
            line("&continue=%7C%7C&imcontinue=1%7CA.png&sroffset=10"),
            line("&continue=gapcontinue%7C%7C&gapcontinue=B"),
            line("&continue=gapcontinue%7C%7C&gapcontinue=C"),
        ],
        "entries of an earlier page do not linger"
    );
}

#[tokio::test]
async fn row_24_mediawiki_as_many_as_allowed() {
    let server = mediawiki(Api::records((1..=2).map(json_of)));
    let request = client().get(server.url("/w/api.php?action=query&list=allpages&aplimit=max"));
    let (items, _) = walk(AllPages::paginate(request)).await.ended();
    assert_eq!(items, pages(1..=2));
    let request = client().get(server.url("/w/api.php?action=query&list=allpages"));
    walk(AllPages::paginate(request)).await.ended();
    assert_eq!(
        server.lines(),
        [
            "GET /w/api.php?action=query&list=allpages&aplimit=max",
            "GET /w/api.php?action=query&list=allpages&aplimit=500"
        ],
        "the caller's own word for it stays"
    );
}

#[tokio::test]
async fn row_24_mediawiki_failure_with_status_200() {
    let server = Server::start(|request| match request.param("apcontinue") {
        None => Reply::json(
            json!({ "continue": { "apcontinue": "B", "continue": "-||" }, "query": { "allpages": [json_of(1)] } }),
        ),
        Some(_) => failure("badcontinue"),
    });
    let request = client().get(server.url("/w/api.php?action=query&list=allpages"));
    let (items, kind, message) = walk(AllPages::paginate(request)).await.failed();

    assert_eq!((items, kind), (pages([1]), ErrorKind::Api));
    assert!(
        message.starts_with("page 2: the API reports: ") && message.contains("badcontinue"),
        "{message}"
    );
}

#[tokio::test]
async fn row_24_mediawiki_refuses_what_it_documents() {
    let server = mediawiki(Api::records((1..=3).map(json_of)));
    let code = async |query: &str| {
        get(&server, &format!("/w/api.php?action=query{query}"))
            .await
            .1["error"]["code"]
            .clone()
    };
    assert_eq!(code("").await, "missingparam");
    assert_eq!(
        code("&list=allpages&apcontinue=guess&continue=-||").await,
        "badcontinue"
    );
    assert_eq!(code("&list=allpages&aplimit=1").await, Value::Null);
    let next = encoded(1);
    assert_eq!(
        code(&format!("&list=allpages&aplimit=1&apcontinue={next}")).await,
        "badcontinue",
        "half of it"
    );
    assert_eq!(
        code(&format!(
            "&list=allpages&aplimit=1&apcontinue={next}&continue=-||"
        ))
        .await,
        Value::Null
    );
}
