//! The keys that say where the continuation is sent.

use super::example::{Example, GET, Walk, walked};

/// Returns the title of this section of the page, and its examples in order.
pub(super) async fn section() -> (&'static str, Vec<Example>) {
    (
        "Where the continuation is sent",
        vec![
            param::example().await,
            continue_at::example().await,
            start::example().await,
        ],
    )
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
