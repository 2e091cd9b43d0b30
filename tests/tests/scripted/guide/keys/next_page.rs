//! The keys that say how to get the next page.

use super::example::{Example, GET, Walk, walked};

/// Returns the title of this section of the page, and its examples in order.
pub(super) async fn section() -> (&'static str, Vec<Example>) {
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
    )
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
