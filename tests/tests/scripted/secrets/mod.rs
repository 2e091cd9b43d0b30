//! Checks what errors, `Debug` and `Display` show, and what they hide.

mod causes;
mod client;
mod debug;
mod masked;

use paginate_runtime::{Error, Paginated, Paginator, source::PageSource};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "rows", error = "error")]
struct Tokens {
    next: Option<String>,
    rows: Vec<u32>,
    #[serde(default)]
    error: Option<serde_json::Value>,
}

/// Returns a page of one row.
fn page(next: &str) -> Reply {
    Reply::json(json!({ "next": next, "rows": [1] }))
}

/// Returns the error with which a walk ends.
async fn failed<P, S>(walk: Paginator<P, S>) -> Error
where
    P: Paginated,
    S: PageSource<P>,
{
    let mut items = walk.items();
    for _ in 0..100 {
        match items.try_next().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the walk ended without an error"),
            Err(error) => return error,
        }
    }
    panic!("the walk does not end");
}

/// Returns everything that an error shows.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        shown += &format!("\n{error}\n{error:?}");
        source = error.source();
    }
    shown
}
