//! The keys that say where the items are.

use super::example::{Example, GET, Walk, shown, walked};

/// Returns the title of this section of the page, and its examples in order.
pub(super) async fn section() -> (&'static str, Vec<Example>) {
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
    )
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
    #[paginate(page = "page", items = "days[].rows[]", item = u64, more = "state[0].more")]
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
                   The items are the elements of the innermost lists: short pages and `last_item` \
                   refer to them. `offset` needs a function, `items = Self::take_items`, because \
                   most APIs count the outer elements there. In every path, a number in brackets \
                   selects one element, counted from 0; an element that does not exist is absent.",
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
