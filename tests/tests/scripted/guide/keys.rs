//! One example for each key of the attribute: the text that the guide's page shows, and the walk
//! that produces the results in it.
//!
//! The text between `// [name]` and `// [/name]` is shown unchanged. Each example is walked: its
//! JSON is the first page, and every later request gets a 204, which is an end.

use bytes::Bytes;
use paginate_runtime::{Items, Paginated};
use paginate_tests::{Reply, Script};
use serde::de::DeserializeOwned;

/// The source of this file.
const SOURCE: &str = include_str!("keys.rs");

/// The guide's section about one key.
pub(crate) struct Example {
    /// The key or keys, as in the heading.
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// The headers of the first page.
    headers: &'static [(&'static str, &'static str)],
    json: &'static str,
    pub(crate) lines: Vec<String>,
    items: String,
    outcome: String,
    truncated: u64,
}

impl Example {
    /// Returns the keys that the heading names.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.name.split(", ")
    }

    /// Returns the declaration, as written in this file.
    fn code(&self) -> String {
        let name = self.keys().next().expect("a key");
        let (_, rest) = SOURCE
            .split_once(&format!("// [{name}]\n"))
            .expect("the code of the example begins");
        let (code, _) = rest
            .split_once(&format!("    // [/{name}]\n"))
            .expect("the code of the example ends");
        code.lines()
            .map(|line| line.strip_prefix("    ").unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n")
    }

    pub(crate) fn markdown(&self) -> String {
        let keys: Vec<String> = self.keys().map(|key| format!("`{key}`")).collect();
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect();
        let blank = if headers.is_empty() { "" } else { "\n" };
        let json = headers.is_empty() && self.json.starts_with(['{', '[']);
        let language = if json { "json" } else { "text" };
        let sent: Vec<String> = self.lines.iter().map(|line| format!("`{line}`")).collect();
        let mut shown = format!(
            "### {}\n\n{}\n\n```{language}\n{headers}{blank}{}\n```\n\n```rust\n{}\n```\n\nSent: {}. Items: `{}`.",
            keys.join(", "),
            wrapped(self.text),
            self.json,
            self.code(),
            sent.join(", then "),
            self.items,
        );
        if self.lines.len() == 1 {
            shown.push_str(&format!(" Then: {}.", self.outcome));
        }
        if self.truncated > 0 {
            shown.push_str(&format!(" `truncated_lists()`: {}.", self.truncated));
        }
        shown + "\n\n"
    }
}

/// Wraps the text to the width of the other pages.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 160 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// The settings that differ between examples.
#[derive(Clone, Copy)]
struct Walk {
    name: &'static str,
    text: &'static str,
    path: &'static str,
    /// The body of the first request; if it is not empty, the request is a POST.
    body: &'static str,
    headers: &'static [(&'static str, &'static str)],
    json: &'static str,
}

const GET: Walk = Walk {
    name: "",
    text: "",
    path: "/items",
    body: "",
    headers: &[],
    json: "",
};

async fn walked<P>(walk: Walk) -> Example
where
    P: Paginated<Item: std::fmt::Debug> + DeserializeOwned + 'static,
{
    shown(walk, |source| P::paginate(source).items()).await
}

/// Does the same, with a walk made by a function.
async fn shown<P>(
    walk: Walk,
    begin: impl FnOnce((Script, http::Request<Bytes>)) -> Items<P>,
) -> Example
where
    P: Paginated<Item: std::fmt::Debug>,
{
    let page = walk
        .headers
        .iter()
        .fold(Reply::text(walk.json), |reply, (name, value)| {
            reply.header(name, value)
        });
    let script = Script::new([page, Reply::empty(204)]);
    let source: (Script, http::Request<Bytes>) = match walk.body {
        "" => script.get(walk.path),
        body => script.post(walk.path, body),
    };
    let mut stream = begin(source);
    let mut items = Vec::new();
    let outcome = loop {
        match stream.try_next().await {
            Ok(Some(item)) => items.push(item),
            Ok(None) => break stream.end_reason().expect("a reason").to_string(),
            Err(error) => break format!("the error `{error}`"),
        }
    };
    Example {
        name: walk.name,
        text: walk.text,
        headers: walk.headers,
        json: walk.json,
        lines: script.lines(),
        items: format!("{items:?}"),
        outcome,
        truncated: stream.truncated_lists(),
    }
}

