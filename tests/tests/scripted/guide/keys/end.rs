//! The keys that say when the walk ends.

use super::example::{Example, GET, Walk, walked};

/// Returns the title of this section of the page, and its examples in order.
pub(super) async fn section() -> (&'static str, Vec<Example>) {
    (
        "When it ends",
        vec![
            more::example().await,
            done::example().await,
            pages::example().await,
            total::example().await,
            end_on::example().await,
        ],
    )
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
                   page, in modes that continue after one. `short`: fewer items than requested. It \
                   saves the last request, and is right only if every page except the last one is \
                   full. If the first page has a length at which servers often cap pages (10, 20, \
                   50 ..), it is not short. `repeat`: the response contains the token just sent, or \
                   is the same page again.",
            json: r#"{ "rows": [1, 2] }"#,
            ..super::GET
        })
        .await
    }
}
