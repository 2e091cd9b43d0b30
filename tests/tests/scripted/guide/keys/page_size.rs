//! The keys that say how large pages are.

use super::example::{Example, GET, Walk, walked};

/// Returns the title of this section of the page, and its examples in order.
pub(super) async fn section() -> (&'static str, Vec<Example>) {
    ("How large pages are", vec![size::example().await])
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