mod token {
    // [token]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "next_page_token", items = "users")]
    struct Users {
        next_page_token: String,
        users: Vec<String>,
    }
    // [/token]
    pub(super) async fn example() -> super::Example {
        super::walked::<Users>(super::Walk {
            name: "token",
            text: "The response location of an opaque token for the next page. The token is sent \
                   as a query parameter with its own JSON name, unless `param` names another \
                   request location. An absent, null or blank token, `false`, `[]` and `{}` mean \
                   that there is no next page; `0` is a token. The response location can also be \
                   `header(\"Name\")`, a path such as `\"paging.next.after\"`, or a function \
                   `fn(&Self, &HeaderMap) -> Option<String>`.",
            json: r#"{ "next_page_token": "b", "users": ["ann", "bob"] }"#,
            ..super::GET
        })
        .await
    }
}

mod tokens {
    // [token = (..)]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = (header("x-next-partition"), header("x-next-row")), param = ("NextPartition", "NextRow"), items = "value")]
    struct Rows {
        value: Vec<u64>,
    }
    // [/token = (..)]
    pub(super) async fn example() -> super::Example {
        super::walked::<Rows>(super::Walk {
            name: "token = (..)",
            text: "A token of two to four parts, each with its own response location and request \
                   location (Azure tables, S3 versions, Route 53). The walk sends the parts that a \
                   page contains, and removes the others from the request. A page without any part \
                   is the last one. With `paginate_with`, the function gets all parts, in order.",
            headers: &[("x-next-partition", "p2"), ("x-next-row", "r7")],
            json: r#"{ "value": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod next_url {
    // [next_url]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(next_url = "links.next", items = "data")]
    struct Articles {
        data: Vec<u64>,
        links: Links,
    }

    #[derive(serde::Deserialize)]
    struct Links {
        next: Option<String>,
    }
    // [/next_url]
    pub(super) async fn example() -> super::Example {
        super::walked::<Articles>(super::Walk {
            name: "next_url",
            text: "The response location of the URL of the next page, absolute or relative. It can \
                   also be `link(\"next\")` for the `Link` header, `header(\"Name\")`, or a \
                   function. The link is followed unchanged, within the first request's origin. \
                   Null, absent and blank end the walk.",
            json: r#"{ "data": [1, 2], "links": { "next": "/items?page=2" } }"#,
            ..super::GET
        })
        .await
    }
}

mod links {
    // [next_url = Links]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(next_url = "links", items = "features")]
    struct Search {
        features: Vec<u64>,
        links: paginate_runtime::Links,
    }
    // [/next_url = Links]
    pub(super) async fn example() -> super::Example {
        super::walked::<Search>(super::Walk {
            name: "next_url = Links",
            text: "For links with relations: a list of links with `rel` or `relation`, or an \
                   object with one member per relation, whose values are links or lists of links. \
                   A field of type `Links` takes the link with the relation `next`; a field of \
                   type `Link` takes a single link. A link is a string or an object with `href`, \
                   `url` or `uri`. If the object has a `method` and a `body`, they are sent; with \
                   `merge` the body is merged into that of the first request (STAC). POST is \
                   followed if the first request is a POST.",
            path: "/search",
            body: r#"{"collections":["sentinel"],"limit":2}"#,
            json: r#"{ "features": [1, 2], "links": [{ "rel": "next", "href": "/search", "method": "POST", "body": { "token": "t2" }, "merge": true }] }"#,
            ..super::GET
        })
        .await
    }
}

mod link_header {
    // [next_url = link(..)]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
    struct Issues(Vec<u64>);
    // [/next_url = link(..)]
    pub(super) async fn example() -> super::Example {
        super::walked::<Issues>(super::Walk {
            name: "next_url = link(..)",
            text: "The URL of the next page in the `Link` header. In this example the body is a \
                   bare list, so the page is a tuple struct, whose list is `\"0\"`.",
            headers: &[("link", "</items?page=2>; rel=\"next\"")],
            json: "[1, 2]",
            ..super::GET
        })
        .await
    }
}

mod page {
    // [page]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(page = "page_number", items = "users")]
    struct Users {
        users: Vec<String>,
    }
    // [/page]
    pub(super) async fn example() -> super::Example {
        super::walked::<Users>(super::Walk {
            name: "page",
            text: "The request location of the page number. The first page is 1, unless `start` \
                   sets another number. An empty page ends the walk. If the response has a total \
                   or a flag, declare it with `pages`, `total`, `more` or `done`: this saves the \
                   last request. A parameter name that suggests a number of items (`offset`, \
                   `skip`, `startIndex`) does not compile here, unless you also write `start`: \
                   `page = \"offset\", start = 0`.",
            json: r#"{ "users": ["ann", "bob"] }"#,
            ..super::GET
        })
        .await
    }
}

mod offset {
    // [offset]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(offset = "startAt", items = "values")]
    struct Boards {
        values: Vec<u64>,
    }
    // [/offset]
    pub(super) async fn example() -> super::Example {
        super::walked::<Boards>(super::Walk {
            name: "offset",
            text: "The request location of the number of items to skip. It grows by the number of \
                   items *received*, not by the page size, so no items are lost if the API sends \
                   shorter pages. An empty page ends the walk.",
            json: r#"{ "values": [10, 20, 30] }"#,
            ..super::GET
        })
        .await
    }
}

mod last_item {
    // [last_item]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(
        last_item = "id",
        param = "starting_after",
        items = "data",
        more = "has_more"
    )]
    struct Charges {
        data: Vec<Charge>,
        has_more: bool,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Charge {
        id: String,
    }
    // [/last_item]
    pub(super) async fn example() -> super::Example {
        super::walked::<Charges>(super::Walk {
            name: "last_item",
            text: "The path of the key inside an item, such as `id`. The next request sends the \
                   key of the last item; `param` is its request location. Keys must be unique, and \
                   the list must be sorted by them. An empty page ends the walk.",
            json: r#"{ "data": [{ "id": "ch_1" }, { "id": "ch_2" }], "has_more": true }"#,
            ..super::GET
        })
        .await
    }
}

mod inclusive {
    // [inclusive]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(last_item = "id", param = json("startkey"), inclusive, items = "rows", size = "limit", max = 3)]
    struct Docs {
        rows: Vec<Doc>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Doc {
        id: String,
    }
    // [/inclusive]
    pub(super) async fn example() -> super::Example {
        super::walked::<Docs>(super::Walk {
            name: "inclusive",
            text: "With `last_item`, for an API whose pages begin with the requested key: the \
                   first item of each later page is the last item of the page before. That item is \
                   dropped if its key is the same; if it was deleted in the meantime, nothing is \
                   dropped. A page that contains only the repeated item is the end. The page size \
                   is at least two, and counts include only new items. Keys must be unique.",
            json: r#"{ "rows": [{ "id": "a" }, { "id": "b" }, { "id": "c" }] }"#,
            ..super::GET
        })
        .await
    }
}

mod next_with {
    // [next_with]
    use paginate_runtime::{HeaderMap, Next, page::TokenValue};

    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(next_with = Self::next, items = "rows")]
    struct Rows {
        next_year: Option<u32>,
        next_row: Option<u32>,
        rows: Vec<u64>,
    }

    impl Rows {
        fn next(&self, _: &HeaderMap) -> Next<'_> {
            match (self.next_year, self.next_row) {
                (Some(year), Some(row)) => Next::params(vec![
                    ("year".into(), TokenValue::text(year.to_string())),
                    ("row".into(), TokenValue::text(row.to_string())),
                ]),
                _ => Next::End,
            }
        }
    }
    // [/next_with]
    pub(super) async fn example() -> super::Example {
        super::walked::<Rows>(super::Walk {
            name: "next_with",
            text: "A function that returns the continuation, if no other key describes it: \
                   `Next::End`, a token, a URL, query parameters or a whole request.",
            json: r#"{ "next_year": 2025, "next_row": 7, "rows": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod param {
    // [param]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "next", param = body("page.cursor"), items = "hits")]
    struct Hits {
        next: Option<String>,
        hits: Vec<u64>,
    }
    // [/param]
    pub(super) async fn example() -> super::Example {
        super::walked::<Hits>(super::Walk {
            name: "param",
            text: "The request location of the token or of the last item's key: \
                   `\"query-parameter\"`, `header(\"Name\")`, `body(\"json.path\")`, \
                   `form(\"field\")`, or `json(\"query-parameter\")` for a query parameter whose \
                   value is JSON text (CouchDB: `startkey=\"doc-7\"`). For a token that is a map \
                   of several values, write `query`, `body` or `form` without a name. The rest of \
                   the body stays as you wrote it. By default, a token is sent as a query \
                   parameter with its own JSON name. You must write `param` if the token has no \
                   such name, and if its name is rarely the parameter's name: `next`, `next_page`, \
                   `next_cursor`, `nextPageToken`.",
            path: "/search",
            body: r#"{"query":"rust"}"#,
            json: r#"{ "next": "c2", "hits": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod continue_at {
    // [continue_at]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "cursor", param = body("cursor"), continue_at = "/list/continue", items = "entries")]
    struct Entries {
        cursor: Option<String>,
        entries: Vec<u64>,
    }
    // [/continue_at]
    pub(super) async fn example() -> super::Example {
        super::walked::<Entries>(super::Walk {
            name: "continue_at",
            text: "The path of all later requests, if it differs from that of the first request; \
                   only with `token`. Later requests keep the headers of the first request, but \
                   not its query and body. Their body contains only the continuation, and the page \
                   size if its request location is the body.",
            path: "/list",
            body: r#"{"path":"/photos"}"#,
            json: r#"{ "cursor": "c2", "entries": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod items {
    // [items]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "after", items = "edges[].node", item = String)]
    struct People {
        after: Option<String>,
        edges: Vec<Edge>,
    }

    #[derive(serde::Deserialize)]
    struct Edge {
        node: Option<String>,
    }
    // [/items]
    pub(super) async fn example() -> super::Example {
        super::walked::<People>(super::Walk {
            name: "items, item",
            text: "`items` is the path of the list; you can omit it if the struct has a single \
                   `Vec`. A path such as `\"data.users\"` goes through nested structs; \
                   `list[].field` takes a field of each element and skips null ones; a function is \
                   `fn(&mut Self) -> Vec<T>`. `item` is the type of the items. You must write it \
                   if the path leads into another struct, because the macro cannot see other \
                   structs. For a list that can be null or absent, use `Option<Vec<T>>` or \
                   `#[serde(default, deserialize_with = \
                   \"paginate_runtime::page::null_as_default\")]`.",
            json: r#"{ "after": "x", "edges": [{ "node": "ann" }, { "node": null }, { "node": "bob" }] }"#,
            ..super::GET
        })
        .await
    }
}

mod lists {
    // [items = pages[].rows[]]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(offset = "skip", items = "days[].rows[]", item = u64, more = "state[0].more")]
    struct Days {
        days: Vec<Day>,
        state: Vec<State>,
    }

    #[derive(serde::Deserialize)]
    struct Day {
        rows: Vec<u64>,
    }

    #[derive(serde::Deserialize)]
    struct State {
        more: bool,
    }
    // [/items = pages[].rows[]]
    pub(super) async fn example() -> super::Example {
        super::walked::<Days>(super::Walk {
            name: "items = pages[].rows[]",
            text: "Lists inside the elements of a list; each pair of brackets is one level deeper. \
                   The items are the elements of the innermost lists: offsets, short pages and \
                   `last_item` refer to them. In every path, a number in brackets selects one \
                   element, counted from 0; an element that does not exist is absent.",
            json: r#"{ "days": [{ "rows": [1, 2] }, { "rows": [3] }], "state": [{ "more": true }] }"#,
            ..super::GET
        })
        .await
    }
}

mod at {
    // [at]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(at = "data.issues", token = ".page_info.end_cursor", param = body("variables.after"), items = ".nodes", item = String)]
    struct Answer {
        data: Data,
    }

    #[derive(serde::Deserialize)]
    struct Data {
        issues: Issues,
    }

    #[derive(serde::Deserialize)]
    struct Issues {
        nodes: Vec<String>,
        page_info: PageInfo,
    }

    #[derive(serde::Deserialize)]
    struct PageInfo {
        end_cursor: Option<String>,
    }
    // [/at]
    pub(super) async fn example() -> super::Example {
        super::walked::<Answer>(super::Walk {
            name: "at",
            text: "The common beginning of several paths: a path that begins with a dot continues \
                   from there. Other paths begin at the struct, as usual. Useful for GraphQL.",
            path: "/graphql",
            body: r#"{"query":".."}"#,
            json: r#"{ "data": { "issues": { "nodes": ["a", "b"], "page_info": { "end_cursor": "b" } } } }"#,
            ..super::GET
        })
        .await
    }
}

mod more {
    // [more]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "cursor", more = "has_more", items = "entries")]
    struct Entries {
        cursor: String,
        has_more: bool,
        entries: Vec<u64>,
    }
    // [/more]
    pub(super) async fn example() -> super::Example {
        super::walked::<Entries>(super::Walk {
            name: "more",
            text: "A flag that is true while there are more pages. It has priority over tokens and \
                   totals, because many APIs send a token with the last page too. If it is true \
                   and the page has no token, the walk fails with an error. A null or absent flag \
                   has no effect.",
            json: r#"{ "cursor": "still here", "has_more": false, "entries": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod done {
    // [done]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(offset = "startAt", done = "is_last", items = "values")]
    #[serde(rename_all = "camelCase")]
    struct Boards {
        is_last: bool,
        values: Vec<u64>,
    }
    // [/done]
    pub(super) async fn example() -> super::Example {
        super::walked::<Boards>(super::Walk {
            name: "done",
            text: "A flag that is true on the last page. Paths contain Rust field names; serde's \
                   attributes set the names in JSON.",
            json: r#"{ "isLast": true, "values": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod pages {
    // [pages]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(page = "page", pages = header("X-Total-Pages"), items = "0")]
    struct Posts(Vec<u64>);
    // [/pages]
    pub(super) async fn example() -> super::Example {
        super::walked::<Posts>(super::Walk {
            name: "pages",
            text: "The number of pages in the whole list. With `page` it ends the walk, and \
                   `.concurrency(n)` needs it; in every other mode it is only shown by \
                   `progress()`. It is read from each page; null, 0 and negative numbers mean that \
                   it is unknown. If no response has it, there is a warning.",
            headers: &[("x-total-pages", "1")],
            json: "[1, 2]",
            ..super::GET
        })
        .await
    }
}

mod total {
    // [total]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(offset = "offset", total = "meta.total", items = "rows")]
    struct Rows {
        meta: Meta,
        rows: Vec<u64>,
    }

    #[derive(serde::Deserialize)]
    struct Meta {
        total: Option<u64>,
    }
    // [/total]
    pub(super) async fn example() -> super::Example {
        super::walked::<Rows>(super::Walk {
            name: "total",
            text: "The number of items in the whole list, shown by `total()` and `progress()`. \
                   With `offset` and `page` it also ends the walk. In every other mode it does not \
                   end the walk, but if the walk ends before this number is reached, there is a \
                   warning. There is also one if no response has the total; once, for \
                   example on the first page, is enough.",
            json: r#"{ "meta": { "total": 2 }, "rows": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod end_on {
    // [end_on]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(page = "page", end_on = [404, short], items = "rows", max = 3)]
    struct Rows {
        rows: Vec<u64>,
    }
    // [/end_on]
    pub(super) async fn example() -> super::Example {
        super::walked::<Rows>(super::Walk {
            name: "end_on",
            text: "Other signs of the end. Declare one only if the API uses it for the end and for \
                   nothing else. A status from 400 to 499: never 401, 403, 410 or 429, not for the \
                   first page, and only with `page`, `offset` and `last_item`. `empty`: an empty \
                   page, in modes that continue after one. `short`: fewer items than requested, \
                   unless the first page has a length at which servers often cap pages (10, 20, 50 \
                   ..). `repeat`: the response contains the token just sent, or is the same page \
                   again.",
            json: r#"{ "rows": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod size {
    // [size]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(
        token = "next",
        param = "cursor",
        items = "rows",
        size = "per_page",
        min = 10,
        prefer = 50,
        max = 200
    )]
    struct Rows {
        next: Option<String>,
        rows: Vec<u64>,
    }
    // [/size]
    pub(super) async fn example() -> super::Example {
        super::walked::<Rows>(super::Walk {
            name: "size, max, min, prefer",
            text: "`size` is the request location of the page size, by default `\"page_size\"`. \
                   `max` and `min` are the API's bounds, in items per page; `prefer` is the size \
                   to ask for. The walk sends `prefer`, otherwise `max`, otherwise no size. \
                   `.page_size(n)` asks for another size within the bounds. A size in your first \
                   request is kept.",
            json: r#"{ "next": "t", "rows": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod start {
    // [start]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(page = "page", start = 0, items = "rows")]
    struct Rows {
        rows: Vec<u64>,
    }
    // [/start]
    pub(super) async fn example() -> super::Example {
        super::walked::<Rows>(super::Walk {
            name: "start",
            text: "The first page number (default 1) or the first offset (default 0). A number in \
                   your first request has priority.",
            json: r#"{ "rows": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod ok {
    // [ok]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "cursor", ok = "ok", error = "error", items = "channels")]
    struct Channels {
        ok: bool,
        error: Option<String>,
        cursor: Option<String>,
        #[serde(default)]
        channels: Vec<String>,
    }
    // [/ok]
    pub(super) async fn example() -> super::Example {
        super::walked::<Channels>(super::Walk {
            name: "ok, error",
            text: "For an API that reports failures with status 200. `ok` is a flag that is true \
                   on success; an absent flag is a failure. `error` is the API's report: a string, \
                   a list, a map or an `Option`; if it is not empty, it is a failure. One of the \
                   two keys is enough. They are read even if the rest of the page does not decode.",
            json: r#"{ "ok": false, "error": "invalid_auth" }"#,
            ..super::GET
        })
        .await
    }
}

mod decode {
    // [decode]
    use bytes::Bytes;
    use http::response::Parts;

    #[derive(paginate_runtime::Paginated)]
    #[paginate(token = header("x-next"), param = "from", items = "lines", decode = Self::from_text)]
    struct Report {
        lines: Vec<String>,
    }

    impl Report {
        fn from_text(_: &Parts, body: &Bytes) -> Result<Self, std::str::Utf8Error> {
            let lines = std::str::from_utf8(body)?.lines();
            Ok(Self {
                lines: lines.map(str::to_owned).collect(),
            })
        }
    }
    // [/decode]
    pub(super) async fn example() -> super::Example {
        let walk = super::Walk {
            name: "decode",
            text: "A function that reads responses that are not JSON: XML, CSV, a protocol buffer. \
                   Its type is `fn(&http::response::Parts, &Bytes) -> Result<Self, E>`; the struct \
                   need not be `Deserialize`. `.decode(function)` on the walk replaces it. Code \
                   that is generic over page types still needs `Deserialize`, unless it calls \
                   `.decode(..)`.",
            headers: &[("x-next", "c")],
            json: "ann\nbob",
            ..super::GET
        };
        super::shown(walk, |source| Report::paginate(source).items()).await
    }
}

mod ready {
    // [ready]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(
        token = "page_token",
        param = "pageToken",
        ready = "job_complete",
        items = "rows"
    )]
    #[serde(rename_all = "camelCase")]
    struct Results {
        job_complete: bool,
        page_token: Option<String>,
        #[serde(default)]
        rows: Vec<u64>,
    }
    // [/ready]
    pub(super) async fn example() -> super::Example {
        super::walked::<Results>(super::Walk {
            name: "ready",
            text: "A flag that is false while the result is not available yet, such as BigQuery's \
                   `jobComplete`. The same request is then sent again, with the waits and limits \
                   of `.retry(policy)`, or as `Retry-After` says. This counts neither as a page \
                   nor as a use of the token. A 202 without the flag is not ready. If the retries \
                   are exhausted, or if the request must not be repeated (a POST without \
                   `.idempotent()`), the walk fails with the error `NotReady` and the checkpoint \
                   of that page. Null and absent mean ready.",
            headers: &[("retry-after", "0")],
            json: r#"{ "jobComplete": false }"#,
            ..super::GET
        })
        .await
    }
}

mod nested {
    // [nested]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(
        token = "next",
        param = "cursor",
        items = "accounts",
        nested = "subscriptions",
        max = 2
    )]
    struct Accounts {
        next: Option<String>,
        accounts: Vec<Account>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Account {
        subscriptions: Vec<String>,
    }
    // [/nested]
    pub(super) async fn example() -> super::Example {
        super::walked::<Accounts>(super::Walk {
            name: "nested",
            text: "One or more lists inside an item, if the API cuts them at the page size and has \
                   no pagination for them. A list that is exactly as long as the page size may be \
                   incomplete: `truncated_lists()` counts it, and with `.deny_truncated()` it is \
                   an error.",
            json: r#"{ "next": null, "accounts": [{ "subscriptions": ["a", "b"] }, { "subscriptions": ["c"] }] }"#,
            ..super::GET
        })
        .await
    }
}

mod nested_with_flag {
    // [nested = nested(..)]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(
        token = "after",
        items = "orders",
        nested("lines.nodes", more = "lines.has_next"),
        max = 2
    )]
    struct Orders {
        after: Option<String>,
        orders: Vec<Order>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Order {
        lines: Lines,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Lines {
        nodes: Vec<u64>,
        has_next: bool,
    }
    // [/nested = nested(..)]
    pub(super) async fn example() -> super::Example {
        super::walked::<Orders>(super::Walk {
            name: "nested = nested(..)",
            text: "The same for a list that has its own flag for more elements, as connections \
                   inside GraphQL nodes do; the page size is not used for such a list. Both paths \
                   begin at the item. For several lists write `nested = [\"tags\", \
                   nested(\"lines.nodes\", more = \"lines.has_next\")]`.",
            json: r#"{ "after": null, "orders": [{ "lines": { "nodes": [1], "has_next": true } }, { "lines": { "nodes": [2, 3], "has_next": false } }] }"#,
            ..super::GET
        })
        .await
    }
}

mod repeats {
    // [repeats]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "scroll_id", param = body("scroll_id"), continue_at = "/_search/scroll", repeats, end_on = [empty], items = "hits")]
    struct Hits {
        scroll_id: String,
        hits: Vec<u64>,
    }
    // [/repeats]
    pub(super) async fn example() -> super::Example {
        super::walked::<Hits>(super::Walk {
            name: "repeats",
            text: "Declares that the API repeats its tokens on purpose. Without this key a \
                   repeated token is an error, because the walk would never end. With this key, \
                   you must therefore declare another sign of the end.",
            path: "/index/_search?scroll=1m",
            body: r#"{"size":2}"#,
            json: r#"{ "scroll_id": "s1", "hits": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

mod krate {
    // [crate]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "next", param = "cursor", items = "rows", crate = ::paginate_runtime)]
    struct Rows {
        next: Option<String>,
        rows: Vec<u64>,
    }
    // [/crate]
    pub(super) async fn example() -> super::Example {
        super::walked::<Rows>(super::Walk {
            name: "crate",
            text: "The path of the runtime, if it is not `::paginate_runtime`. Macros and crates \
                   that re-export the runtime need it.",
            json: r#"{ "next": null, "rows": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}

/// Returns the sections of the page, each with its examples, in order.
pub(crate) async fn sections() -> Vec<(&'static str, Vec<Example>)> {
    vec![
        (
            "How to get the next page: exactly one of these",
            vec![
                token::example().await,
                tokens::example().await,
                next_url::example().await,
                links::example().await,
                link_header::example().await,
                page::example().await,
                offset::example().await,
                last_item::example().await,
                inclusive::example().await,
                next_with::example().await,
            ],
        ),
        (
            "Where the continuation is sent",
            vec![
                param::example().await,
                continue_at::example().await,
                start::example().await,
            ],
        ),
        (
            "Where the items are",
            vec![
                items::example().await,
                lists::example().await,
                at::example().await,
                nested::example().await,
                nested_with_flag::example().await,
                decode::example().await,
            ],
        ),
        (
            "When it ends",
            vec![
                more::example().await,
                done::example().await,
                pages::example().await,
                total::example().await,
                end_on::example().await,
            ],
        ),
        ("How large pages are", vec![size::example().await]),
        (
            "Failures and unfinished results with status 200",
            vec![ok::example().await, ready::example().await],
        ),
        (
            "Other keys",
            vec![repeats::example().await, krate::example().await],
        ),
    ]
}
