//! Other keys.

use super::example::{Example, GET, Walk, walked};

/// Returns the title of this section of the page, and its examples in order.
pub(super) async fn section() -> (&'static str, Vec<Example>) {
    (
        "Other keys",
        vec![repeats::example().await, krate::example().await],
    )
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
